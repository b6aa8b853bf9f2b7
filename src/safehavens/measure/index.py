"""Indices and indicators: numbers read off the verdicts of the probes.

An index is centered on what national law alone gives: 0 is a place with nothing of its own. An
indicator says yes or no, and stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from safehavens.corpus.model import VERDICTS, Answer, Battery, Indicator
from safehavens.measure.grid import Grid
from safehavens.measure.spells.probe_spells import Codes
from safehavens.measure.spells.told_cells import CODE, POWER

Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_ANSWERS: Final[tuple[Answer, ...]] = (*VERDICTS, "power")
_ANSWER: Final = {answer: code for code, answer in enumerate(_ANSWERS)}


def index_names(battery: Battery) -> tuple[str, ...]:
    """The indices, then the indicators: the rows of `IndexFormulas.evaluate`."""
    return (*battery.indices, *battery.indicators)


def index_sentences(battery: Battery) -> dict[str, str]:
    """What each index and indicator says."""
    return {
        **{index.id: index.says for index in battery.indices.values()},
        **{one.id: one.says for one in battery.indicators.values()},
    }


class IndexFormulas:
    """The formulas of a battery's indices and indicators.

    An index is the mean over its probes of what their answers count, each by its weight. What a
    rule grants counts as permitted where `power` is not listed.
    """

    def __init__(self, battery: Battery) -> None:
        self._row = {probe: i for i, probe in enumerate(battery.probes)}
        self._indicators = tuple(battery.indicators.values())
        weight = np.array([probe.weight for probe in battery.probes.values()])
        shape = (len(battery.indices), len(battery.probes), len(_ANSWER))
        self._counts = np.zeros(shape)
        self._weight = np.zeros(shape[:2])
        for i, index in enumerate(battery.indices.values()):
            for probe in index.probes:
                row = self._row[probe]
                self._weight[i, row] = weight[row]
                counts = index.counts[probe]
                for answer, count in counts.items():
                    self._counts[i, row, _ANSWER[answer]] = count * weight[row]
                if "power" not in counts:
                    self._counts[i, row, POWER] = self._counts[i, row, CODE["permitted"]]

        centered = [index.centered for index in battery.indices.values()]
        self._centered = np.array([*centered, *(False for _ in self._indicators)], dtype=bool)

    @property
    def rows(self) -> list[npt.NDArray[np.intp]]:
        """The probes that count in each index and indicator, by their row in the verdicts."""
        asked = [(*one.all, *one.any) for one in self._indicators]
        return [
            *(np.flatnonzero(weights) for weights in self._weight),
            *(np.array([self._row[probe] for probe in probes]) for probes in asked),
        ]

    @property
    def centered(self) -> npt.NDArray[np.bool_]:
        """Which rows are centered: indices that do not say otherwise; no indicator."""
        return self._centered

    def center(self, grid: Grid, raw: Values | None = None) -> Values:
        """What each index is above or below what national law alone gives, and each indicator.

        Rows as in `evaluate`; a column for each of the grid's. `raw`: the raw values, where they
        are known.
        """
        if raw is None:
            raw = self.evaluate(grid.verdict, grid.granted)
        base = np.zeros_like(raw)
        indices = self._index_values(grid.national)
        base[: len(indices)] = np.where(self._centered[: len(indices), None], indices, 0.0)
        centered: Values = np.round(raw - base, 12) + 0.0
        return centered

    def evaluate(self, verdicts: Codes, granted: Flags) -> Values:
        """The raw value of each index and indicator, for each column of the verdicts.

        Parameters
        ----------
        verdicts : array of int8
            A row for each probe, in the battery's order.
        granted : array of bool, of the same shape
            Where a rule grants what is permitted.
        """
        return self._evaluate(np.where(granted, np.int8(POWER), verdicts))

    def _evaluate(self, answers: Codes) -> Values:
        ones = [self._indicator(one, answers) for one in self._indicators]
        flags = np.array(ones, dtype=np.float64).reshape(-1, answers.shape[1])
        return np.concatenate([self._index_values(answers), flags])

    def _index_values(self, answers: Codes) -> Values:
        """The raw value of each index, for each column of answers."""
        means = []
        for counts, weight in zip(self._counts, self._weight, strict=True):
            probes = np.flatnonzero(weight)
            counted = counts[probes[:, None], answers[probes]]
            means.append(counted.sum(axis=0) / weight.sum())
        values = np.array(means, dtype=np.float64).reshape(-1, answers.shape[1])
        # Sums of weights such as 0.1 may miss 1 by a hair, which a threshold would notice.
        return np.round(values, 12) + 0.0

    def _indicator(self, one: Indicator, answers: Codes) -> Flags:
        holds: Flags = np.all(self._have(one.all, answers), axis=0)
        if one.any:
            holds = holds & np.any(self._have(one.any, answers), axis=0)
        return holds

    def _have(self, listed: Mapping[str, tuple[Answer, ...]], answers: Codes) -> Flags:
        """Where each probe has one of its answers. What is granted is permitted, too."""
        rows = [self._row[probe] for probe in listed]
        accepted = np.zeros((len(rows), len(_ANSWER)), dtype=np.bool_)
        for i, words in enumerate(listed.values()):
            accepted[i, [_ANSWER[word] for word in words]] = True
            accepted[i, POWER] |= accepted[i, CODE["permitted"]]
        having: Flags = accepted[np.arange(len(rows))[:, None], answers[rows]]
        return having
