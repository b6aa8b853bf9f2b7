"""A panel: probes × places × time, asked once and laid out as wanted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import pyarrow as pa

from safehavens.corpus.model import Battery
from safehavens.decide.engine import Engine
from safehavens.measure.columns.agreement_columns import AgreementColumns
from safehavens.measure.columns.column_maker import SHAPES, ColumnMaker, Layout, Shape
from safehavens.measure.columns.index_columns import IndexColumns
from safehavens.measure.columns.verdict_columns import VerdictColumns
from safehavens.measure.formats.parquet_writer import EncodedTable
from safehavens.measure.layout import lay_out, lay_out_encoded
from safehavens.measure.panel_places import PanelRow, choose_rows
from safehavens.measure.places.census_file import describe_people
from safehavens.measure.probes import BadProbe, choose_battery
from safehavens.measure.spells.agreement_days import AgreementSurvey, survey_agreements
from safehavens.measure.spells.probe_spells import Survey, Tick, survey_probes
from safehavens.measure.window import FREQS, Freq, Window, answered_days, read_window

Values = Literal["verdicts", "indices", "agreements"]
VALUES: Final[tuple[Values, ...]] = ("verdicts", "indices", "agreements")


@dataclass(frozen=True, slots=True)
class Panel:
    """Every probe asked of every place, over a window of time, and the agreements of places.

    `agreements` None: the corpus has no register of agreements. `people` says who counted them.
    """

    corpus: str
    battery: Battery
    rows: tuple[PanelRow, ...]
    window: Window
    survey: Survey
    agreements: AgreementSurvey | None = None
    people: str = describe_people(None)

    @property
    def tables(self) -> tuple[Values, ...]:
        """Which tables the panel has: those of which there is anything to show."""
        measured = bool(self.battery.indices or self.battery.indicators)
        has = {"verdicts": True, "indices": measured, "agreements": self.agreements is not None}
        return tuple(values for values in VALUES if has[values])

    def batches(
        self, layout: Layout, values: Values = "verdicts", tick: Tick | None = None
    ) -> tuple[Any, Iterator[Any]]:
        """The schema of one of the panel's tables, and its record batches, one after the other.

        Raises
        ------
        BadProbe
            It has no such table.
        """
        return lay_out(self.rows, self._make_columns(layout, values), tick)

    def encode(
        self, layout: Layout, values: Values = "verdicts", tick: Tick | None = None
    ) -> EncodedTable:
        """One of the panel's tables, ready to be written as Parquet. Raises as `batches` does."""
        return lay_out_encoded(self.rows, self._make_columns(layout, values), tick)

    def _make_columns(self, layout: Layout, values: Values) -> ColumnMaker:
        if values == "agreements":
            if self.agreements is None:
                raise BadProbe("This corpus has no register of agreements, so no table of them.")
            return AgreementColumns(self.agreements, self.window, layout)
        kind = VerdictColumns if values == "verdicts" else IndexColumns
        return kind(self.survey, self.battery, self.window, layout)

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
    localities: bool = True,
    census: str | os.PathLike[str] | None = None,
    battery: Battery | None = None,
) -> Panel:
    """Ask a battery of every place.

    Parameters are those of `safehavens.api.Corpus.panel`. `localities`: whether to ask, for states,
    what their law does to counties and cities. `battery`: one that is read already, in place of
    the corpus's or a file's.

    Raises
    ------
    BadProbe, UnknownPlace, LawError
        One clear sentence each; what is wrong in a file of probes, line by line.
    """
    battery = battery or choose_battery(engine.lawbook, probes)
    covered = read_window(start, end, answered_days(engine.lawbook, battery))
    rows = choose_rows(engine, places, census)
    spells = survey_probes(engine, battery, rows, covered, tick, localities)
    agreements = survey_agreements(engine.lawbook, rows, covered)
    version, people = engine.lawbook.version, describe_people(census)
    return Panel(version, battery, rows, covered, spells, agreements, people)


def read_layout(freq: str, shape: str) -> Layout:
    """Read a layout's words. Raises BadProbe with those that are allowed."""
    return Layout(_one_of("freq", freq, FREQS), _one_of("shape", shape, SHAPES))


def read_values(values: str) -> Values:
    """Read which of a panel's tables is meant. Raises BadProbe with those that there are."""
    return _one_of("kind of values", values, VALUES)


_Word = TypeVar("_Word", bound=str)


def _one_of(what: str, word: str, allowed: tuple[_Word, ...]) -> _Word:
    for one in allowed:
        if word == one:
            return one
    raise BadProbe(f"{word!r} is not a valid {what}; allowed: {', '.join(allowed)}.")


__all__ = ["Freq", "Layout", "Panel", "Shape", "Values", "ask_panel", "read_layout", "read_values"]
