"""One column of a table: each distinct text is read once, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from safehavens.screen.kernels.gather import codes, gather
from safehavens.screen.reading.cells import encode, says_nothing, texts_of
from safehavens.screen.reading.notes import Note

_REMEMBERED: Final = 200_000
_DICTIONARIES: Final = 16


@dataclass(frozen=True, slots=True)
class CellReading:
    """How a cell was read.

    Attributes
    ----------
    value : str or None
        The word that the kernels know; None: the cell says nothing, or it is a problem.
    problem : str or None
        Why the row can have no verdict.
    note : Note or None
        What is to be said of it.
    other : object
        What else came of it.
    """

    value: str | None
    problem: str | None = None
    note: Note | None = None
    other: Any = None


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column as read: for each row the number of its reading."""

    rows: npt.NDArray[Any]
    readings: Sequence[CellReading]

    def words(self) -> pa.DictionaryArray:
        """The column as a dictionary of words that the kernels know."""
        values = pa.array([reading.value for reading in self.readings], pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(self.rows), values)

    def where(self, chosen: Callable[[CellReading], bool]) -> npt.NDArray[np.intp]:
        """The rows whose reading is so."""
        table = np.array([chosen(reading) for reading in self.readings], np.uint8)
        if not table.any():
            return np.zeros(0, np.intp)
        return np.flatnonzero(gather(pa.array(table), self.rows))

    def problems(self) -> dict[int, str]:
        """The rows that cannot be read, with the reason."""
        rows = self.where(lambda reading: reading.problem is not None)
        numbers = self.rows[rows].tolist()
        return {
            row: str(self.readings[number].problem)
            for row, number in zip(rows.tolist(), numbers, strict=True)
        }

    def notes(self) -> dict[Note, int]:
        """What is to be said, with the number of rows."""
        if all(reading.note is None for reading in self.readings):
            return {}
        counts = np.bincount(self.rows, minlength=len(self.readings)).tolist()
        said: dict[Note, int] = {}
        for reading, count in zip(self.readings, counts, strict=True):
            if reading.note is not None and count:
                said[reading.note] = said.get(reading.note, 0) + count
        return said


class ColumnReader:
    """Reads the cells of one column of ours. May be used by several threads.

    Parameters
    ----------
    read : callable
        Reads one text; None is a null.
    values : mapping, optional
        From their texts to ours; None among theirs is a cell that says nothing.
    """

    def __init__(
        self,
        read: Callable[[str | None], CellReading],
        values: Mapping[str | None, str | None] | None = None,
    ) -> None:
        self._read = read
        self._values = values
        self._known: dict[str | None, CellReading] = {}
        self._dictionaries: dict[tuple[int, ...], tuple[pa.Array, list[CellReading]]] = {}

    def column(self, array: pa.Array) -> ReadColumn:
        """Read a column."""
        encoded = encode(array)
        rows = codes(encoded).to_numpy(zero_copy_only=False)
        return ReadColumn(rows, self._read_dictionary(encoded.dictionary))

    def cell(self, text: str | None) -> CellReading:
        """Read one text."""
        known = self._known
        reading = known.get(text)
        if reading is None:
            if len(known) >= _REMEMBERED:
                known = self._known = {}
            reading = known[text] = self._read(replace_text(text, self._values))
        return reading

    def _read_dictionary(self, dictionary: pa.Array) -> list[CellReading]:
        address = _address(dictionary)
        met = self._dictionaries.get(address)
        if met is not None:
            return met[1]
        readings = [self.cell(text) for text in [*texts_of(dictionary), None]]
        if len(self._dictionaries) >= _DICTIONARIES:
            self._dictionaries = {}
        # Kept together with the dictionary: as long as it lives, its address is its own.
        self._dictionaries[address] = (dictionary, readings)
        return readings


def replace_text(text: str | None, values: Mapping[str | None, str | None] | None) -> str | None:
    """A text as the map of values has it; what the map does not name stays."""
    if values is None:
        return text
    key = (text or "").strip() or None
    if key in values:
        return values[key]
    if None in values and says_nothing(text):
        return values[None]
    return text


def _address(dictionary: pa.Array) -> tuple[int, ...]:
    buffers = [0 if b is None else b.address for b in dictionary.buffers()]
    return (*buffers, dictionary.offset, len(dictionary))
