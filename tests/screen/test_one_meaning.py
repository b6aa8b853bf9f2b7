"""Screening a table says what asking once for each row says: verdicts, norms, facts, problems.

`SAFEHAVENS_EXAMPLES=20 pytest …` tries twenty times as many random corpora.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from safehavens import Corpus
from safehavens.corpus.model import FactValue
from safehavens.corpus.places import UnknownPlace
from safehavens.corpus.reading.fact_values import wrong_value
from safehavens.decide.brief import Brief, decide_briefly
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.request import BadRequest, check_day, check_words
from safehavens.screen.column_names import SCREENED_COLUMNS
from safehavens.screen.screener import Screener
from tests.decide.test_properties import MORE
from tests.strategies import (
    DAYS,
    FACTS,
    PLACES,
    Book,
    books,
    chances,
    covered_books,
    listed_books,
    tied_books,
    values_of,
)

ROWS = 500
BOOKS = 400  # times ROWS: well above 100,000 rows a run
seen = {"rows": 0, "bad": 0, "depends": 0}
RANDOM_LAW = st.one_of(books(), listed_books(), covered_books(), tied_books())

_few = settings(
    max_examples=BOOKS * max(MORE, 1),
    derandomize=not MORE,
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


class Asked:
    """The one-case engine, row by row. Rows that are alike are asked once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._known: dict[tuple[Any, ...], Brief | str] = {}

    def __call__(
        self, place: Any, who: Any, action: Any, on: Any, facts: dict[str, FactValue | None]
    ) -> Brief | str:
        """The answer, or what is wrong."""
        values = tuple((name, type(value), value) for name, value in facts.items())
        key = (place, who, action, on, values)
        if key not in self._known:
            self._known[key] = self._ask(place, who, action, on, facts)
        return self._known[key]

    def _ask(
        self, place: Any, who: Any, action: Any, on: Any, facts: dict[str, FactValue | None]
    ) -> Brief | str:
        engine = self.engine
        try:
            id = engine.place_finder.find(place).place.id
            check_words(engine.lawbook, who, action)
            if on is None:
                return "The date is missing."
            for name, value in facts.items():
                if (wrong := wrong_value(engine.lawbook.facts[name], value)) is not None:
                    return wrong
            check_day(engine.lawbook, action, on)
            return decide_briefly(engine, engine.timeline(id, who, action).at(on).position, facts)
        except (BadRequest, UnknownPlace) as error:
            return str(error)


def compare(
    asked: Asked, batch: pa.RecordBatch, screener: Screener, fixed: dict[str, Any], facts: list[str]
) -> None:
    """Hold every row of a screened batch to what the one-case engine says."""
    screened = screener.screen(batch)
    got = {name: screened.columns[name].to_pylist() for name in SCREENED_COLUMNS}
    rows = batch.to_pylist()
    for i, row in enumerate(rows):
        request = [row.get(name, fixed.get(name)) for name in ("place", "who", "action", "date")]
        given = {name: row[name] for name in facts}
        expected = asked(*request, given)
        found = tuple(got[name][i] for name in SCREENED_COLUMNS)
        seen["rows"] += 1
        if isinstance(expected, str):
            seen["bad"] += 1
            assert found[:-1] == (None,) * (len(found) - 1), (row, expected)
            assert i in screened.bad
            assert found[-1] == screened.bad[i]
            private = any(asked.engine.lawbook.facts[name].private for name in facts)
            if not private:
                assert found[-1] == expected, row
            continue
        seen["depends"] += expected.verdict == "depends"
        assert found == (
            expected.verdict,
            expected.basis,
            " ".join(expected.deciding),
            " ".join(expected.waits_for),
            " ".join(expected.uncertain_in_time),
            " ".join(expected.may_not_bind),
            expected.confidence,
            None,
        ), (row, expected)


def make_batch(chance: random.Random, facts: list[str], fixed: dict[str, Any]) -> pa.RecordBatch:
    """Random requests. Few kinds of row, so that a run is quick; a tenth of each fact unknown."""
    blank = chance.choice((0.05, 0.2, 0.5))
    kinds = []
    for _ in range(250):
        row: dict[str, Any] = {
            "place": chance.choice((PLACES[3],) * 6 + PLACES),
            "who": chance.choice(("jail",) * 6 + ("police", "legislature")),
            "action": chance.choice(("hold",) * 8 + ("transfer", "inform_person")),
            "date": chance.choice(DAYS) + timedelta(days=chance.choice((-1, 0, 1))),
        }
        for name in facts:
            row[name] = None if chance.random() < blank else chance.choice(values_of(name))
        kinds.append(row)
    if chance.random() < 0.3:
        kinds[0]["place"] = "Nowhere at all"
        kinds[1]["date"] = None
    rows = [chance.choice(kinds) for _ in range(ROWS)]
    columns: dict[str, pa.Array] = {}
    for name in kinds[0]:
        if name in fixed:
            continue
        values = [row[name] for row in rows]
        if name in FACTS and FACTS[name]["type"] == "number":
            columns[name] = pa.array(values, pa.float64())
        elif name in FACTS and FACTS[name]["type"] == "bool":
            columns[name] = pa.array(values, pa.bool_())
        elif name == "date":
            columns[name] = pa.array(values, pa.date32())
        else:
            columns[name] = pa.array(values, pa.string())
            if chance.random() < 0.5:
                columns[name] = columns[name].dictionary_encode()
    return pa.RecordBatch.from_pydict(columns)


def make_fixed(chance: random.Random) -> dict[str, Any]:
    every = {"place": PLACES[3], "who": "jail", "action": "hold", "date": DAYS[3]}
    kept = chance.choice((0, 0, 4, 4, 1, 2))
    return {name: every[name] for name in chance.sample(sorted(every), kept)}


def compare_random_table(book: Book, chance: random.Random) -> int:
    """Hold a random table to the one-case engine; say how many rows were compared."""
    engine = book.engine()
    free = [name for name in book.facts if not FACTS[name].get("derived")]
    facts = [name for name in free if chance.random() < 0.75]
    fixed = make_fixed(chance)
    batch = make_batch(chance, facts, fixed)
    if not batch.num_columns:
        return 0
    screener = Screener(
        engine, place=fixed.get("place"), who=fixed.get("who"), action=fixed.get("action"),
        on=fixed.get("date"), few=chance.choice((0, 0, 0, 20)),
    )  # fmt: skip
    asked = Asked(engine)
    half = batch.num_rows // 2 + 3  # an offset that is no multiple of eight
    compare(asked, batch.slice(0, half), screener, fixed, facts)
    compare(asked, batch.slice(half), screener, fixed, facts)
    return batch.num_rows


@_few
@given(RANDOM_LAW, chances)
def test_random_law_random_tables(book: Book, chance: random.Random) -> None:
    compare_random_table(book, chance)


def test_enough_was_compared() -> None:
    """Runs after the test above: what it counted."""
    if not seen["rows"]:
        pytest.skip("run the whole file")
    assert seen["rows"] >= 100_000
    assert seen["bad"] > 1_000
    assert seen["depends"] > 5_000


@pytest.mark.parametrize("action", ["notify_release", "hold"])
def test_blanks_presumed_are_facts_left_out(corpus: Corpus, action: str) -> None:
    """With presumptions taken, a row says what a request says that leaves its blanks out."""
    chance = random.Random(5)
    engine = corpus.engine
    facts = {
        "terrorist_watchlist": (True, False),  # tied, presumed
        "outstanding_criminal_warrant": (True, False),  # tied, presumed
        "court_order": (True, False),  # presumed
        "warrant": ("none", "administrative", "judicial"),  # tied, presumed by a hold
        "convicted_felony": (True, False),
        "sex_offender_registrant": (True, False),
    }
    rows = [
        {
            "place": chance.choice(("SF", "NYC", "Fresno County, CA", "Chicago, IL")),
            **{n: chance.choice((None, None, *values)) for n, values in facts.items()},
        }
        for _ in range(2_000)
    ]
    batch = pa.RecordBatch.from_pylist(rows)
    screener = Screener(engine, who="jail", action=action, on=date(2024, 5, 1), presume=True)
    screened = screener.screen(batch)
    asked = Asked(engine)
    for i, row in enumerate(rows):
        given_ = {
            name: row[name]
            for name in facts
            if row[name] is not None or name == "convicted_felony"  # nothing is presumed of it
        }
        expected = asked(row["place"], "jail", action, date(2024, 5, 1), given_)
        found = tuple(screened.columns[name][i].as_py() for name in SCREENED_COLUMNS)
        if isinstance(expected, str):
            assert found == (*(None,) * (len(SCREENED_COLUMNS) - 1), expected)
        else:
            assert found[:6] == (
                expected.verdict,
                expected.basis,
                " ".join(expected.deciding),
                " ".join(expected.waits_for),
                " ".join(expected.uncertain_in_time),
                " ".join(expected.may_not_bind),
            )


def test_every_worked_case_of_the_corpus(corpus: Corpus) -> None:
    """What a case leaves out must have no column: cases are grouped by the facts they give."""
    engine = corpus.engine
    groups = defaultdict(list)
    for case in corpus.lawbook.cases:
        groups[tuple(sorted(case.facts))].append(case)
    asked = Asked(engine)
    screener = Screener(engine)
    count = 0
    for facts, cases in groups.items():
        columns = {
            "place": pa.array([case.place for case in cases]),
            "who": pa.array([case.who for case in cases]),
            "action": pa.array([case.action for case in cases]),
            "date": pa.array([case.date for case in cases]),
            **{name: pa.array([case.facts[name] for case in cases]) for name in facts},
        }
        batch = pa.RecordBatch.from_pydict(columns)
        compare(asked, batch, screener, {}, list(facts))
        verdicts = screener.screen(batch, ("verdict",)).columns["verdict"].to_pylist()
        assert verdicts == [case.expect for case in cases]
        count += len(cases)
    assert count == len(corpus.lawbook.cases) > 1_400


def test_contradictions_of_private_facts_keep_their_values() -> None:
    """`status` is private and implies `calm`."""
    book = Book(("calm", "status", "agency_level"), ())
    engine = book.engine()
    batch = pa.RecordBatch.from_pydict({"status": [True], "calm": [False]})
    screener = Screener(engine, place=PLACES[3], who="jail", action="hold", on=date(2018, 1, 1))
    with pytest.raises(Contradiction, match="true"):
        engine.facts.settle({"status": True, "calm": False}, ())
    screened = screener.screen(batch)
    assert screened.bad == {0: "What is given of calm and status cannot all be so."}


def test_values_of_private_facts_are_not_repeated() -> None:
    engine = Book(("papers", "kind", "agency_level"), ()).engine()
    batch = pa.RecordBatch.from_pydict({"papers": ["green card"], "kind": ["odd"]})
    screener = Screener(engine, place=PLACES[3], who="jail", action="hold", on=date(2018, 1, 1))
    said = screener.screen(batch).bad[0]
    assert "green card" not in said
    assert "'odd' is not a valid value of kind" in said
    assert "What is given is not a valid value of papers; allowed: paper_none, paper_visa." in said
