"""Places: every spelling people use, consolidated governments, and each place the corpus names."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safehavens.corpus.places import Gazetteer, Match, Place, PlaceFinder, UnknownPlace, load

US = "ocd-division/country:us"
PLACES = load()
FINDER = PlaceFinder(PLACES)


def corpus_ids() -> list[str]:
    law = Path(str(files("safehavens"))) / "law"
    text = "\n".join(path.read_text("utf-8") for path in sorted(law.rglob("*.yaml")))
    return sorted({id.rstrip(".") for id in re.findall(r"ocd-division/[\w:/~.-]+", text)})


CORPUS = corpus_ids()


# --- names -------------------------------------------------------------------------------------

NAMES = {
    "Chicago": "us/state:il/place:chicago",
    "chicago": "us/state:il/place:chicago",
    "CHICAGO, IL": "us/state:il/place:chicago",
    "Chicago, Illinois": "us/state:il/place:chicago",
    "Chicago, Ill.": "us/state:il/place:chicago",
    "chicago il": "us/state:il/place:chicago",
    "Chicago, IL, USA": "us/state:il/place:chicago",
    "City of Chicago": "us/state:il/place:chicago",
    "  Chicago ,  IL ": "us/state:il/place:chicago",
    "Cicero, Cook County, IL": "us/state:il/place:cicero",
    "Cook County": "us/state:il/county:cook",
    "County of Cook": "us/state:il/county:cook",
    "Cook County, Illinois": "us/state:il/county:cook",
    "Cook, IL": "us/state:il/county:cook",
    "17031": "us/state:il/county:cook",
    "17": "us/state:il",
    "6037": "us/state:ca/county:los_angeles",
    "Illinois": "us/state:il",
    "State of Illinois": "us/state:il",
    "IL": "us/state:il",
    "SF": "us/state:ca/place:san_francisco",
    "City and County of San Francisco": "us/state:ca/place:san_francisco",
    "NYC": "us/state:ny/place:new_york",
    "New York City": "us/state:ny/place:new_york",
    "New York, NY": "us/state:ny/place:new_york",
    "New York": "us/state:ny",
    "Washington": "us/state:wa",
    "Washington State": "us/state:wa",
    "Washington, DC": "us/district:dc",
    "Washington D.C.": "us/district:dc",
    "DC": "us/district:dc",
    "11001": "us/district:dc",
    "LA": "us/state:la",
    "L.A.": "us/state:ca/place:los_angeles",
    "LA County": "us/state:ca/county:los_angeles",
    "St. Thomas, VI": "us/territory:vi/island:st_thomas",
    "LA, CA": "us/state:ca/place:los_angeles",
    "Los Angeles": "us/state:ca/place:los_angeles",
    "Los Angeles County": "us/state:ca/county:los_angeles",
    "Orleans County, NY": "us/state:ny/county:orleans",
    "Orleans County, VT": "us/state:vt/county:orleans",
    "Jefferson Parish": "us/state:la/parish:jefferson",
    "St. Louis": "us/state:mo/place:st_louis",
    "Saint Louis": "us/state:mo/place:st_louis",
    "St Louis": "us/state:mo/place:st_louis",
    "St. Louis city": "us/state:mo/place:st_louis",
    "St. Louis County": "us/state:mo/county:st_louis",
    "Saint Paul, MN": "us/state:mn/place:st_paul",
    "Ft. Worth": "us/state:tx/place:fort_worth",
    "Winston-Salem": "us/state:nc/place:winston-salem",
    "winston salem nc": "us/state:nc/place:winston-salem",
    "Coeur d'Alene": "us/state:id/place:coeur_d~alene",
    "O'Fallon, MO": "us/state:mo/place:o~fallon",
    "Prince George's County": "us/state:md/county:prince_george~s",
    "Prince George’s County, MD": "us/state:md/county:prince_george~s",
    "prince georges county maryland": "us/state:md/county:prince_george~s",
    "Doña Ana County": "us/state:nm/county:dona_ana",
    "Dona Ana County, NM": "us/state:nm/county:dona_ana",
    "Miami-Dade": "us/state:fl/county:miami-dade",
    "Portland": "us/state:or/place:portland",
    "Portland, Me.": "us/state:me/place:portland",
    "Birmingham": "us/state:al/place:birmingham",
    "Richmond": "us/state:va/place:richmond",
    "Richmond County, VA": "us/state:va/county:richmond",
    "Fairfax, VA": "us/state:va/place:fairfax",
    "Fairfax County": "us/state:va/county:fairfax",
    "Baltimore": "us/state:md/place:baltimore",
    "Baltimore city": "us/state:md/place:baltimore",
    "Baltimore County": "us/state:md/county:baltimore",
    "Kansas City": "us/state:mo/place:kansas_city",
    "Charleston, Mississippi": "us/state:ms/place:charleston",
    "Bellevue, Washington": "us/state:wa/place:bellevue",
    "Puerto Rico": "us/territory:pr",
    "San Juan, PR": "us/territory:pr/municipio:san_juan",
    "Guam": "us/territory:gu",
    "US": "us",
    "USA": "us",
    "U.S.": "us",
    "the United States": "us",
    "Zürich": "ch/canton:zh/place:zurich",
    "Zurich": "ch/canton:zh/place:zurich",
    "zurich switzerland": "ch/canton:zh/place:zurich",
    "Canton of Zurich": "ch/canton:zh",
    "München": "de/state:by/place:munich",
    "Munich, Germany": "de/state:by/place:munich",
    "Berlin": "de/state:be",
    "Genève": "ch/canton:ge/place:geneva",
    "Geneva": "ch/canton:ge/place:geneva",
    "Geneva, NY": "us/state:ny/place:geneva",
    "São Paulo": "br/state:sp/place:sao_paulo",
    "Sao Paulo, Brazil": "br/state:sp/place:sao_paulo",
    "Ontario": "ca/province:on",
    "Ontario, California": "us/state:ca/place:ontario",
    "Quebec": "ca/province:qc",
    "Québec": "ca/province:qc",
    "Québec City": "ca/province:qc/place:quebec",
    "London": "gb/nation:england/place:london",
    "London, Ontario": "ca/province:on/place:london",
    "Bromley, London": "gb/nation:england/place:london/borough:bromley",
    "England": "gb/nation:england",
    "UK": "gb",
    "Georgia": "us/state:ga",
    "Republic of Georgia": "ge",
    "Paris": "fr/place:paris",
    "Paris, Texas": "us/state:tx/place:paris",
    "Congo, The Democratic Republic of the": "cd",
}


@pytest.mark.parametrize("text", NAMES)
def test_find(text: str) -> None:
    assert FINDER.find(text).place.id == "ocd-division/country:" + NAMES[text]


@pytest.mark.parametrize("text", ["EU", "European Union", "ocd-division/region:eu"])
def test_find_european_union(text: str) -> None:
    place = FINDER.find(text).place
    assert (place.id, place.level) == ("ocd-division/region:eu", "national")


@pytest.mark.parametrize(
    ("text", "other", "in_note"),
    [
        ("Los Angeles", "Los Angeles County, California", "Los Angeles County"),
        ("LA", "Los Angeles, California", "Los Angeles, California"),
        ("New York", "New York City, New York", "(the state)"),
        ("Washington", "District of Columbia", "District of Columbia"),
        ("Portland", "Portland, Maine", "Portland, Maine"),
        ("Springfield", "Springfield, Illinois", "Springfield, Missouri"),
        ("Georgia", "Republic of Georgia", "Republic of Georgia"),
        ("Kings County", "Kings County, California", "part of New York City"),
        ("Baltimore", "Baltimore County, Maryland", "Baltimore County"),
        ("Birmingham", "Birmingham, England", "Birmingham, England"),
        ("Kansas City", "Wyandotte County-Kansas City, Kansas", "Wyandotte"),
        ("Lake County", "Lake County, Indiana", "more"),
    ],
)
def test_what_was_decided_is_said(text: str, other: str, in_note: str) -> None:
    match = FINDER.find(text)
    assert other in [place.name for place in match.others]
    assert match.note is not None
    assert in_note in match.note


@pytest.mark.parametrize(
    "text", ["Chicago, IL", "Illinois", "17031", "Munich, Germany", "SF", "US"]
)
def test_nothing_is_said_where_nothing_was_decided(text: str) -> None:
    assert FINDER.find(text) == Match(FINDER.find(text).place, (), None)


def test_others_are_few_and_the_most_populous_first() -> None:
    others = FINDER.find("Washington County, USA").others
    counts = [place.population or 0 for place in others]
    assert len(others) == 5
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Chicgo", "Chicago, Illinois"),
        ("Chicgo, IL", "Chicago, Illinois"),
        ("San Fransisco", "San Francisco, California"),
        ("Philadelpia PA", "Philadelphia, Pennsylvania"),
        ("chicgo illinois", "Chicago, Illinois"),
        ("Los Angelos County", "Los Angeles County, California"),
        ("Minneapolis, Wisconsin", "Minneapolis, Minnesota"),
        ("ocd-division/country:us/state:il/place:chicgo", "Chicago, Illinois"),
    ],
)
def test_a_miss_names_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(UnknownPlace) as error:
        FINDER.find(text)
    assert nearest in error.value.nearest
    assert nearest in str(error.value)
    assert error.value.text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        ",,,",
        "?!",
        "🙂",
        "x" * 10_000,
        ", ".join("ab" * 2_000),
        "00",
        "99999",
        "123456789",
    ],
)
def test_junk_is_one_clear_sentence_and_quick(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(UnknownPlace) as error:
        FINDER.find(text)
    assert time.perf_counter() - start < 0.15
    message = str(error.value)
    assert message.endswith(".")
    assert "\n" not in message
    assert len(message) < 250


@given(st.text(max_size=80))
def test_any_text_is_a_place_or_unknown(text: str) -> None:
    try:
        match = FINDER.find(text)
    except UnknownPlace as error:
        found = str(error)
    else:
        found = match.place.name
        assert match.place == load().get(match.place.id)
    assert found


# --- the corpus --------------------------------------------------------------------------------


def test_the_law_folder_names_places() -> None:
    assert len(CORPUS) > 300


@pytest.mark.parametrize("id", CORPUS)
def test_every_place_of_the_corpus_is_known_by_id_and_name(id: str) -> None:
    """If one fails that is new to the corpus: run scripts/gazetteer.py, or add to named.csv."""
    place = PLACES.get(id)
    assert place.id == PLACES.canonical(id)
    assert FINDER.find(id).place == place
    assert FINDER.find(place.name).place == place
    assert FINDER.find(place.name.upper()).place == place
    assert FINDER.find(place.name.replace(",", "")).place == place


def test_with_ids_learns_places() -> None:
    village, borough = (
        f"{US}/state:il/place:st_new~s_landing",
        "ocd-division/country:zz/place:nowhere",
    )
    wider = PLACES.with_ids([village, borough, f"{US}/state:ny/county:kings"])
    assert wider.get(village).name == "St. New's Landing, Illinois"
    assert PlaceFinder(wider).find("St New's Landing, IL").place.id == village
    assert wider.chain(borough) == (borough, "ocd-division/country:zz")
    assert wider.get("ocd-division/country:zz").level == "national"
    assert PlaceFinder(wider).find("Chicago, IL") == FINDER.find("Chicago, IL")
    with pytest.raises(UnknownPlace):
        PLACES.get(village)


def test_places_a_corpus_names_win_ties() -> None:
    maine = f"{US}/state:me/place:portland"
    hanover = f"{US}/state:pa/place:hanover"
    assert FINDER.find("Hanover").place.id != hanover
    assert PlaceFinder(PLACES.with_ids([hanover])).find("Hanover, USA").place.level == "place"
    assert PlaceFinder(PLACES.with_ids([maine])).find("Portland").place.name == "Portland, Oregon"


@pytest.mark.parametrize(
    "id",
    [
        "",
        "chicago",
        "ocd-division/",
        "ocd-division/country:us/",
        "ocd-division/country:us/State:IL",
        "ocd-division/country:us/state:il/place:chi cago",
        "ocd-division/country:usa",
        US + "/x" * 500,
    ],
)
def test_malformed_ids(id: str) -> None:
    with pytest.raises(UnknownPlace):
        PLACES.get(id)
    with pytest.raises(UnknownPlace):
        PLACES.with_ids([id])


# --- governments -------------------------------------------------------------------------------

ONE_GOVERNMENT = {
    f"{US}/state:ny/place:new_york": [
        "Brooklyn",
        "Queens",
        "Manhattan",
        "Staten Island",
        "the Bronx",
        "Kings County, NY",
        "Richmond County, NY",
        "36047",
        "36061",
    ],
    f"{US}/state:ca/place:san_francisco": ["San Francisco County", "06075"],
    f"{US}/state:co/place:denver": ["Denver County", "08031"],
    f"{US}/state:pa/place:philadelphia": ["Philadelphia County", "42101"],
    f"{US}/state:la/place:new_orleans": ["Orleans Parish", "22071"],
    f"{US}/state:tn/county:davidson": [
        "Nashville",
        "Nashville-Davidson",
        "Davidson County, TN",
        "47037",
    ],
    f"{US}/state:ky/county:jefferson": ["Louisville", "Louisville Metro", "21111"],
    f"{US}/state:ky/place:lexington": ["Fayette County, KY", "Lexington-Fayette"],
    f"{US}/state:hi/county:honolulu": ["Honolulu", "Honolulu County", "Waikiki, HI", "15003"],
    f"{US}/state:ks/county:wyandotte": [
        "Kansas City, KS",
        "kansas city kansas",
        "Wyandotte County, KS",
    ],
    f"{US}/state:in/place:indianapolis": ["Marion County, IN", "Indy"],
    f"{US}/state:fl/place:jacksonville": ["Duval County"],
    f"{US}/state:md/place:baltimore": ["Baltimore city", "24510"],
    f"{US}/state:mo/place:st_louis": ["St. Louis city", "29510"],
    f"{US}/state:nv/place:carson_city": ["Carson City", "32510"],
    f"{US}/state:va/place:alexandria": ["Alexandria, VA", "51510"],
    f"{US}/state:va/county:arlington": ["Arlington, VA", "51013"],
    f"{US}/state:ak/place:anchorage": ["Anchorage", "02020", "Municipality of Anchorage"],
    "ocd-division/country:de/state:hh": ["Hamburg, Germany"],
}


@pytest.mark.parametrize(
    ("text", "id"),
    [(text, id) for id, texts in ONE_GOVERNMENT.items() for text in texts],
)
def test_consolidated_governments_are_one(text: str, id: str) -> None:
    assert FINDER.find(text).place.id == id


@pytest.mark.parametrize(
    ("member", "whole"),
    [
        ("state:ca/county:san_francisco", "state:ca/place:san_francisco"),
        ("state:ny/county:kings", "state:ny/place:new_york"),
        ("state:ny/place:new_york/borough:brooklyn", "state:ny/place:new_york"),
        ("state:la/parish:orleans", "state:la/place:new_orleans"),
        ("state:tn/place:nashville", "state:tn/county:davidson"),
        ("state:va/county:richmond_city", "state:va/place:richmond"),
        ("state:pr", "territory:pr"),
        ("state:md/county:baltimore", "state:md/county:baltimore"),
        ("state:mo/county:st_louis", "state:mo/county:st_louis"),
        ("state:va/county:richmond", "state:va/county:richmond"),
        ("state:va/county:fairfax", "state:va/county:fairfax"),
        ("state:ks/county:johnson", "state:ks/county:johnson"),
        ("state:ia/county:johnson", "state:ia/county:johnson"),
        ("state:sd/county:shannon", "state:sd/county:oglala_lakota"),
        ("state:xx/place:unheard_of", "state:xx/place:unheard_of"),
    ],
)
def test_canonical(member: str, whole: str) -> None:
    assert PLACES.canonical(f"{US}/{member}") == f"{US}/{whole}"
    assert PLACES.chain(f"{US}/{member}")[0] == f"{US}/{whole}"


def test_canonical_ids_are_final_and_known() -> None:
    for place in (*PLACES.counties(), *PLACES.states()):
        whole = PLACES.canonical(place.id)
        assert PLACES.canonical(whole) == whole
        assert PLACES.get(place.id) == PLACES.get(whole)


@pytest.mark.parametrize(
    ("id", "above"),
    [
        (f"{US}/state:il/place:chicago", [f"{US}/state:il", US]),
        (f"{US}/district:dc", [US]),
        (f"{US}/state:ny/county:queens", [f"{US}/state:ny", US]),
        (f"{US}/territory:pr/municipio:aguadilla", [f"{US}/territory:pr", US]),
        (
            "ocd-division/country:gb/nation:england/place:london/borough:bromley",
            [
                "ocd-division/country:gb/nation:england/place:london",
                "ocd-division/country:gb/nation:england",
                "ocd-division/country:gb",
            ],
        ),
        ("ocd-division/region:eu", []),
        (US, []),
    ],
)
def test_chain(id: str, above: list[str]) -> None:
    assert PLACES.chain(id) == (PLACES.canonical(id), *above)


@pytest.mark.parametrize(
    ("id", "level"),
    [
        (US, "national"),
        ("ocd-division/region:coe", "national"),
        (f"{US}/state:il", "state"),
        (f"{US}/district:dc", "state"),
        (f"{US}/territory:pr", "state"),
        ("ocd-division/country:ch/canton:zh", "state"),
        ("ocd-division/country:es/region:ct", "state"),
        ("ocd-division/country:gb/nation:wales", "state"),
        (f"{US}/state:il/county:cook", "county"),
        (f"{US}/state:la/parish:caddo", "county"),
        (f"{US}/state:ak/borough:north_slope", "county"),
        (f"{US}/territory:pr/municipio:ponce", "county"),
        (f"{US}/state:ny/county:kings", "place"),
        (f"{US}/state:tn/place:nashville", "county"),
        ("ocd-division/country:gb/nation:england/place:london/borough:lewisham", "place"),
    ],
)
def test_level(id: str, level: str) -> None:
    assert PLACES.get(id).level == level


# --- the lists ---------------------------------------------------------------------------------


def test_states() -> None:
    codes = [place.fips for place in PLACES.states()]
    assert len(codes) == 56  # fifty states, the district, five territories
    assert codes == sorted(codes, key=str)
    assert {"11", "60", "66", "69", "72", "78"} < set(codes)


def test_counties() -> None:
    counties = PLACES.counties()
    codes = [place.fips or "" for place in counties]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"\d{5}", code) for code in codes)
    mainland = [code for code in codes if code < "60" and not re.match(r"091[1-9]", code)]
    assert len(mainland) == 3143  # the Census of 2020: 3,142 in the states, and the district
    assert len([code for code in codes if code.startswith("72")]) == 78
    assert len([code for code in codes if code.startswith("51")]) == 95 + 38
    assert len([code for code in codes if re.match(r"091[1-9]0", code)]) == 9


@pytest.mark.parametrize(
    ("fips", "row"),
    [
        (
            "36047",
            Place(
                f"{US}/state:ny/county:kings",
                "Kings County, New York",
                "county",
                "36047",
                2559903,
            ),
        ),
        (
            "11001",
            Place(f"{US}/district:dc", "District of Columbia", "state", "11001", 705749),
        ),
    ],
)
def test_parts_of_a_whole_keep_their_row(fips: str, row: Place) -> None:
    assert row in PLACES.counties()


def test_every_state_and_county_is_found_by_its_name_and_code() -> None:
    missed = [
        place.name
        for place in (*PLACES.states(), *PLACES.counties())
        for text in (place.name, place.fips or "")
        if FINDER.find(text).place.id != PLACES.canonical(place.id)
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "until", "id"),
    [
        ("46113", "2015", "state:sd/county:oglala_lakota"),
        ("Shannon County, SD", "2015", "state:sd/county:oglala_lakota"),
        ("02270", "2015", "state:ak/census_area:kusilvak"),
        ("02261", "2019", "state:ak/census_area:chugach"),
        ("Valdez-Cordova", "2019", "state:ak/census_area:chugach"),
        ("51515", "2013", "state:va/place:bedford"),
        ("12025", "1997", "state:fl/county:miami-dade"),
    ],
)
def test_codes_that_are_gone(text: str, until: str, id: str) -> None:
    match = FINDER.find(text)
    assert match.place.id == f"{US}/{id}"
    assert match.note is not None
    assert until in match.note


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("Chicago", "Cook County, Illinois"),
        ("Los Angeles", "Los Angeles County, California"),
        ("San Francisco", None),
        ("New York City", None),
        ("Alexandria, VA", None),
        ("Illinois", None),
        ("Munich", None),
    ],
)
def test_county_of(text: str, county: str | None) -> None:
    found = PLACES.county_of(FINDER.find(text).place.id)
    assert (found.name if found else None) == county


# --- cost --------------------------------------------------------------------------------------


def test_loading_brings_nothing_heavy() -> None:
    """What the package itself imports; the parent packages are not asked."""
    folder = Path(str(files("safehavens.corpus.places")))
    code = f"""
import sys, types
upper, middle = {str(folder.parent.parent)!r}, {str(folder.parent)!r}
for name, path in (("safehavens", upper), ("safehavens.corpus", middle)):
    module = types.ModuleType(name); module.__path__ = [path]; sys.modules[name] = module
from safehavens.corpus.places import PlaceFinder, load
PlaceFinder(load()).find("Chicago, IL")
print([name for name in ("pydantic", "yaml", "pandas", "difflib", "csv") if name in sys.modules])
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_hot_paths_are_lookups() -> None:
    id = f"{US}/state:il/place:chicago"
    PLACES.chain(id)
    start = time.perf_counter()
    for _ in range(100_000):
        PLACES.chain(id)
        PLACES.canonical(id)
    assert time.perf_counter() - start < 0.5  # some 0.02 s; a slow machine is no failure


def test_every_line_of_consolidated_csv_has_a_source() -> None:
    lines = (Path(str(files("safehavens.corpus.places"))) / "consolidated.csv").read_text("utf-8")
    for line in lines.splitlines():
        cells = line.split(",")
        assert len(cells) == 6, line
        assert cells[5], line


def test_load_is_shared() -> None:
    assert load() is load()
    assert isinstance(load(), Gazetteer)
