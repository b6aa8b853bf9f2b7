"""Days as sure as they are: how spells are read, what bounds what, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from safehavens.api import Corpus
from safehavens.corpus.errors import LawError
from safehavens.corpus.model import Spell
from safehavens.corpus.reading.law_files import SHIPPED, overlay, read_folder
from safehavens.corpus.reading.schema import schema
from safehavens.logic.load import read_law
from safehavens.web.app import create_app
from safehavens.wording.languages import ENGLISH, load_language
from safehavens.wording.sentences import describe_spell
from tests.corpus.law import RULING, marfa, write
from tests.corpus.test_check import check

WHOLE = "[{from: 2020-02-01}]"


def day(text: str) -> date:
    return date.fromisoformat(text)


def read(root: Path, spells: str) -> tuple[Spell, ...]:
    """The spells of the policy of Marfa, written so."""
    shipped = [file for file in read_folder(SHIPPED) if file.name == "vocabulary.yaml"]
    lawbook, _ = read_law(overlay(shipped, read_folder(marfa(root, WHOLE, spells))))
    return lawbook.instruments["us/tx/marfa/policy"].spells


@pytest.mark.parametrize(
    ("spells", "start", "end", "earliest", "latest"),
    [
        ("from: 2020-02-01", "2020-02-01", None, "2020-02-01", None),
        ("from: 2020-02", "2020-02-29", None, "2020-02-01", None),
        ("from: 2020", "2020-12-31", None, "2020-01-01", None),
        ('from: "2020"', "2020-12-31", None, "2020-01-01", None),
        ("from: {by: 2020-02-01}", "2020-02-01", None, "0001-01-01", None),
        ("from: {after: 2020-01-20, by: 2020-02-01}", "2020-02-01", None, "2020-01-20", None),
        ("from: {after: 2020-02-01, by: 2020-02-01}", "2020-02-01", None, "2020-02-01", None),
        ("from: 2020-02-01, to: 2021-06", "2020-02-01", "2021-06-01", "2020-02-01", "2021-06-30"),
        # How early it can have ended is bounded by its own start, and the other way around.
        ("from: 2020-02-01, to: {by: 2021-06-05}",
         "2020-02-01", "2020-02-02", "2020-02-01", "2021-06-05"),
        ("from: 2020-02-10, to: 2020-02", "2020-02-10", "2020-02-11", "2020-02-10", "2020-02-29"),
        ("from: 2020, to: 2020-06-01", "2020-05-31", "2020-06-01", "2020-01-01", "2020-06-01"),
    ],
)  # fmt: skip
def test_bounds(
    tmp_path: Path, spells: str, start: str, end: str | None, earliest: str, latest: str | None
) -> None:
    [spell] = read(tmp_path, f"[{{{spells}}}]")
    assert (spell.start, spell.earliest_start) == (day(start), day(earliest))
    assert (spell.end, spell.latest_end) == (end and day(end), latest and day(latest))
    assert spell.is_exact == (start == earliest and end == latest)


def test_what_surely_holds_and_what_may() -> None:
    spell = Spell(day("2014-06-30"), day("2016-01-01"), day("2014-06-01"), day("2016-12-31"))
    days = ["2014-05-31", "2014-06-01", "2014-06-29", "2014-06-30", "2015-12-31", "2016-01-01",
            "2016-12-30", "2016-12-31"]  # fmt: skip
    assert [spell.holds(day(d)) for d in days] == [False, False, False, True, True, *[False] * 3]
    assert [spell.may_hold(day(d)) for d in days] == [False, *[True] * 6, False]
    assert [spell.unsure_on(day(d)) for d in days] == [
        False, True, True, False, False, True, True, False,
    ]  # fmt: skip
    exact = Spell(day("2014-06-30"))
    assert exact.holds(day("2014-06-30"))
    assert not any(exact.unsure_on(day(d)) for d in days)


def test_a_spell_may_have_no_sure_day(tmp_path: Path) -> None:
    [spell] = read(tmp_path, "[{from: 2020, to: 2020}]")
    year = [date.fromordinal(day("2019-12-31").toordinal() + i) for i in range(368)]
    assert not any(spell.holds(on) for on in year)
    assert [on.isoformat() for on in year if spell.may_hold(on)][::364] == [
        "2020-01-01", "2020-12-30",
    ]  # fmt: skip


def test_neighbors_bound_each_other(tmp_path: Path) -> None:
    first, second = read(tmp_path, "[{from: 2019-01-01, to: 2020-06}, {from: {by: 2020-06-10}}]")
    assert (first.end, first.latest_end) == (day("2020-06-01"), day("2020-06-10"))
    assert (second.earliest_start, second.start) == (day("2020-06-01"), day("2020-06-10"))


@pytest.mark.parametrize(
    ("spells", "message"),
    [
        ("[{from: June 2014}]", "a date is written YYYY-MM-DD; where less is known, YYYY-MM, YYYY"),
        ("[{from: 2014-13}]", "no such date (month must be in 1..12)"),
        ("[{from: 14}]", "a date is written YYYY-MM-DD; where less is known"),
        ("[{from: true}]", "a date is written YYYY-MM-DD; where less is known"),
        ("[{from: {after: 2014-06-01}}]", "{by: YYYY-MM-DD} (not later than)"),
        ("[{from: {by: 2014-06}}]", "a date is written YYYY-MM-DD"),
        ("[{from: {after: 2014-06-02, by: 2014-06-01}}]",
         "`by` (2014-06-01) must not come before `after` (2014-06-02)"),
        ("[{from: 2014-06, to: 2014-05}]", "`to` (2014-05-31) must come after `from` (2014-06-01)"),
        ("[{from: 2014, to: 2016}, {from: 2015}]", "spells must follow each other without overlap"),
        ("[{from: 2014}, {from: 2016}]", "spells must follow each other without overlap"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, spells: str, message: str) -> None:
    with pytest.raises(LawError) as caught:
        read(tmp_path, spells)
    [finding] = caught.value.findings
    assert (finding.file, finding.line) == ("us/tx/marfa/policy.yaml", 7)
    assert message in finding.message


def test_the_effect_of_a_ruling_has_a_day(tmp_path: Path) -> None:
    marfa(tmp_path)
    ruling = RULING.replace("from: 2022-01-01", "from: 2022-01")
    write(tmp_path, {"us/courts/marfa-v-texas.yaml": ruling})
    messages = [f.message for f in check(tmp_path) if f.severity == "error"]
    assert messages == ["a date is written YYYY-MM-DD: the effect of a ruling has an exact day"]


@pytest.mark.parametrize(
    ("spells", "found"),
    [
        ("[{from: 2021}]", 1),
        ("[{from: {by: 2021-01-02}}]", 1),
        ("[{from: {by: 2021-01-01}}]", 0),
        ("[{from: 2020-12}]", 0),
        ("[{from: 2019-01-01, to: 2021-01}]", 1),
    ],
)
def test_no_case_lies_in_an_uncertain_span(tmp_path: Path, spells: str, found: int) -> None:
    marfa(tmp_path, WHOLE, spells)
    text = (tmp_path / "us/tx/marfa/policy.yaml").read_text()
    (tmp_path / "us/tx/marfa/policy.yaml").write_text(text.replace("enacted: 2020-01-01\n", ""))
    unsure = [f for f in check(tmp_path) if "it is not known whether" in f.message]
    assert [f.severity for f in unsure] == ["error"] * found
    assert all("us/tx/marfa/policy#ask was in force on 2021-01-01" in f.message for f in unsure)


def test_spells_in_words(tmp_path: Path) -> None:
    written = {
        "{from: 2020-02-01}": "since February 1, 2020",
        "{from: 2014-06}": "from some day in June 2014",
        "{from: 2014}": "from some day in 2014",
        "{from: {by: 2014-06-24}}": "from some day not later than June 24, 2014",
        "{from: {after: 2014-06-02, by: 2014-06-24}, to: 2020-05-01}":
            "from some day between June 2, 2014 and June 24, 2014 until May 1, 2020",
        "{from: 2014-06-01, to: {by: 2020-05-01}}":
            "from June 1, 2014 until some day not later than May 1, 2020",
        "{from: 2014-12, to: 2015}": "from some day in December 2014 until some day in 2015",
    }  # fmt: skip
    for form, words in written.items():
        [spell] = read(tmp_path, f"[{form}]")
        assert describe_spell(ENGLISH, spell) == words
    assert describe_spell(load_language("es"), spell) == (
        "desde algún día de diciembre de 2014 hasta algún día de 2015"
    )


def test_the_schema_has_every_form() -> None:
    forms = schema()["$defs"]["SpellForm"]["properties"]["from"]["anyOf"]
    assert [form["type"] for form in forms] == ["string", "string", "integer", "object"]


def test_the_page_of_a_norm_says_how_sure_the_day_is(tmp_path: Path) -> None:
    marfa(tmp_path, WHOLE, "[{from: 2014-06}]")
    shipped = (SHIPPED / "vocabulary.yaml").read_text("utf-8")
    corpus = Corpus.load(write(tmp_path, {"vocabulary.yaml": shipped}))
    page = TestClient(create_app(corpus)).get("/norm/us/tx/marfa/policy/ask")
    assert "from some day in June 2014" in page.text
