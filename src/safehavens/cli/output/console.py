"""Tables for people, by Rich: slow to import, so only commands that show tables do."""

from __future__ import annotations

import sys
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from safehavens.cli.terminal import escape_controls, has_styles

_PIPED: Final = 160


def wide_console() -> Console:
    """A console as wide as the terminal; wide enough for ids where there is none."""
    return Console(
        highlight=False,
        markup=False,
        width=None if sys.stdout.isatty() else _PIPED,
        color_system="auto" if has_styles(sys.stdout) else None,
    )


def print_line(console: Console, text: str = "", style: str = "") -> None:
    """Write a text as it is, wrapped; no part of it is read as markup."""
    console.print(make_cell(text, style))


def print_heading(console: Console, text: str, after: str = "") -> None:
    """Write a line that stands out, after an empty one; `after` follows it in plain style."""
    console.print()
    print_title(console, text, after)


def print_title(console: Console, text: str, after: str = "") -> None:
    """Write a first line that stands out; `after` follows it in plain style."""
    console.print(Text.assemble((escape_controls(text), "bold"), escape_controls(after)))


def make_cell(text: str, style: str = "") -> Text:
    """A cell of a table that shows a text as it is."""
    return Text(escape_controls(text), style)


def make_table(*columns: str, numbers: tuple[int, ...] = ()) -> Table:
    """An empty table with these headings.

    Parameters
    ----------
    numbers : tuple of int
        Which columns, from 0, hold numbers, which are set to the right and not folded.
    """
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for i, column in enumerate(columns):
        is_number = i in numbers
        table.add_column(make_cell(column), justify="right" if is_number else "left",
                         overflow="fold", no_wrap=is_number)  # fmt: skip
    return table
