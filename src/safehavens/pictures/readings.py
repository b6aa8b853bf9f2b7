"""Numbers and verdicts of places, read off a panel on a day or over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from safehavens.corpus.model import VERDICTS, Verdict
from safehavens.corpus.near import unknown
from safehavens.decide.norms.reach import Extent
from safehavens.decide.request import BadRequest
from safehavens.measure.grid import Grid, align_spells
from safehavens.measure.index import IndexFormulas, index_names, index_sentences
from safehavens.measure.panel import Panel
from safehavens.measure.window import day_number
from safehavens.wording.languages import ENGLISH
from safehavens.wording.sentences import name_index

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Readings:
    """What a panel says, extent by extent."""

    panel: Panel

    @cached_property
    def _formulas(self) -> IndexFormulas:
        return IndexFormulas(self.panel.battery)

    @cached_property
    def _grids(self) -> dict[Extent, tuple[Grid, npt.NDArray[np.float64]]]:
        grids = {}
        for extent, spells in self.panel.survey.spells.items():
            grid = align_spells(spells)
            grids[extent] = (grid, self._formulas.center(grid))
        return grids

    def index_row(self, name: str) -> int:
        """Where an index or indicator stands. Raises BadRequest with the nearest names."""
        known = index_names(self.panel.battery)
        if name not in known:
            raise BadRequest(unknown("index", name, known))
        return known.index(name)

    def probe_row(self, name: str) -> int:
        """Where a probe stands. Raises BadRequest with the nearest names."""
        known = list(self.panel.battery.probes)
        if name not in known:
            other = "`safehavens panel --list` lists them."
            raise BadRequest(unknown("probe", name, known, other=other))
        return known.index(name)

    def label(self, name: str) -> str:
        """What people call an index or indicator; a probe's id."""
        return name if name in self.panel.battery.probes else name_index(ENGLISH, name)

    def says(self, name: str) -> str:
        """What an index, indicator or probe stands for."""
        probe = self.panel.battery.probes.get(name)
        return probe.says if probe is not None else index_sentences(self.panel.battery)[name]

    def index_on(self, extent: Extent, row: int, on: date) -> float:
        """An index on a day."""
        grid, values = self._grids[extent]
        return float(values[row, grid.at(np.array([day_number(on)]))[0]])

    def verdict_on(self, extent: Extent, row: int, on: date) -> Verdict:
        """A probe's verdict on a day."""
        grid, _ = self._grids[extent]
        return VERDICTS[int(grid.verdict[row, grid.at(np.array([day_number(on)]))[0]])]

    def changes_of(self, extent: Extent, row: int) -> Iterator[tuple[date, float, tuple[str, ...]]]:
        """Each day on which an index changes, its value from then, and what began that day."""
        grid, values = self._grids[extent]
        line = values[row]
        for i, day in enumerate(grid.days):
            if i == 0 or line[i] != line[i - 1]:
                yield _date(day), float(line[i]), self._began(extent, int(day))

    def _began(self, extent: Extent, day: int) -> tuple[str, ...]:
        """What happened on a day, by instrument."""
        spells = self.panel.survey.spells[extent]
        texts = {
            self.panel.survey.texts["began"][code]
            for code in np.unique(spells.began[spells.start == day]).tolist()
            if code >= 0
        }
        return tuple(sorted(_sources(texts)))


def _sources(texts: Iterable[str]) -> set[str]:
    """What happened to which instrument, from texts such as "begins us/ca/values-act#hold; …"."""
    sources = set()
    for text in texts:
        for part in text.split("; "):
            words = part.split(" by ")[0].split()
            norm = next((word for word in words if "#" in word), None)
            if norm is not None:
                what = " ".join(word for word in words if word != norm)
                sources.add(f"{norm.partition('#')[0]} {what}")
    return sources


def _date(day: int) -> date:
    return _EPOCH + timedelta(days=int(day))
