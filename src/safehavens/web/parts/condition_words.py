"""Conditions in words: a tree of questions and the answers that meet them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from safehavens.corpus.model import Fact
from safehavens.logic.expression import (
    Among,
    And,
    Compares,
    Constant,
    Expression,
    Holds,
    Not,
    Or,
)
from safehavens.wording.labels import N_

RELATION: Final = {
    "=": N_("%(number)s"),
    "<": N_("less than %(number)s"),
    "<=": N_("%(number)s or less"),
    ">": N_("more than %(number)s"),
    ">=": N_("%(number)s or more"),
}
_OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class Line:
    """One question, and the answers under which this part of a condition holds.

    `values` of a yes-or-no or one-of-a-list fact; `relation` and `number` of a number; `but` says
    that the answer must be another one.
    """

    fact: str
    values: tuple[bool | str, ...] = ()
    relation: str | None = None
    number: float | None = None
    but: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which all, or any, must hold."""

    join: Literal["all", "any", "always", "never"]
    parts: tuple[Group | Line, ...] = ()


def in_words(expression: Expression, facts: dict[str, Fact], negated: bool = False) -> Group | Line:
    """A condition as a tree for readers; negations are pushed down to the answers."""
    match expression:
        case Constant(value):
            return Group("always" if value is not negated else "never")
        case Not(part):
            return in_words(part, facts, not negated)
        case And(parts) | Or(parts):
            every = isinstance(expression, And) is not negated
            return _group("all" if every else "any", (in_words(p, facts, negated) for p in parts))
        case Holds(fact):
            return Line(fact, (not negated,))
        case Among(fact, values):
            declared = facts[fact].values
            left = tuple(v for v in declared if (v in values) is not negated)
            if len(left) > len(declared) // 2 + 1 and len(left) > 3:
                return Line(fact, tuple(v for v in declared if v not in left), but=True)
            return Line(fact, left)
        case Compares(fact, relation, number):
            if negated and relation == "=":
                return Line(fact, (), "=", number, but=True)
            return Line(fact, (), _OPPOSITE[relation] if negated else relation, number)


def _group(join: Literal["all", "any"], parts: Iterable[Group | Line]) -> Group | Line:
    flat: list[Group | Line] = []
    for part in parts:
        flat += part.parts if isinstance(part, Group) and part.join == join else (part,)
    return flat[0] if len(flat) == 1 else Group(join, tuple(flat))
