"""Many writers at once, killed at random: no fork, no gap, nothing lost that was acknowledged."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from safehavens.register.book import Book
from safehavens.register.entries.case_numbers import read_running_number
from tests.register.writing_crowd import make_key

ROOT = Path(__file__).parents[2]


def check(book: Book, folder: Path, writers: int, calls: int, kills: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.register.writing_crowd", str(book.address), book.key_file,
         folder, *map(str, (writers, calls, kills, 1))],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=3_600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == kills
    found = book.verify()
    assert found.is_whole
    entries = book.entries()
    assert [one.no for one in entries] == list(range(1, len(entries) + 1))
    assert all(after.prev == before.hash for before, after in pairwise(entries))
    noted = [line.split() for file in folder.iterdir() for line in file.read_text().splitlines()]
    by_no = {str(one.no): one.hash.hex() for one in entries}
    assert all(by_no[no] == chained for no, chained in noted)
    # Each call was written once, those too that were sent again after a kill.
    assert len(noted) == len({no for no, _ in noted}) == 2 * writers * calls == len(entries) - 2
    keys = [one.key for one in entries if one.key]
    assert sorted(keys) == sorted(make_key(w, c) for w in range(writers) for c in range(calls))
    cases = [one.case_no or "" for one in entries if one.kind == "request"]
    assert [read_running_number(one) for one in cases] == list(range(1, writers * calls + 1))


def test_three_writers_are_killed(book: Book, tmp_path: Path) -> None:
    (tmp_path / "noted").mkdir()
    check(book, tmp_path / "noted", writers=3, calls=100, kills=6)


@pytest.mark.long
def test_ten_writers_of_20_000_entries_are_killed(book: Book, tmp_path: Path) -> None:
    (tmp_path / "noted").mkdir()
    check(book, tmp_path / "noted", writers=10, calls=1_000, kills=200)
