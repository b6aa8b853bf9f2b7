"""One column of a table: each distinct text is read once, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
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


class ReadWords(list[CellReading]):
    """The readings of a column's distinct texts, and what follows from all of them at once."""

    @cached_property
    def words(self) -> pa.Array:
        """Their words, as the dictionary of a column."""
        return pa.array([reading.value for reading in self], pa.string())

    @cached_property
    def has_problems(self) -> bool:
        """Whether any cannot be read."""
        return any(reading.problem is not None for reading in self)

    @cached_property
    def has_notes(self) -> bool:
        """Whether there is anything to say of any."""
        return any(reading.note is not None for reading in self)

    @cached_property
    def has_more(self) -> bool:
        """Whether something else came of any."""
        return any(reading.other is not None for reading in self)


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column as read: for each row the number of its reading."""

    rows: npt.NDArray[Any]
    readings: ReadWords

    def words(self) -> pa.DictionaryArray:
        """The column as a dictionary of words that the kernels know."""
        return pa.DictionaryArray.from_arrays(pa.array(self.rows), self.readings.words)

    def where(self, chosen: Callable[[CellReading], bool]) -> npt.NDArray[np.intp]:
        """The rows whose reading is so."""
        table = np.array([chosen(reading) for reading in self.readings], np.uint8)
        if not table.any():
            return np.zeros(0, np.intp)
        return np.flatnonzero(gather(pa.array(table), self.rows))

    def problems(self) -> dict[int, str]:
        """The rows that cannot be read, with the reason."""
        if not self.readings.has_problems:
            return {}
        rows = self.where(lambda reading: reading.problem is not None)
        numbers = self.rows[rows].tolist()
        return {
            row: str(self.readings[number].problem)
            for row, number in zip(rows.tolist(), numbers, strict=True)
        }

    def notes(self) -> dict[Note, int]:
        """What is to be said, with the number of rows."""
        if not self.readings.has_notes:
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
        self._dictionaries: dict[tuple[int, ...], tuple[pa.Array, ReadWords]] = {}

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

    def _read_dictionary(self, dictionary: pa.Array) -> ReadWords:
        address = dictionary_address(dictionary)
        met = self._dictionaries.get(address)
        if met is not None:
            return met[1]
        readings = ReadWords(self.cell(text) for text in [*texts_of(dictionary), None])
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


def dictionary_address(dictionary: pa.Array) -> tuple[int, ...]:
    """What tells a dictionary from all others that are alive."""
    buffers = [0 if b is None else b.address for b in dictionary.buffers()]
    return (*buffers, dictionary.offset, len(dictionary))
