"""Cells of tables: read where they are unambiguous, refused where not, never guessed."""

from __future__ import annotations

import time

import pytest

from safehavens.corpus.places import AmbiguousPlace, PlaceFinder, PlaceScope, UnknownPlace, load

FINDER = PlaceFinder(load())
US = "ocd-division/country:us/state:"


@pytest.mark.parametrize(
    "cell",
    ["NA", "N/A", "None", "NULL", "nan", "NaN", ".", "-", "#N/A", "", "  ", "<NA>", None,
     float("nan")],
)  # fmt: skip
def test_a_missing_value_is_no_place(cell: str | float | None) -> None:
    with pytest.raises(UnknownPlace, match="The place is missing"):
        FINDER.read(cell)
    assert FINDER.read_parts(county="Cook", state="IL", city=cell).place.id.endswith("county:cook")


READ = [
    ("Nevada", PlaceScope(state="CA"), "ca/county:nevada"),
    ("Butte", PlaceScope(state="CA"), "ca/county:butte"),
    ("Sierra", PlaceScope(state="California"), "ca/county:sierra"),
    ("Orange", PlaceScope(state="FL"), "fl/county:orange"),
    ("NEW YORK", PlaceScope(state="NEW YORK", level="place"), "ny/place:new_york"),
    ("NEW YORK", PlaceScope(level="state"), "ny"),
    ("EL PASO CO", PlaceScope(state="TX"), "tx/county:el_paso"),
    ("Springfield, IL", PlaceScope(), "il/place:springfield"),
    ("Houston, TX", PlaceScope(), "tx/place:houston"),
    ("Cook, IL", PlaceScope(), "il/county:cook"),
    ("Cook (IL)", PlaceScope(), "il/county:cook"),
    ("Illinois, Cook", PlaceScope(), "il/county:cook"),
    ("LEBANON", PlaceScope(state="PA", level="county"), "pa/county:lebanon"),
    ("ST. LOUIS CITY", PlaceScope(state="MO"), "mo/place:st_louis"),
    ("De Kalb", PlaceScope(state="GA"), "ga/county:dekalb"),
    ("LaSalle", PlaceScope(state="TX", level="county"), "tx/county:la_salle"),
    ("PRINCE GEORGE S", PlaceScope(state="MD"), "md/county:prince_george~s"),
    ("Dona Ana", PlaceScope(level="county"), "nm/county:dona_ana"),
    ("Saint Clair", PlaceScope(state="IL", level="county"), "il/county:st_clair"),
    ("Brooklyn", PlaceScope(state="NY", level="place"), "ny/place:new_york"),
    ("Hellam Twp", PlaceScope(state="PA"), "pa/county:york/place:hellam"),
    ("Ballwin", PlaceScope(state="MO"), "mo/place:ballwin"),
    ("IL", PlaceScope(), "il"),
    (31, PlaceScope(state="IL", level="county"), "il/county:cook"),
    ("Condado de Cook, Illinois", PlaceScope(), "il/county:cook"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "scope", "id"), READ)
def test_what_is_unambiguous_is_read(cell: str | int, scope: PlaceScope, id: str) -> None:
    assert FINDER.read(cell, scope).place.id == US + id


@pytest.mark.parametrize(
    ("cell", "scope", "candidates"),
    [
        ("Nevada", PlaceScope(), ["Nevada", "Nevada County, California"]),
        ("NEW YORK", PlaceScope(), ["New York", "New York City, New York"]),
        ("EL PASO CO", PlaceScope(), ["El Paso County, Texas", "El Paso County, Colorado"]),
        ("OTERO CO.", PlaceScope(), ["Otero County, New Mexico", "Otero County, Colorado"]),
        ("Springfield", PlaceScope(), ["Springfield, Missouri"]),
        ("Jackson", PlaceScope(state="MI"), ["Jackson, Michigan", "Jackson County, Michigan"]),
        ("LEBANON", PlaceScope(), ["Lebanon County, Pennsylvania"]),
        ("Butler Township", PlaceScope(state="PA"),
         ["Butler Township, Adams County, Pennsylvania"]),
        ("10001", PlaceScope(), ["Kent County, Delaware", "New York City, New York"]),
    ],
)  # fmt: skip
def test_what_is_ambiguous_is_refused(cell: str, scope: PlaceScope, candidates: list[str]) -> None:
    with pytest.raises(AmbiguousPlace) as error:
        FINDER.read(cell, scope)
    names = [place.name for place in error.value.candidates]
    assert set(candidates) <= set(names)
    assert names[0] in str(error.value)


def test_foreign_countries_only_where_the_table_says_so() -> None:
    for cell in ("Munich, Germany", "Berlin, Germany", "Namibia", "Alemania"):
        with pytest.raises(UnknownPlace):
            FINDER.read(cell)
    assert FINDER.read("Munich", PlaceScope(country="de")).place.id.endswith("place:munich")
    assert FINDER.read("Munich, Germany", PlaceScope(country=None)).place.name == "Munich, Germany"
    assert FINDER.read("Alemania", PlaceScope(country=None)).place.name == "Germany"


def test_what_contradicts_itself_is_refused() -> None:
    for cell, state in (("Chicago, IL", "TX"), ("17031", "TX"), (US + "il/place:chicago", "TX")):
        with pytest.raises(UnknownPlace):
            FINDER.read(cell, PlaceScope(state=state))
    with pytest.raises(UnknownPlace, match="code"):
        FINDER.read_parts(county="Cook", state="IL", fips_county="17043")
    with pytest.raises(UnknownPlace, match="state"):
        FINDER.read_parts(county="Cook", state="IL", fips_state=6)


PARTS = [
    ({"city": "NEW YORK", "state": "NEW YORK"}, "ny/place:new_york"),
    ({"city": "SAN DIEGO", "state": "CALIFORNIA"}, "ca/place:san_diego"),
    ({"county": "Orange", "state": "FL"}, "fl/county:orange"),
    ({"county": "Orange", "state": "CA"}, "ca/county:orange"),
    ({"county": "Cook", "state": "IL"}, "il/county:cook"),
    ({"fips_state": 6.0, "fips_county": 37.0}, "ca/county:los_angeles"),
    ({"city": None, "county": "NA", "state": "Texas"}, "tx"),
    ({"city": "Butler Township", "county": "Luzerne", "state": "PA"},
     "pa/county:luzerne/place:butler"),
    ({"zip_code": 2139}, "ma/place:cambridge"),
    ({"city": "Los Angeles", "county": "Los Angeles", "state": "CA"}, "ca/place:los_angeles"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "id"), PARTS)
def test_a_place_in_several_columns(cells: dict[str, str | float | None], id: str) -> None:
    assert FINDER.read_parts(**cells).place.id == US + id


CODES = [
    ("17031", PlaceScope(code="fips"), "il/county:cook"),
    ("17031.0", PlaceScope(code="fips"), "il/county:cook"),
    ("6037.0", PlaceScope(code="fips"), "ca/county:los_angeles"),
    ("0500000US17031", PlaceScope(), "il/county:cook"),
    ("1714000", PlaceScope(), "il/place:chicago"),
    ("644000.0", PlaceScope(), "ca/place:los_angeles"),
    ("1600000US1714000", PlaceScope(), "il/place:chicago"),
    ("0601644000", PlaceScope(), None),
    ("4213333528", PlaceScope(), None),
    ("60614", PlaceScope(), "il/place:chicago"),
    ("77002-1234", PlaceScope(), "tx/place:houston"),
    ("10001", PlaceScope(code="zip"), "ny/place:new_york"),
    ("10001", PlaceScope(state="NY"), "ny/place:new_york"),
    ("11201", PlaceScope(code="zip"), "ny/place:new_york"),
    (60614, PlaceScope(), "il/place:chicago"),
]


@pytest.mark.parametrize(("cell", "scope", "id"), CODES)
def test_codes(cell: str | int, scope: PlaceScope, id: str | None) -> None:
    if id is None:
        with pytest.raises(UnknownPlace):
            FINDER.read(cell, scope)
    else:
        assert FINDER.read(cell, scope).place.id == US + id


def test_a_township_has_a_code_of_ten_digits() -> None:
    hellam = FINDER.find("Hellam Township, PA").place
    assert FINDER.read("4213333728").place == hellam


def test_a_number_that_is_both_is_said() -> None:
    note = FINDER.find("10001").note
    assert note == (
        "Read as FIPS code 10001, Kent County, Delaware; as a ZIP code it is New York City, "
        "New York."
    )


def test_a_zip_code_that_reaches_further_says_so() -> None:
    match = FINDER.find("78654")
    assert match.place.id == US + "tx/place:marble_falls"
    assert match.note is not None
    assert "It reaches into Travis County, Texas too." in match.note


def test_refusing_is_quick() -> None:
    words = [f"Qq{'abcdefghij'[n % 10]}{n:x}z{'xyz'[n % 3]} Vv" for n in range(20_000)]
    scope = PlaceScope(state="TX")
    with pytest.raises(UnknownPlace):
        FINDER.read("Nowhere at All", scope)
    start = time.process_time()
    for word in words:
        with pytest.raises(UnknownPlace):
            FINDER.read(word.translate({ord(digit): None for digit in "0123456789"}) + word[3:5])
    taken = (time.process_time() - start) / len(words)
    assert taken < 100e-6  # 20 µs on a quiet machine; the test's own share is as much again


def test_near_names_come_when_asked_for() -> None:
    with pytest.raises(UnknownPlace) as error:
        FINDER.read("Chicgo")
    assert error.value.nearest == ()
    assert FINDER.suggest("Chicgo")[0] == "Chicago, Illinois"
    assert FINDER.suggest("12 Main St, Chicgo") == ()
