"""Conditions over facts, as a small closed type of our own.

`Expression` is what a condition means once it has been read: booleans, enumerations and numbers
compared with literals, joined by AND, OR and NOT. Truth is three-valued, as SQL's is: a fact that
is not known (None) makes what hangs on it not known (Kleene's strong logic).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal

from safehavens.corpus.model import FactValue
from safehavens.values.quick_dataclass import dataclass

Comparison = Literal["=", "<", "<=", ">", ">="]
Truth = bool | None


@dataclass(frozen=True, slots=True)
class Constant:
    """TRUE or FALSE."""

    value: bool


@dataclass(frozen=True, slots=True)
class Holds:
    """A bool fact is true."""

    fact: str


@dataclass(frozen=True, slots=True)
class Among:
    """An enum fact has one of these values."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compares:
    """A number fact stands in this relation to a number."""

    fact: str
    relation: Comparison
    number: float


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Expression


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds."""

    parts: tuple[Expression, ...]


Atom = Holds | Among | Compares
Expression = Constant | Atom | Not | And | Or

TRUE: Final = Constant(True)
FALSE: Final = Constant(False)

RELATIONS: Final[Mapping[Comparison, Callable[[float, float], bool]]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def truth(expression: Expression, facts: Mapping[str, FactValue | None]) -> Truth:
    """Whether the expression holds: True, False, or None where that is not known.

    Parameters
    ----------
    expression : Expression
    facts : mapping of str to bool, str, number or None
        A fact that is missing or None is not known.
    """
    match expression:
        case Constant(value):
            return value
        case Not(part):
            inner = truth(part, facts)
            return None if inner is None else not inner
        case And(parts):
            truths = [truth(part, facts) for part in parts]
            return False if False in truths else None if None in truths else True
        case Or(parts):
            truths = [truth(part, facts) for part in parts]
            return True if True in truths else None if None in truths else False
        case _:
            known = facts.get(expression.fact)
            return None if known is None else holds(expression, known)


def holds(atom: Atom, value: FactValue) -> bool:
    """Whether an atom holds of a known value of its fact."""
    match atom:
        case Holds():
            return bool(value)
        case Among(_, values):
            return value in values
        case Compares(_, relation, number):
            return RELATIONS[relation](float(value), number)


def atoms(expression: Expression) -> Iterator[Atom]:
    """Every atom, in reading order, with repeats."""
    match expression:
        case Constant():
            return
        case Not(part):
            yield from atoms(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from atoms(part)
        case _:
            yield expression


def facts_of(expression: Expression) -> tuple[str, ...]:
    """The facts that an expression asks for, in reading order."""
    return tuple(dict.fromkeys(atom.fact for atom in atoms(expression)))


def count_parts(expression: Expression) -> int:
    """How many comparisons and connectives an expression has."""
    match expression:
        case Not(part):
            return 1 + count_parts(part)
        case And(parts) | Or(parts):
            return 1 + sum(map(count_parts, parts))
        case _:
            return 1


def find_depth(expression: Expression) -> int:
    """How many connectives lie within each other at most."""
    match expression:
        case Not(part):
            return 1 + find_depth(part)
        case And(parts) | Or(parts):
            return 1 + max(map(find_depth, parts))
        case _:
            return 0


def conjunction(*parts: Expression) -> Expression:
    """All of them: constants are folded away and nested ANDs flattened."""
    flat: list[Expression] = []
    for part in parts:
        if part == FALSE:
            return FALSE
        flat += part.parts if isinstance(part, And) else () if part == TRUE else (part,)
    return TRUE if not flat else flat[0] if len(flat) == 1 else And(tuple(flat))


def disjunction(*parts: Expression) -> Expression:
    """Any of them: constants are folded away and nested ORs flattened."""
    flat: list[Expression] = []
    for part in parts:
        if part == TRUE:
            return TRUE
        flat += part.parts if isinstance(part, Or) else () if part == FALSE else (part,)
    return FALSE if not flat else flat[0] if len(flat) == 1 else Or(tuple(flat))


def negation(part: Expression) -> Expression:
    """Not it; a double NOT falls away."""
    match part:
        case Constant(value):
            return Constant(not value)
        case Not(inner):
            return inner
        case _:
            return Not(part)


def substitute(expression: Expression, fact: str, value: FactValue) -> Expression:
    """The expression once this fact is known: atoms of the fact fold to constants."""
    match expression:
        case Constant():
            return expression
        case Not(part):
            return negation(substitute(part, fact, value))
        case And(parts):
            return conjunction(*(substitute(part, fact, value) for part in parts))
        case Or(parts):
            return disjunction(*(substitute(part, fact, value) for part in parts))
        case _:
            if expression.fact != fact:
                return expression
            return Constant(holds(expression, value))
