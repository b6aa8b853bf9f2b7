"""A position's whole verdict function in Z3: a second evaluator, and an independent check.

Diagrams answer the questions of this folder in a thousandth of a second, because conditions only
compare facts with literals; Z3 takes some ten times as long. So diagrams are what
commands use, and Z3 proves the same claims again, from the norms' expressions and not from classes
of values, where it is asked to (`safehavens compare --check`, and the tests).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from safehavens.compare.doubts import ConditionsOf, find_hidden, read_conditions
from safehavens.compare.strictness import ORDERS, Strictness
from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.norms.judged import Judged, judge_formulas
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Given
from safehavens.logic.expression import Expression, facts_of
from safehavens.logic.solver import Formula, Terms


class Evaluator:
    """Answers about one engine's positions (and those of a second one over the same facts).

    Parameters
    ----------
    engine : Engine
    other : Engine, optional
        Whose facts and implications are known besides; where both declare one, this one's count.

    Raises
    ------
    NoSolver
        Z3 is not installed.
    """

    def __init__(self, engine: Engine, other: Engine | None = None) -> None:
        second = other or engine
        self._engine = engine
        self.terms = Terms(
            {**engine.lawbook.facts, **second.lawbook.facts},
            {**engine.conditions.implied, **second.conditions.implied},
            engine.conditions.defined | second.conditions.defined,
        )
        self._judged: dict[int, tuple[Position, Judged[Formula]]] = {}

    def judged(
        self, position: Position, conditions_of: ConditionsOf = read_conditions
    ) -> Judged[Formula]:
        """What stands and what the verdict is, for every request."""
        if id(position) not in self._judged:
            true = [self.terms.formula(condition) for condition in conditions_of(position)]
            norms = position.norms[: position.binding]
            formulas = judge_formulas(norms, true, position.attacks, position.clashes, self.terms)
            self._judged[id(position)] = position, formulas
        return self._judged[id(position)][1]

    def possible(
        self,
        position: Position,
        known: Mapping[str, FactValue],
        leanings: Iterable[Expression] = (),
    ) -> frozenset[Verdict]:
        """The verdicts that some consistent completion of what is known gives.

        Parameters
        ----------
        position : Position
        known : mapping of str to value
            What is given, implied and presumed; every other fact is left free.
        leanings : iterable of Expression
            What is taken to be so of facts left out (`Settled.leanings`).
        """
        solver = self.terms.solver()
        for leaning in leanings:
            solver.add(self.terms.formula(leaning))
        solver.add(self.terms.axioms({*_asked(position), *known}))
        for name, value in known.items():
            solver.add(self.terms.is_value(name, value))
        verdicts = self.judged(position).verdicts
        return frozenset(v for v, formula in verdicts.items() if solver.possible(formula))

    def verdict(self, position: Position, given: Given) -> Verdict:
        """The verdict on a request; `depends` if and only if two completions differ.

        Raises Contradiction as the engine does: what is given and presumed is settled there.
        """
        settled = self._engine.settle(position, given)
        possible = self.possible(position, settled.known, settled.leanings)
        return next(iter(possible)) if len(possible) == 1 else "depends"

    def counterexample(
        self,
        one: Position,
        other: Position,
        order: Strictness,
        conditions_of: ConditionsOf = read_conditions,
        sure: bool = False,
    ) -> dict[str, FactValue] | None:
        """A request that says everything, for which `one` goes less far than `other`.

        `sure`: with the same answers whatever hidden facts are; else for some such. None: there is
        none; without `sure`: `one` goes at least as far for every request.
        """
        a = self.judged(one, conditions_of).verdicts
        b = self.judged(other, conditions_of).verdicts
        conditions = [*conditions_of(one), *conditions_of(other)]
        names = sorted(
            {fact for c in conditions for fact in facts_of(c)} - {*find_hidden(conditions)}
        )
        solver = self.terms.solver()
        fixed = {*one.circumstances.fixed, *other.circumstances.fixed}
        solver.add(self.terms.axioms({*names, *(name for name, _ in fixed)}))
        for name, value in sorted(fixed):
            solver.add(self.terms.is_value(name, value))
        steps = (
            self.terms.all_of((b[high], a[low])) for high, low in combinations(ORDERS[order], 2)
        )
        hidden = find_hidden(conditions) if sure else ()
        model = solver.model(
            self.terms.any_of([self.terms.whatever(step, hidden) for step in steps])
        )
        return None if model is None else {n: self.terms.value(model, n) for n in names}


def _asked(position: Position) -> set[str]:
    conditions = read_conditions(position)
    return {fact for c in conditions for fact in facts_of(c)} - {*position.hidden}
