"""Positions on one ground: their verdicts as decision diagrams over the same facts.

A request is one set of facts, asked of every position on the ground. What implications demand of
the facts asked for is one more diagram; facts that no norm asks for are taken out of it, so that
it says just which values the others can have together.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from safehavens.decide.engine import Engine
from safehavens.decide.facts.known_facts import FactBook
from safehavens.decide.norms.judged import Judged, judge_formulas
from safehavens.decide.norms.position import Position
from safehavens.logic.classes import classes_of
from safehavens.logic.conditions import Conditions
from safehavens.logic.diagram import TRUE, DiagramLogic, Diagrams
from safehavens.logic.expression import Expression
from safehavens.logic.residual import Residual, masks, residual


def facts_of_both(one: Engine, other: Engine) -> FactBook:
    """The facts of two engines as one book; where both declare a fact, as the second does."""
    if one is other or one.conditions is other.conditions:
        return one.facts
    if one.facts.facts == other.facts.facts and _same_tests(one, other):
        return one.facts
    facts = {**one.lawbook.facts, **other.lawbook.facts}
    implied = {**one.conditions.implied, **other.conditions.implied}
    every: list[Expression] = [*implied.values()]
    for engine in (one, other):
        every += engine.conditions.applies.values()
    defined = one.conditions.defined | other.conditions.defined
    return FactBook(facts, Conditions({}, {}, {}, implied, defined), classes_of(facts, every))


def _same_tests(one: Engine, other: Engine) -> bool:
    """Whether the two sort values into the same classes and tie the same facts."""
    return one.classes == other.classes and (
        one.conditions.implied,
        one.conditions.defined,
    ) == (other.conditions.implied, other.conditions.defined)


class Ground(DiagramLogic):
    """Diagrams over the facts that some positions ask for.

    Parameters
    ----------
    facts : FactBook
        Knows every fact of the positions.
    positions : sequence of Position

    Attributes
    ----------
    diagrams : Diagrams
    """

    def __init__(self, facts: FactBook, positions: Sequence[Position]) -> None:
        self.facts = facts
        self._residuals: dict[Expression, Residual] = {}
        conditions = [self._residual(c) for p in positions for c in p.conditions[: p.binding]]
        self._asked = {name for condition in conditions for name, _ in masks(condition)}
        self._constraints = tuple(facts.constraints(sorted(self._asked)))
        super().__init__(Diagrams([*conditions, *self._constraints], facts.classes))
        self._judged: dict[int, Judged[int]] = {}

    @cached_property
    def demand(self) -> int:
        """What implications demand of the facts asked for."""
        diagrams = self.diagrams
        demands = {diagrams.read(node) for node in self._constraints}
        for level in range(len(diagrams.order) - 1, -1, -1):
            if diagrams.order[level] in self._asked:
                continue
            about = {node for node in demands if level in diagrams.asks((node,))}
            demands -= about
            demands.add(diagrams.without(diagrams.join(about, TRUE), level))
        return diagrams.join(demands, TRUE)

    def judged(self, position: Position) -> Judged[int]:
        """What stands and what the verdict is, for every request."""
        judged = self._judged.get(id(position))
        if judged is None:
            norms = position.norms[: position.binding]
            true = [self.read(c) for c in position.conditions[: position.binding]]
            judged = judge_formulas(norms, true, position.attacks, position.clashes, self)
            self._judged[id(position)] = judged
        return judged

    def read(self, condition: Expression) -> int:
        """A condition of one of the positions as a diagram."""
        return self.diagrams.read(self._residual(condition))

    def _residual(self, condition: Expression) -> Residual:
        left = self._residuals.get(condition)
        if left is None:
            left = self._residuals[condition] = residual(condition, self.facts.classes)
        return left

    def asks(self, name: str) -> bool:
        """Whether a norm asks for the fact (others only hang together with those)."""
        return name in self._asked

    def possible(self, *parts: int) -> int:
        """All of these and what implications demand; FALSE: no request is like that."""
        return self.diagrams.join((*parts, self.demand), TRUE)
