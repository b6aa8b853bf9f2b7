"""What every kind of table is made with: the columns after those about the place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from safehavens.measure.columns.arrays import Column, Parts, day_column
from safehavens.measure.panel_places import PanelRow
from safehavens.measure.spells.probe_spells import Numbers
from safehavens.measure.window import Days, Freq, Window, day_number

Shape = Literal["long", "wide"]
SHAPES: Final[tuple[Shape, ...]] = ("long", "wide")

_KEPT: Final = 32
"""As many places' columns are kept: neighbors under the same law share them."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a panel is to look like."""

    freq: Freq
    shape: Shape


class ColumnMaker(ABC):
    """Makes the columns that follow those about the place.

    Parameters
    ----------
    window : Window
    layout : Layout
    """

    columns: list[Column]

    def __init__(self, window: Window, layout: Layout) -> None:
        self.layout = layout
        self.days: Days | None = window.days(layout.freq) if layout.freq != "spell" else None
        self._last = np.array([day_number(window.end)], dtype=np.int32)
        self._made: dict[Hashable, Parts] = {}

    @abstractmethod
    def key(self, row: PanelRow) -> Hashable:
        """What two places have in common that have the same columns."""

    @abstractmethod
    def make(self, row: PanelRow) -> Parts:
        """One place's columns."""

    def parts(self, row: PanelRow) -> Parts:
        """One place's columns; those of its neighbors where they are the same."""
        key = self.key(row)
        parts = self._made.get(key)
        if parts is None:
            if len(self._made) >= _KEPT:
                del self._made[next(iter(self._made))]
            parts = self._made[key] = self.make(row)
        return parts

    @property
    def time(self) -> list[Column]:
        """The columns of time."""
        names = ("start", "end") if self.days is None else ("day",)
        return [day_column(name, required=True) for name in names]

    def spans(self, starts: Numbers) -> Parts:
        """Spells that begin on these days and fill the window."""
        return {"start": starts, "end": np.concatenate([starts[1:], self._last])}
