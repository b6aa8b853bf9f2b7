"""The columns of one group of rows in a Parquet file: pieces encoded once, joined to pages.

Places under the same law have the same columns, so that a piece is encoded once for all of them and
their pages are put together from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from safehavens.measure.columns.arrays import Column
from safehavens.measure.formats.runs import encode_flags, encode_numbers, encode_runs
from safehavens.measure.spells.told_cells import NO_DAY, NOTHING

Words = Sequence[bytes]
"""The words of a column, as UTF-8."""

BOOLEAN, INT32, DOUBLE, BYTE_ARRAY = 0, 1, 5, 6
"""Parquet's numbers for the types of values."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of a column, encoded: the levels that say which values are there, and these values.

    `levels` is empty where each row has a value. Flags stand one by one until a page packs them.
    """

    rows: int
    nulls: int
    levels: bytes
    values: bytes | npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A column in a group of rows.

    `words` are those that its codes count; None where the values stand themselves. `bounds` are its
    least and its greatest word, where readers may skip rows by it.
    """

    pieces: Sequence[Piece]
    words: Words | None = None
    bounds: tuple[bytes, bytes] | None = None

    @property
    def nulls(self) -> int:
        """How many rows have no value."""
        return sum(piece.nulls for piece in self.pieces)


def physical_type(column: Column) -> int:
    """Parquet's number for the type of a column's values."""
    if pa.types.is_boolean(column.type):
        return BOOLEAN
    if pa.types.is_date(column.type):
        return INT32
    return DOUBLE if pa.types.is_floating(column.type) else BYTE_ARRAY


def encode_piece(column: Column, numbers: npt.NDArray[Any]) -> Piece:
    """A column's rows, from its numbers, as they stand in the parts of a place."""
    kind = physical_type(column)
    levels, nulls, count = b"", 0, len(numbers)
    if not column.required:
        there = np.ones(count, dtype=np.bool_)
        if kind != DOUBLE:
            there = numbers != (NO_DAY if kind == INT32 else NOTHING)
        levels = encode_flags(there)
        nulls = count - int(np.count_nonzero(there))
        if nulls:
            numbers = numbers[there]
    if kind == BOOLEAN:
        return Piece(count, nulls, levels, numbers == 1)
    if kind == BYTE_ARRAY:
        index = column.type.index_type.bit_width // 8
        return Piece(count, nulls, levels, encode_numbers(numbers.astype(f"<i{index}", copy=False)))
    wide = numbers.astype("<i4" if kind == INT32 else "<f8", copy=False)
    return Piece(count, nulls, levels, wide.tobytes())


def encode_place_column(
    column: Column, words: Words, codes: npt.NDArray[Any], counts: Sequence[int]
) -> Chunk:
    """A column about the place: one code for all rows of a place. Only words that occur stand.

    Parameters
    ----------
    column : Column
    words : sequence of bytes
        Those that the codes count.
    codes : array of int
        One for each place.
    counts : sequence of int
        The rows of each place.
    """
    lengths = np.array(counts, dtype=np.int64)
    there = codes != NOTHING
    used, local = np.unique(codes[there], return_inverse=True)
    values = encode_runs(local.astype(codes.dtype), lengths[there])
    levels = b"" if column.required else encode_runs(there.view(np.int8), lengths)
    piece = Piece(int(lengths.sum()), int(lengths[~there].sum()), levels, values)
    kept = [words[code] for code in used]
    return Chunk((piece,), kept, (min(kept), max(kept)) if kept else None)


_LENGTH: Final = 4


def make_data_page(column: Column, pieces: Sequence[Piece]) -> bytes:
    """The content of a data page (version 1): levels, then values."""
    head = b""
    if not column.required:
        levels = b"".join(piece.levels for piece in pieces)
        head = len(levels).to_bytes(_LENGTH, "little") + levels
    kind = physical_type(column)
    if kind == BOOLEAN:
        flags = np.concatenate([np.asarray(piece.values, dtype=np.bool_) for piece in pieces])
        return head + np.packbits(flags, bitorder="little").tobytes()
    if kind == BYTE_ARRAY:
        head += bytes([column.type.index_type.bit_width])
    return b"".join([head, *(bytes(piece.values) for piece in pieces)])


def make_dictionary_page(words: Words) -> bytes:
    """The content of a dictionary page: each word with its length before it."""
    return b"".join([len(word).to_bytes(_LENGTH, "little") + word for word in words])


def read_words(column: Column) -> Words | None:
    """The words that a column's codes count; None: it has none."""
    return None if column.words is None else [word.encode() for word in column.words.to_pylist()]
