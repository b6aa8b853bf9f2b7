"""Decision diagrams as tables: what may be so, where some facts are known and others are not.

A row asks for one fact and has the next row for each of its values, and for "not known": then what
some value of it allows. So one way through the table answers for all completions of what is known,
and nothing of what was asked is left behind.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from safehavens.corpus.model import FactValue
from safehavens.logic.classes import Classes
from safehavens.logic.diagram import FALSE, TRUE, Diagrams

Step = int | tuple[str, dict[Any, Any]]
"""What may be so, each thing as a bit; or a row: a fact, and the step for each value of it."""


class TooManyRows(Exception):
    """A table that would be larger than it may be."""


class _Ranges(dict[Any, Any]):
    """The steps for the values of a number: None is looked up, numbers are found by class."""

    __slots__ = ("_skipped", "_steps", "_thresholds")

    def __init__(self, unknown: Step, steps: Sequence[Step], classes: Classes) -> None:
        super().__init__({None: unknown})
        self._steps = tuple(steps)
        self._thresholds = classes.thresholds or ()
        self._skipped = classes.skipped

    def __missing__(self, value: float) -> Step:
        below = bisect_left(self._thresholds, value) + bisect_right(self._thresholds, value)
        return self._steps[below - self._skipped]


class TableMaker:
    """Makes tables from diagrams.

    Parameters
    ----------
    diagrams : Diagrams
        What is worked out is added to these.
    classes : mapping of str to Classes
    most_rows : int
        How many rows there may be, of all tables together.
    """

    def __init__(self, diagrams: Diagrams, classes: Mapping[str, Classes], most_rows: int) -> None:
        self._diagrams = diagrams
        self._classes = classes
        self._most_rows = most_rows
        self._rows: dict[tuple[int, ...], Step] = {}

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def make(self, nodes: Sequence[int]) -> Step:
        """The table that has a bit for each diagram: some completion of what is known meets it.

        Raises TooManyRows.
        """
        return self._step(tuple(nodes))

    def _step(self, nodes: tuple[int, ...]) -> Step:
        if max(nodes) <= TRUE:
            return sum(1 << bit for bit, node in enumerate(nodes) if node == TRUE)
        step = self._rows.get(nodes)
        if step is None:
            if len(self._rows) >= self._most_rows:
                raise TooManyRows
            step = self._rows[nodes] = self._row(nodes)
        return step

    def _row(self, nodes: tuple[int, ...]) -> Step:
        diagrams = self._diagrams
        level = min(diagrams.level[node] for node in nodes)
        groups = diagrams.groups[level]
        after = [
            tuple([diagrams.after(node, level, group) for node in nodes])
            for group in range(len(groups))
        ]
        unknown = self._step(
            tuple([diagrams.join(branches, FALSE) for branches in zip(*after, strict=True)])
        )
        steps = [self._step(branch) for branch in after]
        fact = diagrams.order[level]
        classes = self._classes[fact]
        by_class = [
            next(step for group, step in zip(groups, steps, strict=True) if group >> i & 1)
            for i in range(len(classes.samples))
        ]
        if classes.thresholds is not None:
            return fact, _Ranges(unknown, by_class, classes)
        return fact, {None: unknown, **dict(zip(classes.samples, by_class, strict=True))}


def find_possible(step: Step, known: Mapping[str, FactValue | None]) -> int:
    """What may be so, each thing as a bit, once these facts are known."""
    get = known.get
    while not isinstance(step, int):
        fact, steps = step
        step = steps[get(fact)]
    return step
