"""Tables for people."""

from __future__ import annotations

import sys

from rich.console import Console

_PIPED = 160


def wide_console() -> Console:
    """A console as wide as the terminal; wide enough for ids where there is none."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED)
