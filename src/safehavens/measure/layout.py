"""A panel's rows as Arrow batches: long or wide, by spell or by month, quarter or year.

Law is the same for places of one extent, so a batch is put together from arrays that each extent
has once; words are dictionary-encoded, and no cell ever becomes a Python object.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from safehavens.corpus.model import VERDICTS, Battery
from safehavens.decide.norms.reach import Extent
from safehavens.measure.grid import Grid, align_spells, columns_of_change
from safehavens.measure.index import IndexFormulas, index_names
from safehavens.measure.panel_places import PanelRow
from safehavens.measure.spells.probe_spells import NOTHING, Numbers, Survey, Tick
from safehavens.measure.window import Freq, Window, day_number

Shape = Literal["long", "wide"]
Values = Literal["verdicts", "indices"]
SHAPES: Final[tuple[Shape, ...]] = ("long", "wide")
VALUES: Final[tuple[Values, ...]] = ("verdicts", "indices")

_BATCH: Final = 1_500_000
"""Cells in a batch, or the fewest that one place has."""

Parts = dict[str, npt.NDArray[Any]]
"""The columns of one extent's rows, codes in place of words."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, and the words that its codes count (None: the numbers are the values)."""

    name: str
    type: Any
    words: Any = None
    of_row: Any = None
    """Of a column about the place: the code of each row."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a panel is to look like."""

    freq: Freq
    shape: Shape


def batches(
    survey: Survey,
    battery: Battery,
    rows: Sequence[PanelRow],
    window: Window,
    layout: Layout,
    values: Values,
    tick: Tick | None = None,
) -> tuple[Any, Iterator[Any]]:
    """The schema of a panel, and its record batches, by place, then probe or index, then day."""
    grids = {extent: align_spells(spells) for extent, spells in survey.spells.items()}
    kind = _VerdictColumns if values == "verdicts" else _IndexColumns
    maker = kind(survey, battery, grids, window, layout)
    keys = _place_columns(rows)
    columns = [*keys, *maker.columns]
    schema = pa.schema([pa.field(column.name, column.type) for column in columns])
    return schema, _batches(rows, columns, maker.parts, schema, tick)


def _batches(
    rows: Sequence[PanelRow],
    columns: Sequence[Column],
    parts_of: Callable[[Extent], Parts],
    schema: Any,
    tick: Tick | None,
) -> Iterator[Any]:
    parts = {extent: parts_of(extent) for extent in dict.fromkeys(row.extent for row in rows)}
    lengths = {extent: len(next(iter(part.values()))) for extent, part in parts.items()}
    done = 0
    while done < len(rows):
        end, size = done, 0
        while end < len(rows) and (end == done or size + lengths[rows[end].extent] <= _BATCH):
            size += lengths[rows[end].extent]
            end += 1
        taken = [row.extent for row in rows[done:end]]
        counts = [lengths[extent] for extent in taken]
        arrays = []
        for column in columns:
            if column.of_row is not None:
                numbers = np.repeat(column.of_row[done:end], counts)
            else:
                numbers = np.concatenate([parts[extent][column.name] for extent in taken])
            arrays.append(_array(column, numbers))
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
        done = end
        if tick is not None:
            tick(done / len(rows))


def _array(column: Column, numbers: npt.NDArray[Any]) -> Any:
    if column.words is None:
        return _number_array(column.type, numbers)
    missing = numbers == NOTHING
    codes = _number_array(column.type.index_type, numbers, missing if missing.any() else None)
    return pa.DictionaryArray.from_arrays(codes, column.words)


def _number_array(type_: Any, numbers: npt.NDArray[Any], missing: Any = None) -> Any:
    """An array over the numbers' own memory (`pa.array` would import pandas to look at them)."""
    kind = "f" if pa.types.is_floating(type_) else "i"
    numbers = np.ascontiguousarray(numbers, dtype=f"{kind}{type_.bit_width // 8}")
    valid = None if missing is None else pa.py_buffer(np.packbits(~missing, bitorder="little"))
    return pa.Array.from_buffers(type_, len(numbers), [valid, pa.py_buffer(numbers)])


def _string_array(words: Sequence[str]) -> Any:
    encoded = [word.encode() for word in words]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(words), buffers)


def _word_column(name: str, words: Sequence[str], of_row: Any = None) -> Column:
    index = pa.int8() if len(words) < 1 << 7 else pa.int16() if len(words) < 1 << 15 else pa.int32()
    return Column(name, pa.dictionary(index, pa.string()), _string_array(words), of_row)


def _day_column(name: str) -> Column:
    return Column(name, pa.date32())


def _place_columns(rows: Sequence[PanelRow]) -> list[Column]:
    columns: dict[str, list[str | None]] = {
        "place": [row.id for row in rows],
        "fips": [row.fips for row in rows],
        "geoid": [row.geoid for row in rows],
        "state": [row.state for row in rows],
        "name": [row.name for row in rows],
        "government": [row.government for row in rows],
    }
    return [_column_about_place(name, texts) for name, texts in columns.items()]


def _column_about_place(name: str, texts: Sequence[str | None]) -> Column:
    """A column with a word a place. Each word stands once, as Parquet writes no other kind fast."""
    words = {text: i for i, text in enumerate(dict.fromkeys(t for t in texts if t is not None))}
    codes = [NOTHING if text is None else words[text] for text in texts]
    return _word_column(name, list(words), np.array(codes, dtype=np.int32))


class _ColumnMaker(ABC):
    """Makes the columns that follow those about the place."""

    columns: list[Column]

    def __init__(
        self,
        survey: Survey,
        battery: Battery,
        grids: dict[Extent, Grid],
        window: Window,
        layout: Layout,
    ) -> None:
        self.survey = survey
        self.battery = battery
        self.grids = grids
        self.layout = layout
        self.last = np.array([day_number(window.end)], dtype=np.int32)
        self.days = window.days(layout.freq) if layout.freq != "spell" else None
        self.columns = self._columns()

    @abstractmethod
    def _columns(self) -> list[Column]: ...

    @abstractmethod
    def parts(self, extent: Extent) -> Parts:
        """One extent's rows."""

    @property
    def _time(self) -> list[Column]:
        names = ("start", "end") if self.days is None else ("day",)
        return [_day_column(name) for name in names]

    def _spans(self, starts: Numbers) -> Parts:
        """Spells that begin on these days and fill the window."""
        return {"start": starts, "end": np.concatenate([starts[1:], self.last])}


class _VerdictColumns(_ColumnMaker):
    def _columns(self) -> list[Column]:
        probes = list(self.battery.probes)
        if self.layout.shape == "wide":
            return [*self._time, *(_word_column(probe, VERDICTS) for probe in probes)]
        columns = [
            _word_column("probe", probes),
            *self._time,
            _word_column("verdict", VERDICTS),
            _word_column("deciding", self.survey.deciding),
        ]
        return (
            columns
            if self.days is not None
            else [*columns, _word_column("began", self.survey.began)]
        )

    def parts(self, extent: Extent) -> Parts:
        grid = self.grids[extent]
        if self.layout.shape == "wide":
            if self.days is None:
                chosen = columns_of_change(grid.verdict)
                time = self._spans(grid.days[chosen])
            else:
                chosen = grid.at(self.days)
                time = {"day": self.days}
            return {**time, **dict(zip(self.battery.probes, grid.verdict[:, chosen], strict=True))}
        if self.days is None:
            spells = self.survey.spells[extent]
            return {
                "probe": spells.probe,
                "start": spells.start,
                "end": spells.end,
                "verdict": spells.verdict,
                "deciding": spells.deciding,
                "began": spells.began,
            }
        chosen = grid.at(self.days)
        count = len(grid.verdict)
        return {
            "probe": np.repeat(np.arange(count, dtype=np.int16), len(self.days)),
            "day": np.tile(self.days, count),
            "verdict": grid.verdict[:, chosen].ravel(),
            "deciding": grid.deciding[:, chosen].ravel(),
        }


class _IndexColumns(_ColumnMaker):
    def _columns(self) -> list[Column]:
        self.formulas = IndexFormulas(self.battery)
        indices = index_names(self.battery)
        if self.layout.shape == "wide":
            return [*self._time, *(Column(index, pa.float64()) for index in indices)]
        return [_word_column("index", indices), *self._time, Column("value", pa.float64())]

    def parts(self, extent: Extent) -> Parts:
        grid = self.grids[extent]
        values = self.formulas.evaluate(grid.verdict, grid.granted)
        indices = index_names(self.battery)
        if self.layout.shape == "wide":
            if self.days is None:
                chosen = columns_of_change(values)
                time = self._spans(grid.days[chosen])
            else:
                chosen = grid.at(self.days)
                time = {"day": self.days}
            return {**time, **dict(zip(indices, values[:, chosen], strict=True))}
        if self.days is not None:
            return {
                "index": np.repeat(np.arange(len(indices), dtype=np.int16), len(self.days)),
                "day": np.tile(self.days, len(indices)),
                "value": values[:, grid.at(self.days)].ravel(),
            }
        kept = [columns_of_change(row[None, :]) for row in values]
        spans = [self._spans(grid.days[chosen]) for chosen in kept]
        return {
            "index": np.repeat(np.arange(len(kept), dtype=np.int16), [len(k) for k in kept]),
            "start": np.concatenate([span["start"] for span in spans]),
            "end": np.concatenate([span["end"] for span in spans]),
            "value": np.concatenate([row[k] for row, k in zip(values, kept, strict=True)]),
        }
