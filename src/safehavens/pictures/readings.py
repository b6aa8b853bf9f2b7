"""What moved a measure in a place: its steps, and the law that began or ended on their days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from safehavens.corpus.model import Lawbook
from safehavens.decide.norms.reach import Extent
from safehavens.measure.atlas.standings import Measure, Standing
from safehavens.measure.panel import Panel
from safehavens.measure.window import day_number


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of time in which what is drawn of a place stays the same.

    `began` is what happened on its first day, where the value or its basis changed on it.
    """

    start: date
    end: date
    standing: Standing
    changed: bool
    began: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """A measure over time, and the panel that it was read off."""

    lawbook: Lawbook
    panel: Panel
    measure: Measure

    def steps_of(self, extent: Extent) -> Iterator[Step]:
        """The steps of an extent, in order."""
        steps = self.measure.steps[extent]
        ends = (*steps.days[1:], self.panel.window.end)
        for i, (day, end, standing) in enumerate(
            zip(steps.days, ends, steps.standings, strict=True)
        ):
            changed = i > 0 and steps.since[i] == day
            yield Step(day, end, standing, changed, self._began(extent, day) if changed else ())

    def _began(self, extent: Extent, day: date) -> tuple[str, ...]:
        """What happened on a day, by instrument."""
        spells = self.panel.survey.spells[extent]
        texts = {
            self.panel.survey.texts["began"][code]
            for code in np.unique(spells.began[spells.start == day_number(day)]).tolist()
            if code >= 0
        }
        return tuple(sorted(self._sources(texts)))

    def _sources(self, texts: Iterable[str]) -> set[str]:
        """What happened to which law, from texts such as "begins us/ca/values-act#hold; …"."""
        sources = set()
        for text in texts:
            for part in text.split("; "):
                words: Sequence[str] = part.split(" by ")[0].split()
                norm = next((word for word in words if "#" in word), None)
                if norm is not None:
                    what = " ".join(word for word in words if word != norm)
                    law = self.lawbook.instruments[norm.partition("#")[0]]
                    sources.add(f"{law.title} {what}")
        return sources
