"""What rows of tables that cite their sources have in common, and how their errors are told."""

from __future__ import annotations

from datetime import date
from typing import Protocol, TypedDict

from safehavens.corpus.errors import Finding
from safehavens.corpus.reading.validate import CheckedFile
from safehavens.corpus.sources import Seen


class CitedForm(Protocol):
    """A row that says where it was read."""

    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def seen(self) -> Seen: ...  # noqa: D102
    @property
    def checked(self) -> date: ...  # noqa: D102
    @property
    def note(self) -> str | None: ...  # noqa: D102


class RowCitation(TypedDict):
    """Where a row was read, and where it is written."""

    source: str
    seen: Seen
    checked: date
    note: str | None
    file: str
    line: int


def cite_row(file: CheckedFile, i: int, row: CitedForm) -> RowCitation:
    """Where row `i` of a table was read, and where it is written."""
    return RowCitation(
        source=row.source,
        seen=row.seen,
        checked=row.checked,
        note=row.note,
        file=file.file.name,
        line=file.line(i),
    )


def row_error(file: CheckedFile, path: tuple[str | int, ...], message: str) -> Finding:
    """An error in a cell, by its path: the row and the column."""
    return Finding("error", file.file.name, file.line(*path), message, None, str(path[-1]))
