"""docs/validation.md is what the comparison of the shipped corpus with published lists says."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from safehavens.evidence.codings import FOLDER as CODINGS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "validation"
LISTS = sorted((FOLDER / "lists").glob("*.csv")) + sorted(CODINGS.glob("*.csv"))


def compare(*arguments: str) -> subprocess.CompletedProcess[str]:
    script = ROOT / "scripts" / "validation.py"
    return subprocess.run(
        [sys.executable, str(script), *arguments], capture_output=True, text=True, timeout=300
    )


def test_the_page_is_what_the_comparison_says() -> None:
    done = compare("--check")
    assert done.returncode == 0, done.stderr


def test_every_disagreement_has_a_reason() -> None:
    page = (ROOT / "docs" / "validation.md").read_text("utf-8")
    assert [line for line in page.splitlines() if line.startswith("| not explained yet |")] == []


def test_every_list_is_described() -> None:
    described = yaml.safe_load((FOLDER / "lists.yaml").read_text("utf-8"))
    files = {one["id"] for one in described if "register" not in one}
    assert files <= {path.stem for path in LISTS}
    assert files >= {path.stem for path in (FOLDER / "lists").glob("*.csv")}
    readme = (FOLDER / "README.md").read_text("utf-8")
    assert [one["id"] for one in described if f"`{one['id']}`" not in readme] == []


@pytest.mark.parametrize("path", LISTS, ids=lambda p: p.stem)
def test_no_row_stands_twice(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [tuple(row.values())[:6] for row in csv.DictReader(file) if row["place"]]
    assert len(rows) == len(set(rows))
