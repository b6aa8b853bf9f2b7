"""A panel's rows, long or wide, by spell or by month, quarter or year: in batches, or encoded.

Law is the same for many places, so a batch of Arrow is put together from columns that each kind of
place has once; words are dictionary-encoded, and no cell ever becomes a Python object. For Parquet
these columns are encoded once, as runs, and a group of rows is joined from what is encoded.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

import numpy as np
import pyarrow as pa

from safehavens.measure.columns.arrays import Column, Parts, make_array, word_column
from safehavens.measure.columns.column_maker import ColumnMaker
from safehavens.measure.formats.parquet_chunks import (
    Chunk,
    Piece,
    encode_piece,
    encode_place_column,
    read_words,
)
from safehavens.measure.formats.parquet_writer import EncodedTable, RowGroup
from safehavens.measure.panel_places import PanelRow
from safehavens.measure.spells.probe_spells import Tick
from safehavens.measure.spells.told_cells import NOTHING

_BATCH: Final = 1_000_000
"""Cells in a batch, or the fewest that one place has."""
_KEPT: Final = 32
"""As many places' encoded columns are kept: neighbors under the same law share them."""
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


def lay_out_encoded(
    rows: Sequence[PanelRow], maker: ColumnMaker, tick: Tick | None = None
) -> EncodedTable:
    """The same table in groups of rows for a Parquet file; parameters as of `lay_out`."""
    columns = [*_place_columns(rows), *maker.columns]
    return EncodedTable(columns, _groups(rows, columns, maker, tick))


def _batches(
    rows: Sequence[PanelRow],
    columns: Sequence[Column],
    maker: ColumnMaker,
    schema: Any,
    tick: Tick | None,
) -> Iterator[Any]:
    for done, counts, parts in _gather(rows, maker.parts, _count_rows, tick):
        arrays = []
        for column in columns:
            if column.of_row is not None:
                numbers = np.repeat(column.of_row[done : done + len(parts)], counts)
            else:
                numbers = np.concatenate([part[column.name] for part in parts])
            arrays.append(make_array(column, numbers))
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _groups(
    rows: Sequence[PanelRow], columns: Sequence[Column], maker: ColumnMaker, tick: Tick | None
) -> Iterator[RowGroup]:
    encoded: dict[Hashable, _Pieces] = {}
    words = [read_words(column) for column in columns]

    def encode(row: PanelRow) -> _Pieces:
        key = maker.key(row)
        pieces = encoded.get(key)
        if pieces is None:
            parts = maker.make(row)
            if len(encoded) >= _KEPT:
                del encoded[next(iter(encoded))]
            pieces = encoded[key] = {
                column.name: encode_piece(column, parts[column.name]) for column in maker.columns
            }
        return pieces

    for done, counts, pieces in _gather(rows, encode, _count_encoded_rows, tick):
        chunks = []
        for column, own in zip(columns, words, strict=True):
            if own is not None and column.of_row is not None:
                codes = column.of_row[done : done + len(pieces)]
                chunks.append(encode_place_column(column, own, codes, counts))
            else:
                chunks.append(Chunk([one[column.name] for one in pieces], own))
        yield RowGroup(sum(counts), chunks)


_Pieces = Mapping[str, Piece]
_Part = TypeVar("_Part")


def _count_rows(part: Parts) -> int:
    return len(next(iter(part.values())))


def _count_encoded_rows(pieces: _Pieces) -> int:
    return next(iter(pieces.values())).rows


def _gather(
    rows: Sequence[PanelRow],
    make: Callable[[PanelRow], _Part],
    count_rows: Callable[[_Part], int],
    tick: Tick | None,
) -> Iterator[tuple[int, list[int], list[_Part]]]:
    """What is made of places, as many together as fill a batch: the first, their rows, and it."""
    done = 0
    while done < len(rows):
        parts: list[_Part] = []
        counts: list[int] = []
        for row in rows[done:]:
            part = make(row)
            count = count_rows(part)
            if parts and sum(counts) + count > _BATCH:
                break
            parts.append(part)
            counts.append(count)
        yield done, counts, parts
        done += len(parts)
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
