"""The p-values that headlines rest on keep their level; `scripts/evaluate_levels.py` runs more."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "evaluate_levels.py"))


@pytest.mark.parametrize("name", SCRIPT["DESIGNS"])
def test_level(name: str) -> None:
    """100 samples: between 0 and 11 of them are rejected with a chance of more than 99%."""
    level = SCRIPT["find_level"](SCRIPT["DESIGNS"][name], 100, 2)
    assert 0.0 < level < 0.12
