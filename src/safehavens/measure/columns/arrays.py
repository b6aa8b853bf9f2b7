"""Columns, and Arrow arrays over their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from safehavens.measure.spells.told_cells import NO_DAY, NOTHING

Parts = dict[str, npt.NDArray[Any]]
"""The columns of one place's rows, codes in place of words."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, and the words that its codes count (None: the numbers are the values)."""

    name: str
    type: Any
    words: Any = None
    of_row: Any = None
    """Of a column about the place: the code of each row."""
    required: bool = False
    """Whether each row has a value, by what the column means. Such columns are written faster."""

    @property
    def field(self) -> Any:
        """Its field in an Arrow schema."""
        return pa.field(self.name, self.type, nullable=not self.required)


def make_array(column: Column, numbers: npt.NDArray[Any]) -> Any:
    """A column's Arrow array; where a text, day or flag is not there, null."""
    type_ = column.type
    if pa.types.is_floating(type_):
        return _number_array(type_, numbers)
    if pa.types.is_date(type_):
        return _number_array(type_, numbers, None if column.required else numbers == NO_DAY)
    missing = None if column.required else numbers == NOTHING
    if pa.types.is_boolean(type_):
        return pa.Array.from_buffers(type_, len(numbers), [_valid(missing), _bits(numbers == 1)])
    codes = _number_array(type_.index_type, numbers, missing)
    return pa.DictionaryArray.from_arrays(codes, column.words)


def _number_array(type_: Any, numbers: npt.NDArray[Any], missing: Any = None) -> Any:
    """An array over the numbers' own memory (`pa.array` would import pandas to look at them)."""
    kind = "f" if pa.types.is_floating(type_) else "i"
    numbers = np.ascontiguousarray(numbers, dtype=f"{kind}{type_.bit_width // 8}")
    return pa.Array.from_buffers(type_, len(numbers), [_valid(missing), pa.py_buffer(numbers)])


def _valid(missing: npt.NDArray[np.bool_] | None) -> Any:
    """Arrow's mask of what is there; None where all is."""
    return _bits(~missing) if missing is not None and missing.any() else None


def _bits(flags: npt.NDArray[np.bool_]) -> Any:
    return pa.py_buffer(np.packbits(flags, bitorder="little"))


def _string_array(words: Sequence[str]) -> Any:
    encoded = [word.encode() for word in words]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(words), buffers)


def word_column(
    name: str, words: Sequence[str], of_row: Any = None, required: bool = False
) -> Column:
    """A column of words, by their numbers."""
    index = pa.int8() if len(words) < 1 << 7 else pa.int16() if len(words) < 1 << 15 else pa.int32()
    if of_row is not None:
        of_row = np.asarray(of_row, dtype=f"i{index.bit_width // 8}")
    return Column(name, pa.dictionary(index, pa.string()), _string_array(words), of_row, required)


def day_column(name: str, required: bool = False) -> Column:
    """A column of days."""
    return Column(name, pa.date32(), required=required)


def flag_column(name: str, required: bool = False) -> Column:
    """A column of 1 and 0 (true and false) and, unless required, NOTHING (not known)."""
    return Column(name, pa.bool_(), required=required)


def number_column(name: str) -> Column:
    """A column of numbers."""
    return Column(name, pa.float64())
