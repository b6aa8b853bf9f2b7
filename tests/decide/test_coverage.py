"""How far the law was searched, and which days are answered: the engine against a plain reading."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given

from safehavens import BadRequest, Corpus
from safehavens.corpus.model import Lawbook
from safehavens.decide.decision import Decision
from safehavens.decide.history import trace_history
from safehavens.decide.reasons import decide
from safehavens.decide.request import Request
from tests import reference
from tests.decide.test_properties import examples
from tests.strategies import CHICAGO, DAYS, FRESNO, PLACES, Book, chances, covered_books

counted = {"searched": 0, "not searched": 0, "refused": 0, "later": 0}
DOMAINS = {"hold": "custody", "inform_person": "governance"}


def make_requests(chance: Random, count: int) -> list[Request]:
    """Requests on and about the days on which searches and law begin and end."""
    return [
        Request(
            place=chance.choice((FRESNO, FRESNO, CHICAGO, *PLACES)),
            who="jail",
            action=chance.choice(tuple(DOMAINS)),
            on=chance.choice((*DAYS, date(2020, 1, 1))) + timedelta(days=chance.randint(-1, 2)),
        )
        for _ in range(count)
    ]


@examples(600)
@given(covered_books(), chances)
def test_the_engine_says_what_was_searched(book: Book, chance: Random) -> None:
    engine = book.engine()
    for request in make_requests(chance, 12):
        domain = DOMAINS[request.action]
        if reference.is_refused(engine.lawbook, domain, request.on):
            counted["refused"] += 1
            with pytest.raises(BadRequest, match="that is answered"):
                decide(engine, request)
            with pytest.raises(BadRequest, match="that is answered"):
                engine.verdict(request)
        else:
            decision = decide(engine, request)
            assert decision.verdict == engine.verdict(request)
            hold_coverage(engine.lawbook, decision, domain)


def hold_coverage(lawbook: Lawbook, decision: Decision, domain: str) -> None:
    """Hold what a decision says of coverage to the plain reading."""
    expected = reference.enacted_by(lawbook, decision.place, domain, decision.on)
    assert decision.as_enacted_by == expected
    counted["later"] += expected is not None
    levels = reference.levels_of(decision.place) if lawbook.coverage.searches else []
    assert [level.place for level in decision.coverage] == levels
    for level in decision.coverage:
        searched = reference.is_searched(lawbook, level.place, domain, decision.on)
        counted["searched" if searched else "not searched"] += 1
        assert level.searched == searched
        assert level.came == reference.what_came(lawbook, level.place, domain, decision.on)
        later = level.through is not None and decision.on > level.through
        assert ("before this day" in level.words) == later
        assert level.words.startswith("not searched") == (not searched and not later)


def test_all_of_that_was_met() -> None:
    if not sum(counted.values()):
        pytest.skip("run the whole file")
    assert min(counted.values()) > 300, counted


@examples(60)
@given(covered_books())
def test_tables_say_the_same_as_what_is_drawn(book: Book) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAFEHAVENS_CACHE", folder)
        law = Path(folder, "law")
        law.mkdir()
        book.write(law)
        read = Corpus.load(law).lawbook.coverage
    made = book.lawbook().coverage
    assert read.first_days == made.first_days
    assert read.last_day == made.last_day
    assert {place: len(rows) for place, rows in read.searches.items()} == {
        place: len(rows) for place, rows in made.searches.items()
    }
    every = [search for rows in read.searches.values() for search in rows]
    drawn = [search for rows in made.searches.values() for search in rows]
    # a remark is not drawn, so that lines differ by nothing
    assert sorted(every, key=lambda s: s.line) == sorted(drawn, key=lambda s: s.line)


@examples(200)
@given(covered_books(), chances)
def test_history_starts_on_the_first_day_that_is_answered(book: Book, chance: Random) -> None:
    engine = book.engine()
    free = replace(book, coverage=None).engine()
    for request in make_requests(chance, 3):
        first = engine.lawbook.coverage.first_days.get(DOMAINS[request.action])
        spells = trace_history(engine, request)
        whole = trace_history(free, request)
        if first is None:
            assert spells == whole
            continue
        assert spells[0].start == first.on
        assert spells == tuple(
            spell
            if spell.start is not None and spell.start >= first.on
            else replace(spell, start=first.on, began=())
            for spell in whole
            if spell.end is None or spell.end > first.on
        )


# ---- the shipped law -----------------------------------------------------------------------------


def test_nobody_looked_is_said(corpus: Corpus) -> None:
    decision = corpus.ask("Mexico City", "hold", who="jail", on="2026-11-20")
    assert [(level.level, level.searched, level.words) for level in decision.coverage] == [
        ("national", False, "not searched"),
        ("place", False, "not searched"),
    ]
    assert decision.as_enacted_by is None


def test_each_level_of_a_city_is_told(corpus: Corpus) -> None:
    decision = corpus.ask("San Leandro, CA", "hold", who="police", on="2026-11-29", warrant="none")
    levels = {level.level: level for level in decision.coverage}
    assert list(levels) == ["national", "state", "county", "place"]
    assert levels["place"].words == (
        "searched through November 29, 2026 (descriptions): named in a source, its text not read"
    )
    earlier = corpus.ask("San Leandro, CA", "hold", who="police", on="2014-06-01", warrant="none")
    assert earlier.coverage[-1].searched is False
    assert earlier.coverage[-1].words.startswith("not searched for this day; searched for the law")
    text = decision.to_json()
    assert '"through": "2026-11-29"' in text


def test_a_second_reading_of_a_text_takes_up_where_the_first_search_ended(corpus: Corpus) -> None:
    def searched(action: str, who: str) -> list[bool]:
        asked = corpus.ask("Petroleum County, MT", action, who=who, on="2026-11-26")
        return [level.searched for level in asked.coverage[:2]]

    assert searched("hold", "jail") == [True, True]  # the Code, the State's code
    assert searched("courthouse_arrest", "police") == [False, False]  # ICE's directive: described


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("1776-07-04", "July 4, 1776 is before January 1, 1978, the first day that is answered"),
        ("2199-01-01", "January 1, 2199 is after "),
    ],
)
def test_days_that_nobody_searched_are_refused_everywhere(
    corpus: Corpus, on: str, words: str
) -> None:
    for ask in (
        lambda: corpus.ask("Cook County, IL", "hold", who="jail", on=on),
        lambda: corpus.verdict("Cook County, IL", "hold", who="jail", on=on),
        lambda: corpus.sql("Cook County, IL", "hold", who="jail", start=on, end=on),
        lambda: corpus.compare("Cook County, IL", "Denver", action="hold", on=on),
    ):
        with pytest.raises(BadRequest) as error:
            ask()
        assert words in str(error.value)
    for ask_all in (
        lambda: corpus.overview("Cook County, IL", on),
        lambda: corpus.panel(["Cook County, IL"], start=on[:7], end=on[:7]),
    ):
        with pytest.raises(ValueError, match="that is answered"):
            ask_all()


def test_days_after_the_last_search_are_answered_as_enacted(corpus: Corpus) -> None:
    decision = corpus.ask("Cook County, IL", "hold", who="jail", on="2030-01-01")
    assert decision.as_enacted_by is not None
    assert decision.as_enacted_by < date(2027, 1, 1)
    assert corpus.ask("Cook County, IL", "hold", who="jail", on="2020-01-01").as_enacted_by is None


def test_a_table_tells_why_a_day_is_refused(corpus: Corpus) -> None:
    import pyarrow as pa

    days = ["1776-07-04", "2024-05-01", None, "2199-01-01", "1776-07-05"]
    table = pa.table({"date": pa.array(days), "place": ["Cook County, IL"] * 5})
    screened = corpus.screen(table, who="jail", action="hold", columns=("verdict", "problem"))
    problems = screened.column("problem").to_pylist()
    assert [verdict is None for verdict in screened.column("verdict").to_pylist()] == [
        True, False, True, True, True,
    ]  # fmt: skip
    assert problems[0].startswith("July 4, 1776 is before January 1, 1978, the first day")
    assert problems[2] == "The date is missing."
    assert problems[3].startswith("January 1, 2199 is after ")
    assert problems[4].startswith("July 5, 1776 is before ")


def test_a_draft_of_later_law_moves_the_last_day(corpus: Corpus, tmp_path: Path) -> None:
    from tests.corpus.law import INSTRUMENT

    last = corpus.lawbook.coverage.last_day
    assert last is not None
    draft = tmp_path / "draft.yaml"
    text = INSTRUMENT.replace("date: 2021", f"date: {last.year + 6}")
    text = text.replace("2020-02-01", f"{last.year + 5}-01-01")
    draft.write_text(text.replace("2020-01-01", f"{last.year + 4}-01-01"))
    added = corpus.with_draft(draft)
    assert added.lawbook.coverage.last_day == date(last.year + 6, 1, 1)
    assert added.lawbook.coverage.searches == corpus.lawbook.coverage.searches


def test_law_without_coverage_refuses_no_day(tmp_path: Path) -> None:
    from tests.corpus.law import marfa

    own = Corpus.load(marfa(tmp_path))
    decision = own.ask("Marfa, TX", "hold", who="police", on="0001-01-01")
    assert (decision.coverage, decision.as_enacted_by) == ((), None)
