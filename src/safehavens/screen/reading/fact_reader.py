"""Facts in tables: flags, numbers and words of any type, by one check of values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from safehavens.corpus.model import Fact
from safehavens.corpus.reading.fact_values import wrong_value
from safehavens.corpus.words.word_reader import WordReader
from safehavens.screen.reading.cells import as_cells, says_not_known, says_nothing
from safehavens.screen.reading.column_reader import CellReading, ColumnReader
from safehavens.screen.reading.notes import Note

NOT_KNOWN: Final = "?"
"""How the kernels are told that a value is not known, while a null says nothing at all."""

_FLAG_NUMBER: Final = re.compile(r"([01])(?:\.0+)?")


class FactReader:
    """Reads the columns of one fact.

    Parameters
    ----------
    fact : Fact
    words : WordReader
    values : mapping, optional
        From their texts to ours.
    """

    def __init__(
        self, fact: Fact, words: WordReader, values: Mapping[str | None, str | None] | None
    ) -> None:
        self._fact = fact
        self._words = words
        self._mapped = values is not None
        self._cells = ColumnReader(self.read, values)

    def column(self, array: pa.Array) -> tuple[pa.Array, dict[int, str], dict[Note, int]]:
        """A column as the kernels take it, the rows with a problem, and what is to be said."""
        array = as_cells(array)
        if not self._mapped and (plain := self._plain(array)) is not None:
            return plain, {}, {}
        read = self._cells.column(array)
        return read.words(), read.problems(), read.notes()

    def _plain(self, array: pa.Array) -> pa.Array | None:
        """A column of the fact's own type, where nothing is to be read."""
        kind = array.type
        if pa.types.is_boolean(kind) and self._fact.type == "bool":
            return array
        if self._fact.type != "number":
            return None
        if pa.types.is_decimal(kind):
            array = array.cast(pa.float64(), safe=False)
            kind = array.type
        if pa.types.is_floating(kind):
            missing = pc.is_nan(array)
            if pc.any(missing).as_py():
                array = pc.if_else(missing, pa.scalar(None, kind), array)
            return array
        return array if pa.types.is_integer(kind) else None

    def read(self, text: str | None) -> CellReading:
        """Read one text."""
        if text is None or not text.strip():
            return CellReading(None)
        fact = self._fact
        number = _FLAG_NUMBER.fullmatch(text.strip()) if fact.type == "bool" else None
        value = self._words.value(fact, number[1] if number else text)
        if value is None:
            return CellReading(None if says_nothing(text) else NOT_KNOWN)
        wrong = wrong_value(fact, value)
        if wrong is not None:
            if says_nothing(text):
                return CellReading(None)
            if says_not_known(text):
                return CellReading(NOT_KNOWN)
            said = wrong.replace(repr(value), "What is given", 1) if fact.private else wrong
            return CellReading(None, said)
        word = str(value).lower() if isinstance(value, bool) else repr(value)
        word = value if isinstance(value, str) else word
        return CellReading(word, note=self._note(text, word, number is not None))

    def _note(self, text: str, word: str, number: bool) -> Note | None:
        fact = self._fact
        if fact.type == "number" or (fact.type == "bool" and not number):
            return None
        if fact.type == "enum" and text.strip().casefold() == word:
            return None
        shown = {"true": "yes", "false": "no"}.get(word, word)
        if fact.private:
            return Note(f"Read {fact.name} in other words than its own")
        return Note(f"Read {fact.name} {text.strip()[:60]!r} as {shown}")
