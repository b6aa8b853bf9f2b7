"""The names of columns, formats and dialects in the docs are those of the constants."""

from __future__ import annotations

import re
from pathlib import Path

from safehavens.screen.column_names import (
    ADDED_COLUMNS,
    BLANK_MEANINGS,
    DETAIL_COLUMNS,
    REQUEST_COLUMNS,
)
from safehavens.screen.files.containers import PACKED
from safehavens.screen.files.read_options import SUFFIXES
from safehavens.warehouse.dialects import DIALECTS

DOCS = Path(__file__).parents[2] / "docs"
SCREEN = (DOCS / "screen.md").read_text("utf-8")
SQL = (DOCS / "sql.md").read_text("utf-8")


def first_cells(text: str) -> list[str]:
    """The names in code that begin a row of a table."""
    return re.findall(r"^\| `([a-z_]+)` \|", text, re.M)


def test_the_columns_that_are_read_and_added_are_listed_in_order() -> None:
    assert first_cells(SCREEN) == [*REQUEST_COLUMNS, *ADDED_COLUMNS]
    assert set(DETAIL_COLUMNS) < set(ADDED_COLUMNS)


def test_file_names_are_among_those_that_tell_a_format() -> None:
    listed = set(re.findall(r"`(\.[a-z]+)`", SCREEN))
    assert listed >= {".csv", ".jsonl", ".parquet", ".arrow"}
    assert listed <= {*SUFFIXES, *PACKED}


def test_options_name_known_values() -> None:
    assert set(re.findall(r"--blank (\w+)", SCREEN)) <= set(BLANK_MEANINGS)
    for names in re.findall(r"--columns ([a-z_,]+)", SCREEN):
        assert set(names.split(",")) <= set(ADDED_COLUMNS)


def test_dialects_are_listed_in_order() -> None:
    (row,) = re.findall(r"^\| `--dialect` \|(.*)\|$", SQL, re.M)
    assert tuple(re.findall(r"`([a-z]+)`", row)) == DIALECTS
