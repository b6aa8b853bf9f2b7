"""What was searched: of one place by level and domain, and everywhere by nation and state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from safehavens.corpus.model import Lawbook
from safehavens.corpus.places import Gazetteer, Place
from safehavens.corpus.places.place import Level
from safehavens.corpus.searched_people import FIGURES, SearchedPeople, is_searched, share_searched
from safehavens.corpus.searches import Came, Depth, Search
from safehavens.decide.coverage.level_coverage import list_levels
from safehavens.wording.coverage_sentences import search_sentence
from safehavens.wording.languages import ENGLISH


@dataclass(frozen=True, slots=True)
class DomainCoverage:
    """One search of one government for a domain of actions, or (came None) that there was none.

    `words` say whether it tells of the law of the day asked about, or of any day. The other fields
    are those of `LevelCoverage` and of `safehavens.corpus.searches.Search`.
    """

    level: Level
    place: str
    place_name: str
    domain: str
    searched: bool
    came: Came | None
    depth: Depth | None
    back_to: date | None
    through: date | None
    queries: str | None
    note: str | None
    words: str


@dataclass(frozen=True, slots=True)
class PlaceCoverage:
    """How far the law of a place, and of what it lies in, was searched.

    `on`: the day asked about; None: any day. `first_days` are the first days that are answered, by
    domain, and `last_day` is the last.
    """

    place: str
    place_name: str
    on: date | None
    searches: tuple[DomainCoverage, ...]
    first_days: dict[str, date]
    last_day: date | None


def cover_place(
    lawbook: Lawbook, gazetteer: Gazetteer, place: str, on: date | None = None
) -> PlaceCoverage:
    """Every search of a place and of what it lies in, by level and domain. Raises UnknownPlace."""
    where = gazetteer.get(place)
    rows = [
        row
        for level in list_levels(gazetteer, where.id)
        for domain in lawbook.vocabulary.domains
        for row in _cover_domain(lawbook, level, domain, on)
    ]
    coverage = lawbook.coverage
    first_days = {domain: first.on for domain, first in coverage.first_days.items()}
    return PlaceCoverage(where.id, where.name, on, tuple(rows), first_days, coverage.last_day)


def _cover_domain(
    lawbook: Lawbook, place: Place, domain: str, on: date | None
) -> Iterator[DomainCoverage]:
    searches: tuple[Search | None, ...] = lawbook.coverage.of(place.id, domain) or (None,)
    for search in searches:
        words = search_sentence(ENGLISH, search, on)
        if search is None:
            yield DomainCoverage(
                place.level, place.id, place.name, domain, False, *(None,) * 6, words
            )
        else:
            yield DomainCoverage(
                place.level,
                place.id,
                place.name,
                domain,
                on is None or search.holds(on),
                search.came,
                search.depth,
                search.back_to,
                search.through,
                search.queries,
                search.note,
                words,
            )


@dataclass(frozen=True, slots=True)
class PartCoverage:
    """How much of a nation or a state was searched, by domain.

    Attributes
    ----------
    place, place_name : str
    own : dict of str to str
        By domain, what came of the searches for its own law; a domain that is not there was not
        searched.
    counties, cities : dict of str to int
        By domain, how many counties and how many cities inside it were searched.
    all_counties : int
        How many counties there are; those without people of their own in the gazetteer, such as
        Connecticut's planning regions beside its counties, are not counted.
    """

    place: str
    place_name: str
    own: dict[str, Came]
    counties: dict[str, int]
    cities: dict[str, int]
    all_counties: int


@dataclass(frozen=True, slots=True)
class CoverageOverview:
    """What was searched, by nation and state, and whose governments were.

    `on`: the day for whose law; None: any day. `people_of` says what `people` are shares of.
    """

    on: date | None
    parts: tuple[PartCoverage, ...]
    people: tuple[SearchedPeople, ...]
    people_of: str


def survey_coverage(
    lawbook: Lawbook, gazetteer: Gazetteer, on: date | None = None
) -> CoverageOverview:
    """How far the law of every nation and state was searched, and the shares of people."""
    states = {place.id: place for place in gazetteer.states()}
    of_nations = [id for id in lawbook.coverage.searches if gazetteer.get(id).level == "national"]
    parts = {id: gazetteer.get(id) for id in sorted(of_nations)}
    parts |= {id: states[id] for id in sorted(states, key=lambda state: states[state].name)}
    inside: dict[str, list[Place]] = {}
    for id in lawbook.coverage.searches:
        place = gazetteer.get(id)
        for above in gazetteer.chain(id)[1:]:
            inside.setdefault(above, []).append(place)
    counties: dict[str, set[str]] = {}
    for county in gazetteer.counties():
        if not county.population:  # a second division of the same land, or not counted
            continue
        for above in gazetteer.chain(county.id)[1:]:
            counties.setdefault(above, set()).add(gazetteer.canonical(county.id))

    def count(id: str, level: Level, domain: str) -> int:
        return sum(
            (place.id in counties.get(id, ())) == (level == "county")
            and place.level in ("county", "place")
            and is_searched(lawbook, place.id, domain, on)
            for place in inside.get(id, ())
        )

    domains = tuple(lawbook.vocabulary.domains)
    return CoverageOverview(
        on,
        tuple(
            PartCoverage(
                id,
                place.name,
                _came_of(lawbook, id, domains, on),
                {domain: count(id, "county", domain) for domain in domains},
                {domain: count(id, "place", domain) for domain in domains},
                len(counties.get(id, ())),
            )
            for id, place in parts.items()
        ),
        share_searched(lawbook, gazetteer, on),
        FIGURES,
    )


def _came_of(
    lawbook: Lawbook, place: str, domains: tuple[str, ...], on: date | None
) -> dict[str, Came]:
    """What came of the searches of a place, by domain: what tells most."""
    came: dict[str, Came] = {}
    for domain in domains:
        for search in lawbook.coverage.of(place, domain):
            if on is None or search.holds(on):
                came.setdefault(domain, search.came)
    return came
