"""The p-values that headlines rest on keep their level, and find what plans say they find.

`scripts/evaluate_levels.py` runs more.
"""

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


@pytest.mark.parametrize("name", SCRIPT["DESIGNS"])
def test_power(name: str) -> None:
    """40 samples with the effect that a plan says is found in 80%: between 23 and 39 are found."""
    assert 0.57 < SCRIPT["find_power"](SCRIPT["DESIGNS"][name], 40, 2) < 0.98


@pytest.mark.long
@pytest.mark.parametrize("name", SCRIPT["DESIGNS"])
def test_power_of_many_samples(name: str) -> None:
    """Within 5 points of what plans say, but for the error of 1,000 samples."""
    found = SCRIPT["find_power"](SCRIPT["DESIGNS"][name], 1000, 1)
    assert found == pytest.approx(0.8, abs=0.05 + 0.025)
