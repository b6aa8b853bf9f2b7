"""What every probe answers on the days on which anything changes: the spells, side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from safehavens.measure.spells.overlay import join_keys
from safehavens.measure.spells.probe_spells import Codes, Numbers, Spells
from safehavens.measure.window import Days


@dataclass(frozen=True, slots=True)
class Grid:
    """One extent. `days` are the days of change; the arrays have a row a probe, a column a day.

    `spell` counts the spells; `granted` is true where a rule grants what is permitted; `national`
    are the answers of national law alone: verdicts, or POWER where a rule grants it.
    """

    days: Days
    spell: Numbers
    verdict: Codes
    deciding: Numbers
    granted: npt.NDArray[np.bool_]
    national: Codes

    def at(self, days: Days) -> npt.NDArray[np.intp]:
        """The column in which each of these days lies."""
        return np.searchsorted(self.days, days, side="right") - 1


def align_spells(spells: Spells) -> Grid:
    """Lay one extent's spells side by side."""
    days = np.unique(np.concatenate([spells.start, spells.national.days]))
    # Spells fill the window without gaps, so each covers the columns from its start to the next's.
    lengths = np.searchsorted(days, spells.end) - np.searchsorted(days, spells.start)
    spell = np.repeat(np.arange(len(spells.probe), dtype=np.int32), lengths)
    probes = np.repeat(np.arange(len(spell) // len(days), dtype=np.int32), len(days))
    national = spells.national.at(join_keys(probes, np.tile(days, len(spell) // len(days))))
    shape = (-1, len(days))
    return Grid(
        days=days,
        spell=spell.reshape(shape),
        verdict=spells.verdict[spell].reshape(shape),
        deciding=spells.deciding[spell].reshape(shape),
        granted=spells.granted[spell].reshape(shape),
        national=national.astype(np.int8).reshape(shape),
    )


def columns_of_change(*tables: npt.NDArray[np.generic]) -> npt.NDArray[np.intp]:
    """The columns that differ from the one before in some row of some table, the first included."""
    differs = np.any([(values[:, 1:] != values[:, :-1]).any(axis=0) for values in tables], axis=0)
    return np.concatenate(([0], np.flatnonzero(differs) + 1))
