"""What every probe answers on the days on which anything changes: the spells, side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from safehavens.measure.spells.probe_spells import Codes, Numbers, Spells
from safehavens.measure.window import Days


@dataclass(frozen=True, slots=True)
class Grid:
    """One extent. `days` are the days of change; the arrays have a row a probe, a column a day."""

    days: Days
    verdict: Codes
    granted: npt.NDArray[np.bool_]
    deciding: Numbers

    def at(self, days: Days) -> npt.NDArray[np.intp]:
        """The column in which each of these days lies."""
        return np.searchsorted(self.days, days, side="right") - 1


def align_spells(spells: Spells) -> Grid:
    """Lay one extent's spells side by side."""
    days = np.unique(spells.start)
    # Spells fill the window without gaps, so each covers the columns from its start to the next's.
    lengths = np.searchsorted(days, spells.end) - np.searchsorted(days, spells.start)
    shape = (-1, len(days))
    return Grid(
        days=days,
        verdict=np.repeat(spells.verdict, lengths).reshape(shape),
        granted=np.repeat(spells.granted, lengths).reshape(shape),
        deciding=np.repeat(spells.deciding, lengths).reshape(shape),
    )


def columns_of_change(values: npt.NDArray[np.generic]) -> npt.NDArray[np.intp]:
    """The columns that differ from the one before in some row, the first included."""
    differs = (values[:, 1:] != values[:, :-1]).any(axis=0)
    return np.concatenate(([0], np.flatnonzero(differs) + 1))
