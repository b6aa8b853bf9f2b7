"""CSV with line numbers: a table of a corpus as a document, so that its errors have lines too."""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from io import StringIO

from safehavens.corpus.near import unknown
from safehavens.corpus.reading.forms.law_bounds import LONGEST_TEXT
from safehavens.corpus.reading.yaml_lines import Document, Path
from safehavens.files.steering import find_steering


class CsvError(ValueError):
    """Text that is not a table with the columns wanted. `field` is the column, if it is one's."""

    def __init__(self, line: int, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.field = field


def read_csv(text: str, columns: Sequence[str], needed: Collection[str]) -> Document:
    """Read a table: a header, then a row a line; lines that begin with # are remarks.

    Parameters
    ----------
    text : str
        The file's whole text.
    columns : sequence of str
        The columns that there may be, in any order.
    needed : collection of str
        Those that there must be.

    Returns
    -------
    Document
        Its data are a list of mappings, one for each row; a blank cell is left out. Row `i` and
        its cells stand at ``(i,)`` and ``(i, column)``.

    Raises
    ------
    CsvError
        With the line: bad syntax, a header or a row that does not fit.
    """
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    header: list[str] = []
    rows: list[dict[str, str]] = []
    lines: dict[Path, int] = {}
    line = 1
    try:
        for cells in reader:
            first, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                continue
            _check_cells(first, cells)
            if not header:
                header = _read_header(first, [cell.strip() for cell in cells], columns, needed)
                continue
            if len(cells) != len(header):
                raise CsvError(
                    first, f"the row has {len(cells)} cells, and the header {len(header)} columns"
                )
            at = len(rows)
            lines[at,] = first
            lines.update({(at, column): first for column in header})
            pairs = zip(header, (cell.strip() for cell in cells), strict=True)
            rows.append({column: cell for column, cell in pairs if cell})
    except csv.Error as error:
        raise CsvError(reader.line_num or 1, f"not CSV: {error}") from None
    if not header:
        raise CsvError(1, "the file is empty")
    return Document(rows, lines)


def _check_cells(line: int, cells: Sequence[str]) -> None:
    for cell in cells:
        if len(cell) > LONGEST_TEXT:
            raise CsvError(
                line, f"a cell of {len(cell):,} characters; at most {LONGEST_TEXT:,} are read"
            )
        if not cell.isprintable() and (steering := find_steering(cell)) is not None:
            raise CsvError(
                line,
                f"a character that is not text, U+{ord(steering):04X}: it steers a terminal or "
                "turns the direction of writing",
            )


def _read_header(
    line: int, names: list[str], columns: Sequence[str], needed: Collection[str]
) -> list[str]:
    for i, name in enumerate(names):
        if name not in columns:
            message = unknown("column", name, columns, 1, 0.6).removesuffix(".")
            raise CsvError(line, message, name or None)
        if name in names[:i]:
            raise CsvError(line, "the column is there twice", name)
    for name in columns:
        if name in needed and name not in names:
            raise CsvError(line, "the column is missing", name)
    return names
