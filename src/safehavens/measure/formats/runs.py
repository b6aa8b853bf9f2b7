"""Numbers as runs, in Parquet's hybrid of run lengths and packed bits (its encoding RLE).

A run of one number takes two to four bytes however long it is. Where runs are short, numbers stand
packed. What is encoded piece by piece can be joined: the pieces, one after the other, are the
encoding of all.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from safehavens.measure.formats.compact_protocol import encode_varint

_PACKED: Final = 8
"""Packed numbers come in groups of as many."""
_BITS: Final = 7
"""A run has its length first: as many bits of it a byte, and one bit for whether more follow."""


def encode_numbers(numbers: npt.NDArray[Any]) -> bytes:
    """Numbers of zero or more, each as wide as their type.

    Parameters
    ----------
    numbers : array of int8, int16 or int32
    """
    starts = _find_starts(numbers)
    groups = len(numbers) // _PACKED
    if len(starts) * 2 <= len(numbers) or groups == 0:
        return encode_runs(numbers[starts], np.diff(starts, append=len(numbers)))
    packed, rest = np.split(numbers, [groups * _PACKED])
    return _head_packed(groups) + _little(packed).tobytes() + _encode_singly(rest)


def encode_flags(flags: npt.NDArray[np.bool_]) -> bytes:
    """Flags, one bit wide, as the levels say whether a value is there."""
    starts = _find_starts(flags)
    groups = len(flags) // _PACKED
    if len(starts) * 2 * _PACKED <= len(flags) or groups == 0:
        lengths = np.diff(starts, append=len(flags))
        return encode_runs(flags[starts].view(np.int8), lengths)
    packed, rest = np.split(flags, [groups * _PACKED])
    bits = np.packbits(packed, bitorder="little").tobytes()
    return _head_packed(groups) + bits + _encode_singly(rest.view(np.int8))


def encode_runs(numbers: npt.NDArray[Any], lengths: npt.NDArray[np.integer]) -> bytes:
    """Numbers, each repeated so often.

    Parameters
    ----------
    numbers : array of int8, int16 or int32
        Each is written as wide as its type.
    lengths : array of int, of the same length
        Each is at least 1.
    """
    count, width = len(numbers), numbers.dtype.itemsize
    if count == 0:
        return b""
    heads = lengths.astype(np.int64) << 1
    most = -(-int(heads.max()).bit_length() // _BITS)  # bytes of the longest head
    rests = heads[:, None] >> _BITS * np.arange(most)
    kept = np.ones((count, most + width), dtype=np.bool_)
    kept[:, 1:most] = rests[:, 1:] > 0
    out = np.empty((count, most + width), dtype=np.uint8)
    out[:, :most] = rests & 0x7F
    out[:, : most - 1] |= kept[:, 1:most].view(np.uint8) << _BITS  # more of the head follows
    out[:, most:] = _little(numbers).view(np.uint8).reshape(count, width)
    return out[kept].tobytes()


def _head_packed(groups: int) -> bytes:
    return encode_varint(groups << 1 | 1)


def _encode_singly(numbers: npt.NDArray[Any]) -> bytes:
    return encode_runs(numbers, np.ones(len(numbers), dtype=np.int64))


def _find_starts(numbers: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """Where a number differs from the one before, and the first."""
    changes = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1
    return np.concatenate((np.zeros(min(1, len(numbers)), dtype=np.intp), changes))


def _little(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.ascontiguousarray(numbers, dtype=numbers.dtype.newbyteorder("<"))
