"""One color scale: safe for the color-blind, told apart in gray, the same on pages in the dark."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest

import safehavens.web
from safehavens.measure.atlas.map_classes import ANSWERS, COVERAGE
from safehavens.pictures.answer_colors import DARK, LIGHT, MARKED

INDEX = ("above-3", "above-2", "above-1", "zero", "below-1", "below-2", "below-3")
SCALES = {"answers": ANSWERS, "index": INDEX, "coverage": COVERAGE}
SIGHT = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
"""Of G. M. Machado and others, "A physiologically-based model for simulation of color vision
deficiency", IEEE Transactions on Visualization and Computer Graphics 15, 2009: linear RGB."""
PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def lab(color: str, sight: str = "usual") -> tuple[float, float, float]:
    """CIE L*a*b* of a color as it is seen."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    raw = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, raw, strict=True))))
        for row in SIGHT[sight]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    a, b, c = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


@PALETTES
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("scale", SCALES)
def test_every_two_colors_are_told_apart(
    palette: Mapping[str, str], sight: str, scale: str
) -> None:
    for one, other in combinations(SCALES[scale], 2):
        far = math.dist(lab(palette[one], sight), lab(palette[other], sight))
        assert far >= 8, (one, other, far)


@PALETTES
@pytest.mark.parametrize("scale", SCALES)
def test_gray_tells_them_apart_or_a_mark_does(palette: Mapping[str, str], scale: str) -> None:
    for one, other in combinations(SCALES[scale], 2):
        lightness = abs(lab(palette[one])[0] - lab(palette[other])[0])
        assert MARKED.get(one) != MARKED.get(other) or lightness >= 4, (one, other, lightness)


@PALETTES
def test_what_no_rule_decides_is_gray(palette: Mapping[str, str]) -> None:
    for kind in ("not_required", "does_not_apply", "no_rule"):
        _, a, b = lab(palette[kind])
        assert math.hypot(a, b) < 10


def test_pages_in_the_dark_have_the_same_dark_colors() -> None:
    assert LIGHT.keys() == DARK.keys()
    css = (Path(safehavens.web.__file__).parent / "static/site.css").read_text("utf-8")
    found = dict(re.findall(r"\.b-([\w-]+) \{ fill: (#[0-9a-f]{6}); \}", css))
    assert found == dict(DARK)
