"""kill -9 at any moment: the file of before or the whole new one, and never half an answer."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

KILLS = 12
SEED = 20261130
ROW = "NYC,jail,hold,2024-05-01,none\n"


def _run(words: list[str], cache: Path, seconds: float | None) -> int:
    """Run a command, and kill it after so many seconds. Its exit status."""
    process = subprocess.Popen(
        [sys.executable, "-m", "safehavens", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "SAFEHAVENS_CACHE": str(cache)},
    )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


@pytest.mark.long
def test_a_table_that_is_killed_leaves_the_old_one_or_is_whole(tmp_path: Path) -> None:
    table, out, cache = tmp_path / "in.csv", tmp_path / "out.csv", tmp_path / "cache"
    table.write_text("place,who,action,date,warrant\n" + ROW * 300_000)
    words = ["screen", str(table), "-o", str(out)]
    began = time.monotonic()
    assert _run(words, cache, None) == 0
    took = time.monotonic() - began
    whole = out.read_bytes()
    chosen = random.Random(SEED)
    killed = 0
    for _ in range(KILLS):
        out.write_text("old")
        status = _run(words, cache, chosen.uniform(0.1, took))
        killed += status != 0
        assert out.read_bytes() in (b"old", whole)
        assert (out.read_bytes() == whole) or status != 0
    assert killed
    assert _run(words, cache, None) == 0
    assert out.read_bytes() == whole


@pytest.mark.long
def test_a_snapshot_that_is_killed_is_made_again(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    words = ["ask", "NYC", "hold", "--who", "jail", "--on", "2024-05-01", "--json"]
    chosen = random.Random(SEED)

    def answer(folder: Path) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "safehavens", *words],
            capture_output=True,
            text=True,
            env={**os.environ, "SAFEHAVENS_CACHE": str(folder)},
            check=True,
        )
        return done.stdout

    right = answer(tmp_path / "another")
    assert '"verdict"' in right
    for _ in range(KILLS):
        for kept in cache.glob("*.snapshot"):
            kept.unlink()
        _run(words, cache, chosen.uniform(0.1, 12))
        assert answer(cache) == right
