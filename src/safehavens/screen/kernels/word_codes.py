"""Words of request columns as numbers that stay the same from batch to batch.

Each batch of a table may come with a dictionary of its own. What has been met is numbered once;
a batch whose dictionary is the last one's pays nothing for its words.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from safehavens.screen.kernels.gather import codes, gather

Word = str | None
_KEPT: Final = 16


class WordNumbers:
    """The words of one column that have been met, numbered in the order of meeting."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.numbers: dict[Word, int] = {}
        self.room = 2
        self._dictionaries: dict[tuple[int, ...], tuple[pa.Array, npt.NDArray[np.int32]]] = {}

    def __len__(self) -> int:
        return len(self.words)

    def known(self, dictionary: pa.Array) -> npt.NDArray[np.int32] | None:
        """The numbers of a dictionary's words, where this very dictionary has been met."""
        found = self._dictionaries.get(_address(dictionary))
        return None if found is None else found[1]

    def numbers_of(self, dictionary: pa.Array | None, words: list[Word]) -> npt.NDArray[np.int32]:
        """The number of each word of a batch's dictionary."""
        for word in words:
            if word not in self.numbers:
                self.numbers[word] = len(self.words)
                self.words.append(word)
        while self.room < len(self.words):
            self.room *= 2
        found = np.array([self.numbers[word] for word in words], np.int32)
        if dictionary is not None:
            if len(self._dictionaries) >= _KEPT:
                self._dictionaries.clear()
            # Kept together with the dictionary: as long as it lives, its address is its own.
            self._dictionaries[_address(dictionary)] = (dictionary, found)
        return found


class WordCodes:
    """One request column of a batch: for each row a code, and the word of each code.

    The last word is None, the word of a null. A column that says the same in every row has one
    code for all.
    """

    def __init__(self, dictionary: pa.Array | None, rows: pa.Array | None, word: Word) -> None:
        self._dictionary = dictionary
        self._rows = rows
        self._word = word
        self._words: list[Word] | None = None
        self._numbers: npt.NDArray[np.int32] = np.zeros(0, np.int32)

    @classmethod
    def read(cls, column: pa.Array | str) -> WordCodes:
        """Words of a column, plain or dictionary-encoded, or one word for every row."""
        if isinstance(column, str):
            return cls(None, None, column)
        if not pa.types.is_dictionary(column.type):
            column = pc.dictionary_encode(column.cast(pa.string()))
        return cls(column.dictionary, codes(column), None)

    def __len__(self) -> int:
        return len(self.words)

    @property
    def words(self) -> list[Word]:
        """The word of each code."""
        if self._dictionary is None:
            return [self._word]
        if self._words is None:
            self._words = [*self._dictionary.cast(pa.string()).to_pylist(), None]
        return self._words

    def number(self, numbers: WordNumbers) -> None:
        """Take the numbers that the words have been given."""
        known = None if self._dictionary is None else numbers.known(self._dictionary)
        if known is None:
            known = numbers.numbers_of(self._dictionary, self.words)
        self._numbers = known

    def numbered(self, stride: int) -> npt.NDArray[np.int32]:
        """For each row its word's number times a stride; one entry where all rows are alike."""
        shares = self._numbers * np.int32(stride)
        return shares if self._rows is None else gather(pa.array(shares), self._rows)

    def local(self) -> npt.NDArray[Any]:
        """For each row the code of its word; one entry where all rows are alike."""
        if self._rows is None:
            return np.zeros(1, np.int32)
        found: npt.NDArray[Any] = self._rows.to_numpy()
        return found


def _address(dictionary: pa.Array) -> tuple[int, ...]:
    buffers = [0 if b is None else b.address for b in dictionary.buffers()]
    return (*buffers, dictionary.offset, len(dictionary))
