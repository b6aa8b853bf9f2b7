"""Tables of agreements with immigration authorities: which are in force, by model."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

import numpy as np
import numpy.typing as npt

from safehavens.measure.columns.arrays import Parts, flag_column, word_column
from safehavens.measure.columns.column_maker import ColumnMaker, Layout
from safehavens.measure.grid import columns_of_change
from safehavens.measure.panel_places import PanelRow
from safehavens.measure.spells.agreement_days import AgreementSurvey
from safehavens.measure.window import Window

PREFIX: Final = "agreement_"
"""What the name of a model begins with where it is a column."""


class AgreementColumns(ColumnMaker):
    """Makes the columns of agreements.

    Parameters
    ----------
    survey : AgreementSurvey
    window : Window
    layout : Layout
    """

    def __init__(self, survey: AgreementSurvey, window: Window, layout: Layout) -> None:
        super().__init__(window, layout)
        self._survey = survey
        if layout.shape == "wide":
            self.columns = [*self.time, *(flag_column(PREFIX + model) for model in survey.models)]
        else:
            words = word_column("model", survey.models)
            self.columns = [words, *self.time, flag_column("agreement_in_force")]

    def key(self, row: PanelRow) -> Hashable:
        """What the lists say, which places share."""
        return id(self._survey.of(row.government))

    def make(self, row: PanelRow) -> Parts:
        """One place's columns."""
        found = self._survey.of(row.government)
        models = len(self._survey.models)
        if self.days is None and self.layout.shape == "long":
            kept = [columns_of_change(found.in_force[i : i + 1]) for i in range(models)]
            spans = [self.spans(found.days[chosen]) for chosen in kept]
            values = [found.in_force[i][chosen] for i, chosen in enumerate(kept)]
            return {
                "model": np.repeat(np.arange(models, dtype=np.int8), [len(k) for k in kept]),
                "start": np.concatenate([span["start"] for span in spans]),
                "end": np.concatenate([span["end"] for span in spans]),
                "agreement_in_force": np.concatenate(values),
            }
        chosen: npt.NDArray[np.intp]
        if self.days is None:
            chosen = columns_of_change(found.in_force)
            time = self.spans(found.days[chosen])
        else:
            chosen = np.searchsorted(found.days, self.days, side="right") - 1
            time = {"day": self.days}
        values_by_model = found.in_force[:, chosen]
        if self.layout.shape == "wide":
            names = (PREFIX + model for model in self._survey.models)
            return {**time, **dict(zip(names, values_by_model, strict=True))}
        assert self.days is not None
        return {
            "model": np.repeat(np.arange(models, dtype=np.int8), len(self.days)),
            "day": np.tile(self.days, models),
            "agreement_in_force": values_by_model.ravel(),
        }
