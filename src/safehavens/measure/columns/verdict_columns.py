"""Tables of verdicts: what each probe answers, and what is known of the answer."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from safehavens.corpus.model import BASES, VERDICTS, Battery
from safehavens.corpus.sources import CONFIDENCE, SEEN
from safehavens.measure.columns.arrays import Column, Parts, day_column, flag_column, word_column
from safehavens.measure.columns.column_maker import ColumnMaker, Layout
from safehavens.measure.grid import align_spells, columns_of_change
from safehavens.measure.panel_places import PanelRow
from safehavens.measure.spells.probe_spells import Survey
from safehavens.measure.window import Window


class VerdictColumns(ColumnMaker):
    """Makes the columns of verdicts.

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
        self._probes = tuple(battery.probes)
        if layout.shape == "wide":
            self.columns = [*self.time, *(word_column(probe, VERDICTS) for probe in self._probes)]
        else:
            self.columns = [
                word_column("probe", self._probes, required=True),
                *self.time,
                *self._known_columns(),
                *(self._spell_columns() if self.days is None else []),
            ]
        self._names = [column.name for column in self.columns]

    def _known_columns(self) -> list[Column]:
        texts = self._survey.texts
        local = any(spells.local for spells in self._survey.spells.values())
        return [
            word_column("verdict", VERDICTS, required=True),
            word_column("basis", BASES, required=True),
            word_column("deciding", texts["deciding"]),
            word_column("confidence", CONFIDENCE),
            word_column("seen", SEEN),
            flag_column("searched", required=True),
            word_column("searched_levels", texts["searched_levels"]),
            word_column("uncertain_in_time", texts["uncertain_in_time"]),
            word_column("may_not_bind", texts["may_not_bind"]),
            word_column("on_books", VERDICTS),
            word_column("displaced_by", texts["displaced_by"]),
            *(word_column(name, VERDICTS) for name in ("binds_county", "binds_city") if local),
        ]

    def _spell_columns(self) -> list[Column]:
        return [
            day_column("start_earliest"),
            day_column("start_latest"),
            word_column("began", self._survey.texts["began"]),
        ]

    def key(self, row: PanelRow) -> Hashable:
        """The spells, which places share."""
        return id(self._survey.spells[row.extent])

    def make(self, row: PanelRow) -> Parts:
        """One place's columns."""
        spells = self._survey.spells[row.extent]
        if self.layout.shape == "long" and self.days is None:
            return {name: getattr(spells, name) for name in self._names}
        grid = align_spells(spells)
        if self.layout.shape == "wide":
            if self.days is None:
                chosen = columns_of_change(grid.verdict)
                time = self.spans(grid.days[chosen])
            else:
                chosen = grid.at(self.days)
                time = {"day": self.days}
            return {**time, **dict(zip(self._probes, grid.verdict[:, chosen], strict=True))}
        assert self.days is not None
        at = grid.spell[:, grid.at(self.days)].ravel()
        known = {name: getattr(spells, name)[at] for name in self._names if name != "day"}
        return {**known, "day": np.tile(self.days, len(grid.spell))}
