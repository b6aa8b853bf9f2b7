"""Parquet files written by runs: a table that repeats itself is never spread out in memory.

The format is that of parquet-format 2.11 (`parquet.thrift`, `Encodings.md`): data pages of version
1, dictionaries, zstd. Arrow's own writer looks at each cell of each column; a panel by month has
some billions. `tests/measure/test_parquet_writer.py` reads what is written with other readers.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, BinaryIO, Final

import pyarrow as pa

from safehavens.measure.columns.arrays import Column
from safehavens.measure.formats import compact_protocol as thrift
from safehavens.measure.formats.compact_protocol import Encoded
from safehavens.measure.formats.parquet_chunks import (
    BYTE_ARRAY,
    INT32,
    Chunk,
    Words,
    make_data_page,
    make_dictionary_page,
    physical_type,
)

_MAGIC: Final = b"PAR1"
_PLAIN, _RLE, _RLE_DICTIONARY = 0, 3, 8
_UTF8, _DATE = 0, 6
_ZSTD: Final = 6
_DATA_PAGE, _DICTIONARY_PAGE = 0, 2


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows that stand together in a file: a chunk for each column."""

    rows: int
    chunks: Sequence[Chunk]


@dataclass(frozen=True, slots=True)
class EncodedTable:
    """A table to be written: its columns, and its groups of rows, each made when it is asked for.

    The groups can be gone through once.
    """

    columns: Sequence[Column]
    groups: Iterator[RowGroup]

    @property
    def schema(self) -> Any:
        """What readers of Arrow make of the file."""
        return pa.schema([column.field for column in self.columns])


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it stands in the file, and how long it is there and when unpacked."""

    content: bytes
    unpacked: int


def write_encoded(file: BinaryIO, table: EncodedTable) -> int:
    """Write a Parquet file.

    Parameters
    ----------
    file : binary file
        Open for writing, at its start.
    table : EncodedTable

    Returns
    -------
    int
        The number of rows.
    """
    file.write(_MAGIC)
    packers = [_ColumnPacker(column) for column in table.columns]
    described: list[Encoded] = []
    at, rows = len(_MAGIC), 0
    for group in table.groups:
        pages, entries, start, unpacked = [], [], at, 0
        for packer, chunk in zip(packers, group.chunks, strict=True):
            packed = packer.pack(group.rows, chunk)
            entries.append(packer.describe(group.rows, chunk, packed, at))
            pages += [page.content for page in packed]
            at += sum(len(page.content) for page in packed)
            unpacked += sum(page.unpacked for page in packed)
        file.writelines(pages)
        described.append(thrift.struct({
            1: thrift.array(entries), 2: thrift.i64(unpacked), 3: thrift.i64(group.rows),
            5: thrift.i64(start), 6: thrift.i64(at - start),
        }))  # fmt: skip
        rows += group.rows
    footer = _make_footer(table, rows, described)
    file.write(footer + len(footer).to_bytes(4, "little") + _MAGIC)
    return rows


class _ColumnPacker:
    """Packs a column's chunks, each page once: neighboring groups often repeat one another's."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._codec = pa.Codec("zstd")
        self._words: tuple[Words, _Page] | None = None
        self._data: tuple[int, bytes, _Page] | None = None

    def pack(self, rows: int, chunk: Chunk) -> list[_Page]:
        """The pages of a chunk."""
        raw = make_data_page(self._column, chunk.pieces)
        if self._data is None or self._data[:2] != (rows, raw):
            encoding = _PLAIN if chunk.words is None else _RLE_DICTIONARY
            header = {1: thrift.i32(rows), 2: thrift.i32(encoding), 3: thrift.i32(_RLE),
                      4: thrift.i32(_RLE)}  # fmt: skip
            self._data = rows, raw, self._make_page(raw, _DATA_PAGE, {5: thrift.struct(header)})
        data = self._data[2]
        return [data] if chunk.words is None else [self._pack_words(chunk.words), data]

    def _pack_words(self, words: Words) -> _Page:
        if self._words is None or self._words[0] is not words:
            header = {1: thrift.i32(len(words)), 2: thrift.i32(_PLAIN)}
            page = self._make_page(
                make_dictionary_page(words), _DICTIONARY_PAGE, {7: thrift.struct(header)}
            )
            self._words = words, page
        return self._words[1]

    def _make_page(self, raw: bytes, kind: int, header: dict[int, Encoded]) -> _Page:
        packed = self._codec.compress(raw, asbytes=True)
        head = thrift.struct({
            1: thrift.i32(kind), 2: thrift.i32(len(raw)), 3: thrift.i32(len(packed)), **header
        }).content  # fmt: skip
        return _Page(head + packed, len(head) + len(raw))

    def describe(self, rows: int, chunk: Chunk, pages: Sequence[_Page], at: int) -> Encoded:
        """A chunk's entry in the footer; `at` is where its first page begins."""
        words = chunk.words is not None
        encodings = (_PLAIN, _RLE, _RLE_DICTIONARY) if words else (_PLAIN, _RLE)
        data_at = at + (len(pages[0].content) if words else 0)
        metadata = thrift.struct({
            1: thrift.i32(physical_type(self._column)),
            2: thrift.array([thrift.i32(one) for one in encodings]),
            3: thrift.array([thrift.binary(self._column.name)]),
            4: thrift.i32(_ZSTD),
            5: thrift.i64(rows),
            6: thrift.i64(sum(page.unpacked for page in pages)),
            7: thrift.i64(sum(len(page.content) for page in pages)),
            9: thrift.i64(data_at),
            11: thrift.i64(at) if words else None,
            12: _describe_bounds(chunk),
        })  # fmt: skip
        return thrift.struct({2: thrift.i64(at), 3: metadata})


def _describe_bounds(chunk: Chunk) -> Encoded | None:
    if chunk.bounds is None:
        return None
    least, most = chunk.bounds
    return thrift.struct(
        {3: thrift.i64(chunk.nulls), 5: thrift.binary(most), 6: thrift.binary(least)}
    )


def _make_footer(table: EncodedTable, rows: int, groups: Sequence[Encoded]) -> bytes:
    columns = table.columns
    root = thrift.struct({4: thrift.binary("schema"), 5: thrift.i32(len(columns))})
    arrow = base64.b64encode(table.schema.serialize().to_pybytes())
    typed = thrift.struct({1: thrift.struct({})})  # words in the order of their bytes
    metadata = thrift.struct({
        1: thrift.i32(2),
        2: thrift.array([root, *map(_describe_column, columns)]),
        3: thrift.i64(rows),
        4: thrift.array(groups),
        5: thrift.array([thrift.struct({
            1: thrift.binary("ARROW:schema"), 2: thrift.binary(arrow)
        })]),
        6: thrift.binary(f"safehavens version {version('safehavens')}"),
        7: thrift.array([typed] * len(columns)),
    })  # fmt: skip
    return metadata.content


def _describe_column(column: Column) -> Encoded:
    kind = physical_type(column)
    converted = {BYTE_ARRAY: _UTF8, INT32: _DATE}.get(kind)
    logical = {BYTE_ARRAY: 1, INT32: 6}.get(kind)  # a text, a date
    return thrift.struct({
        1: thrift.i32(kind),
        3: thrift.i32(0 if column.required else 1),
        4: thrift.binary(column.name),
        6: None if converted is None else thrift.i32(converted),
        10: None if logical is None else thrift.struct({logical: thrift.struct({})}),
    })  # fmt: skip
