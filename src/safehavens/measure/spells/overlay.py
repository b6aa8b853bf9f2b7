"""What changes on days of its own, laid over spells: they are cut where it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from safehavens.measure.window import Days

Keys = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]

_SPAN: Final = 1 << 32
"""More than the days of any window: a probe's key is its number times this, and the day."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Values that change in time, probe by probe.

    `keys` are the probe and the day on which a value begins, in order; all days lie in the window,
    and each probe has one on its first. `values` run along them.
    """

    keys: Keys
    values: Numbers

    @property
    def days(self) -> Days:
        """The days on which some value begins."""
        return np.unique(split_keys(self.keys)[1])

    def at(self, keys: Keys) -> Numbers:
        """The value at each of these keys."""
        return self.values[np.searchsorted(self.keys, keys, side="right") - 1]


def make_overlay(steps: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Overlay:
    """An overlay from each probe's days and the values that begin on them.

    Steps that change nothing are left out.
    """
    kept: dict[int, tuple[Days, Numbers]] = {}  # probes of one domain often share their steps
    keys: list[Keys] = []
    values: list[Numbers] = []
    for probe, step in enumerate(steps):
        if id(step) not in kept:
            days = np.array(step[0], dtype=np.int32)
            found = np.array(step[1], dtype=np.int32)
            changes = np.append(True, found[1:] != found[:-1])
            kept[id(step)] = days[changes], found[changes]
        days, found = kept[id(step)]
        keys.append(make_key(probe, 0) + days.astype(np.int64))
        values.append(found)
    return Overlay(np.concatenate(keys), np.concatenate(values))


def make_key(probe: int, day: int) -> int:
    """A probe and a day as one number."""
    return probe * _SPAN + day


def join_keys(probe: npt.NDArray[np.integer], day: Days) -> Keys:
    """Probes and days as numbers that sort by probe, then day."""
    keys: Keys = probe.astype(np.int64) * _SPAN + day
    return keys


def split_keys(keys: Keys) -> tuple[Numbers, Days]:
    """The probes and the days of keys."""
    days = (keys + _SPAN // 2) % _SPAN - _SPAN // 2
    return ((keys - days) // _SPAN).astype(np.int32), days.astype(np.int32)
