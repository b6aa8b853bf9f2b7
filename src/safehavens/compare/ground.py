"""Positions on one ground: their verdicts as decision diagrams over the same facts.

A request is one set of facts, asked of every position on the ground. What implications demand of
the facts asked for is one more diagram; facts that no norm asks for are taken out of it, so that
it says just which values the others can have together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from safehavens.compare.doubts import ConditionsOf, find_hidden, read_conditions
from safehavens.corpus.model import FactValue
from safehavens.decide.engine import Engine
from safehavens.decide.facts.known_facts import FactBook
from safehavens.decide.norms.judged import DiagramLogic, Judged, judge_formulas
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.unsure import is_hidden, make_hidden
from safehavens.logic.classes import Classes, classes_of
from safehavens.logic.conditions import Conditions
from safehavens.logic.diagram import TRUE, Diagrams
from safehavens.logic.expression import Expression
from safehavens.logic.residual import Residual, is_in, masks, residual


def facts_of_both(one: Engine, other: Engine) -> FactBook:
    """The facts of two engines as one book; where both declare a fact, as the second does."""
    if one is other or one.conditions is other.conditions:
        return one.facts
    if one.facts.facts == other.facts.facts and _same_tests(one, other):
        return one.facts
    facts = {**one.lawbook.facts, **other.lawbook.facts}
    implied = {**one.conditions.implied, **other.conditions.implied}
    presumed_unless = {**one.conditions.presumed_unless, **other.conditions.presumed_unless}
    every: list[Expression] = [*implied.values(), *presumed_unless.values()]
    for engine in (one, other):
        every += engine.conditions.applies.values()
    defined = one.conditions.defined | other.conditions.defined
    conditions = Conditions({}, {}, {}, implied, defined, presumed_unless)
    return FactBook(facts, conditions, classes_of(facts, every))


def _same_tests(one: Engine, other: Engine) -> bool:
    """Whether the two sort values into the same classes and tie the same facts."""
    classes = [
        {name: known for name, known in engine.classes.items() if not is_hidden(name)}
        for engine in (one, other)
    ]
    ties = [
        (e.conditions.implied, e.conditions.defined, e.conditions.presumed_unless)
        for e in (one, other)
    ]
    return classes[0] == classes[1] and ties[0] == ties[1]


class Ground(DiagramLogic):
    """Diagrams over the facts that some positions ask for.

    Parameters
    ----------
    facts : FactBook
        Knows every fact of the positions.
    positions : sequence of Position
    conditions_of : callable
        What to take for a position's conditions (`safehavens.compare.doubts`).

    Attributes
    ----------
    diagrams : Diagrams
    classes : mapping of str to Classes
        Those of the facts, hidden ones among them.
    """

    def __init__(
        self,
        facts: FactBook,
        positions: Sequence[Position],
        conditions_of: ConditionsOf = read_conditions,
    ) -> None:
        self.facts = facts
        self._positions = tuple(positions)
        self._conditions_of = conditions_of
        self._residuals: dict[Expression, Residual] = {}
        every = [c for position in positions for c in conditions_of(position)]
        self._hidden = find_hidden(every)
        self.classes: Mapping[str, Classes] = {**facts.classes, **make_hidden(self._hidden)}
        conditions = [self._residual(condition) for condition in every]
        self._asked = {name for condition in conditions for name, _ in masks(condition)}
        self._asked.difference_update(self._hidden)
        self._constraints = (*facts.constraints(sorted(self._asked)), *self._find_fixed())
        norms = [norm for position in positions for norm in position.norms]
        super().__init__(Diagrams([*conditions, *self._constraints], self.classes, norms))
        self._judged: dict[int, Judged[int]] = {}

    def _find_fixed(self) -> Iterator[Residual]:
        """What the action or the kind of agency settles of the facts asked for."""
        about = self.facts.tied_with(self._asked)
        for position in self._positions:
            for name, value in position.circumstances.fixed:
                if name in about:
                    known = self.classes[name]
                    yield is_in(name, known.of(value), known.all)

    def presumed(self, name: str) -> FactValue | None:
        """The value that every position here takes for a fact that is left out; None: no such."""
        fact = self.facts.facts[name]
        own = fact.presume if fact.presume_unless is None else None
        usual = [dict(position.circumstances.usual).get(name) for position in self._positions]
        taken = {own if values is None else _only(values) for values in usual}
        return taken.pop() if len(taken) == 1 else None

    def whatever_is_hidden(self, node: int) -> int:
        """The requests for which a diagram holds whatever the hidden facts are."""
        for level in self._find_hidden_levels():
            groups = range(len(self.diagrams.groups[level]))
            node = self.all_of({self.diagrams.fix((node,), {level: g})[0] for g in groups})
        return node

    def for_some_hidden(self, node: int) -> int:
        """The requests for which a diagram holds if hidden facts are one way."""
        for level in self._find_hidden_levels():
            node = self.diagrams.without(node, level)
        return node

    def _find_hidden_levels(self) -> Iterator[int]:
        levels = self.diagrams.levels
        return (levels[fact] for fact in self._hidden if fact in levels)

    @cached_property
    def demand(self) -> int:
        """What implications demand of the facts asked for."""
        diagrams = self.diagrams
        demands = {diagrams.read(node) for node in self._constraints}
        for level in range(len(diagrams.order) - 1, -1, -1):
            if diagrams.order[level] in self._asked or is_hidden(diagrams.order[level]):
                continue
            about = {node for node in demands if diagrams.asked[node] >> level & 1}
            demands -= about
            demands.add(diagrams.without(diagrams.join(about, TRUE), level))
        return diagrams.join(demands, TRUE)

    def judged(self, position: Position) -> Judged[int]:
        """What stands and what the verdict is, for every request."""
        judged = self._judged.get(id(position))
        if judged is None:
            norms = position.norms[: position.binding]
            true = [self.read(condition) for condition in self._conditions_of(position)]
            judged = judge_formulas(norms, true, position.attacks, position.clashes, self)
            self._judged[id(position)] = judged
        return judged

    def read(self, condition: Expression) -> int:
        """A condition of one of the positions as a diagram."""
        return self.diagrams.read(self._residual(condition))

    def _residual(self, condition: Expression) -> Residual:
        left = self._residuals.get(condition)
        if left is None:
            left = self._residuals[condition] = residual(condition, self.classes)
        return left

    def asks(self, name: str) -> bool:
        """Whether a norm asks for the fact (others only hang together with those)."""
        return name in self._asked

    def possible(self, *parts: int) -> int:
        """All of these and what implications demand; FALSE: no request is like that."""
        return self.diagrams.join((*parts, self.demand), TRUE)


def _only(values: Sequence[FactValue]) -> FactValue | None:
    """The one value; None where there are several."""
    return values[0] if len(values) == 1 else None
