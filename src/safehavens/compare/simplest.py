"""The simplest request of a kind: the one that says the fewest facts.

A request need not say everything. What it leaves out is presumed, where the fact has a
presumption, and else not known; then the kind must hold whatever the fact is. Of two requests
that say as many facts, the one that says fewer about a person's own status is simpler.

Over a diagram this is a shortest path: at each fact there is the choice to say one of its values
(one step) or to leave it out (no step), which leads to the branch of the presumption or, without
one, to what all branches have in common.
"""

from __future__ import annotations

from typing import Final

from safehavens.compare.ground import Ground
from safehavens.corpus.model import FactValue
from safehavens.decide.norms.unsure import is_hidden
from safehavens.logic.diagram import FALSE, TRUE

_FACT: Final = 1000
"""The cost of saying a fact; one more for a private one, so that it counts only between equals."""

_NEVER: Final = 1 << 60
_MOST: Final = 20_000
"""Beyond this many steps, leaving out facts without a presumption is given up while searching."""

Facts = dict[str, FactValue]
_Choices = tuple[tuple[int, int], ...]


def search_simplest(ground: Ground, kind: int) -> Facts | None:
    """The simplest request for which a diagram holds.

    Parameters
    ----------
    ground : Ground
    kind : int
        A diagram of the ground that asks for no hidden fact: the requests looked for, of those
        that say everything.

    Returns
    -------
    dict or None
        The facts that the request says, in the diagrams' order; None: no request is of the kind.
        Where facts tied by implications are left out, it may say more than it must; whoever has
        an engine to ask takes those out again.
    """
    if ground.possible(kind) == FALSE:
        return None
    within = ground.any_of((kind, ground.negated(ground.demand)))
    for most in (_MOST, 0):
        search = _Search(ground, most)
        cost, choices = search.best(within, ground.demand)
        if cost < _NEVER:
            return search.as_facts(choices)
    raise AssertionError("a request of the kind exists")


class _Search:
    """Shortest paths, remembered for each pair of what is wanted and what is possible."""

    def __init__(self, ground: Ground, most: int) -> None:
        self._diagrams = diagrams = ground.diagrams
        facts = ground.facts.facts
        classes = ground.classes
        self._classes = classes
        self._left = most
        # Hidden facts are in the order, but no diagram that is searched asks for one.
        self._cost = [
            _NEVER if is_hidden(name) else _FACT + facts[name].private for name in diagrams.order
        ]
        self._presumed: list[int | None] = []
        for level, name in enumerate(diagrams.order):
            presume = None if is_hidden(name) else ground.presumed(name)
            self._presumed.append(
                None if presume is None else diagrams.group_of(level, classes[name].of(presume))
            )
        self._found: dict[tuple[int, int], tuple[int, _Choices]] = {}

    def best(self, goal: int, possible: int) -> tuple[int, _Choices]:
        """The least cost, and what is said for it: (level, group) of each fact."""
        if goal == FALSE or possible == FALSE:
            return _NEVER, ()
        if goal == TRUE:
            return 0, ()
        key = (goal, possible)
        cheapest = self._found.get(key)
        if cheapest is None:
            self._left -= 1
            cheapest = self._found[key] = self._search(goal, possible)
        return cheapest

    def _search(self, wanted: int, possible: int) -> tuple[int, _Choices]:
        diagrams = self._diagrams
        level = min(diagrams.level[wanted], diagrams.level[possible])
        groups = range(len(diagrams.groups[level]))
        after = [
            (diagrams.after(wanted, level, g), diagrams.after(possible, level, g)) for g in groups
        ]
        best = self._left_out(level, after)
        cost = self._cost[level]
        for group in groups:
            if group == self._presumed[level] or best[0] <= cost:
                continue
            rest, choices = self.best(*after[group])
            if rest + cost < best[0]:
                best = rest + cost, ((level, group), *choices)
        return best

    def _left_out(self, level: int, after: list[tuple[int, int]]) -> tuple[int, _Choices]:
        presumed = self._presumed[level]
        if presumed is not None:
            return self.best(*after[presumed])
        if self._left < 0:
            return _NEVER, ()
        diagrams = self._diagrams
        goal = diagrams.join({w for w, _ in after}, TRUE)
        possible = diagrams.join({p for _, p in after}, FALSE)
        return self.best(goal, possible)

    def as_facts(self, choices: _Choices) -> Facts:
        """Choices as facts: of the classes in a group, the first one's sample."""
        facts: Facts = {}
        for level, group in choices:
            name = self._diagrams.order[level]
            facts[name] = self._classes[name].values(self._diagrams.groups[level][group])[0]
        return facts
