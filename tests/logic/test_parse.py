"""Conditions as lawyers write them: what the text means, and what is refused."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings

from safehavens.corpus.model import Fact, FactValue
from safehavens.logic.expression import (
    Among,
    And,
    Compares,
    Constant,
    Expression,
    Holds,
    Not,
    Or,
    truth,
)
from safehavens.logic.parse import ConditionError, Reader
from tests.logic.test_expression import NAMES, facts
from tests.strategies import FACTS, expressions, sql

DECLARED = {
    name: Fact(name=name, type=form["type"], ask="?", values=tuple(form.get("values", ())))
    for name, form in FACTS.items()
}
READER = Reader(DECLARED, {"grave": Or((Holds("felony"), Holds("violent")))})
FELONY, CALM = Holds("felony"), Holds("calm")
fixed = settings(derandomize=True, database=None, deadline=None, max_examples=300)


@fixed
@given(expressions(depth=4), facts)
def test_text_means_what_it_was_written_from(
    expression: Expression, known: dict[str, FactValue | None]
) -> None:
    assert truth(READER.read(sql(expression)), known) is truth(expression, known)


DATABASE = sqlite3.connect(":memory:")
COLUMNS = ", ".join(f"? AS {name}" for name in NAMES)


@fixed
@given(expressions(depth=4), facts)
def test_truth_is_that_of_a_sql_engine(
    expression: Expression, known: dict[str, FactValue | None]
) -> None:
    text = sql(expression)
    row = DATABASE.execute(  # the text is made here, from nothing but declared names and values
        f"SELECT ({text}) FROM (SELECT {COLUMNS})",  # noqa: S608
        [known.get(name) for name in NAMES],
    ).fetchone()
    expected = None if row[0] is None else bool(row[0])
    assert truth(READER.read(text), known) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("felony", FELONY),
        ("FELONY = TRUE OR calm".lower(), Or((FELONY, CALM))),
        ("felony = false", Not(FELONY)),
        ("felony <> true", Not(FELONY)),
        ("TRUE = felony", FELONY),
        ("NOT NOT felony", FELONY),
        ("not felony and calm", And((Not(FELONY), CALM))),
        ("felony or calm and felony", Or((FELONY, And((CALM, FELONY))))),
        ("(felony or calm) and felony", And((Or((FELONY, CALM)), FELONY))),
        ("kind = 'raid'", Among("kind", frozenset({"raid"}))),
        ("'raid' = kind", Among("kind", frozenset({"raid"}))),
        ("kind <> 'raid'", Not(Among("kind", frozenset({"raid"})))),
        ("kind IN ('raid', 'stop')", Among("kind", frozenset({"raid", "stop"}))),
        ("kind NOT IN ('raid')", Not(Among("kind", frozenset({"raid"})))),
        ("age >= 18", Compares("age", ">=", 18.0)),
        ("18 <= age", Compares("age", ">=", 18.0)),
        ("5 > distance", Compares("distance", "<", 5.0)),
        ("distance = -1.5", Compares("distance", "=", -1.5)),
        ("age <> 18", Not(Compares("age", "=", 18.0))),
        ("age IN (1, 2)", Or((Compares("age", "=", 1.0), Compares("age", "=", 2.0)))),
        (
            "age BETWEEN 5 AND 17",
            And((Compares("age", ">=", 5.0), Compares("age", "<=", 17.0))),
        ),
        (
            "age NOT BETWEEN 5 AND 17",
            Not(And((Compares("age", ">=", 5.0), Compares("age", "<=", 17.0)))),
        ),
        ("grave", Or((FELONY, Holds("violent")))),
        ("grave AND calm", And((Or((FELONY, Holds("violent"))), CALM))),
        ("TRUE", Constant(True)),
        ("felony AND FALSE", Constant(False)),
    ],
)
def test_what_can_be_written(text: str, expected: Expression) -> None:
    assert READER.read(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("felony IS NULL", "not allowed"),  # an answer must not turn on what the asker knows
        ("felony IS NOT TRUE", "not allowed"),
        ("COALESCE(felony, TRUE)", "not allowed"),
        ("CASE WHEN felony THEN calm END", "not allowed"),
        ("kind != 'raid'", "not allowed"),  # SQL writes it <>
        ("kind LIKE 'r%'", "not allowed"),
        ("felony = NULL", "not a valid value"),
        ("NULL", "not allowed"),
        ("felnoy", "did you mean felony"),
        ("unheard_of = 1", "There is no declared fact"),
        ("kind", "not a bool"),
        ("age", "not a bool"),
        ("kind = 'rade'", "allowed: none, raid, stop"),
        ("kind = raid", "single quotes"),
        ('kind = "raid"', "single quotes"),
        ("kind < 'raid'", "not a number"),
        ("felony > FALSE", "not a number"),
        ("kind BETWEEN 'none' AND 'stop'", "numbers"),
        ("age = 'old'", "with numbers"),
        ("age > distance", "with numbers"),
        ("age + 1 > 18", "name was expected"),
        ("felony = 1", "is not a valid value"),
        ("felony IN (TRUE)", "write it alone"),
        ("law.felony", "name was expected"),
        ('"felony"', "name was expected"),
        ("felony; calm", "one condition"),
        ("", "one condition"),
        ("felony AND", "not a condition"),
        ("(felony", "not a condition"),
        ("felony -- or not", "no comments"),
        ("felony /* or not */", "no comments"),
        ("SELECT felony", "not allowed"),
        ("kind IN (SELECT felony)", "list of values"),
        ("1", "not allowed"),
        ("1 = 1", "name was expected"),
    ],
)
def test_what_is_refused_and_why(text: str, said: str) -> None:
    with pytest.raises(ConditionError) as caught:
        READER.read(text)
    assert said in str(caught.value)


def test_long_conditions_are_read() -> None:
    chained = READER.read(" OR ".join(["felony", "calm"] * 300))
    assert isinstance(chained, Or)
    assert len(chained.parts) == 600
