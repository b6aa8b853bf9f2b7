"""Every county equivalent, as tables and people write it: read right, or refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from safehavens.corpus.places import (
    AmbiguousPlace,
    Match,
    Place,
    PlaceFinder,
    PlaceScope,
    UnknownPlace,
    load,
)

PLACES = load()
FINDER = PlaceFinder(PLACES)
STATES = {place.id: place for place in PLACES.states()}
COUNTIES = PLACES.counties()
KIND = re.compile(
    r" (?:County|Parish|Census Area|City and Borough|Borough|Planning Region|Municipality|"
    r"District)$"
)
TWICE = {"Baltimore", "St. Louis", "Fairfax", "Franklin", "Richmond", "Roanoke"}
"""An independent city and a county of one state have this name; the Census calls the city so."""


def state_of(county: Place) -> Place:
    return STATES["/".join(county.id.split("/")[:3])]


def code_of(county: Place) -> str:
    return state_of(county).id[-2:].upper()


def census_name(county: Place) -> str:
    name = county.name.rpartition(", ")[0] or county.name
    return f"{name} city" if name in TWICE and "/place:" in county.id else name


def bare_name(county: Place) -> str:
    return KIND.sub("", census_name(county))


def outcomes(read: Callable[[Place], Match]) -> tuple[list[str], list[str], list[str]]:
    """Names read right, read wrong, and refused."""
    right: list[str] = []
    wrong: list[str] = []
    refused: list[str] = []
    for county in COUNTIES:
        try:
            match = read(county)
        except UnknownPlace:
            refused.append(county.name)
            continue
        fits = match.place.id == PLACES.canonical(county.id)
        (right if fits else wrong).append(county.name)
    return right, wrong, refused


def test_there_are_all() -> None:
    assert len(COUNTIES) == 3243


BY_STATE: dict[str, Callable[[Place], Match]] = {
    "name, postal code": lambda c: FINDER.read(census_name(c), PlaceScope(state=code_of(c))),
    "name, state's name": lambda c: FINDER.read(census_name(c), PlaceScope(state=state_of(c).name)),
    "capitals": lambda c: FINDER.read(census_name(c).upper(), PlaceScope(state=code_of(c))),
    "name, state's FIPS, level": lambda c: FINDER.read(
        census_name(c), PlaceScope(state=state_of(c).fips, level="county")
    ),
    "columns": lambda c: FINDER.read_parts(county=census_name(c), state=code_of(c)),
    "FIPS": lambda c: FINDER.read(c.fips, PlaceScope(code="fips")),
    "FIPS as a number": lambda c: FINDER.read(int(c.fips or 0), PlaceScope(code="fips")),
    "FIPS as a float": lambda c: FINDER.read(float(c.fips or 0), PlaceScope(code="fips")),
    "FIPS with point zero": lambda c: FINDER.read(str(float(c.fips or 0)), PlaceScope(code="fips")),
    "FIPS in two columns": lambda c: FINDER.read_parts(
        fips_state=(c.fips or "")[:2], fips_county=int((c.fips or "")[2:])
    ),
    "one cell": lambda c: FINDER.read(f"{census_name(c)}, {code_of(c)}"),
    "one cell, state first": lambda c: FINDER.read(f"{state_of(c).name}, {census_name(c)}"),
}


@pytest.mark.parametrize("way", BY_STATE)
def test_with_its_state_every_county_is_read_right(way: str) -> None:
    right, wrong, refused = outcomes(BY_STATE[way])
    assert (wrong, refused) == ([], [])
    assert len(right) == 3243


WRITTEN = {
    "X County, ST": lambda c: f"{census_name(c)}, {code_of(c)}",
    "X County, State": lambda c: f"{census_name(c)}, {state_of(c).name}",
    "capitals": lambda c: f"{census_name(c)}, {code_of(c)}".upper(),
    "X County ST": lambda c: f"{census_name(c)} {code_of(c)}",
    "State, X County": lambda c: f"{state_of(c).name}, {census_name(c)}",
}


@pytest.mark.parametrize("way", WRITTEN)
def test_people_find_every_county_by_its_name_and_state(way: str) -> None:
    right, wrong, refused = outcomes(lambda c: FINDER.find(WRITTEN[way](c)))
    assert (wrong, refused) == ([], [])
    assert len(right) == 3243


@pytest.mark.parametrize("short", ["Co.", "Co", "CO", "Cty", "Cty.", "CNTY"])
def test_county_shortened(short: str) -> None:
    missed = []
    counties = [county for county in COUNTIES if census_name(county).endswith(" County")]
    for county in counties:
        text = f"{bare_name(county)} {short}, {code_of(county)}"
        for match in (FINDER.find(text), FINDER.read(text)):
            if match.place.id != PLACES.canonical(county.id):
                missed.append(text)
    assert len(counties) == 3003
    assert missed == []


def test_no_bare_name_is_read_as_a_place_elsewhere() -> None:
    right, wrong, refused = outcomes(lambda c: FINDER.read(bare_name(c)))
    assert wrong == []
    assert len(right) > 600
    assert len(right) + len(refused) == 3243


def test_a_bare_name_of_a_column_of_counties_is_right_or_refused() -> None:
    read = outcomes(lambda c: FINDER.read(bare_name(c), PlaceScope(level="county")))
    assert read[1] == []
    right, wrong, refused = outcomes(
        lambda c: FINDER.read(bare_name(c), PlaceScope(state=code_of(c), level="county"))
    )
    assert wrong == []
    assert {name.split(",")[0].removesuffix(" County") for name in refused} <= TWICE
    assert len(right) >= 3243 - 2 * len(TWICE)


def test_a_refusal_names_the_candidates() -> None:
    with pytest.raises(AmbiguousPlace) as error:
        FINDER.read("Orange", PlaceScope(level="county"))
    ids = {place.id for place in error.value.candidates}
    assert "ocd-division/country:us/state:fl/county:orange" in ids
    assert "ocd-division/country:us/state:ca/county:orange" in ids
    assert "Orange County, California" in str(error.value)
