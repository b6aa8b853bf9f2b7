"""Positions of which something is not known: days that no source gives, whom an ordinance binds.

The hidden facts of a position (`safehavens.decide.norms.unsure`) are no part of a request. What is
proved of all requests has to hold whatever they are; and a request shows something only if its
answers do not turn on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy

from safehavens.decide.norms.position import Position
from safehavens.decide.norms.unsure import find_doubt, is_hidden
from safehavens.logic.expression import (
    And,
    Expression,
    Holds,
    Not,
    Or,
    conjunction,
    disjunction,
    facts_of,
    negation,
    substitute,
)

ConditionsOf = Callable[[Position], Sequence[Expression]]
"""What to take for the conditions of a position's binding norms."""


def read_conditions(position: Position) -> Sequence[Expression]:
    """The conditions as they are; what is hidden may be either."""
    return position.conditions[: position.binding]


def assume_in_force(position: Position) -> Sequence[Expression]:
    """The conditions as if every norm that may be in force, or may bind, were and did."""
    conditions = read_conditions(position)
    for fact in position.hidden:
        conditions = [substitute(condition, fact, True) for condition in conditions]
    return conditions


class SetApart:
    """The conditions of two positions of which the second is of another day.

    A norm with an unsure day may be in force on one day and not on the other, so these hidden facts
    of the second are others than those of the first.
    """

    def __init__(self, second: Position) -> None:
        self._second = second

    def __call__(self, position: Position) -> Sequence[Expression]:
        """The conditions of one of the two."""
        conditions = read_conditions(position)
        if position is not self._second:
            return conditions
        return [_rename_days(condition) for condition in conditions]


def _rename_days(condition: Expression) -> Expression:
    match condition:
        case Holds(fact) if is_hidden(fact) and find_doubt(fact) == "day":
            return Holds(f"{fact} (of the other day)")
        case Not(part):
            return negation(_rename_days(part))
        case And(parts):
            return conjunction(*map(_rename_days, parts))
        case Or(parts):
            return disjunction(*map(_rename_days, parts))
        case _:
            return condition


def copy_position(position: Position) -> Position:
    """A position that says the same and is another."""
    return copy(position)


def find_hidden(conditions: Iterable[Expression]) -> tuple[str, ...]:
    """The hidden facts that conditions ask for, in order."""
    asked = {fact for condition in conditions for fact in facts_of(condition)}
    return tuple(sorted(fact for fact in asked if is_hidden(fact)))
