"""The search over the completions of one request: for each question, only as far as it must go.

The search follows decision diagrams fact by fact; it stops where the verdict is settled whatever
the rest, and meets equal remainders once. So it does not try all completions, yet finds just the
verdicts that some consistent completion gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import Final

from safehavens.corpus.model import Verdict
from safehavens.corpus.reading.forms.law_bounds import MOST_STEPS
from safehavens.decide.facts.workspace import State, Workspace
from safehavens.logic.diagram import FALSE, TRUE
from safehavens.logic.expression import Truth

_NONE: Final[frozenset[Verdict]] = frozenset()
_TRUTHS: Final[tuple[Truth, Truth]] = (False, True)


class CompletionSearch:
    """Searches completions. Lives for one call: it may hold private facts.

    Parameters
    ----------
    workspace : Workspace
    start : State
        What is left of the law.
    """

    def __init__(self, workspace: Workspace, start: State) -> None:
        self._position = workspace.position
        self._diagrams = workspace.diagrams
        self._start = start
        self._verdicts_of = workspace.verdicts_of
        self._differ = workspace.differ
        self._before = len(self._verdicts_of), len(self._differ)
        self._weight = 1 + len(self._position.norms) + len(self._position.attacks)

    def verdicts(self, state: State) -> frozenset[Verdict]:
        """The verdicts that consistent completions of a state give."""
        verdicts = self._verdicts_of.get(state)
        if verdicts is None:
            verdicts = self._verdicts_of[state] = self._search(state)
            self._check_size(self._verdicts_of, self._before[0])
        return verdicts

    def deciding_norms(self) -> frozenset[int]:
        """The norms that give the verdict in some consistent completion."""
        deciding: set[int] = set()
        some, every = self._position.may_decide(self._truths(self._start[0]))
        for norm in sorted(some):
            if norm not in deciding and norm not in every:
                deciding |= self._deciding_with(norm)
        return every.union(deciding)

    def differ(self, states: Iterable[State]) -> bool:
        """Whether one choice of the other facts gives two of these states different verdicts."""
        after = list(dict.fromkeys(states))
        return any(
            self._may_differ(a[0], b[0], self._diagrams.join((a[1], b[1]), TRUE))
            for i, a in enumerate(after)
            for b in after[i + 1 :]
        )

    def _deciding_with(self, norm: int) -> frozenset[int]:
        """Norms that decide in a consistent completion in which this one does; if none, none."""
        visited: set[State] = set()
        to_visit = [self._start]
        while to_visit:
            state = to_visit.pop()
            if state in visited or state[1] == FALSE:
                continue
            visited.add(state)
            self._check_size(visited)
            some, every = self._position.may_decide(self._truths(state[0]))
            if norm in every:
                return every
            if norm in some:
                to_visit += self._branches(state, norm)
        return frozenset()

    def _check_size(self, found: Sized, before: int = 0) -> None:
        """Raise LawTooLarge where a search has met too much: a state costs as much as the norms in
        it and their relations are many."""
        if (len(found) - before) * self._weight > MOST_STEPS:
            raise self._diagrams.too_large()

    def _search(self, state: State) -> frozenset[Verdict]:
        if state[1] == FALSE:
            return _NONE
        bound = self._bound(state[0])
        if len(bound) == 1:
            return bound
        reached: frozenset[Verdict] = _NONE
        for after in self._branches(state):
            reached |= self.verdicts(after)
            if reached == bound:
                break
        return reached

    def _bound(self, norms: tuple[int, ...]) -> frozenset[Verdict]:
        return self._position.reachable(self._truths(norms))

    def _truths(self, norms: tuple[int, ...]) -> tuple[Truth, ...]:
        """The truth of each norm; advisory ones, which decide nothing, count as false."""
        truths = tuple(_TRUTHS[node] if node <= TRUE else None for node in norms)
        return truths + (False,) * (len(self._position.norms) - len(truths))

    def _branches(self, state: State, keep: int | None = None) -> Iterable[State]:
        """What is left for each group of values of the fact that is asked for first."""
        norms, demand = state
        columns = self._columns((*norms, demand))
        return dict.fromkeys((self._reduced(c[:-1], keep), c[-1]) for c in columns)

    def _reduced(self, norms: tuple[int, ...], keep: int | None = None) -> tuple[int, ...]:
        """The norms without those that change nothing any more, so that more states are equal."""
        moot = self._position.moot(self._truths(norms), keep)
        return tuple(FALSE if i in moot else n for i, n in enumerate(norms)) if moot else norms

    def _columns(self, nodes: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Diagrams once the fact that is asked for first is known, by group."""
        level_of, branches = self._diagrams.level, self._diagrams.branches
        level = min(level_of[node] for node in nodes)
        width = len(self._diagrams.groups[level])
        return zip(
            *(branches[n] if level_of[n] == level else (n,) * width for n in nodes), strict=True
        )

    def _may_differ(self, a: tuple[int, ...], b: tuple[int, ...], demand: int) -> bool:
        """Whether one choice of the other facts gives the two states different verdicts."""
        if a == b or demand == FALSE:
            return False
        key = (a, b, demand)
        differ = self._differ.get(key)
        if differ is None:
            differ = self._differ[key] = self._search_difference(a, b, demand)
            self._check_size(self._differ, self._before[1])
        return differ

    def _search_difference(self, a: tuple[int, ...], b: tuple[int, ...], demand: int) -> bool:
        of_a, of_b = self._bound(a), self._bound(b)
        if of_a.isdisjoint(of_b):
            return True
        if len(of_a) == 1 and of_a == of_b:
            return False
        cut = len(a)
        return any(
            self._may_differ(self._reduced(c[:cut]), self._reduced(c[cut:-1]), c[-1])
            for c in dict.fromkeys(self._columns((*a, *b, demand)))
        )
