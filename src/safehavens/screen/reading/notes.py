"""What was read as what: counted over a table, to be said when it is done."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Note:
    """What was decided about a cell.

    `text` is the beginning of a sentence, alike for all cells that are counted together;
    `example` is one of these cells, where the text does not name it.
    """

    text: str
    example: str | None = None


class Notes:
    """Counts notes by rows. May be used by several threads."""

    def __init__(self) -> None:
        self._rows: Counter[str] = Counter()
        self._examples: dict[str, str] = {}
        self._lock = threading.Lock()

    def add(self, counted: Mapping[Note, int]) -> None:
        """Count the notes of a batch."""
        with self._lock:
            for note, rows in counted.items():
                if note.text not in self._rows and len(self._rows) >= _MOST:
                    continue
                self._rows[note.text] += rows
                if note.example is not None:
                    held = self._examples.get(note.text)
                    if held is None or note.example < held:
                        self._examples[note.text] = note.example

    def listed(self) -> list[tuple[str, int]]:
        """The notes, each with its example and how many rows it is about; most first."""
        with self._lock:
            rows = dict(self._rows)
        said = []
        for text, count in sorted(rows.items(), key=lambda item: (-item[1], item[0])):
            example = self._examples.get(text)
            said.append((text if example is None else f"{text}, such as {example}", count))
        return said
