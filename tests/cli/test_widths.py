"""Narrow and wide terminals: what is shown fits, no word or date is broken, no blank trails."""

from __future__ import annotations

import os
import re
import shutil

import pytest

from safehavens.cli.output.wrapping import find_width, longest_word, wrap_text
from tests.cli.conftest import Run

COMMANDS = [
    ("history", "Chicago, IL", "hold", "--who", "police"),
    ("place", "Chicago, IL", "--full"),
    ("coverage", "San Leandro, CA"),
    ("instrument", "us/il/trust-act"),
    ("search", "detainer in Chicago"),
    ("--lang", "es", "history", "Chicago, IL", "hold", "--who", "police"),
]
WIDTHS = (40, 60, 80, 100, 160)
MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
BROKEN_DATE = re.compile(rf"(?:\b(?:{MONTHS})|\b(?:{MONTHS}) \d{{1,2}},)$")
"""The first half of a date, at the end of a line."""


def is_too_wide(line: str, width: int) -> bool:
    """Whether a line is wider though it could be broken between two words.

    A word that is wider than the line (an address, an id) may stand out, after what it is called.
    """
    return len(line) > width and all(len(word) + 4 <= width for word in line.split())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_lines_fit(run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    words: dict[int, list[str]] = {}
    for width in WIDTHS:
        monkeypatch.setenv("COLUMNS", str(width))
        lines = run(*command).stdout.splitlines()
        assert len(lines) > 3
        assert [line for line in lines if is_too_wide(line, width)] == [], width
        assert [line for line in lines if line != line.rstrip()] == [], width
        assert [line for line in lines if BROKEN_DATE.search(line)] == [], width
        assert "\x1b" not in "".join(lines)
        words[width] = " ".join(lines).split()
    longest = {max(map(len, words[width])) for width in (40, 60)}
    assert len(longest) == 1, "a word is broken where it is narrow"


def test_a_table_becomes_lines_where_it_does_not_fit(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "79")
    narrow = run("history", "Chicago, IL", "hold", "--who", "police").stdout
    assert "\nfrom: 1997-04-01\nuntil: 1997-06-27\n" in narrow
    monkeypatch.setenv("COLUMNS", "160")
    wide = run("history", "Chicago, IL", "hold", "--who", "police").stdout
    assert "\nfrom: " not in wide
    assert re.search(r"\n +April 1, 1997 +June 27, 1997 ", wide)


def test_without_a_terminal_a_hundred_columns(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    lines = run("coverage", "San Leandro, CA").stdout.splitlines()
    assert 90 < max(map(len, lines)) <= 100


def test_what_columns_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "get_terminal_size", lambda size: os.terminal_size(size))
    for typed, width in (("60", 60), ("", 100), ("0", 100), ("wide", 100), ("5", 20), ("²", 100)):
        monkeypatch.setenv("COLUMNS", typed)
        assert find_width() == width, typed
    monkeypatch.setenv("COLUMNS", "160")
    assert find_width(100) == 100


def test_dates_and_addresses_hold_together() -> None:
    assert wrap_text("It began on May 1, 2024.", 20) == ["It began on", "May 1, 2024."]
    assert wrap_text("Vale desde el 1 de mayo de 2024.", 20) == [
        "Vale desde el",
        "1 de mayo de 2024.",
    ]
    address = "https://www.ilga.gov/legislation/ilcs/ilcs3.asp?ActID=3818"
    assert wrap_text(f"See {address} here", 20) == ["See", address, "here"]
    assert longest_word("on May 1, 2024") == len("May 1, 2024")
