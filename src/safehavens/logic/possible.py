"""Which values facts may still have: those that some choice of the other facts' values allows.

The constraints are joined into one decision diagram, once. A question is then a walk over it,
which adds nothing to it, so that no trace of what was asked is left. Constraints whose diagram
would be too large are searched for each question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    restrict,
    satisfiable,
)

_MOST_NODES: Final = 20_000
_MOST_TRIED: Final = 50_000
"""Values that are tried for facts, in one search."""


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
    """

    def __init__(
        self,
        constraints: Sequence[Residual],
        classes: Mapping[str, Classes],
        most_nodes: int = _MOST_NODES,
        law: Sequence[Norm | Fact] = (),
    ) -> None:
        self._constraints = tuple(constraints)
        self._classes = classes
        self._law = law
        self._diagrams = Diagrams(self._constraints, classes, law, 5 * most_nodes)
        self._root = self._join(most_nodes)

    def _join(self, most_nodes: int) -> int | None:
        """All constraints as one diagram. None: it is too large."""
        diagrams = self._diagrams
        whole = TRUE
        try:
            for constraint in reversed(self._constraints):
                whole = diagrams.join((whole, diagrams.read(constraint)), TRUE)
                if len(diagrams.level) > most_nodes:
                    return None
        except LawTooLarge:
            return None
        return whole

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
        return self._search(known) if self._root is None else self._walk(self._root, known)

    def _walk(self, root: int, known: Mapping[str, int]) -> dict[str, int] | None:
        diagrams = self._diagrams
        walk = _Walk(diagrams, known)
        if not walk.visit(root):
            return None
        possible = walk.possible
        passed = walk.passed | (1 << diagrams.level[root]) - 1
        for level, groups_allowed in enumerate(walk.allowed):
            if passed >> level & 1:
                possible[level] = sum(diagrams.groups[level][g] for g in groups_allowed)
        return dict(zip(diagrams.order, possible, strict=True))

    def _search(self, known: Mapping[str, int]) -> dict[str, int] | None:
        try:
            return self._search_each(known)
        except OutOfSteps:
            raise refuse(self._law, f"more than {_MOST_TRIED:,} steps") from None

    def _search_each(self, known: Mapping[str, int]) -> dict[str, int] | None:
        domains = {fact: self._classes[fact].all for fact in self._diagrams.order}
        left = []
        for node in self._constraints:
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


class _Walk:
    """One walk over a diagram, along the branches that what is known allows.

    Attributes
    ----------
    allowed : list of sequence of int
        The groups that each level may be in.
    possible : list of int
        The classes of each level that some path to TRUE goes by, as a mask.
    passed : int
        The levels that some path passes by, whose facts may be anything, as bits.
    """

    def __init__(self, diagrams: Diagrams, known: Mapping[str, int]) -> None:
        self._diagrams = diagrams
        self._alive = {FALSE: False, TRUE: True}
        self.allowed: list[Sequence[int]] = []
        for fact, parts in zip(diagrams.order, diagrams.groups, strict=True):
            mask = known.get(fact)
            every = range(len(parts))
            self.allowed.append(every if mask is None else [g for g in every if parts[g] & mask])
        self.possible = [0] * len(self.allowed)
        self.passed = 0

    def visit(self, node: int) -> bool:
        """Whether TRUE can be reached from a diagram."""
        known = self._alive.get(node)
        if known is not None:
            return known
        diagrams = self._diagrams
        level, branches = diagrams.level[node], diagrams.branches[node]
        masks = diagrams.groups[level]
        any_alive = False
        for group in self.allowed[level]:
            below = branches[group]
            if self.visit(below):
                any_alive = True
                self.possible[level] |= masks[group]
                self.passed |= (1 << diagrams.level[below]) - (2 << level)
        self._alive[node] = any_alive
        return any_alive
