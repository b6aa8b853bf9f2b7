"""An index of words in SQLite (FTS5): which documents have a term, and in which of their fields."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Final

from safehavens.search.results import NoSearchEngine

WEIGHTS: Final = {"name": 1.0, "cite": 0.95, "place": 0.9, "label": 0.85, "said": 0.6, "note": 0.35}
"""How much a term counts in each field of a document."""
_BEGINNING: Final = 0.75
"""What is left of it where the term is only the beginning of a word."""
_SHORTEST_BEGINNING: Final = 3
_SHORTEST_MISSPELLED: Final = 5
_LONG: Final = 8
"""From so many letters on, a word may be misspelled in two places; below, in one."""


class WordIndex:
    """Finds documents by their terms; the engine stems them (Porter 1980).

    May be shared between threads.

    Parameters
    ----------
    documents : sequence of sequence of str
        For each document, its fields in the order of `WEIGHTS`: terms parted by spaces.

    Raises
    ------
    NoSearchEngine
    """

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._count = len(documents)
        self._lock = Lock()
        self._words = {word for fields in documents for field in fields for word in field.split()}
        self._sqlite = sqlite3.connect(":memory:", check_same_thread=False)
        columns = ", ".join(WEIGHTS)
        try:
            self._sqlite.execute(
                f"CREATE VIRTUAL TABLE documents USING fts5({columns}, content='', "
                "tokenize='porter unicode61 remove_diacritics 2')"
            )
        except sqlite3.OperationalError as error:
            raise NoSearchEngine(
                f"Search needs SQLite with FTS5, and this Python's SQLite {sqlite3.sqlite_version} "
                "was built without it."
            ) from error
        marks = ", ".join("?" * (len(WEIGHTS) + 1))
        self._sqlite.executemany(
            f"INSERT INTO documents (rowid, {columns}) VALUES ({marks})",  # noqa: S608
            ((number, *fields) for number, fields in enumerate(documents)),
        )

    def match(self, term: str) -> dict[int, float]:
        """The documents that have a term, by number, and how good a field it stands in, 0 to 1.

        Where none has it as a word, those that have a word that begins so.
        """
        if qualities := self._qualities(f'"{term}"', 1.0):
            return qualities
        if len(term) < _SHORTEST_BEGINNING:
            return {}
        return self._qualities(f'"{term}"*', _BEGINNING)

    def respell(self, term: str) -> str | None:
        """What may be meant by a term that no document has: two words that it is made of, or the
        nearest word. None where a document has it, or nothing is near."""
        if self.match(term):
            return None
        for size in range(3, len(term) - 2):
            first, second = term[:size], term[size:]
            if {first, second} <= self._words and self.match_phrase((first, second)):
                return f"{first} {second}"
        return self.nearest(term)

    def match_phrase(self, terms: Iterable[str]) -> frozenset[int]:
        """The documents that have terms one after the other."""
        phrase = " ".join(terms)
        return frozenset(self._numbers(f'"{phrase}"'))

    def weigh(self, having: int) -> float:
        """How much a term says that so many documents have: the fewer, the more (K. Spärck Jones,
        "A statistical interpretation of term specificity", Journal of Documentation 28, 1972)."""
        return math.log(1 + self._count / max(having, 1))

    def nearest(self, term: str) -> str | None:
        """The word of the documents that is spelled most like a term, if any is."""
        if len(term) < _SHORTEST_MISSPELLED or not term.isalpha():
            return None
        from rapidfuzz import process  # only a word that nobody uses pays for it
        from rapidfuzz.distance import OSA

        most = 1 if len(term) < _LONG else 2
        words = sorted(word for word in self._words if word.isalpha() and len(word) >= 4)
        near = process.extractOne(term, words, scorer=OSA.distance, score_cutoff=most)
        return None if near is None else str(near[0])

    def _qualities(self, expression: str, factor: float) -> dict[int, float]:
        qualities: dict[int, float] = {}
        for column, weight in reversed(WEIGHTS.items()):
            for number in self._numbers(f"{{{column}}} : {expression}"):
                qualities[number] = weight * factor
        return qualities

    def _numbers(self, expression: str) -> list[int]:
        """The documents that fit an expression of FTS5; terms in it are letters and digits."""
        with self._lock:
            rows = self._sqlite.execute(
                "SELECT rowid FROM documents WHERE documents MATCH ?", (expression,)
            )
            return [number for (number,) in rows]
