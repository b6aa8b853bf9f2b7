"""A panel: probes × places × time, asked once and laid out as wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from safehavens.corpus.model import Battery
from safehavens.decide.engine import Engine
from safehavens.measure.layout import SHAPES, VALUES, Layout, Shape, Values, batches
from safehavens.measure.panel_places import PanelRow, choose_rows
from safehavens.measure.probes import BadProbe, choose_battery
from safehavens.measure.spells.probe_spells import Survey, Tick, survey_probes
from safehavens.measure.window import FREQS, Freq, Window, answered_days, read_window


@dataclass(frozen=True, slots=True)
class Panel:
    """Every probe asked of every place, over a window of time."""

    corpus: str
    battery: Battery
    rows: tuple[PanelRow, ...]
    window: Window
    survey: Survey

    def batches(
        self, layout: Layout, values: Values = "verdicts", tick: Tick | None = None
    ) -> tuple[Any, Iterator[Any]]:
        """The schema and the record batches, one after the other."""
        return batches(self.survey, self.battery, self.rows, self.window, layout, values, tick)

    def table(self, layout: Layout, values: Values = "verdicts") -> Any:
        """All of it as one Arrow table. By month, every county is some gigabytes."""
        schema, batches = self.batches(layout, values)
        return pa.Table.from_batches(batches, schema=schema)


def ask_panel(
    engine: Engine,
    places: str | Iterable[str] = "counties",
    start: date | str | None = None,
    end: date | str | None = None,
    probes: Path | None = None,
    tick: Tick | None = None,
) -> Panel:
    """Ask a battery of every place.

    Parameters are those of `safehavens.api.Corpus.panel`.

    Raises
    ------
    BadProbe, UnknownPlace, LawError
        One clear sentence each; what is wrong in a file of probes, line by line.
    """
    battery = choose_battery(engine.lawbook, probes)
    covered = read_window(start, end, answered_days(engine.lawbook, battery))
    rows = choose_rows(engine, places)
    spells = survey_probes(engine, battery, rows, covered, tick)
    return Panel(engine.lawbook.version, battery, rows, covered, spells)


def read_layout(freq: str, shape: str) -> Layout:
    """Read a layout's words. Raises BadProbe with those that are allowed."""
    return Layout(_one_of("freq", freq, FREQS), _one_of("shape", shape, SHAPES))


def read_values(values: str) -> Values:
    """Read which of a panel's two tables is meant. Raises BadProbe with those that there are."""
    return _one_of("kind of values", values, VALUES)


_Word = TypeVar("_Word", bound=str)


def _one_of(what: str, word: str, allowed: tuple[_Word, ...]) -> _Word:
    for one in allowed:
        if word == one:
            return one
    raise BadProbe(f"{word!r} is not a valid {what}; allowed: {', '.join(allowed)}.")


__all__ = ["Freq", "Layout", "Panel", "Shape", "Values", "ask_panel", "read_layout", "read_values"]
