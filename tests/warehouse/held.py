"""What the SELECT is held to: the engine, asked row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pyarrow as pa
import pytest
import sqlglot

from safehavens.corpus.model import FactValue, Lawbook
from safehavens.decide.brief import decide_briefly
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.request import BadRequest, find_answered_days
from safehavens.warehouse.dialects import NUMBERS_FOR_BOOLEANS
from safehavens.warehouse.select import select_text
from safehavens.warehouse.select_request import SelectRequest
from tests import reference
from tests.strategies import FACTS, FRESNO, PLACES

Row = dict[str, Any]
Answer = tuple[str | None, str | None, bool, bool]
"""The verdict, the basis, `uncertain_in_time` and `may_not_bind` of a row."""
NO_VERDICT: Answer = (None, None, False, False)
LEFT_TO_ASK = {"rows": 0}
"""Rows of which the engine gives a verdict and the SELECT none."""


@dataclass(frozen=True)
class Asked:
    """A question to the law, and the options of its SELECT."""

    place: str
    who: str
    action: str
    start: date | None = None
    end: date | None = None
    facts: tuple[str, ...] = ()
    only: bool = False
    date_column: str | None = "day"
    basis: bool = True

    def text(self, engine: Engine, dialect: str = "duckdb", table: str = "requests") -> str:
        request = SelectRequest(
            self.place, self.who, self.action, self.start, self.end, place_name="Somewhere"
        )
        return select_text(
            engine,
            request,
            dialect=dialect,
            table=table,
            date_column=self.date_column,
            facts=self.facts,
            only=self.only,
            basis=self.basis,
        )


def make_question(chance: Random, engine: Engine) -> Asked:
    """A question to random law: a window of time, and columns, as they come."""
    action = chance.choice(("hold", "hold", "hold", "hold", "transfer"))  # one fixes a fact
    places = (FRESNO,) * 12 + PLACES
    tried = [(chance.choice(places), chance.choice(("jail", "police"))) for _ in range(4)]

    def asks(where: tuple[str, str]) -> int:
        return sum(len(stretch.position.facts) for stretch in engine.timeline(*where, action))

    place, who = max(tried, key=asks)  # much random law says nothing of a question
    days = engine.timeline(place, who, action).days
    start, end = (chance.choice((None, None, *days)) for _ in range(2))
    if start is not None and end is not None and start > end:
        start, end = end, start
    given = [name for name in engine.lawbook.facts if not FACTS[name].get("derived")]
    named = tuple(chance.sample(given, chance.randint(0, len(given))))
    return Asked(place, who, action, start, end, named, chance.random() < 0.3)


Run = Callable[[str, pa.Table], Sequence[Sequence[Any]]]
"""Runs a SELECT over a table that is called requests; a row's id is its first column."""


def check(
    engine: Engine, asked: Asked, chance: Random, count: int, run: Run, dialect: str = "duckdb"
) -> list[str | None]:
    """Run the SELECT over random rows and hold each to the engine; give the verdicts."""
    answered = find_answered_days(engine.lawbook, (asked.action,))
    bounds = (asked.start or answered.start, asked.end)
    if any(day is not None and answered.refuse(day) for day in bounds):
        with pytest.raises(BadRequest, match="that is answered"):
            asked.text(engine, dialect)
        return []
    text = asked.text(engine, dialect)
    columns = columns_of(text, engine.lawbook.facts, dialect)
    judge = Judge(engine, asked, columns)
    days = engine.timeline(asked.place, asked.who, asked.action).days
    rows = random_rows(chance, engine, columns, days, count)
    made = run(text, table_of(rows, engine.lawbook, columns, dialect))
    found = {row[0]: (*row[-4:-2], *(bool(int(cell)) for cell in row[-2:])) for row in made}
    assert len(found) == len(rows)
    for row in rows:
        expected = judge.answer(row)
        got = found[row["id"]]
        if got != expected:
            assert got == NO_VERDICT, (row, expected, text)
            assert judge.may_refuse(row), (row, text)
            LEFT_TO_ASK["rows"] += 1
    return [answer[0] for answer in found.values()]


def columns_of(text: str, facts: Mapping[str, Any], dialect: str = "duckdb") -> tuple[str, ...]:
    """The facts that a SELECT reads."""
    tree = sqlglot.parse_one(text, dialect=dialect)
    names = {column.name for column in tree.find_all(sqlglot.exp.Column)}
    return tuple(sorted(names & facts.keys()))


class Judge:
    """What the engine says of rows that give these columns."""

    def __init__(self, engine: Engine, asked: Asked, columns: Sequence[str]) -> None:
        self._engine = engine
        self._asked = asked
        self._columns = tuple(columns)
        self._said: dict[tuple[Any, ...], Answer] = {}

    def answer(self, row: Row) -> Answer:
        """What the columns of a row say."""
        day = row["day"]
        asked = self._asked
        if asked.date_column is not None:
            if day is None:
                return NO_VERDICT
            if asked.start is not None and day < asked.start:
                return NO_VERDICT
            if asked.end is not None and day > asked.end:
                return NO_VERDICT
            if find_answered_days(self._engine.lawbook, (asked.action,)).refuse(day):
                return NO_VERDICT
        else:
            day = asked.start or date(2020, 1, 1)
        return self.at(day, row)

    def may_refuse(self, row: Row) -> bool:
        """Whether the SELECT may give no verdict where the engine gives one: what is presumed of
        facts that hang together cannot all be so beside the row, though none of it is refuted
        alone. Then none of it is presumed."""
        day = row["day"] if self._asked.date_column else self._asked.start or date(2020, 1, 1)
        timeline = self._engine.timeline(self._asked.place, self._asked.who, self._asked.action)
        position = timeline.at(day).position
        given = {name: row[name] for name in self._columns}
        fixed = dict(position.circumstances.fixed)
        settled = reference.settle(
            self._engine.lawbook,
            self._engine.conditions,
            {**given, **fixed},
            {*position.facts},
            position.circumstances.usual_values,
        )
        return settled.dropped

    def at(self, day: date, row: Row) -> Answer:
        asked = self._asked
        stretch = self._engine.timeline(asked.place, asked.who, asked.action).at(day)
        key = (id(stretch.position), *(row[name] for name in self._columns))
        if key not in self._said:
            given = {name: row[name] for name in self._columns}
            self._said[key] = self._ask(stretch.position, given)
        return self._said[key]

    def _ask(self, position: Any, given: dict[str, FactValue | None]) -> Answer:
        """No verdict where the facts contradict each other."""
        try:
            said = decide_briefly(self._engine, position, given)
        except Contradiction:
            return NO_VERDICT
        return said.verdict, said.basis, bool(said.uncertain_in_time), bool(said.may_not_bind)


def table_of(
    rows: Sequence[Row], lawbook: Lawbook, columns: Sequence[str], dialect: str = "duckdb"
) -> pa.Table:
    """Rows as a table: a day, and the fact columns; 1 and 0 where a dialect has no booleans."""
    kinds = {"bool": pa.bool_(), "enum": pa.string(), "number": pa.float64()}
    fields = [pa.field("id", pa.int64()), pa.field("day", pa.date32())]
    fields += [pa.field(name, kinds[lawbook.facts[name].type]) for name in columns]
    table = pa.Table.from_pylist(list(rows), pa.schema(fields))
    if dialect in NUMBERS_FOR_BOOLEANS:
        numbers = [f.with_type(pa.int8()) if pa.types.is_boolean(f.type) else f for f in fields]
        table = table.cast(pa.schema(numbers))
    return table


def random_rows(
    chance: Random,
    engine: Engine,
    columns: Sequence[str],
    days: Sequence[date],
    count: int,
) -> list[Row]:
    """Rows near the days on which law changes, facts known and not."""
    rows = []
    near = [day + timedelta(days=n) for day in days for n in (-1, 0, 1)] or [date(2020, 1, 1)]
    for i in range(count):
        unknown = chance.choice((0.0, 0.2, 0.5, 0.9))
        row: Row = {"id": i, "day": None if chance.random() < 0.01 else chance.choice(near)}
        for name in columns:
            known = chance.random() >= unknown
            row[name] = _value(chance, engine, name) if known else None
        rows.append(row)
    return rows


def plain_number(value: FactValue | None) -> FactValue | None:
    """Numbers as a column of floats holds them."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _value(chance: Random, engine: Engine, name: str) -> FactValue:
    return plain_number(chance.choice(engine.classes[name].samples))  # type: ignore[return-value]
