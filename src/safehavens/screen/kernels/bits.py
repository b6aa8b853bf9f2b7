"""Packed bits: a truth value for each row, eight rows to a byte, lowest bit first, as in Arrow.

A condition on millions of rows is then a few ANDs and ORs over small arrays.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Bits = npt.NDArray[np.uint8]

_SPREAD: Final = (
    np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    .copy()
    .view(np.uint64)[:, 0]
)
"""For each byte its eight bits, as eight bytes in one word."""


def size(rows: int) -> int:
    """How many bytes hold a bit for each row."""
    return (rows + 7) // 8


def ones(rows: int) -> Bits:
    """True for every row; the bits beyond the last row are 0."""
    bits = np.full(size(rows), 255, np.uint8)
    if rows % 8:
        bits[-1] = (1 << rows % 8) - 1
    return bits


def zeros(rows: int) -> Bits:
    """False for every row."""
    return np.zeros(size(rows), np.uint8)


def pack(flags: npt.NDArray[np.bool_]) -> Bits:
    """Bits from booleans."""
    return np.packbits(flags, bitorder="little")


def unpack(bits: Bits, rows: int) -> npt.NDArray[np.bool_]:
    """Booleans from bits."""
    return np.unpackbits(bits, count=rows, bitorder="little").view(np.bool_)


def spread(bits: Bits, code: int) -> npt.NDArray[np.uint64]:
    """The code (below 256) as a byte for each row whose bit is set, 0 for others, by words."""
    return np.take(_SPREAD * np.uint64(code), bits)


def valid(array: pa.Array) -> Bits:
    """Which rows of an Arrow array are not null."""
    if array.null_count == 0:
        return ones(len(array))
    return _buffer(array.buffers()[0], array.offset, len(array))


def true(array: pa.BooleanArray) -> Bits:
    """The values of an Arrow array of booleans; of null rows, anything."""
    return _buffer(array.buffers()[1], array.offset, len(array))


def _buffer(buffer: pa.Buffer, offset: int, rows: int) -> Bits:
    """The bits of a buffer from an offset on, aligned, nothing set beyond the last row."""
    start = offset // 8
    raw = np.frombuffer(buffer, np.uint8)[start : start + size(rows + offset % 8)]
    if offset % 8:
        flags = np.unpackbits(raw, bitorder="little")[offset % 8 : offset % 8 + rows]
        return np.packbits(flags, bitorder="little")
    if rows % 8:
        raw = raw.copy()
        raw[-1] &= (1 << rows % 8) - 1
    return raw
