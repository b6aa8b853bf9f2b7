"""Tables of indices and indicators: centered on what national law alone gives, and raw."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import numpy.typing as npt

from safehavens.corpus.model import RAW, Battery
from safehavens.measure.columns.arrays import Parts, flag_column, number_column, word_column
from safehavens.measure.columns.column_maker import ColumnMaker, Layout
from safehavens.measure.grid import Grid, align_spells, columns_of_change
from safehavens.measure.index import IndexFormulas, index_names
from safehavens.measure.panel_places import PanelRow
from safehavens.measure.spells.probe_spells import Spells, Survey
from safehavens.measure.window import Window


class IndexColumns(ColumnMaker):
    """Makes the columns of indices.

    Parameters
    ----------
    survey : Survey
    battery : Battery
    window : Window
    layout : Layout
    """

    def __init__(self, survey: Survey, battery: Battery, window: Window, layout: Layout) -> None:
        super().__init__(window, layout)
        self._survey = survey
        self._formulas = IndexFormulas(battery)
        self._names = index_names(battery)
        self._raw = [
            f"{name}{RAW}" if centered else None
            for name, centered in zip(self._names, self._formulas.centered, strict=True)
        ]
        if layout.shape == "wide":
            columns = [
                number_column(name)
                for pair in zip(self._names, self._raw, strict=True)
                for name in pair
                if name is not None
            ]
            self.columns = [*self.time, *columns]
        else:
            self.columns = [
                word_column("index", self._names),
                *self.time,
                number_column("value"),
                number_column("raw"),
                flag_column("searched"),
            ]

    def key(self, row: PanelRow) -> Hashable:
        """The spells, which places share."""
        return id(self._survey.spells[row.extent])

    def make(self, row: PanelRow) -> Parts:
        """One place's columns."""
        spells = self._survey.spells[row.extent]
        grid = align_spells(spells)
        raw = self._formulas.evaluate(grid.verdict, grid.granted)
        values = self._formulas.center(grid, raw)
        if self.layout.shape == "wide":
            if self.days is None:
                chosen = columns_of_change(values, raw)
                time = self.spans(grid.days[chosen])
            else:
                chosen = grid.at(self.days)
                time = {"day": self.days}
            beside = {
                name: row
                for name, row in zip(self._raw, raw[:, chosen], strict=True)
                if name is not None
            }
            return {**time, **dict(zip(self._names, values[:, chosen], strict=True)), **beside}
        searched = self._search(spells, grid)
        if self.days is not None:
            at = grid.at(self.days)
            return {
                "index": np.repeat(np.arange(len(values), dtype=np.int16), len(self.days)),
                "day": np.tile(self.days, len(values)),
                "value": values[:, at].ravel(),
                "raw": raw[:, at].ravel(),
                "searched": searched[:, at].ravel(),
            }
        tables = (values, raw, searched)
        kept = [columns_of_change(*(t[i : i + 1] for t in tables)) for i in range(len(values))]
        spans = [self.spans(grid.days[chosen]) for chosen in kept]
        rows = [
            np.concatenate([table[i][chosen] for i, chosen in enumerate(kept)]) for table in tables
        ]
        return {
            "index": np.repeat(np.arange(len(kept), dtype=np.int16), [len(k) for k in kept]),
            "start": np.concatenate([span["start"] for span in spans]),
            "end": np.concatenate([span["end"] for span in spans]),
            **dict(zip(("value", "raw", "searched"), rows, strict=True)),
        }

    def _search(self, spells: Spells, grid: Grid) -> npt.NDArray[np.bool_]:
        """Whether the law on every probe that counts was searched, as the values stand."""
        unsearched = ~spells.searched[grid.spell]
        found = [~unsearched[rows].any(axis=0) for rows in self._formulas.rows]
        return np.array(found, dtype=bool).reshape(len(self._names), -1)
