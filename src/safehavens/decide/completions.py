"""Facts not known: which verdicts are possible, exactly, and what to ask next.

The search fixes one fact at a time to a set of values that nothing left tells apart, restricts
every condition to it and goes on with what is left. It stops where the verdict is settled
whatever the rest, and meets equal remainders once. So it does not try all completions, yet finds
just the verdicts that some consistent completion gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.position import Position
from safehavens.logic.classes import Classes
from safehavens.logic.expression import Truth
from safehavens.logic.residual import Residual, groups, masks, restrict, satisfiable

State = tuple[tuple[Residual, ...], tuple[Residual, ...]]
"""What is left of the norms' conditions, and of what implications demand."""

_NONE: frozenset[Verdict] = frozenset()


@dataclass(frozen=True, slots=True)
class Answered:
    """A deciding fact: its values, grouped by what they lead to, best question first.

    `outcomes` maps each value to the verdicts still possible with it.
    """

    fact: str
    outcomes: Mapping[FactValue, frozenset[Verdict]]

    @property
    def settles(self) -> float:
        """The share of the fact's possible values that settle the verdict."""
        settled = sum(1 for verdicts in self.outcomes.values() if len(verdicts) == 1)
        return settled / len(self.outcomes)


class Completions:
    """The completions of one request's facts. Lives for one call: it may hold private facts."""

    def __init__(
        self,
        position: Position,
        classes: Mapping[str, Classes],
        known: Mapping[str, FactValue],
        live: Iterable[Residual],
        domains: Mapping[str, int],
    ) -> None:
        self._position = position
        self._classes = classes
        self._domains = domains
        norms = position.residuals(classes)
        for fact in position.facts:
            if fact in known:
                mask = classes[fact].of(known[fact])
                norms = tuple(restrict(node, fact, mask) for node in norms)
        self._start: State = (norms, tuple(live))
        self._found: dict[State, frozenset[Verdict]] = {}
        self._differ: dict[tuple[State, State], bool] = {}

    def verdicts(self) -> frozenset[Verdict]:
        """The verdicts that consistent completions give."""
        return self._verdicts(self._start)

    def questions(self) -> tuple[Answered, ...]:
        """The facts that decide, best question first.

        A fact decides if two consistent completions that differ in it alone have different
        verdicts. Best is the one whose answers most often settle the matter; then the one that
        leaves the fewest facts open; then by name.
        """
        norms, _ = self._start
        asked = sorted({fact for node in norms for fact, _ in masks(node)})
        deciding = [fact for fact in asked if self._decides(fact)] or asked
        scored = []
        for fact in deciding:
            outcomes: dict[FactValue, frozenset[Verdict]] = {}
            left = 0
            for part in self._parts(self._start, fact):
                after = self._after(self._start, fact, part)
                verdicts = self._verdicts(after)
                if not verdicts:
                    continue
                values = self._classes[fact].values(part)
                outcomes.update(dict.fromkeys(values, verdicts))
                if len(verdicts) > 1:
                    left += len(values) * len({f for node in after[0] for f, _ in masks(node)})
            answered = Answered(fact, outcomes)
            scored.append((-answered.settles, left / max(len(outcomes), 1), fact, answered))
        return tuple(answered for *_, answered in sorted(scored, key=lambda item: item[:3]))

    def deciding_norms(self) -> tuple[int, ...]:
        """The norms that decide in some completion, as far as their own truth is concerned.

        These are the norms that hold or may hold and that stand in some combination the others
        allow; found by trying each open norm both ways.
        """
        truths = _truths(self._start[0])
        position = self._position
        reached = self.verdicts()
        found: set[int] = set()
        open_ = [i for i, truth in enumerate(truths) if truth is None]
        for chosen in open_[:12] or [-1]:
            for others in (False, True):
                trial = [others if truth is None else truth for truth in truths]
                if chosen >= 0:
                    trial[chosen] = True
                padded = tuple(trial) + (False,) * (len(position.norms) - len(trial))
                outcome = position.outcome(padded)
                if outcome.verdict in reached:
                    found.update(outcome.deciding)
        return tuple(sorted(found | set(open_)))

    # ---- the search -------------------------------------------------------------------------

    def _verdicts(self, state: State) -> frozenset[Verdict]:
        found = self._found.get(state)
        if found is None:
            found = self._found[state] = self._search(state)
        return found

    def _search(self, state: State) -> frozenset[Verdict]:
        norms, constraints = state
        if not satisfiable(constraints, self._domains):
            return _NONE
        bound = self._bound(norms)
        if len(bound) == 1:
            return bound
        fact = self._choose(norms)
        reached: frozenset[Verdict] = _NONE
        for part in self._parts(state, fact):
            reached |= self._verdicts(self._after(state, fact, part))
            if reached == bound:
                break
        return reached

    def _bound(self, norms: tuple[Residual, ...]) -> frozenset[Verdict]:
        truths = _truths(norms)
        padding = (False,) * (len(self._position.norms) - len(truths))
        return self._position.reachable(truths + padding)

    def _choose(self, norms: tuple[Residual, ...]) -> str:
        """The fact that the most open norms turn on; of these the one mentioned first."""
        count: dict[str, int] = {}
        for node in norms:
            for fact in dict.fromkeys(fact for fact, _ in masks(node)):
                count[fact] = count.get(fact, 0) + 1
        return max(count, key=lambda fact: count[fact])

    def _parts(self, state: State, fact: str) -> tuple[int, ...]:
        return groups((*state[0], *state[1]), fact, self._classes[fact].all)

    def _after(self, state: State, fact: str, part: int) -> State:
        norms, constraints = state
        left = (restrict(node, fact, part) for node in constraints)
        return (
            tuple(restrict(node, fact, part) for node in norms),
            tuple(node for node in left if node is not True),
        )

    # ---- which facts decide -----------------------------------------------------------------

    def _decides(self, fact: str) -> bool:
        after = [self._after(self._start, fact, p) for p in self._parts(self._start, fact)]
        return any(self._may_differ(a, b) for i, a in enumerate(after) for b in after[i + 1 :])

    def _may_differ(self, a: State, b: State) -> bool:
        """Whether one choice of the other facts gives the two states different verdicts."""
        if a[0] == b[0]:
            return False
        key = (a, b)
        found = self._differ.get(key)
        if found is None:
            found = self._differ[key] = self._search_difference(a, b)
        return found

    def _search_difference(self, a: State, b: State) -> bool:
        if not satisfiable((*a[1], *b[1]), self._domains):
            return False
        of_a, of_b = self._bound(a[0]), self._bound(b[0])
        if of_a.isdisjoint(of_b):
            return True
        if len(of_a) == 1 and of_a == of_b:
            return False
        fact = self._choose(a[0] + b[0])
        both = (*a[0], *a[1], *b[0], *b[1])
        return any(
            self._may_differ(self._after(a, fact, part), self._after(b, fact, part))
            for part in groups(both, fact, self._classes[fact].all)
        )


def _truths(norms: tuple[Residual, ...]) -> tuple[Truth, ...]:
    return tuple(node if isinstance(node, bool) else None for node in norms)
