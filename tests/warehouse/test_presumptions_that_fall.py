"""What is given beats what is presumed of facts left out, and every evaluator says so.

Each law here has a presumption that falls in some rows and not in others, as what a row gives
implies something else. A SELECT (in every dialect), a screened table, the solver and one request at
a time are held to docs/semantics.md read plainly, for all rows there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import duckdb
import pyarrow as pa
import pytest
import sqlglot

from safehavens.compare.evaluator import Evaluator
from safehavens.corpus.model import FactValue, Spell
from safehavens.decide.engine import Engine
from safehavens.decide.facts.left_out import fallen
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.request import BadRequest, Request
from safehavens.screen.screener import Screener
from safehavens.warehouse.dialects import DIALECTS
from tests import reference
from tests.screen.test_one_meaning import Asked as AskedRowByRow
from tests.screen.test_one_meaning import compare
from tests.strategies import (
    CA,
    DAYS,
    FACTS,
    FRESNO,
    Among,
    And,
    Book,
    Expression,
    Holds,
    InstrumentDraft,
    NormDraft,
    Not,
    Or,
    Ties,
    sql,
)
from tests.warehouse.held import NO_VERDICT, Asked, Judge, table_of

DAY = DAYS[3]
CIVIL = Among("purpose", frozenset({"civil"}))
CRIMINAL = Among("purpose", frozenset({"criminal"}))
RAID = Among("kind", frozenset({"raid"}))


@dataclass(frozen=True)
class Falling:
    """A law that bars a hold on a condition, and facts that are tied and presumed as it says."""

    bars: Expression
    columns: tuple[str, ...]
    presumed: dict[str, FactValue]
    implied: dict[str, Expression]
    unless: dict[str, Expression]
    terms: tuple[str, ...] = ()
    """Those of `implied` that mean their condition."""

    def book(self) -> Book:
        conditions = [self.bars, *self.implied.values(), *self.unless.values()]
        named = {*self.columns, *self.presumed, *self.implied}
        named |= {name for one in conditions for name in reference.names_in(one)}
        forms: dict[str, dict[str, Any]] = {}
        for name in named:
            form = {k: v for k, v in FACTS[name].items() if k in ("type", "values", "unit")}
            if name in self.presumed:
                form["presume"] = self.presumed[name]
            if name in self.implied:
                tie = "means" if name in self.terms else "implies"
                form[tie] = sql(self.implied[name])
            if name in self.unless:
                form["presume_unless"] = sql(self.unless[name])
            forms[name] = form
        norm = NormDraft(
            "law0#n0", ("jail",), (), ("hold",), "must_not", self.bars, None, (), (), "no",
            (Spell(DAYS[0]),),
        )  # fmt: skip
        law = InstrumentDraft("law0", "statute", CA, None, (), True, (norm,))
        facts = tuple(name for name in FACTS if name in named)
        return Book(facts, (law,), ties=Ties(forms, self.implied, self.unless))


FALLING = {
    "presumed unless a condition holds, as a neglected child in New Mexico is a minor": Falling(
        And((Holds("warned"), RAID)), ("listed", "kind"), {"warned": False},
        {"listed": Holds("warned")}, {"warned": RAID},
    ),
    "presumed, and nothing else": Falling(
        Not(Holds("felony")), ("violent",), {"felony": False, "violent": False},
        {"violent": Holds("felony")}, {},
    ),
    "two implications, one after the other": Falling(
        Not(Holds("felony")), ("listed", "kind"), {"felony": False, "violent": False},
        {"listed": Or((Holds("violent"), RAID)), "violent": Holds("felony")}, {},
    ),
    "one of several values, where there can be but one": Falling(
        CIVIL, ("listed", "violent"), {"purpose": "civil"},
        {"listed": CRIMINAL, "violent": CIVIL}, {},
    ),
    "one of several values, presumed unless a condition holds": Falling(
        CIVIL, ("listed", "felony"), {"purpose": "civil"},
        {"listed": CRIMINAL}, {"purpose": Holds("felony")},
    ),
    "what the presumption hangs on follows": Falling(
        CIVIL, ("listed", "kind"), {"purpose": "civil"},
        {"listed": Or((Holds("violent"), RAID)), "violent": Holds("felony")},
        {"purpose": Or((RAID, Holds("felony")))},
    ),
    "what the presumption hangs on follows, and is two facts": Falling(
        CIVIL, ("listed", "status"), {"purpose": "civil"},
        {"listed": Holds("felony"), "status": Holds("violent")},
        {"purpose": And((Holds("felony"), Holds("violent")))},
    ),
    "what the presumption hangs on is itself presumed": Falling(
        CIVIL, ("listed",), {"purpose": "civil", "felony": False},
        {"listed": Holds("felony")}, {"purpose": Holds("felony")},
    ),
    "an action presumes it": Falling(
        Holds("adult"), ("listed", "kind"), {}, {"listed": Or((Holds("adult"), RAID))}, {},
    ),
    "a term of two facts, of which norms ask for one": Falling(
        Or((Holds("minor"), Among("kind", frozenset({"stop"})))), ("kind",), {"minor": False},
        {"minor": And((RAID, Holds("calm")))}, {}, ("minor",),
    ),
    "a term of two facts that follow": Falling(
        Or((Holds("minor"), Holds("felony"))), ("listed",), {"minor": True, "felony": False},
        {"minor": And((Holds("felony"), Holds("calm"))), "listed": Holds("felony")}, {}, ("minor",),
    ),
    "of a fact that no norm asks for": Falling(
        Holds("listed"), ("listed", "kind"), {"felony": False},
        {"listed": Holds("felony")}, {},
    ),
}  # fmt: skip


def rows_of(engine: Engine, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    every = [(*engine.classes[name].samples, None) for name in columns]
    values = [dict(zip(columns, chosen, strict=True)) for chosen in product(*every)]
    return [{"id": i, "day": DAY, **row} for i, row in enumerate(values)]


def meaning(book: Book, facts: dict[str, Any]) -> str | None:
    try:
        lawbook, conditions = book.lawbook(), book.conditions()
        return reference.decide(lawbook, conditions, FRESNO, "jail", "hold", DAY, facts).verdict
    except reference.Impossible:
        return None


@pytest.fixture(params=FALLING.values(), ids=FALLING)
def falling(request: pytest.FixtureRequest) -> Falling:
    return request.param  # type: ignore[no-any-return]


def test_what_is_given_takes_a_presumption_away(falling: Falling) -> None:
    """Each law has rows of which the answer is another one than if nothing were known."""
    book = falling.book()
    engine = book.engine()
    given = [{n: row[n] for n in falling.columns} for row in rows_of(engine, falling.columns)]
    position = engine.timeline(FRESNO, "jail", "hold").at(DAY).position
    taken = engine.settle(position, dict.fromkeys(falling.columns))
    moved = 0
    for facts in given:
        expected = meaning(book, facts)
        try:
            settled = engine.settle(position, facts)
        except Contradiction:
            assert expected is None
            continue
        assert engine.verdict(Request(FRESNO, "jail", "hold", DAY, facts)) == expected
        assert Evaluator(engine).verdict(position, facts) == expected
        moved += (settled.presumed, settled.leanings) != (taken.presumed, taken.leanings)
    assert moved


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_select_answers_every_such_row(falling: Falling, dialect: str) -> None:
    engine = falling.book().engine()
    asked = Asked(FRESNO, "jail", "hold", DAY, DAY, falling.columns, True)
    text = asked.text(engine, dialect)
    text = sqlglot.transpile(text, dialect, "duckdb")[0]
    rows = rows_of(engine, falling.columns)
    judge = Judge(engine, asked, falling.columns)
    with duckdb.connect() as database:
        table = table_of(rows, engine.lawbook, falling.columns, dialect)
        database.register("requests", table)
        found = sorted(database.execute(text).fetchall())
    for made, row in zip(found, rows, strict=True):
        got = (*made[-4:-2], *(bool(int(cell)) for cell in made[-2:]))
        assert got == judge.answer(row), (row, text)
        contradicts = meaning(falling.book(), {n: row[n] for n in falling.columns}) is None
        assert (got == NO_VERDICT) == contradicts


def test_a_screened_table_says_the_same(falling: Falling) -> None:
    engine = falling.book().engine()
    fixed = {"place": FRESNO, "who": "jail", "action": "hold", "date": DAY}
    screener = Screener(engine, place=FRESNO, who="jail", action="hold", on=DAY, few=0)
    rows = rows_of(engine, falling.columns)
    columns = [{name: row[name] for name in falling.columns} for row in rows]
    kinds = {"bool": pa.bool_(), "enum": pa.string()}
    schema = pa.schema([(name, kinds[FACTS[name]["type"]]) for name in falling.columns])
    batch = pa.RecordBatch.from_pylist(columns * 3, schema)
    compare(AskedRowByRow(engine), batch, screener, fixed, list(falling.columns))


def test_where_there_are_too_many_ways_a_row_is_left_to_ask(
    falling: Falling, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No row gets another verdict; or the SELECT is refused."""
    engine = falling.book().engine()
    asked = Asked(FRESNO, "jail", "hold", DAY, DAY, falling.columns, True)
    monkeypatch.setattr(fallen, "_MOST_WAYS", 1)
    try:
        text = asked.text(engine)
    except BadRequest:
        return
    rows = rows_of(engine, falling.columns)
    judge = Judge(engine, asked, falling.columns)
    with duckdb.connect() as database:
        database.register("requests", table_of(rows, engine.lawbook, falling.columns))
        found = sorted(database.execute(text).fetchall())
    for made, row in zip(found, rows, strict=True):
        assert made[-4:] in (judge.answer(row), NO_VERDICT), (row, text)
