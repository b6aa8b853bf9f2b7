"""A panel's rows as Arrow batches: long or wide, by spell or by month, quarter or year.

Law is the same for many places, so a batch is put together from columns that each kind of place
has once; words are dictionary-encoded, and no cell ever becomes a Python object.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from safehavens.measure.columns.arrays import Column, Parts, make_array, word_column
from safehavens.measure.columns.column_maker import ColumnMaker
from safehavens.measure.panel_places import PanelRow
from safehavens.measure.spells.probe_spells import Tick
from safehavens.measure.spells.told_cells import NOTHING

_BATCH: Final = 1_000_000
"""Cells in a batch, or the fewest that one place has."""
_REQUIRED: Final = {"place", "name", "government"}
"""Columns about the place that have a value for every place."""


def lay_out(
    rows: Sequence[PanelRow], maker: ColumnMaker, tick: Tick | None = None
) -> tuple[Any, Iterator[Any]]:
    """The schema of a table, and its record batches, by place, then as the maker has them.

    Parameters
    ----------
    rows : sequence of PanelRow
    maker : ColumnMaker
        Makes the columns that follow those about the place.
    tick : callable, optional
        Called now and then with the part of the work that is done, from 0 to 1.
    """
    columns = [*_place_columns(rows), *maker.columns]
    schema = pa.schema([column.field for column in columns])
    return schema, _batches(rows, columns, maker, schema, tick)


def _batches(
    rows: Sequence[PanelRow],
    columns: Sequence[Column],
    maker: ColumnMaker,
    schema: Any,
    tick: Tick | None,
) -> Iterator[Any]:
    done = 0
    while done < len(rows):
        parts: list[Parts] = []
        counts: list[int] = []
        for row in rows[done:]:
            part = maker.parts(row)
            count = len(next(iter(part.values())))
            if parts and sum(counts) + count > _BATCH:
                break
            parts.append(part)
            counts.append(count)
        end = done + len(parts)
        arrays = []
        for column in columns:
            if column.of_row is not None:
                numbers = np.repeat(column.of_row[done:end], counts)
            else:
                numbers = np.concatenate([part[column.name] for part in parts])
            arrays.append(make_array(column, numbers))
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
        done = end
        if tick is not None:
            tick(done / len(rows))


def _place_columns(rows: Sequence[PanelRow]) -> list[Column]:
    columns: dict[str, list[str | None]] = {
        "place": [row.id for row in rows],
        "fips": [row.fips for row in rows],
        "geoid": [row.geoid for row in rows],
        "state": [row.state for row in rows],
        "name": [row.name for row in rows],
        "government": [row.government for row in rows],
    }
    return [_column_about_place(name, texts, name in _REQUIRED) for name, texts in columns.items()]


def _column_about_place(name: str, texts: Sequence[str | None], required: bool) -> Column:
    """A column with a word a place. Each word stands once, as Parquet writes no other kind fast."""
    words = {text: i for i, text in enumerate(dict.fromkeys(t for t in texts if t is not None))}
    codes = [NOTHING if text is None else words[text] for text in texts]
    return word_column(name, list(words), codes, required)
