"""The layout of a table as people export it: its delimiter, and the row that is its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from safehavens.decide.request import BadRequest
from safehavens.screen.files.csv_grammar import read_records
from safehavens.screen.files.read_options import DELIMITERS

SAMPLED_ROWS: Final = 200
"""Rows that are looked at to find the layout."""

_HIGHEST_HEADER: Final = 40
"""A header stands among the first so many rows."""

_FILLED: Final = 0.6
"""A header names at least this share of the cells that rows usually fill."""

_NOT_A_NAME: Final = re.compile(
    r"[\s$€%+\-.,/:()0-9]*|true|false|yes|no|\d{4}-\d{2}-\d{2}.*", re.IGNORECASE
)
_LONGEST_NAME_SHOWN: Final = 60


def find_delimiter(sample: bytes, final: bool) -> str:
    """The sign that parts cells: the one by which most rows have the same number of cells.

    One row alone shows nothing where there are more.

    Parameters
    ----------
    sample : bytes
        The beginning of a file, UTF-8.
    final : bool
        Whether the sample is all of it.
    """
    best, best_score = ",", (0.0, 0)
    for sign in DELIMITERS:
        if sign.encode() not in sample:
            continue
        widths: Counter[int] = Counter()
        for record in read_records(sample, sign.encode(), 1, final=final):
            widths[len(record.cells)] += 1
            if widths.total() == SAMPLED_ROWS:
                break
        wide = [(count, width) for width, count in widths.items() if width > 1]
        if not wide:
            continue
        count, width = max(wide)
        if count == 1 < widths.total():
            continue  # a sign that stands in one cell of a table of one column
        score = (count / widths.total(), width)
        if score > best_score:
            best, best_score = sign, score
    return best


def find_header(rows: Sequence[Sequence[Any]]) -> int:
    """The index of the row that is the header: below titles, the first that names the columns.

    Parameters
    ----------
    rows : sequence of rows
        The first rows of a table; a blank cell is None or blank text.
    """
    filled = [sum(1 for cell in row if not _is_blank(cell)) for row in rows]
    wide = sorted(count for count in filled if count > 1)
    if not wide or filled[0] >= (usual := wide[len(wide) // 2]) * _FILLED:
        return 0
    for index, row in enumerate(rows[:_HIGHEST_HEADER]):
        if filled[index] >= usual * _FILLED and _are_names(row):
            return index
    return 0


def _is_blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _are_names(row: Sequence[Any]) -> bool:
    names = [cell for cell in row if not _is_blank(cell)]
    return all(
        isinstance(name, str) and _NOT_A_NAME.fullmatch(name.strip()) is None for name in names
    )


def name_columns(cells: Sequence[Any], file: str) -> tuple[str, ...]:
    """The names of columns, from the header's cells; one without a name is `column_7`.

    Raises
    ------
    BadRequest
        Two columns have one name.
    """
    names = ["" if _is_blank(cell) else str(cell) for cell in cells]
    places: dict[str, int] = {}
    for place, name in enumerate(names, 1):
        if name and name in places:
            raise BadRequest(
                f"{file} has the column {shorten(name)!r} twice (columns {places[name]} and "
                f"{place}); give each a name of its own."
            )
        places[name] = place
    for index, name in enumerate(names):
        if not name:
            new = f"column_{index + 1}"
            while new in places:
                new += "_"
            places[new] = index + 1
            names[index] = new
    return tuple(names)


def shorten(text: str) -> str:
    """A name as it may stand in a message."""
    return text if len(text) <= _LONGEST_NAME_SHOWN else text[: _LONGEST_NAME_SHOWN - 1] + "…"
