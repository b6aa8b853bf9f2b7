"""Registers: what they say of agencies by day, and what is wrong in their files."""

from __future__ import annotations

import itertools
import pickle
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from safehavens import Corpus, LawError
from safehavens.cli.commands.lawmaking.check import check_law
from safehavens.corpus.agencies.registers import Register
from safehavens.corpus.reading.law_files import SHIPPED, overlay, read_folder
from tests.corpus.law import marfa, write
from tests.drawn_registers import near
from tests.reference_agencies import register_value
from tests.strategies import DAYS, EU, US, Book, listed_books

TX = "ocd-division/country:us/state:tx"
MARFA = f"{TX}/place:marfa"
PRESIDIO = f"{TX}/county:presidio"
FORM = """\
title: Agreements of Texas
fact: agreement
absent: none
within: ocd-division/country:us/state:tx
kinds: [police, sheriff, jail]
lists: [2025-03-01, 2025-04-01, 2025-05-01, 2025-06-01]
complete:
  - {from: 2025-03-01, to: 2025-06-02}
sources:
  - {url: "https://example.org/list", seen: copy, checked: 2026-11-29}
"""
TABLE = f"""\
# agreements
place,who,value,from,to,first_listed,last_listed,agency,form,note
{PRESIDIO},sheriff,287g_task_force,2025-02-10,,2025-03-01,2025-06-01,Presidio County Sheriff,TFM,
{PRESIDIO},sheriff;jail,287g_jail,,,2025-04-01,2025-04-01,Presidio County Sheriff,JEM,
{MARFA},police,287g_task_force,2025-04-20,2025-05-15,,,Marfa Police Department,,its letter
"""
WORDS = """\
who: {police: p, sheriff: s, jail: j, library: l, any_agency: a}
actions: {custody: {hold: h, transfer: t}, field: {arrest_civil: a}}
facts:
  agreement:
    {type: enum, values: [none, 287g_jail, 287g_task_force], presume: none, register: texas,
     ask: "Under which agreement?"}
"""
EVERY = ("none", "287g_jail", "287g_task_force")

# what is replaced, by what, the file, the line and the words of the finding
BROKEN = [
    ("fact: agreement", "fact: agreements", "yaml", 2, "did you mean agreement?"),
    ("absent: none", "absent: nothing", "yaml", 3, "no value of agreement 'nothing'"),
    ("absent: none\n", "", "yaml", 1, "field absent: is missing"),
    ("kinds: [police", "kinds: [polise", "yaml", 5, "no agency kind 'polise'"),
    ("2025-03-01, 2025-04-01", "2025-04-01, 2025-03-01", "yaml", 6, "are written in order"),
    ("to: 2025-06-02", "to: 2025-03-01", "yaml", 8, "must come after `from`"),
    ("sources:", "covers: {287g_jail: [holt]}\nsources:", "yaml", 9, "no action 'holt'"),
    ("sources:", "covers: {287: [hold]}\nsources:", "yaml", 9, "no value of agreement '287'"),
    ("sources:", "source: x\nsources:", "yaml", 9, "did you mean sources?"),
    ("first_listed,", "", "csv", 3, "first_listed and last_listed are both given, or neither"),
    ("agency,form", "agency,shape", "csv", 2, "field shape: There is no column 'shape'"),
    ("/county:presidio,sheriff,", "/county:presido,sheriff,", "csv", 3, "field place: No place"),
    (f"{MARFA},police", "ocd-division/country:us/state:ok,police", "csv", 5, "lists agencies with"),
    (",police,287g", ",library,287g", "csv", 5, "no agency kind of the register 'library'"),
    ("287g_jail", "287g_jails", "csv", 4, "field value: There is no value of agreement"),
    ("2025-04-01,2025-04-01", "2025-04-02,2025-05-01", "csv", 4, "is not the day of a list"),
    ("2025-04-20,2025-05-15", "2025-04-20,2025-04-20", "csv", 5, "must come before to"),
    ("2025-02-10", "2025-03-02", "csv", 3, "from (2025-03-02) must come before first_listed"),
]


def read(root: Path, form: str = FORM, table: str = TABLE, words: str = WORDS) -> Corpus:
    write(
        root,
        {"registers/texas.yaml": form, "registers/texas.csv": table, "vocabulary.yaml": words},
    )
    return Corpus.load(root)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return read(tmp_path).lawbook.registers["texas"]


@pytest.mark.parametrize(
    ("who", "on", "values", "listed"),
    [
        ("sheriff", "2025-02-09", EVERY, None),  # before the signature, and no list is that old
        ("sheriff", "2025-02-10", ("287g_task_force",), "2025-06-01"),
        ("sheriff", "2025-03-01", ("287g_task_force",), "2025-06-01"),
        ("sheriff", "2025-03-02", ("287g_jail", "287g_task_force"), "2025-06-01"),
        ("sheriff", "2025-04-30", ("287g_jail", "287g_task_force"), "2025-06-01"),
        ("sheriff", "2025-05-01", ("287g_task_force",), "2025-06-01"),
        ("sheriff", "2031-01-01", ("287g_task_force",), "2025-06-01"),  # of the newest list
        ("jail", "2025-02-28", EVERY, None),
        ("jail", "2025-03-01", ("none",), "2025-03-01"),
        ("jail", "2025-03-02", ("none", "287g_jail"), "2025-04-01"),  # begun, or not yet
        ("jail", "2025-04-01", ("287g_jail",), "2025-04-01"),
        ("jail", "2025-04-02", ("none", "287g_jail"), "2025-04-01"),  # ended, or not yet
        ("jail", "2025-05-01", ("none",), "2025-05-01"),
        ("jail", "2025-06-01", ("none",), "2025-06-01"),
        ("jail", "2025-06-02", EVERY, "2025-06-01"),
    ],
)
def test_value(
    register: Register, who: str, on: str, values: tuple[str, ...], listed: str | None
) -> None:
    found = register.value(PRESIDIO, who, date.fromisoformat(on))
    assert found is not None
    assert found.values == values
    assert found.listed == (None if listed is None else date.fromisoformat(listed))
    assert found.presumed == (values[0] if len(values) == 1 else None)
    assert found.absent == (values == ("none",))


def test_days_are_those_on_which_the_values_change(register: Register) -> None:
    for place in (PRESIDIO, MARFA, f"{TX}/county:brewster"):
        for who in ("police", "sheriff", "jail"):
            days = register.days(place, who)
            for on in map(date.fromordinal, range(739_200, 739_500)):  # of 2024 and 2025
                before = register.value(place, who, date.fromordinal(on.toordinal() - 1))
                after = register.value(place, who, on)
                assert before is not None
                assert after is not None
                changed = (before.values, before.entries) != (after.values, after.entries)
                assert changed == (on in days), (place, who, on)


def test_the_act_says_which_of_two_it_is_done_under(tmp_path: Path) -> None:
    covers = "covers: {287g_jail: [hold], 287g_task_force: [arrest_civil]}\nsources:"
    register = read(tmp_path, FORM.replace("sources:", covers)).lawbook.registers["texas"]

    def values(action: str | None, on: str) -> object:
        found = register.value(PRESIDIO, "sheriff", date.fromisoformat(on), action)
        return found and found.values

    assert values("arrest_civil", "2025-04-01") == ("287g_task_force",)
    assert values("hold", "2025-04-01") == ("287g_jail",)
    assert values("transfer", "2025-04-01") == ("287g_jail", "287g_task_force")
    assert values(None, "2025-04-01") == ("287g_jail", "287g_task_force")
    assert values("hold", "2025-03-15") == ("287g_jail", "287g_task_force")  # it may not have begun
    assert values("arrest_civil", "2025-03-15") == ("287g_task_force",)
    assert values("hold", "2025-05-01") == ("287g_task_force",)  # the only one
    assert register.days(PRESIDIO, "sheriff", "arrest_civil") == (date(2025, 2, 10),)
    hold = ("2025-02-10", "2025-03-02", "2025-04-01", "2025-04-02", "2025-05-01")
    assert register.days(PRESIDIO, "sheriff", "hold") == tuple(map(date.fromisoformat, hold))


def test_days_that_a_source_gives_are_taken(register: Register) -> None:
    values = {on: register.value(MARFA, "police", date.fromisoformat(on)) for on in
              ("2025-04-19", "2025-04-20", "2025-05-14", "2025-05-15", "2025-06-02")}  # fmt: skip
    assert [v and v.values for v in values.values()] == [
        ("none",),
        ("287g_task_force",),
        ("287g_task_force",),
        ("none",),
        EVERY,
    ]


def test_it_says_nothing_of_others(register: Register) -> None:
    on = date(2025, 4, 1)
    assert register.value(MARFA, "library", on) is None
    assert register.value("ocd-division/country:us/state:ok", "police", on) is None
    assert register.value("ocd-division/country:us/state:txx", "police", on) is None
    assert register.days(MARFA, "library") == ()
    assert register.places == {MARFA, PRESIDIO}
    assert [e.line for e in register.find_entries(PRESIDIO, "jail")] == [4]


def test_it_is_the_same_from_a_pickle(register: Register) -> None:
    register.value(PRESIDIO, "jail", date(2025, 4, 1))
    again = pickle.loads(pickle.dumps(register))  # noqa: S301
    assert again == register
    assert again.value(PRESIDIO, "jail", date(2025, 4, 1)).values == ("287g_jail",)


@pytest.mark.parametrize(("old", "new", "kind", "line", "words"), BROKEN)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, kind: str, line: int, words: str
) -> None:
    form, table = (FORM.replace(old, new), TABLE) if kind == "yaml" else (FORM, TABLE)
    if kind == "csv":
        table = TABLE.replace(old, new, 1)
        if old == "first_listed,":
            table = "\n".join(
                ",".join(cell for i, cell in enumerate(row.split(",")) if i != 5)
                if row.count(",") == 9
                else row
                for row in TABLE.splitlines()
            )
    assert (form, table) != (FORM, TABLE)
    with pytest.raises(LawError) as error:
        read(tmp_path, form, table)
    findings = [f for f in error.value.findings if f.file == f"registers/texas.{kind}"]
    assert [f.line for f in findings][:1] == [line], error.value
    assert words in str(findings[0]), error.value


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        (WORDS.replace("register: texas", "register: texass"), "did you mean texas?"),
        (WORDS.replace("register: texas,", ""), "agreement does not name this register"),
        (
            WORDS + "  other: {type: bool, ask: q, register: texas}\n",
            "the register texas gives the fact agreement",
        ),
        (
            WORDS.replace("facts:", "facts:\n  n: {type: number, ask: q, register: texas}"),
            "gives the fact agreement",
        ),
    ],
)
def test_fact_and_register_name_each_other(tmp_path: Path, words: str, finding: str) -> None:
    with pytest.raises(LawError, match=finding.replace("?", r"\?")):
        read(tmp_path, words=words)


def test_register_and_table_belong_together(tmp_path: Path) -> None:
    write(tmp_path, {"registers/texas.yaml": FORM, "vocabulary.yaml": WORDS})
    with pytest.raises(LawError, match=r"its table is missing: registers/texas\.csv"):
        Corpus.load(tmp_path)
    write(tmp_path, {"registers/ohio.csv": TABLE, "registers/texas.csv": TABLE})
    with pytest.raises(LawError, match=r"register of this table is missing: registers/ohio\.yaml"):
        Corpus.load(tmp_path)


def test_law_without_registers_works(tmp_path: Path) -> None:
    """The shipped vocabulary names registers, and a folder of law may have none."""
    assert Corpus.load(marfa(tmp_path)).lawbook.registers == {}


def test_the_shipped_registers_are_sound() -> None:
    files = overlay((), read_folder(SHIPPED))
    findings = [f for f in check_law(files, None) if f.file.startswith("registers/")]
    assert [f for f in findings if f.severity != "notice"] == []


@given(listed_books())
def test_values_are_those_of_the_plain_reading(book: Book) -> None:
    lawbook = book.lawbook()
    register = lawbook.registers["drawn"]
    fact = lawbook.facts[register.fact]
    questions = itertools.product(
        (*register.places, US, EU), ("police", "jail", "legislature"), ("hold", "inform_person")
    )
    for place, who, action in questions:
        for on in near(DAYS):
            found = register.value(place, who, on, action)
            plain = register_value(lawbook, fact, place, who, on, action)
            assert (None if found is None else list(found.values)) == plain


@settings(deadline=None)
@given(listed_books())
def test_drawn_registers_are_read_back(book: Book) -> None:
    with TemporaryDirectory() as folder:
        book.write(Path(folder))
        assert Corpus.load(folder).lawbook.registers == book.lawbook().registers


@pytest.mark.parametrize(
    ("place", "who", "on", "action", "values"),
    [
        ("ny/county:nassau", "police", "2025-06-01", "arrest_civil", ("287g_task_force",)),
        ("ny/county:nassau", "jail", "2025-06-01", "hold", ("287g_warrant_service",)),
        ("md/county:frederick", "jail", "2026-02-13", "hold", ("287g_jail",)),
        ("md/county:frederick", "jail", "2026-02-16", "hold", ("none", "287g_jail")),
        ("md/county:frederick", "jail", "2026-02-17", "hold", ("none",)),
        ("fl/county:monroe", "sheriff", "2025-08-01", "arrest_civil", ("287g_task_force",)),
        ("fl/county:monroe", "sheriff", "2025-08-01", "hold", ("287g_warrant_service",)),
        ("il/county:cook", "sheriff", "2024-01-01", "hold", ("none",)),
        ("la/place:baton_rouge", "sheriff", "2022-01-01", "hold", ("287g_jail",)),
        ("ga/county:gwinnett", "jail", "2021-01-16", "hold", ("none",)),
    ],
)
def test_what_is_known_of_287g(
    place: str, who: str, on: str, action: str, values: tuple[str, ...]
) -> None:
    register = Corpus.load().lawbook.registers["us-287g"]
    division = f"ocd-division/country:us/state:{place}"
    found = register.value(division, who, date.fromisoformat(on), action)
    assert found is not None
    assert found.values == values


def test_the_figures_of_the_docs_are_those_of_the_register() -> None:
    register = Corpus.load().lawbook.registers["us-287g"]
    entries = [entry for place in register.places for entry in register.find_entries(place)]
    newest = [entry for entry in entries if entry.last_listed == register.lists[-1]]
    page = (Path(__file__).parents[2] / "docs" / "registers.md").read_text(encoding="utf-8")
    gaps = [after - before for before, after in itertools.pairwise(register.lists)]
    for words in (
        f"| {len(register.lists)} days;",
        f"| {max(gaps).days} days |",
        f"| {len(entries):,}, of agencies of {len(register.places):,} governments; "
        f"{len(newest):,} of them",
        f"| {register.unread} names and models",
        f"| {len(entries) - len(newest)}, such as",
    ):
        assert words in page
    for row in re.findall(r"(?m)^\| (\w+ \d+, \d{4}) \| (.*) \|$", page):
        on = datetime.strptime(row[0], "%B %d, %Y").date()
        sure = [e for e in entries if register.sure_spell(e)[0] <= on < register.sure_spell(e)[1]]
        models = Counter(entry.value for entry in sure)
        agencies = len({(entry.place, entry.agency) for entry in sure})
        figures = [len(sure), agencies, *(models[m] for m in MODELS)]
        assert row[1] == " | ".join(f"{figure:,}" for figure in figures), row[0]


MODELS = ("287g_jail", "287g_warrant_service", "287g_task_force")


FEDERAL = """\
id: us/federal/agreements
title: Agreements act
kind: statute
issuer: ocd-division/country:us
citation: 1 U.S.C. § 1
in_force: [{from: 2020-01-01}]
sources: [{seen: recalled}]
norms:
  - id: hold
    cite: § 1
    says: Without an agreement there is no holding.
    who: [police]
    action: hold
    modality: must_not
    when: agreement = 'none'
    confidence: low
"""


@pytest.mark.parametrize("turn", [1, -1])
def test_a_list_of_one_state_is_not_asked_in_another(tmp_path: Path, turn: int) -> None:
    """No law names Texas, only the list does; which of the two is asked first is all one."""
    corpus = Corpus.load(
        write(
            tmp_path,
            {
                "vocabulary.yaml": WORDS,
                "us/federal/agreements.yaml": FEDERAL,
                "registers/texas.yaml": FORM,
                "registers/texas.csv": TABLE,
            },
        )
    )
    asked = {"Reno, NV": "prohibited", "Waco, TX": "depends"}
    for place in list(asked)[::turn]:
        assert corpus.verdict(place, "hold", who="police", on="2027-01-01") == asked[place], place
