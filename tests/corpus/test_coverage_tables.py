"""The tables of `coverage/`: what is wrong in them is told with line and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from safehavens import Corpus, LawError
from safehavens.cli.commands.lawmaking.check import check_law
from safehavens.corpus.model import REACH_WITHIN
from safehavens.corpus.reading.law_files import SHIPPED, overlay, read_folder
from tests.corpus.law import marfa, write

MARFA = "ocd-division/country:us/state:tx/place:marfa"
TABLE = f"""\
# what was searched
place,domain,back_to,through,depth,queries,came,note
{MARFA},status_and_information;field,2015-01-01,2026-11-01,copies,"the code, read",coded,
{MARFA},custody,2020-01-01,2020-12-31,lists,a list of 2020,none_found,"A note, with a comma."
{MARFA},custody,2026-11-01,2026-11-01,descriptions,a query,named_only,
"""
DAYS = """\
domain,first_day,why
custody,1978-01-01,the oldest rule on it that is coded began on that day
"""

# what is replaced, by what, the line and the words of the finding
BROKEN = [
    ("depth,", "deepth,", 2, "field deepth: There is no column 'deepth'; did you mean depth?"),
    ("queries,", "", 2, "field queries: the column is missing"),
    ("note\n", "note,came\n", 2, "field came: the column is there twice"),
    ("place:marfa,status", "marfa,status", 3, "field place: 'ocd-division/country:us/state:tx/mar"),
    ("state:tx/place:marfa,status", "state:zz,status", 3, "field place: No place called"),
    ("status_and_information;", "status;", 3, "field domain: There is no domain 'status'"),
    ("2015-01-01", "2015-02-30", 3, "field back_to: no such date"),
    ("2015-01-01", "2015", 3, "field back_to: a date is written YYYY-MM-DD"),
    ("2015-01-01", "2026-11-02", 3, "is after through, 2026-11-01"),
    ("copies", "copied", 3, "field depth: 'copied' is not allowed here; allowed: 'text', 'copies'"),
    (
        "coded",
        "found",
        3,
        "field came: 'found' is not allowed here; allowed: 'coded', 'none_found'",
    ),
    (",a list of 2020,", ",,", 4, "field queries: is missing"),
    (',"A note, with a comma."', "", 4, "the row has 7 cells, and the header 8 columns"),
    ('"the code, read"', '"the code"x', 3, "not CSV"),
]


def read(root: Path, table: str = TABLE, days: str = DAYS) -> Corpus:
    write(root, {"coverage/marfa.csv": table, "coverage/domains.csv": days})
    return Corpus.load(marfa(root))


def test_rows_become_searches(tmp_path: Path) -> None:
    coverage = read(tmp_path).lawbook.coverage
    assert [(s.came, s.line) for s in coverage.searches[MARFA]] == [
        ("coded", 3),
        ("named_only", 5),
        ("none_found", 4),
    ]
    custody = coverage.find(MARFA, "custody", date(2020, 6, 1))
    assert custody is not None
    assert custody.note == "A note, with a comma."
    nearest = coverage.find(MARFA, "custody", date(2026, 1, 1))
    assert nearest is not None
    assert nearest.came == "named_only"
    assert coverage.find(MARFA, "services", date(2020, 6, 1)) is None
    assert coverage.first_days["custody"].on == date(1978, 1, 1)
    assert coverage.last_day == date(2021, 2, 1)  # a year after the policy begins


@pytest.mark.parametrize(("old", "new", "line", "words"), BROKEN)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in TABLE
    with pytest.raises(LawError) as error:
        read(tmp_path, TABLE.replace(old, new, 1))
    assert [f.line for f in error.value.findings] == [line]
    assert f"coverage/marfa.csv:{line}: error: " in str(error.value)
    assert words in str(error.value)


def test_a_table_that_is_not_text_or_empty_is_told(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"marfa.csv:1: error: the file is empty"):
        read(tmp_path, "# nothing\n")
    (tmp_path / "coverage/marfa.csv").write_bytes(b"place\n\xff\n")
    with pytest.raises(LawError, match=r"marfa.csv:2: error: the file is not UTF-8 text"):
        Corpus.load(tmp_path)
    with pytest.raises(LawError, match=r"domains.csv:3: error: field domain: the domain custody"):
        read(tmp_path, TABLE, DAYS + DAYS.splitlines()[1] + "\n")


def test_other_tables_are_not_law(tmp_path: Path) -> None:
    write(tmp_path, {"us/tx/marfa/notes.csv": "a,b\n1\n"})
    assert Corpus.load(marfa(tmp_path)).lawbook.coverage.searches == {}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("field,2026-11-01,2026-11-01,lists,q,coded,", "no rule of this place on field is coded"),
        (
            "status_and_information,2026-11-01,2026-11-01,lists,q,none_found,",
            "rules of this place on status_and_information are coded",
        ),
    ],
)
def test_check_compares_what_came_with_what_is_coded(tmp_path: Path, row: str, words: str) -> None:
    table = TABLE.splitlines()[1] + f"\n{MARFA},{row}\n"
    write(marfa(tmp_path), {"coverage/marfa.csv": table})
    shipped = [file for file in read_folder(SHIPPED) if file.name == "vocabulary.yaml"]
    findings = check_law(overlay(shipped, read_folder(tmp_path)))
    found = [f for f in findings if f.file == "coverage/marfa.csv"]
    assert [(f.severity, f.line, f.field) for f in found] == [("warning", 2, "came")]
    assert words in found[0].message


def test_the_shipped_first_days_leave_room_for_what_is_asked_everywhere(corpus: Corpus) -> None:
    lawbook = corpus.lawbook
    first_days = lawbook.coverage.first_days
    assert set(first_days) == set(lawbook.vocabulary.domains)
    for case in lawbook.cases:
        assert first_days[lawbook.vocabulary.domain_of[case.action]].on <= case.date
    assert max(day.on for day in first_days.values()) <= date(1985, 1, 1)  # the panel's first day


def test_the_shipped_first_days_are_those_of_coded_rules(corpus: Corpus) -> None:
    """A day that the reason gives as an oldest rule's is the first day of a coded rule."""
    lawbook = corpus.lawbook
    domain_of = lawbook.vocabulary.domain_of
    for day in lawbook.coverage.first_days.values():
        starts = {
            spell.earliest_start
            for norm in lawbook.norms.values()
            for spell in norm.spells
            if day.domain in {domain_of[action] for action in norm.actions}
            and lawbook.instruments[norm.instrument].kind in REACH_WITHIN | {"agency_policy"}
        }
        if "began on that day" in day.why:
            assert day.on in starts
