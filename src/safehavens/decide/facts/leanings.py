"""Leanings: what is taken to be so of a fact that is left out.

Most often it is one value, the fact's presumption. It may be several, of which it is not known
which (a list has more than one entry of an agency); and it may hang on a condition
(`presume_unless`).
"""

from __future__ import annotations

from safehavens.corpus.model import Fact, FactValue
from safehavens.logic.expression import (
    FALSE,
    Among,
    Compares,
    Expression,
    Holds,
    disjunction,
    negation,
)
from safehavens.values.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Leaning:
    """The fact is one of these values, unless a condition holds."""

    fact: str
    values: tuple[FactValue, ...]
    unless: Expression
    expression: Expression
    """The same as a condition."""


def make_leaning(fact: Fact, values: tuple[FactValue, ...], unless: Expression = FALSE) -> Leaning:
    """What is taken to be so of a fact.

    Parameters
    ----------
    fact : Fact
    values : tuple of values
        One or more.
    unless : Expression
        Where it holds, nothing is taken to be so.
    """
    return Leaning(fact.name, values, unless, disjunction(unless, _is_among(fact, values)))


def _is_among(fact: Fact, values: tuple[FactValue, ...]) -> Expression:
    if fact.type == "enum":
        return Among(fact.name, frozenset(str(value) for value in values))
    if fact.type == "bool":
        holds = Holds(fact.name)
        return disjunction(*(holds if value else negation(holds) for value in values))
    return disjunction(*(Compares(fact.name, "=", float(value)) for value in values))
