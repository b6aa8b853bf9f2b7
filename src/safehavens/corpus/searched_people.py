"""Whose governments have been searched for law: shares of the people of the United States.

People are those of the gazetteer: of states and counties as the Census Bureau counted them for
2019, of cities as GeoNames has them. They are good for shares, not for citing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from safehavens.corpus.model import Lawbook
from safehavens.corpus.places import Gazetteer, Place
from safehavens.corpus.places.division import short

FIGURES: Final = (
    "counties of the 50 states and the District of Columbia: U.S. Census Bureau, population of "
    "2019; cities: GeoNames, each of its own year"
)


@dataclass(frozen=True, slots=True)
class SearchedPeople:
    """The shares, from 0 to 1, of people whose governments have been searched for a domain.

    Attributes
    ----------
    domain : str
    state, county : float
        Of all people: their state, their county (or the government that is both city and county).
    city : float
        Of the people who live in a city: their city.
    every : float
        Of all people: their state, their county and, of those who live in one, their city.
    """

    domain: str
    state: float
    county: float
    city: float
    every: float


@dataclass(frozen=True, slots=True)
class _County:
    """A county's people: `cities` are its cities with theirs, `government` whose law it is."""

    people: int
    state: str
    government: str
    cities: tuple[tuple[str, float], ...]


def share_searched(
    lawbook: Lawbook, gazetteer: Gazetteer, on: date | None = None
) -> tuple[SearchedPeople, ...]:
    """The shares by domain, in the vocabulary's order.

    Parameters
    ----------
    on : datetime.date, optional
        The day for whose law the search must have looked. None: any day.
    """
    counties = _list_counties(gazetteer)
    return tuple(_share(lawbook, counties, domain, on) for domain in lawbook.vocabulary.domains)


def is_searched(lawbook: Lawbook, place: str, domain: str, on: date | None) -> bool:
    """Whether a place was searched for a domain: for a day's law, or (None) for any day's."""
    searches = lawbook.coverage.of(place, domain)
    return any(on is None or search.holds(on) for search in searches)


def _share(
    lawbook: Lawbook, counties: tuple[_County, ...], domain: str, on: date | None
) -> SearchedPeople:
    searched = {
        place for place in lawbook.coverage.searches if is_searched(lawbook, place, domain, on)
    }
    people = in_cities = 0.0
    state = county = city = every = 0.0
    for one in counties:
        people += one.people
        of_state, of_county = one.state in searched, one.government in searched
        in_its_cities = sum(count for _, count in one.cities)
        in_searched = sum(count for id, count in one.cities if id in searched)
        in_cities += in_its_cities
        state += one.people * of_state
        county += one.people * of_county
        city += in_searched
        if of_state and of_county:
            every += one.people - in_its_cities + in_searched
    return SearchedPeople(
        domain,
        _part(state, people),
        _part(county, people),
        _part(city, in_cities),
        _part(every, people),
    )


def _part(some: float, whole: float) -> float:
    return round(some / whole, 4) if whole else 0.0


@lru_cache(maxsize=1)  # the people do not change from day to day
def _list_counties(gazetteer: Gazetteer) -> tuple[_County, ...]:
    """Every county of a state that has people, with its cities."""
    listed = []
    states = {place.id for place in gazetteer.states() if place.population}
    counties = [county for county in gazetteer.counties() if county.population and county.fips]
    governments = {gazetteer.canonical(county.id) for county in counties}
    cities: dict[str, list[Place]] = {}
    for fips, city in gazetteer.cities():
        if city.population and gazetteer.canonical(city.id) not in governments:
            cities.setdefault(fips, []).append(city)
    for county in counties:
        people, code = county.population, county.fips
        above = [id for id in gazetteer.chain(county.id) if id in states]
        if not above or not people or not code:
            continue
        government = gazetteer.canonical(county.id)
        inside = cities.get(code, [])
        total = sum(city.population or 0 for city in inside)
        scale = min(1.0, people / total) if total else 1.0  # figures of two sources
        counted = [(city.id, (city.population or 0) * scale) for city in inside]
        names = (government, *gazetteer.members(short(government)))
        if any("/place:" in name for name in names):  # city and county are one
            counted.append((government, people - sum(count for _, count in counted)))
        listed.append(_County(people, above[0], government, tuple(counted)))
    return tuple(listed)
