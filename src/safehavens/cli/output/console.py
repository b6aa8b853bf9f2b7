"""Tables for people, by Rich: slow to import, so only commands that show tables do."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from safehavens.cli.output.wrapping import NARROW, find_width, glue, longest_word, unglue, wrap_text
from safehavens.cli.terminal import has_styles
from safehavens.files.steering import escape_steering

_TRAILING: Final = re.compile(r" +((?:\x1b\[[\d;]*m)*)$", re.MULTILINE)
_BETWEEN: Final = 3
"""Blanks that the box and the padding put to a column, all but one of them."""


class FittingConsole(Console):
    """A console that breaks no word and no date, and leaves no blank at the end of a line.

    A table that does not fit, or stands in fewer than 80 columns, is written as lines.
    """

    def print(self, *objects: Any, **options: Any) -> None:
        """Write tables and texts."""
        with self.capture() as written:
            for each in map(self._fit, objects or ("",)):
                if isinstance(each, Table):
                    super().print(each, crop=False, **options)
                else:  # wrapped already
                    super().print(each, crop=False, no_wrap=True, overflow="ignore", **options)
        self.file.write(_TRAILING.sub(r"\1", unglue(written.get())))

    def _fit(self, item: Any) -> Any:
        if isinstance(item, Text):
            return _wrap(item, self.width)
        if not isinstance(item, Table):
            return item
        texts = [
            [_plain(cell) for cell in (column.header, *column.cells)] for column in item.columns
        ]
        least = [max(map(longest_word, column)) for column in texts]
        most = [max(max(map(len, text.split("\n"))) for text in column) for column in texts]
        room = self.width - _BETWEEN * len(texts) + 1
        if self.width < NARROW or sum(least) > room:
            return Text("\n").join(_stack(item, self.width))
        for column, width in zip(item.columns, _share_out(least, most, room), strict=True):
            column.width = width
        return item


def _wrap(text: Text, width: int) -> Text:
    """A text in lines, each in the styles that it had; its indent goes for all of them."""
    plain = unglue(text.plain)
    indent = plain[: len(plain) - len(plain.lstrip())]
    at = 0
    lines: list[Text] = []
    for line in wrap_text(plain, width, rest=indent) or [""]:
        words = line if not lines else line.strip()
        at = max(plain.find(words, at), 0)
        part = text[at : at + len(words)]
        lines.append(part if not lines else Text.assemble(indent, part))
        at += len(words)
    return Text("\n", no_wrap=True, overflow="ignore").join(lines)


def _share_out(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """The width of each column: what it needs at least, and its part of what is left."""
    needs = [high - low for low, high in zip(least, most, strict=True)]
    left, wanted = room - sum(least), sum(needs)
    if wanted <= left:
        return list(most)
    return [low + left * need // wanted for low, need in zip(least, needs, strict=True)]


def _stack(table: Table, width: int) -> Iterator[Text]:
    """A table as lines: each cell after the name of its column, an empty line between rows."""
    cells = [list(column.cells) for column in table.columns]
    heads = [_plain(column.header) for column in table.columns]
    yield Text()
    for row in zip(*cells, strict=True):
        for head, cell in zip(heads, map(_plain, row), strict=True):
            if cell:
                lines = wrap_text(f"{head}: {cell}" if head else cell, width, rest="  ")
                for number, line in enumerate(lines):
                    text = Text(line, no_wrap=True, overflow="ignore")
                    if number == 0 and head:
                        text.stylize("bold", 0, len(head) + 1)
                    yield text
        yield Text()


def _plain(cell: Any) -> str:
    return unglue(cell.plain if isinstance(cell, Text) else str(cell))


def wide_console() -> Console:
    """A console as wide as `COLUMNS` says, else the terminal; 100 columns where there is none."""
    return FittingConsole(
        highlight=False,
        markup=False,
        width=find_width(),
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
    console.print(
        Text.assemble((glue(escape_steering(text)), "bold"), glue(escape_steering(after)))
    )


def make_cell(text: str, style: str = "") -> Text:
    """A cell of a table that shows a text as it is."""
    return Text(glue(escape_steering(text)), style)


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
