"""Conditions and sets of classes as SQL mean what they mean in Python, NULLs included."""

from __future__ import annotations

from itertools import product
from random import Random

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from sqlglot import exp

from safehavens.corpus.model import Fact
from safehavens.decide.engine import Engine
from safehavens.logic.classes import Classes
from safehavens.logic.expression import facts_of, truth
from safehavens.logic.sql import column, cubes_sql, expression_sql, invalid_sql, mask_sql
from tests.strategies import FACTS, Book, chances, expressions, values_of
from tests.warehouse.test_properties import examples

KINDS = {"bool": pa.bool_(), "enum": pa.string(), "number": pa.float64()}
CONNECTION = duckdb.connect()


def answers(condition: exp.Expr, rows: list[dict[str, object]], names: list[str]) -> list[object]:
    schema = pa.schema([pa.field("id", pa.int64())] + [
        pa.field(name, KINDS[str(FACTS[name]["type"])]) for name in names
    ])  # fmt: skip
    table = pa.Table.from_pylist([{"id": i, **row} for i, row in enumerate(rows)], schema)
    CONNECTION.register("rows", table)
    text = exp.select(condition).from_("rows").order_by("id").sql("duckdb")
    return [row[0] for row in CONNECTION.execute(text).fetchall()]


def known(name: str) -> list[object]:
    values = values_of(name)
    return [float(v) if FACTS[name]["type"] == "number" else v for v in values]


@examples(300)
@given(expressions(), chances)
def test_a_condition_is_what_it_is_in_python(drawn: object, chance: Random) -> None:
    names = list(facts_of(drawn))  # type: ignore[arg-type]
    rows = [
        {name: None if chance.random() < 0.3 else chance.choice(known(name)) for name in names}
        for _ in range(40)
    ]
    expected = [truth(drawn, row) for row in rows]  # type: ignore[arg-type]
    assert answers(expression_sql(drawn), rows, names) == expected  # type: ignore[arg-type]


def engine_of_numbers() -> Engine:
    """An engine whose conditions compare both numbers with many thresholds."""
    book = Book(("age", "distance", "kind", "calm", "papers", "agency_level"), ())
    return book.engine()


def classes_of(name: str, thresholds: tuple[float, ...] = ()) -> Classes:
    if FACTS[name]["type"] != "number":
        return engine_of_numbers().classes[name]
    from safehavens.logic.classes import _classes

    fact = Fact(name, "number", "?", unit=FACTS[name].get("unit"))
    return _classes(fact, set(thresholds))


@pytest.mark.parametrize(
    ("name", "thresholds"),
    [
        ("calm", ()),
        ("kind", ()),
        ("papers", ()),
        ("age", (0.0, 5.0, 18.0)),
        ("age", (5.0, 18.5)),
        ("age", (7.0,)),
        ("distance", (-2.5, 0.0, 1e-7)),
        ("distance", (1e15,)),
    ],
)
def test_every_set_of_classes(name: str, thresholds: tuple[float, ...]) -> None:
    classes = classes_of(name, thresholds)
    rows: list[dict[str, object]] = [{name: value} for value in classes.samples]
    rows.append({name: None})
    for mask in range(1, classes.all):
        expected = [bool(mask >> i & 1) for i in range(len(classes.samples))]
        assert answers(mask_sql(classes, mask), rows, [name]) == [*expected, None]


def test_cubes() -> None:
    """One of some conjunctions, what they share being written once."""
    engine = engine_of_numbers()
    chance = Random(3)
    names = ["kind", "calm", "papers"]
    rows = [
        dict(zip(names, values, strict=True))
        for values in product(*([*known(name), None] for name in names))
    ]
    for _ in range(200):
        cubes = [
            tuple(
                (name, chance.randrange(1, engine.classes[name].all))
                for name in sorted(chance.sample(names, chance.randint(1, 3)))
            )
            for _ in range(chance.randint(1, 3))
        ]
        if chance.random() < 0.5:
            shared = ("kind", 1)
            cubes = [(shared, *(lit for lit in cube if lit[0] != "kind")) for cube in cubes]
        held = [
            any(
                all(
                    row[name] is not None and engine.classes[name].of(row[name]) & mask
                    for name, mask in cube
                )
                for cube in cubes
            )
            for row in rows
        ]
        found = answers(cubes_sql(cubes, engine.classes), rows, names)
        assert [value is True for value in found] == held


def test_values_that_a_fact_cannot_have() -> None:
    nan, inf = float("nan"), float("inf")
    years = invalid_sql(Fact("age", "number", "?", unit="years"))
    number = invalid_sql(Fact("distance", "number", "?"))
    kind = invalid_sql(Fact("kind", "enum", "?", values=("none", "raid", "stop")))
    assert invalid_sql(Fact("calm", "bool", "?")) is None
    assert years is not None
    assert number is not None
    assert kind is not None
    ages: list[dict[str, object]] = [{"age": v} for v in (-1.0, 0.0, 3.5, nan, inf, None)]
    assert answers(years, ages, ["age"]) == [True, False, False, True, True, None]
    far: list[dict[str, object]] = [{"distance": v} for v in (-1.0, nan, -inf, None)]
    assert answers(number, far, ["distance"]) == [False, True, True, None]
    kinds: list[dict[str, object]] = [{"kind": v} for v in ("raid", "Raid", "", None)]
    assert answers(kind, kinds, ["kind"]) == [False, True, True, None]


def test_names_that_are_words_of_sql_are_quoted() -> None:
    assert column("warrant").sql("snowflake") == "warrant"
    assert column("order").sql("snowflake") == '"order"'
    assert column("end").sql("bigquery") == "`end`"
