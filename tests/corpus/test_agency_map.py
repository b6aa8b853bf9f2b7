"""The tables of `governments/`, and what they say of single places."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from safehavens import Corpus, LawError
from safehavens.corpus.agency_map import AgencyMap, Home
from tests.corpus.law import marfa, write

US = "ocd-division/country:us"
TX = f"{US}/state:tx"
MARFA = f"{TX}/place:marfa"
PRESIDIO = f"{TX}/county:presidio"
MARFA_SCHOOLS = f"{TX}/school_district:marfa"
DAY = date(2024, 5, 1)

AGENCIES = f"""\
place,level,who,has,by,elected,run_by,source,seen,checked,note
{US},county,sheriff,yes,,yes,,a constitution,copy,2026-11-01,
{US},place,sheriff;jail,no,county,,,a handbook,described,2026-11-01,
{US},county,jail,yes,,,sheriff,a statute,copy,2026-11-01,
{US},county,prison,no,state,,,a statute,copy,2026-11-01,
{US}/state:ct,county,jail,no,state,,,a statute,official,2026-11-01,One of six.
{US}/state:ct,state,jail,yes,,,state,a statute,official,2026-11-01,
{US}/state:ny/place:new_york,,sheriff,yes,,no,,a charter,official,2026-11-01,
"""
SERVES = f"""\
place,who,by,by_who,since,until,source,seen,checked,note
{MARFA},police,{PRESIDIO},sheriff,2020-01-01,,a contract,described,2026-11-01,
{MARFA},library,{PRESIDIO},,2010-01-01,2012-01-01,a contract,described,2026-11-01,
"""
SCHOOLS = f"""\
place,cite,since,until,source,seen,checked,note
{US}/state:ny/place:new_york,Education Law article 52-A,,,a code,copy,2026-11-01,
"""
DISTRICTS = """\
type,who,note
school_district,school,
"""


def folder(root: Path, **tables: str) -> Path:
    texts = {
        "agencies": AGENCIES, "serves": SERVES, "schools": SCHOOLS, "districts": DISTRICTS
    } | tables  # fmt: skip
    write(root, {f"governments/{name}.csv": text for name, text in texts.items()})
    return marfa(root)


def agencies_of(corpus: Corpus) -> AgencyMap:
    return AgencyMap(corpus.lawbook.governments, corpus.gazetteer)


def test_rows_say_who_has_what(tmp_path: Path) -> None:
    agencies = agencies_of(Corpus.load(folder(tmp_path)))
    assert agencies.has(PRESIDIO, "sheriff") == "yes"
    assert agencies.has(MARFA, "jail") == "no"
    assert agencies.has(MARFA, "library") == "not_known"
    assert agencies.has(MARFA, "police") == "no"  # another's serve it
    assert agencies.has(f"{US}/state:ct/county:hartford", "jail") == "no"
    fact = agencies.find_fact(f"{US}/state:ct/county:hartford", "jail")
    assert fact is not None
    assert (fact.source, fact.note, fact.line) == ("a statute", "One of six.", 6)


def test_a_government_that_has_none_leads_to_the_one_that_has(tmp_path: Path) -> None:
    agencies = agencies_of(Corpus.load(folder(tmp_path)))
    police = agencies.home(MARFA, "police", DAY)
    assert (police.place, police.who) == (PRESIDIO, "sheriff")
    assert police.because[0].source == "a contract"
    assert agencies.home(MARFA, "police", date(2019, 12, 31)).place == MARFA
    assert agencies.home(MARFA, "jail", DAY).place == PRESIDIO
    assert agencies.home(PRESIDIO, "prison", DAY).place == TX
    hartford = agencies.home(f"{US}/state:ct/place:hartford", "jail", DAY)
    assert hartford.place == f"{US}/state:ct"  # by way of its county
    assert len(hartford.because) == 2
    assert agencies.home(MARFA, "library", DAY) == Home(MARFA, "library")


def test_a_city_and_county_in_one_has_the_agencies_of_both(tmp_path: Path) -> None:
    agencies = agencies_of(Corpus.load(folder(tmp_path)))
    for place in (
        "state:ca/place:san_francisco",
        "state:va/place:alexandria",
        "state:co/place:denver",
    ):
        assert agencies.has(f"{US}/{place}", "jail") == "yes", place
        assert agencies.home(f"{US}/{place}", "jail", DAY).place == f"{US}/{place}"
    assert agencies.has(f"{US}/state:ny/county:kings", "sheriff") == "yes"


def test_who_is_elected(tmp_path: Path) -> None:
    agencies = agencies_of(Corpus.load(folder(tmp_path)))
    assert agencies.elected(PRESIDIO, "sheriff") == "yes"
    assert agencies.elected(PRESIDIO, "jail") == "yes"
    assert agencies.elected(f"{US}/state:ny/county:kings", "sheriff") == "no"
    assert agencies.elected(MARFA, "police") == "no"


def test_schools_and_districts(tmp_path: Path) -> None:
    agencies = agencies_of(Corpus.load(folder(tmp_path)))
    assert agencies.runs_schools(f"{US}/state:ny/county:queens")
    assert not agencies.runs_schools(MARFA)
    assert agencies.runs_schools(MARFA_SCHOOLS)
    assert agencies.has(MARFA_SCHOOLS, "school") == "yes"
    assert agencies.has(MARFA_SCHOOLS, "police") == "no"
    row = agencies.find_schools(f"{US}/state:ny/place:new_york")
    assert row is not None
    assert row.cite == "Education Law article 52-A"


def test_where_nothing_is_said_nothing_changes(tmp_path: Path) -> None:
    alone = agencies_of(Corpus.load(marfa(tmp_path / "alone")))
    beside = agencies_of(Corpus.load(folder(tmp_path / "beside")))
    for agencies, place in ((alone, MARFA), (beside, "ocd-division/country:mx")):
        assert agencies.has(place, "jail") == "yes"
        assert agencies.home(place, "jail", DAY) == Home(place, "jail")
        assert agencies.elected(place, "sheriff") == "no"
        assert agencies.runs_schools(place)


LIBRARY_ROW = f"{MARFA},library,{PRESIDIO},,2010-01-01,2012-01-01"
STATE_SHERIFF = f"{PRESIDIO},sheriff,{TX},,,"
BROKEN = [
    ("agencies", "sheriff;jail", "sherif;jail", 3, "field who: There is no agency kind 'sherif'"),
    ("agencies", "prison,no,state", "prison,yes,state", 5, "`by` is for has=no"),
    ("agencies", f"{US},county,prison", f"{US},,prison", 5, "field level: a row about a nation"),
    ("agencies", f"{US},county,prison", f"{US},county,sheriff", 5, "in governments/agencies.csv:2"),
    ("agencies", "new_york,,", "new_york,place,", 8, "this row is about one government"),
    ("agencies", "jail,yes,,,sheriff", "jail,yes,,,warden", 4, "field run_by: 'warden' is not"),
    ("agencies", "sheriff;jail,no,county,,", "sheriff;jail,no,county,yes,", 3, "about one agency"),
    ("agencies", "copy", "primary", 2, "field seen: 'primary' is not allowed here; allowed: 'off"),
    ("serves", "2012-01-01", "2009-01-01", 3, "must come after since"),
    ("serves", PRESIDIO, MARFA, 2, "a government is not served by itself"),
    ("serves", LIBRARY_ROW, STATE_SHERIFF, 2, "is itself served by another"),
    ("serves", "library", "police", 3, "already says who serves"),
    ("schools", "new_york", "new_yorkk/x", 2, "field place: "),
    ("districts", "school,\n", "school,\nschool_district,school,\n", 3, "is there twice"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "old", "new", "line", "words"), BROKEN)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, table: str, old: str, new: str, line: int, words: str
) -> None:
    texts = {"agencies": AGENCIES, "serves": SERVES, "schools": SCHOOLS, "districts": DISTRICTS}
    broken = texts[table].replace(old, new, 1 if old != "2012-01-01" else -1)
    if (table, new) == ("serves", "police"):
        broken = texts[table].replace("library", "police").replace("2012-01-01", "")
    with pytest.raises(LawError) as error:
        Corpus.load(folder(tmp_path, **{table: broken}))
    findings = [str(finding) for finding in error.value.findings]
    assert any(
        f"governments/{table}.csv:{line}: error: " in finding and words in finding
        for finding in findings
    ), findings


def test_a_table_of_another_name_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"governments/agency.csv": AGENCIES})
    with pytest.raises(LawError, match=r"agency\.csv:1: error: no table begins with this name"):
        Corpus.load(folder(tmp_path))
