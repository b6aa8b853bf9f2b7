"""All completions of one request weighed at once: one diagram with a leaf for each outcome.

From it come the verdicts, what they rest on, the norms that decide and the facts that do, in one
pass. Where the diagram would be large, `safehavens.decide.facts.completions` searches for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

from safehavens.corpus.model import VERDICTS, Basis, Verdict
from safehavens.decide.norms.basis import is_firm
from safehavens.decide.norms.position import Position
from safehavens.logic.diagram import FALSE, TRUE, Diagrams

_MOST_NODES = 300
_MOST_PAIRS: Final = 3_000

_VERDICTS_OF: Final = tuple(
    frozenset(verdict for i, verdict in enumerate(VERDICTS) if bits >> i & 1)
    for bits in range(1 << len(VERDICTS))
)
"""The verdicts, by their bits in a leaf."""
_VERDICT_BITS: Final = len(_VERDICTS_OF) - 1
_BARE: Final = 1 << len(VERDICTS)
"""Nothing stands that rules or grants a power, and nothing that releases from a duty."""
_RELEASED: Final = _BARE << 1
"""Nothing stands that rules or grants a power, but something that releases from a duty."""
_FIRST_NORM: Final = len(VERDICTS) + 2
"""The bit of the first norm that decides."""


class TooManyOutcomes(Exception):
    """A diagram that would be larger than it may be."""


class WeighedCompletions:
    """The completions of one request, by what they come to. Lives for one call.

    Parameters
    ----------
    position : Position
    diagrams : Diagrams
    norms : tuple of int
        What is left of the binding norms' conditions.
    demand : int
        What is demanded of the facts that they depend on.

    Raises
    ------
    TooManyOutcomes
    """

    def __init__(
        self, position: Position, diagrams: Diagrams, norms: tuple[int, ...], demand: int
    ) -> None:
        self._position = position
        self._diagrams = diagrams
        self._firm = frozenset(
            i for i, norm in enumerate(position.norms[: position.binding]) if is_firm(norm)
        )
        self._false = (False,) * (len(position.norms) - len(norms))
        self._level: list[int] = [len(diagrams.order)]
        self._branches: list[tuple[int, ...]] = [()]
        self._below: list[int] = [0]  # all that may come out below, as bits; 0 cannot be
        self._leaves: dict[int, int] = {0: 0}
        self._numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        self._states: dict[tuple[int, ...], int] = {}
        self._differ: dict[tuple[int, int], bool] = {}
        self._root = self._draw((*norms, demand))
        self.outcome = self._below[self._root]

    # ---- the diagram ------------------------------------------------------------------------

    def _draw(self, state: tuple[int, ...]) -> int:
        """The diagram of a state: what is left of norms and, last, of what is demanded."""
        if state[-1] == FALSE:
            return 0
        node = self._states.get(state)
        if node is None:
            if max(state) <= TRUE:
                node = self._leaf(state[:-1])
            else:
                level_of, branches = self._diagrams.level, self._diagrams.branches
                levels = [level_of[part] for part in state]
                level = min(levels)
                width = len(self._diagrams.groups[level])
                columns = zip(
                    *[
                        branches[part] if here == level else (part,) * width
                        for part, here in zip(state, levels, strict=True)
                    ],
                    strict=True,
                )
                node = self._make(level, tuple([self._draw(column) for column in columns]))
            self._states[state] = node
        return node

    def _leaf(self, norms: tuple[int, ...]) -> int:
        truths = (*[node == TRUE for node in norms], *self._false)
        outcome = self._position.outcome(truths)
        bits = 1 << VERDICTS.index(outcome.verdict)
        if self._firm.isdisjoint(outcome.standing):
            bare = self._position.footing.releasing.isdisjoint(outcome.standing)
            bits |= _BARE if bare else _RELEASED
        for norm in outcome.deciding:
            bits |= 1 << _FIRST_NORM + norm
        leaf = self._leaves.get(bits)
        if leaf is None:
            leaf = self._leaves[bits] = self._add(len(self._diagrams.order), (), bits)
        return leaf

    def _make(self, level: int, branches: tuple[int, ...]) -> int:
        first = branches[0]
        if branches.count(first) == len(branches):
            return first
        key = (level, branches)
        node = self._numbers.get(key)
        if node is None:
            below = 0
            for branch in branches:
                below |= self._below[branch]
            node = self._numbers[key] = self._add(level, branches, below)
        return node

    def _add(self, level: int, branches: tuple[int, ...], below: int) -> int:
        if len(self._level) >= _MOST_NODES:
            raise TooManyOutcomes
        self._level.append(level)
        self._branches.append(branches)
        self._below.append(below)
        return len(self._level) - 1

    # ---- what comes out ---------------------------------------------------------------------

    def deciding_norms(self) -> Iterator[int]:
        """The norms that give the verdict in some completion."""
        norms = self.outcome >> _FIRST_NORM
        return (i for i in range(norms.bit_length()) if norms >> i & 1)

    def basis(self, outcome: int) -> Basis:
        """What an outcome rests on: of its completions, the one with the least to rest on."""
        footing = self._position.footing
        if not outcome & (_BARE | _RELEASED):
            return "power" if "permitted" in read_verdicts(outcome) else "rule"
        if not outcome & _BARE:
            return "no_duty"
        return footing.bare if not outcome & _RELEASED or not footing.firm else "no_duty"

    def find_deciding_levels(self) -> set[int]:
        """The levels of facts in which alone completions with different verdicts differ.

        Raises TooManyOutcomes.
        """
        deciding: set[int] = set()
        for level, branches in zip(self._level, self._branches, strict=True):
            if level not in deciding and any(
                self._may_differ(a, b) for a, b in combinations(dict.fromkeys(branches), 2)
            ):
                deciding.add(level)
        return deciding

    def _may_differ(self, a: int, b: int) -> bool:
        """Whether one choice of the facts below gives different verdicts."""
        if a == b:
            return False
        of_a, of_b = self._below[a] & _VERDICT_BITS, self._below[b] & _VERDICT_BITS
        if not of_a or not of_b or (of_a == of_b and not of_a & of_a - 1):
            return False
        level_a, level_b = self._level[a], self._level[b]
        if level_a == level_b == len(self._diagrams.order):
            return of_a != of_b
        key = (a, b) if a < b else (b, a)
        differ = self._differ.get(key)
        if differ is None:
            if len(self._differ) >= _MOST_PAIRS:
                raise TooManyOutcomes
            level = min(level_a, level_b)
            width = len(self._diagrams.groups[level])
            left = self._branches[a] if level_a == level else (a,) * width
            right = self._branches[b] if level_b == level else (b,) * width
            pairs = dict.fromkeys(zip(left, right, strict=True))
            differ = self._differ[key] = any(self._may_differ(x, y) for x, y in pairs)
        return differ

    def find_outcomes(self, levels: Mapping[int, int]) -> dict[int, list[int]]:
        """What may come out for each group of values of facts.

        Parameters
        ----------
        levels : mapping of int to int
            The levels of the facts, each with the number of its groups.
        """
        found = {level: [0] * width for level, width in levels.items()}
        level_of, below_of = self._level, self._below
        leaps = {(-1, level_of[self._root]): self.outcome}  # from a level to one, past all between
        for level, branches in zip(level_of, self._branches, strict=True):
            outcomes = found.get(level)
            for group, branch in enumerate(branches):
                below = below_of[branch]
                if outcomes is not None:
                    outcomes[group] |= below
                here = level_of[branch]
                if here - level > 1:
                    leaps[level, here] = leaps.get((level, here), 0) | below
        passing = dict.fromkeys(levels, 0)  # on ways that do not ask for the fact
        for (above, here), below in leaps.items():
            for level in levels:
                if above < level < here:
                    passing[level] |= below
        return {
            level: [passing[level] | outcome for outcome in outcomes]
            for level, outcomes in found.items()
        }


def read_verdicts(outcome: int) -> frozenset[Verdict]:
    """The verdicts of an outcome."""
    return _VERDICTS_OF[outcome & _VERDICT_BITS]
