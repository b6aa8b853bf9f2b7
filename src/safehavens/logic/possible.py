"""Which values facts may still have: those that some choice of the other facts' values allows.

The constraints are joined into one decision diagram, once. A question is then a walk over the part
of it that turns on what is known; it adds nothing, so that no trace of what was asked is left.
Constraints whose diagram would be too large are searched for each question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Final

from safehavens.corpus.errors import LawTooLarge
from safehavens.corpus.model import Fact, Norm
from safehavens.logic.classes import Classes
from safehavens.logic.diagram import FALSE, TRUE, Diagrams, refuse
from safehavens.logic.residual import (
    OutOfSteps,
    Residual,
    apart,
    groups,
    masks,
    restrict,
    satisfiable,
)

_MOST_NODES: Final = 20_000
_MOST_TRIED: Final = 50_000
"""Values that are tried for facts, in one search."""
_JOINING: Final = Lock()
"""Threads that ask of the same facts add to the same diagrams, one after the other."""


class PossibleValues:
    """The values that constraints leave to facts of which some are known.

    Parameters
    ----------
    constraints : sequence of Residual
        What must hold, nothing known yet.
    classes : mapping of str to Classes
    most_nodes : int
        The size of the diagrams beyond which each question is searched.
    law : sequence of Norm or Fact
        Whose constraints they are: an error names one of them.
    beside : sequence of Residual
        What else may hold, with which `allow` is quick.
    """

    def __init__(
        self,
        constraints: Sequence[Residual],
        classes: Mapping[str, Classes],
        most_nodes: int = _MOST_NODES,
        law: Sequence[Norm | Fact] = (),
        beside: Sequence[Residual] = (),
    ) -> None:
        self._constraints = tuple(constraints)
        self._classes = classes
        self._law = law
        self._most_nodes = most_nodes
        self._diagrams = Diagrams((*self._constraints, *beside), classes, law, 5 * most_nodes)
        self._roots: dict[tuple[Residual, ...], int | None] = {}

    @cached_property
    def _paths(self) -> _Paths | None:
        """The paths of all constraints together, made when they are first asked for."""
        return None if self._root is None else _Paths(self._diagrams, self._root)

    @cached_property
    def _root(self) -> int | None:
        """All constraints as one diagram. None: it is too large."""
        return self._join(TRUE, reversed(self._constraints))

    def _join(self, whole: int, nodes: Iterable[Residual]) -> int | None:
        """A diagram and what else must hold, as one diagram. None: it is too large."""
        diagrams = self._diagrams
        with _JOINING:
            try:
                for node in nodes:
                    whole = diagrams.join((whole, diagrams.read(node)), TRUE)
                    if len(diagrams.level) > self._most_nodes:
                        return None
            except LawTooLarge:
                return None
        return whole

    def _find_root(self, beside: tuple[Residual, ...]) -> int | None:
        """All constraints and what else must hold, as one diagram. None: there is none."""
        if not beside or self._root is None:
            return self._root
        if beside not in self._roots:
            fits = all(map(self._tells, beside))
            self._roots[beside] = self._join(self._root, beside) if fits else None
        return self._roots[beside]

    def _tells(self, node: Residual) -> bool:
        """Whether the diagrams tell all values apart that a residual tells apart."""
        levels, groups_of = self._diagrams.levels, self._diagrams.groups
        return all(
            fact in levels and all(group & mask in (0, group) for group in groups_of[levels[fact]])
            for fact, mask in masks(node)
        )

    def find(self, known: Mapping[str, int]) -> dict[str, int] | None:
        """The classes that are possible of each fact that constraints mention.

        Parameters
        ----------
        known : mapping of str to int
            The class of each fact that is known, as a mask with one bit. Of these facts, classes
            that no constraint tells from the known one are among the possible ones.

        Returns
        -------
        dict of str to int, or None
            None: what is known breaks a constraint.
        """
        return self._search(known) if self._paths is None else self._paths.find(known)

    def allow(self, known: Mapping[str, int], beside: tuple[Residual, ...] = ()) -> bool:
        """Whether what is known breaks no constraint, nor what else must hold.

        Parameters
        ----------
        known : mapping of str to int
            As for `find`.
        beside : tuple of Residual
            What must hold beside the constraints.
        """
        root = self._find_root(beside)
        if root is not None:
            return _is_met(self._diagrams, root, known)
        return self._search(known, beside) is not None

    def _search(
        self, known: Mapping[str, int], beside: tuple[Residual, ...] = ()
    ) -> dict[str, int] | None:
        try:
            return self._search_each(known, (*self._constraints, *beside))
        except OutOfSteps:
            raise refuse(self._law, f"more than {_MOST_TRIED:,} steps") from None

    def _search_each(
        self, known: Mapping[str, int], constraints: Sequence[Residual]
    ) -> dict[str, int] | None:
        asked = dict.fromkeys(fact for node in constraints for fact, _ in masks(node))
        domains = {fact: self._classes[fact].all for fact in asked}
        left = []
        for node in constraints:
            for fact, mask in known.items():
                node = restrict(node, fact, mask)
            left.append(node)
        if False in left:
            return None
        possible = {fact: known.get(fact, domain) for fact, domain in domains.items()}
        steps = iter(range(_MOST_TRIED))
        for nodes, names in apart(left):
            for fact in names:
                parts = groups(nodes, fact, domains[fact])
                possible[fact] = sum(
                    part
                    for part in parts
                    if satisfiable([restrict(node, fact, part) for node in nodes], domains, steps)
                )
                if not possible[fact]:
                    return None
        return possible


class _Paths:
    """The paths of a diagram to TRUE.

    A set of values is a number that has a bit for each group of each level, those of the first
    level lowest, and one above all of them: some path leads to TRUE.

    Parameters
    ----------
    diagrams : Diagrams
    root : int
        What holds.
    """

    def __init__(self, diagrams: Diagrams, root: int) -> None:
        self._diagrams = diagrams
        self._root = root
        self._first_bit = [0]
        for groups_here in diagrams.groups:
            self._first_bit.append(self._first_bit[-1] + len(groups_here))
        self._values = {FALSE: 0, TRUE: 1 << self._first_bit[-1]}
        """By diagram, the values on its paths where nothing is known."""
        for node in sorted(self._reach(root)):  # what is below a diagram has a lower number
            self._values[node] = self._join(node, range(len(diagrams.branches[node])), self._values)
        self._masks: list[dict[int, int]] = [{} for _ in diagrams.order]

    def _reach(self, root: int) -> set[int]:
        reached: set[int] = set()
        left = [root]
        while left:
            node = left.pop()
            if node > TRUE and node not in reached:
                reached.add(node)
                left += self._diagrams.branches[node]
        return reached

    def _between(self, level: int, until: int) -> int:
        """Every value of the levels from one to another, which is not among them."""
        return (1 << self._first_bit[until]) - (1 << self._first_bit[level])

    def _join(self, node: int, allowed: Iterable[int], values: Mapping[int, int]) -> int:
        """The values on the paths from a diagram by the groups that are allowed."""
        diagrams = self._diagrams
        level, branches = diagrams.level[node], diagrams.branches[node]
        joined = 0
        for group in allowed:
            below = branches[group]
            found = values[below]
            if found:
                bit = 1 << self._first_bit[level] + group
                joined |= found | bit | self._between(level + 1, diagrams.level[below])
        return joined

    def find(self, known: Mapping[str, int]) -> dict[str, int] | None:
        """The classes that are possible of each fact; None: there is no path."""
        diagrams, first = self._diagrams, self._first_bit
        allowed = _list_allowed(diagrams, known)
        found = self._visit(self._root, allowed, sum(1 << level for level in allowed), {})
        if not found:
            return None
        found |= self._between(0, diagrams.level[self._root])
        for level, chosen in allowed.items():
            bits = sum(1 << group for group in chosen) << first[level]
            found &= bits | ~self._between(level, level + 1)
        return {
            fact: self._mask(
                level, found >> first[level] & (1 << first[level + 1] - first[level]) - 1
            )
            for level, fact in enumerate(diagrams.order)
        }

    def _mask(self, level: int, groups_found: int) -> int:
        """The classes of groups of a level, as a mask."""
        mask = self._masks[level].get(groups_found)
        if mask is None:
            groups_here = self._diagrams.groups[level]
            mask = sum(group for g, group in enumerate(groups_here) if groups_found >> g & 1)
            self._masks[level][groups_found] = mask
        return mask

    def _visit(
        self, node: int, allowed: Mapping[int, Sequence[int]], levels: int, done: dict[int, int]
    ) -> int:
        """The values on the paths from a diagram that what is known allows."""
        if not self._diagrams.asked[node] & levels:
            return self._values[node]
        found = done.get(node)
        if found is None:
            diagrams = self._diagrams
            level, branches = diagrams.level[node], diagrams.branches[node]
            chosen = allowed.get(level)
            if chosen is None:
                chosen = range(len(branches))
            below = {
                branches[group]: self._visit(branches[group], allowed, levels, done)
                for group in chosen
            }
            found = done[node] = self._join(node, chosen, below)
        return found


def _list_allowed(diagrams: Diagrams, known: Mapping[str, int]) -> dict[int, list[int]]:
    """The groups that each level may be in whose fact is known."""
    return {
        level: [g for g, group in enumerate(diagrams.groups[level]) if group & mask]
        for fact, mask in known.items()
        if (level := diagrams.levels.get(fact)) is not None
    }


def _is_met(diagrams: Diagrams, root: int, known: Mapping[str, int]) -> bool:
    """Whether some path of a diagram leads to TRUE with what is known."""
    allowed = _list_allowed(diagrams, known)
    levels = sum(1 << level for level in allowed)
    dead = {FALSE}

    def is_alive(node: int) -> bool:
        if node in dead:
            return False
        if not diagrams.asked[node] & levels:
            return True  # of all diagrams, FALSE alone cannot be met
        branches = diagrams.branches[node]
        chosen = allowed.get(diagrams.level[node])
        if chosen is None:
            if any(map(is_alive, dict.fromkeys(branches))):
                return True
        elif any(is_alive(branches[group]) for group in chosen):
            return True
        dead.add(node)
        return False

    return is_alive(root)
