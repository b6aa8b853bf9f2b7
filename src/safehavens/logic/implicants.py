"""Prime implicants: when a partly known request settles a question whatever the rest.

A request fixes some facts to a class of values and leaves others open. It settles a function of
the facts (say, "the answer is prohibited") if and only if a prime implicant of the function holds
of what is known: an implicant is a condition that suffices, and it is prime if nothing can be left
out of it (W. V. Quine, "The problem of simplifying truth functions", American Mathematical Monthly
59, 1952). So the list of all prime implicants answers exactly where facts are missing, with ANDs
and ORs alone: by columns, in bits, or as SQL. Facts here have several classes of values, so a
literal is "the fact lies in this set of classes". They are collected from a decision diagram
bottom up (O. Coudert and J. C. Madre, "Implicit and incremental computation of primes and
essential primes of Boolean functions", DAC 1992).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from typing import Final

from safehavens.logic.diagram import FALSE, TRUE, Diagrams

Cube = tuple[tuple[str, int], ...]
"""A conjunction of literals (fact, mask of its classes), in the diagrams' order of facts."""

_Levels = tuple[tuple[int, int], ...]
_MOST_CUBES: Final = 4_000
_MOST_BRANCHES: Final = 14
"""Every set of what a fact's values leave is looked at: 2 to the power of so many."""


class TooComplex(Exception):
    """The function has more prime implicants than are worth listing."""


def primes_given(diagrams: Diagrams, node: int, given: Collection[str]) -> tuple[Cube, ...]:
    """The prime implicants of a diagram that ask only for these facts.

    Other facts are taken out first: what holds whatever they are. So none is listed in vain.

    Raises
    ------
    TooComplex
        There are more than are worth listing.
    """
    return Primes(diagrams).list_given(node, given)


def free_of_others(diagrams: Diagrams, node: int, given: Collection[str]) -> int:
    """Where a diagram holds whatever the facts are that are not among these."""
    others = sum(1 << level for level, fact in enumerate(diagrams.order) if fact not in given)
    return diagrams.whatever(node, others)


class Primes:
    """The prime implicants of a set of diagrams: those of each part are found once.

    Parameters
    ----------
    diagrams : Diagrams
        What is worked out is added to these.
    """

    def __init__(self, diagrams: Diagrams) -> None:
        self._diagrams = diagrams
        self._found: dict[int, frozenset[_Levels]] = {FALSE: frozenset(), TRUE: frozenset([()])}

    def list_given(self, node: int, given: Collection[str]) -> tuple[Cube, ...]:
        """As `primes_given`."""
        return self.list_all(free_of_others(self._diagrams, node, given))

    def list_all(self, node: int) -> tuple[Cube, ...]:
        """All prime implicants of a diagram, the shortest first. Raises TooComplex."""
        order = self._diagrams.order
        cubes = (tuple((order[level], mask) for level, mask in cube) for cube in self._of(node))
        return tuple(sorted(cubes, key=lambda cube: (len(cube), cube)))

    def _of(self, node: int) -> frozenset[_Levels]:
        cubes = self._found.get(node)
        if cubes is None:
            cubes = self._collect(node)
            if len(cubes) > _MOST_CUBES:
                raise TooComplex
            self._found[node] = cubes
        return cubes

    def _collect(self, node: int) -> frozenset[_Levels]:
        """A cube "in S, and the rest" needs the rest to suffice for every group in S, and is
        prime if it suffices for no group beyond.

        Groups with the same branch are in S together, and those with none are in no S.
        """
        diagrams = self._diagrams
        level = diagrams.level[node]
        mask_by_branch: dict[int, int] = {}
        for branch, group in zip(diagrams.branches[node], diagrams.groups[level], strict=True):
            mask_by_branch[branch] = mask_by_branch.get(branch, 0) | group
        may_be_any = mask_by_branch.pop(FALSE, None) is None
        if len(mask_by_branch) > _MOST_BRANCHES:
            raise TooComplex
        every = frozenset(mask_by_branch)
        suffices: dict[frozenset[int], frozenset[_Levels]] = {}
        primes: set[_Levels] = set()
        for size in range(len(every), 0, -1):
            for chosen in combinations(mask_by_branch, size):
                subset = frozenset(chosen)
                cubes = self._of(diagrams.join(chosen, TRUE))
                suffices[subset] = cubes
                literal: _Levels = ()
                if subset != every or not may_be_any:
                    literal = ((level, sum(mask_by_branch[branch] for branch in chosen)),)
                wider = [suffices[subset | {branch}] for branch in every - subset]
                primes.update(
                    literal + cube
                    for cube in cubes
                    if not any(_covered(cube, others) for others in wider)
                )
        return frozenset(primes)


def _covered(cube: _Levels, others: Iterable[_Levels]) -> bool:
    """Whether the cube lies inside one of the others."""
    if cube in others:
        return True
    literals = dict(cube)
    return any(
        all(level in literals and not literals[level] & ~mask for level, mask in other)
        for other in others
    )


def lies_inside(cube: Cube, others: Iterable[Cube]) -> bool:
    """Whether all of a cube lies in one of the others."""
    known = dict(cube)
    return any(all(not known.get(fact, ~m) & ~m for fact, m in other) for other in others)


def settled_by(cubes: Iterable[Cube], known: Mapping[str, int]) -> bool:
    """Whether one of the cubes holds of what is known: of each known fact its class, as a mask."""
    return any(all(known.get(fact, ~mask) & mask for fact, mask in cube) for cube in cubes)
