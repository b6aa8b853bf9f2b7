"""The tables of `governments/`, and what they say of single places."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from safehavens import Corpus, LawError
from safehavens.corpus.agencies.agency_map import AgencyMap, Home
from safehavens.corpus.places import PlaceFinder
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
# what is replaced, by what, the line and the words of the finding
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


# ---- the shipped tables


@pytest.fixture(scope="module")
def shipped() -> tuple[AgencyMap, Corpus]:
    corpus = Corpus.load()
    return agencies_of(corpus), corpus


def test_a_home_is_its_own_home(shipped: tuple[AgencyMap, Corpus]) -> None:
    agencies, corpus = shipped
    places = {corpus.gazetteer.canonical(p) for p in corpus.lawbook.places if p.startswith(US)}
    places |= {place.id for place in corpus.gazetteer.states()}
    places |= set(corpus.lawbook.governments.services)
    kinds = [who for who in corpus.lawbook.vocabulary.who if who != "any_agency"]
    for place in places:
        for who in kinds:
            home = agencies.home(place, who, DAY)
            again = agencies.home(home.place, home.who, DAY)
            assert (again.place, again.who) == (home.place, home.who), (place, who)
            if home.because:  # whoever is sent on is sent to one that has it, or may have it
                assert agencies.has(home.place, home.who) != "no", (place, who, home)


def test_every_row_has_a_source_and_no_guess_is_a_fact(
    shipped: tuple[AgencyMap, Corpus],
) -> None:
    governments = shipped[1].lawbook.governments
    for fact in governments.facts.values():
        assert fact.source
        if fact.source == "no source was looked up" and fact.has != "not_known":
            assert fact.seen == "recalled", fact
    for school in governments.schools.values():
        assert school.seen != "recalled", school
    for services in governments.services.values():
        assert all(row.seen != "recalled" for row in services)


@pytest.mark.parametrize(
    ("place", "who", "home", "as_who"),
    [
        ("state:nv/place:las_vegas", "police", "state:nv/county:clark", "police"),
        ("state:nv/place:las_vegas", "jail", "state:nv/place:las_vegas", "jail"),
        ("state:wa/place:seattle", "jail", "state:wa/county:king", "jail"),
        ("state:wa/place:seattle", "prison", "state:wa", "prison"),
        ("state:il/place:chicago", "dmv", "state:il", "dmv"),
        ("state:il/place:chicago", "sheriff", "state:il/county:cook", "sheriff"),
        ("state:ca/place:lakewood", "police", "state:ca/county:los_angeles", "sheriff"),
        ("state:md/place:baltimore", "jail", "state:md", "jail"),
        ("state:ri/place:providence", "jail", "state:ri", "jail"),
        ("state:hi/county:honolulu", "school", "state:hi", "school"),
        ("state:ny/county:queens", "jail", "state:ny/place:new_york", "jail"),
        ("state:ca/place:san_francisco", "sheriff", "state:ca/place:san_francisco", "sheriff"),
    ],
)
def test_whose_agency_answers(
    shipped: tuple[AgencyMap, Corpus], place: str, who: str, home: str, as_who: str
) -> None:
    found = shipped[0].home(f"{US}/{place}", who, DAY)
    assert (found.place, found.who) == (f"{US}/{home}", as_who)


def test_whose_schools_and_whose_sheriff(shipped: tuple[AgencyMap, Corpus]) -> None:
    agencies, _ = shipped
    for place in ("state:ny/place:new_york", "district:dc", "state:hi"):
        assert agencies.runs_schools(f"{US}/{place}"), place
    for place in (
        "mn/place:minneapolis",
        "il/place:chicago",
        "va/county:fairfax",
        "md/place:baltimore",
    ):
        assert not agencies.runs_schools(f"{US}/state:{place}"), place
    assert agencies.elected(f"{US}/state:il/county:cook", "sheriff") == "yes"
    assert agencies.elected(f"{US}/state:ny/place:new_york", "sheriff") == "no"
    assert agencies.elected(f"{US}/state:co/place:denver", "jail") == "no"
    assert agencies.elected(f"{US}/state:ca/county:kern", "jail") == "yes"


# ---- a district that makes law

POLICY = f"""\
id: us/tx/marfa_schools/policy
title: Marfa school district policy on visitors
kind: agency_policy
issuer: {MARFA_SCHOOLS}
citation: Marfa ISD Policy GKC
enacted: 2020-01-01
in_force: [{{from: 2020-02-01}}]
sources:
  - {{url: "https://example.org/gkc", seen: described, checked: 2026-11-23}}
norms:
  - id: entry
    cite: GKC (local)
    says: No officer enters a school without a judge's warrant.
    who: [any_agency]
    action: allow_nonpublic_access
    modality: must_not
    unless: warrant = 'judicial'
    confidence: high
cases:
  - name: an officer at the door
    place: {MARFA_SCHOOLS}
    who: school
    action: allow_nonpublic_access
    date: 2021-01-01
    facts: {{warrant: administrative}}
    expect: prohibited
    because: [us/tx/marfa_schools/policy#entry]
"""


def test_a_school_district_binds_its_own_schools_and_nobody_else(tmp_path: Path) -> None:
    root = folder(tmp_path)
    write(root, {"us/tx/marfa_schools/policy.yaml": POLICY})
    corpus = Corpus.load(root)
    place = corpus.gazetteer.get(MARFA_SCHOOLS)
    assert place.name == "Marfa School District, Texas"
    assert corpus.gazetteer.chain(MARFA_SCHOOLS) == (MARFA_SCHOOLS, TX, US)
    assert PlaceFinder(corpus.gazetteer).find("Marfa, TX").others == ()
    facts = {"warrant": "administrative"}
    day, action = "2021-01-01", "allow_nonpublic_access"
    own = corpus.ask(MARFA_SCHOOLS, action, who="school", on=day, facts=facts)
    assert own.verdict == "prohibited"
    city = corpus.ask(MARFA, action, who="school", on=day, facts=facts)
    assert city.verdict == "permitted"


def test_no_type_of_district_may_be_misspelled(tmp_path: Path) -> None:
    root = folder(tmp_path)
    text = POLICY.replace("school_district:", "school_distric:")
    write(root, {"us/tx/marfa_schools/policy.yaml": text})
    with pytest.raises(LawError, match="field issuer: No place called"):
        Corpus.load(root)
