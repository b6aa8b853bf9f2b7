"""What is left of a position's law, and what searches over facts not known share under it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, Self

from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.facts.tied_facts import Demands, Settled
from safehavens.decide.norms.position import Position, PositionDiagrams
from safehavens.logic.classes import Classes
from safehavens.logic.diagram import TRUE
from safehavens.logic.expression import Expression, Truth
from safehavens.logic.residual import Residual, find_bearing, masks, residual

State = tuple[tuple[int, ...], int]
"""What is left of the norms' conditions, and of what implications demand."""


class Left(NamedTuple):
    """What is left of a position's law for one request: of its binding norms' conditions, and of
    what implications demand of the facts that these turn on."""

    norms: tuple[Residual, ...]
    demands: tuple[Residual, ...]


def find_left(
    position: Position,
    classes: Mapping[str, Classes],
    truths: tuple[Truth, ...],
    known: Mapping[str, FactValue],
    live: Iterable[Residual],
) -> Left:
    """What is left of a position's law for one request.

    Parameters
    ----------
    position : Position
    classes : mapping of str to Classes
    truths : tuple of bool or None
        Of the norms' conditions.
    known : mapping of str to value
        Every fact that is known.
    live : iterable of Residual
        What implications still demand of facts that are not known.
    """
    conditions = position.conditions[: position.binding]
    norms = tuple(
        [
            residual(condition, classes, known=known) if truth is None else truth
            for condition, truth in zip(conditions, truths, strict=False)  # advisory ones are last
        ]
    )
    return Left(norms, tuple(find_bearing(norms, live)))


class Workspace:
    """What searches under one position have in common: the diagrams they make, and their results.

    It grows with each search, and what is in it may tell of private facts. It lives for one call,
    or, for tables, no longer than the screening.

    Parameters
    ----------
    position : Position
    classes : mapping of str to Classes
    base : PositionDiagrams
        Those of the position's norms. They are added to.
    """

    def __init__(
        self, position: Position, classes: Mapping[str, Classes], base: PositionDiagrams
    ) -> None:
        self.position = position
        self.classes = classes
        self.norms, self.bare, self.released = base.norms, base.bare, base.released
        self.fixed_demands, self.alone, self._gone = base.demands, base.alone, base.gone
        self.diagrams = base.diagrams
        self.verdicts_of: dict[State, frozenset[Verdict]] = {}
        self.differ: dict[tuple[tuple[int, ...], tuple[int, ...], int], bool] = {}
        self.demands: dict[tuple[frozenset[int], int], int] = {}
        self._demands_read: dict[int, tuple[Residual, int]] = {}
        self._groups: dict[tuple[int, FactValue], int] = {}

    @classmethod
    def for_any_facts(
        cls,
        position: Position,
        classes: Mapping[str, Classes],
        constraints: Sequence[Residual],
        leanings: Sequence[Expression],
        said: Collection[str],
    ) -> Self:
        """A workspace for all requests under a position; as `Position.diagrams`."""
        base = position.diagrams(classes, constraints, leanings, said)
        return cls(position, classes, replace(base, diagrams=base.diagrams.copy()))

    @classmethod
    def for_demands(
        cls, position: Position, classes: Mapping[str, Classes], demands: Demands
    ) -> Self:
        """A workspace for one request whose facts tables settled."""
        base = position.diagrams_under(demands, classes)
        return cls(position, classes, replace(base, diagrams=base.diagrams.copy()))

    @classmethod
    def for_what_is_left(
        cls, position: Position, classes: Mapping[str, Classes], left: Left
    ) -> Self:
        """A workspace for one request: of conditions only what is left of them is in it."""
        return cls(position, classes, position.draw(left.norms, left.demands, classes))

    def find_live(self, settled: Settled) -> Iterable[Residual]:
        """What is demanded of a request's facts, beside what is demanded of those of all.

        What implications demand was worked out for all requests, without facts that only follow
        from others. A request that says something of one of these has its demands read anew.
        """
        followed = settled.implied
        if any(name not in followed for name in self._gone.intersection(settled.known)):
            return settled.live
        known = settled.known
        return [residual(one, self.classes, known=known) for one in settled.leanings]

    def find_group(self, level: int, value: FactValue) -> int:
        """The group that a value of the fact of a level is in."""
        group = self._groups.get((level, value))
        if group is None:
            fact = self.diagrams.order[level]
            group = self.diagrams.group_of(level, self.classes[fact].of(value))
            self._groups[level, value] = group
        return group

    def read_demand(self, node: Residual) -> int:
        """The diagram of what an implication demands; TRUE where it is of facts not asked for."""
        known = self._demands_read.get(id(node))  # a residual is long to compare
        if known is None:
            diagrams = self.diagrams
            asked = all(name in diagrams.levels for name, _ in masks(node))
            known = node, diagrams.read(node) if asked else TRUE
            self._demands_read[id(node)] = known  # which keeps the node, and so its id
        return known[1]

    @property
    def size(self) -> int:
        """How much it holds: diagrams and results, by number."""
        return (
            len(self.diagrams.level)
            + len(self.verdicts_of)
            + len(self.differ)
            + len(self._demands_read)
            + len(self._groups)
        )
