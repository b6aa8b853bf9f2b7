"""People of 2020 by code, and the cities that a county's people live in."""

from __future__ import annotations

import pytest

from safehavens.corpus.places import PlaceFinder, load
from safehavens.corpus.places.census.counts import CensusCounts, load_counts


@pytest.fixture(scope="module")
def counts() -> CensusCounts:
    return load_counts(load())


@pytest.mark.parametrize(
    ("name", "geoid", "people"),
    [
        ("Illinois", "17", 12_812_508),
        ("Cook County, IL", "17031", 5_275_541),
        ("Chicago", "1714000", 2_746_388),
        ("New York City", "3651000", 8_804_190),
        ("Aurora, CO", "0804000", 386_261),  # in three counties
        ("San Francisco", "06075", 873_965),
        ("Framingham, MA", "2524960", 72_362),  # known by name, not by the gazetteer's old code
        ("New Haven County, CT", "09009", 864_835),
        ("Connecticut", "09", 3_605_944),
        ("Hanover, NH", "3300933860", None),  # a town is no place to the Census Bureau
        ("Guam", "66", None),
        ("Toronto", None, None),
    ],
)
def test_code_and_people(
    counts: CensusCounts, name: str, geoid: str | None, people: int | None
) -> None:
    place = PlaceFinder(load()).find(name).place
    assert counts.geoid(place.id) == geoid
    assert (None if geoid is None else counts.people(geoid)) == people


def test_parts_of_cities_add_up(counts: CensusCounts) -> None:
    total, known = 0, 0
    by_city: dict[str, int] = {}
    for county in counts.counties():
        parts = counts.parts(county)
        assert sum(part.people for part in parts) <= (counts.people(county) or 0), county
        for part in parts:
            by_city[part.geoid] = by_city.get(part.geoid, 0) + part.people
            total += part.people
            known += part.people if part.city is not None else 0
    assert by_city == {geoid: counts.people(geoid) for geoid in by_city}
    assert known / total > 0.998
    states = [counts.people(state.fips or "") for state in load().states()]
    assert sum(people or 0 for people in states) == 331_449_281 + 3_285_874  # with Puerto Rico


def test_a_city_in_several_counties(counts: CensusCounts) -> None:
    aurora = "ocd-division/country:us/state:co/place:aurora"
    parts = {county: counts.parts(county) for county in ("08001", "08005", "08035")}
    people = [next(p.people for p in part if p.city == aurora) for part in parts.values()]
    assert sum(people) == 386_261
