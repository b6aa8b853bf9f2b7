"""Every benchmark runs, at its smallest size, and prints its figures. Times are not judged."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"

SMALLEST: dict[str, tuple[str, tuple[str, ...], str]] = {
    "cold_ask": ("--runs 1", (), r"ask, in words +\d+\.\d{3}"),
    "one_case": ("--requests 5 --repeats 1", (), r"ours, verdict +\S+ +\d+\.\d"),
    "panel": ("--runs 1 --places Guam", ("pyarrow",), r"month: target (NOT )?met: \d+\.\d\d s"),
    "register": ("--entries 3 --writers 1", ("sqlalchemy", "psycopg"), r"SQLite +1 +\d+"),
    "scale_rows": (
        "--rows 2000 --engines process",
        ("pyarrow",),
        r"process +2,000 rows +\d+\.\d s",
    ),
    "screen": ("--rows 2000 --repeats 1", ("pyarrow", "duckdb"), r"all columns +\d+\.\d"),
    "serve": (
        "--seconds 2 --clients 2 --workers 1 --pause 1 --rest 0",
        ("fastapi", "psutil"),
        r"memory, end: \d+ MB",
    ),
}
"""By script: its smallest size, the packages that it needs, and a figure that it prints."""

TOO_LARGE = {
    "compare_commits": "it needs two checkouts, each with an environment",
    "evaluate": "its smallest run takes minutes; `tests/evaluate` runs what it calls",
    "scale_law": "lint of several corpora takes minutes; `tests/compare` runs what it calls",
    "prove": "lint of the whole corpus takes a minute; `tests/compare` runs what it calls",
}
"""Scripts that are not run here, and why; they are imported."""


def test_every_script_is_known() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} == {*SMALLEST, *TOO_LARGE}


@pytest.mark.parametrize("name", SMALLEST)
def test_a_benchmark_runs(name: str) -> None:
    size, packages, figure = SMALLEST[name]
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed")
    done = subprocess.run(
        [sys.executable, str(FOLDER / f"{name}.py"), *size.split()],
        capture_output=True, text=True, check=False, timeout=900, cwd=FOLDER.parent,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert re.search(figure, done.stdout), done.stdout


@pytest.mark.parametrize("name", TOO_LARGE)
def test_the_others_can_be_imported(name: str) -> None:
    pytest.importorskip("pyarrow")
    done = subprocess.run(
        [sys.executable, str(FOLDER / f"{name}.py"), "--help"],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert "usage:" in done.stdout
