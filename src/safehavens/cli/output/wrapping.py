"""Text in lines of a width: words, dates, addresses and ids are never broken."""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from typing import Final

WIDEST: Final = 100
"""Columns of a line of text that is easily read."""
NARROW: Final = 80
"""Below so many columns a table is written as lines, one for each cell."""
_PIPED: Final = 100
"""Columns where there is no terminal, and `COLUMNS` does not say how many."""
_LEAST: Final = 20

_MONTH: Final = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan\\.|Feb\\.|Mar\\.|Apr\\.|Aug\\.|Sept?\\.|Oct\\.|Nov\\.|Dec\\.)"
)
_DATE: Final = re.compile(
    rf"\b{_MONTH} (?:\d{{1,2}},? )?\d{{4}}\b|\b(?:\d{{1,2}} de )?[a-z]{{4,10}} de \d{{4}}\b"
)
_GLUE: Final = "\ue000"
"""Stands for a blank that is no place to break, from `glue` to `unglue`; nobody's text has it."""


def find_width(most: int | None = None) -> int:
    """How many columns there are: those that `COLUMNS` says, else the terminal's, else 100."""
    typed = os.environ.get("COLUMNS", "")
    width = int(typed) if typed.isascii() and typed.isdigit() else 0
    width = width or shutil.get_terminal_size((_PIPED, 24)).columns
    return max(_LEAST, width if most is None else min(width, most))


def glue(text: str) -> str:
    """A text whose dates hold together."""
    return _DATE.sub(lambda date: date[0].replace(" ", _GLUE), text)


def unglue(text: str) -> str:
    """A text as it is read, after it was wrapped."""
    return text.replace(_GLUE, " ")


def wrap_text(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The lines of a paragraph.

    Parameters
    ----------
    text : str
    width : int
        Columns; a word that is longer has a line of its own.
    first, rest : str
        What the first line, and each other, begins with.
    """
    lines = textwrap.wrap(
        glue(text),
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [unglue(line) for line in lines]


def longest_word(text: str) -> int:
    """The characters of the longest word of a text; a date is a word."""
    return max(map(len, glue(text).split()), default=0)
