"""Indices and indicators: numbers read off the verdicts of the probes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from safehavens.corpus.model import VERDICTS, Battery, Indicator, Verdict
from safehavens.measure.spells.probe_spells import CODE, Codes

Values = npt.NDArray[np.float64]


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

    An index is the mean over its probes of what their verdicts count, each by its weight.
    """

    def __init__(self, battery: Battery) -> None:
        self._row = {probe: i for i, probe in enumerate(battery.probes)}
        self._indicators = tuple(battery.indicators.values())
        weight = np.array([probe.weight for probe in battery.probes.values()])
        shape = (len(battery.indices), len(battery.probes), len(VERDICTS))
        self._counts = np.zeros(shape)
        self._weight = np.zeros(shape[:2])
        for i, index in enumerate(battery.indices.values()):
            for probe in index.probes:
                row = self._row[probe]
                self._weight[i, row] = weight[row]
                for verdict, count in index.counts[probe].items():
                    self._counts[i, row, CODE[verdict]] = count * weight[row]

    def evaluate(self, verdicts: Codes) -> Values:
        """A row for each index and indicator, a column for each column of the verdicts.

        Parameters
        ----------
        verdicts : array of int8
            A row for each probe, in the battery's order.
        """
        rows = np.arange(len(verdicts))[:, None]
        sums = [counts[rows, verdicts].sum(axis=0) for counts in self._counts]
        totals = self._weight.sum(axis=1)
        means = [total / weight for total, weight in zip(sums, totals, strict=True)]
        ones = [self._indicator(one, verdicts) for one in self._indicators]
        values = np.array([*means, *ones], dtype=np.float64).reshape(-1, verdicts.shape[1])
        # Sums of weights such as 0.1 may miss 1 by a hair, which a threshold would notice.
        return np.round(values, 12) + 0.0

    def _indicator(self, one: Indicator, verdicts: Codes) -> npt.NDArray[np.bool_]:
        holds: npt.NDArray[np.bool_] = np.all(self._have(one.all, verdicts), axis=0)
        if one.any:
            holds = holds & np.any(self._have(one.any, verdicts), axis=0)
        return holds

    def _have(self, verdict_of: Mapping[str, Verdict], verdicts: Codes) -> npt.NDArray[np.bool_]:
        rows = [self._row[probe] for probe in verdict_of]
        codes = np.array([CODE[verdict] for verdict in verdict_of.values()], dtype=np.int8)
        equal: npt.NDArray[np.bool_] = verdicts[rows] == codes[:, None]
        return equal
