"""The agencies of a public list, against a truth made by hand before the reader was written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from safehavens.corpus.places import PlaceFinder, PlaceScope, UnknownPlace, load
from safehavens.corpus.places.agencies import AgencyReading
from safehavens.corpus.places.own_governments import OwnGovernment

PLACES = load()
FINDER = PlaceFinder(PLACES)
US = "ocd-division/country:us/state:"


def rows() -> list[dict[str, str]]:
    with (Path(__file__).parent / "agencies.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(row: dict[str, str]) -> AgencyReading | None:
    try:
        return FINDER.read_agency(row["name"], PlaceScope(state=row["state"]))
    except UnknownPlace:
        return None


def test_agencies_with_their_state() -> None:
    agencies = [(row, read(row)) for row in rows()]
    wrong, wrong_kind, right, refused_rightly = [], [], 0, 0
    for row, reading in agencies:
        wanted = {PLACES.canonical(id) for id in row["wanted"].split(";") if id}
        if reading is None:
            refused_rightly += not wanted
        elif reading.match.place.id not in wanted:
            wrong.append((row["name"], reading.match.place.name))
        else:
            right += 1
            if (reading.who or "") not in row["who"].split(";"):
                wrong_kind.append((row["name"], reading.who))
    assert wrong == []
    assert wrong_kind == []
    assert len(agencies) == 1557
    assert refused_rightly == 32  # all that are no city, county or state
    known = len(agencies) - refused_rightly
    assert right / known >= 0.98, f"{right} of {known}"


NAMES = {
    "COOK COUNTY JAIL, IL": ("il/county:cook", "jail"),
    "MONTGOMERY CNTY JAIL, PA": ("pa/county:montgomery", "jail"),
    "MERCER CO. JAIL, PA": ("pa/county:mercer", "jail"),
    "Maricopa County Sheriff's Office": ("az/county:maricopa", "sheriff"),
    "New York City Dept. of Correction": ("ny/place:new_york", "jail"),
    "Chicago Police Department": ("il/place:chicago", "police"),
    "Chicago PD": ("il/place:chicago", "police"),
    "LAPD": ("ca/place:los_angeles", "police"),
    "NYPD": ("ny/place:new_york", "police"),
    "Rikers Island": ("ny/place:new_york", "jail"),
    "RIKERS ISLAND, QUEENS, NY": ("ny/place:new_york", "jail"),
    "Illinois Department of Corrections": ("il", "prison"),
    "Texas Department of Criminal Justice": ("tx", "prison"),
    "Illinois State Police": ("il", "police"),
    "Nassau County Correctional Center, NY": ("ny/county:nassau", "jail"),
    "State College Police Department": ("pa/place:state_college", "police"),
    "Departamento de Policía de Houston": ("tx/place:houston", "police"),
    "Harris County Constable Precinct 4": ("tx/county:harris", None),
    "King County Jail": ("wa/county:king", "jail"),
}


@pytest.mark.parametrize("text", NAMES)
def test_what_people_call_agencies(text: str) -> None:
    reading = FINDER.read_agency(text)
    assert reading is not None
    assert (reading.match.place.id, reading.who) == (US + NAMES[text][0], NAMES[text][1])
    assert reading.match.note is not None
    assert FINDER.find(text).place == reading.match.place


@pytest.mark.parametrize("text", list(NAMES)[:6])
def test_in_a_table_they_are_read_too(text: str) -> None:
    assert FINDER.read(text).place.id == US + NAMES[text][0]


OWN = [
    "LAUSD", "Los Angeles Unified School District", "Houston ISD", "Chicago Public Schools",
    "University of Texas", "Santa Fe College Police Department", "Navajo Nation",
    "Tohono O'odham Nation", "Port Authority of New York and New Jersey", "Sanford Airport Police",
    "Southwest Regional Jail", "Halifax Hospital District", "Chicago Transit Authority",
]  # fmt: skip


@pytest.mark.parametrize("text", OWN)
def test_governments_of_their_own(text: str) -> None:
    for read_one in (FINDER.find, FINDER.read):
        with pytest.raises(OwnGovernment, match="is a government of its own") as error:
            read_one(text)
        assert "not covered" in str(error.value)


@pytest.mark.parametrize(
    "text", ["College Park, MD", "University City, MO", "Port Arthur, TX", "Indian Wells, CA",
             "Port St. Lucie, FL", "Pueblo, CO", "State College, PA"]
)  # fmt: skip
def test_cities_that_sound_like_one(text: str) -> None:
    assert FINDER.find(text).place.level == "place"


def test_a_sheriff_is_not_guessed_between_a_county_and_an_independent_city() -> None:
    with pytest.raises(UnknownPlace, match="Richmond County, Virginia or Richmond, Virginia"):
        FINDER.read_agency("Richmond Sheriff's Office", PlaceScope(state="VA"))
    reading = FINDER.read_agency("Nassau Sheriff", PlaceScope(state="NY"))
    assert reading is not None
    assert reading.match.place.id == US + "ny/county:nassau"
