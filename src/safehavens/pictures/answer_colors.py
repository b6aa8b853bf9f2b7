"""One color scale for answers, wherever they are drawn: maps, timelines, spread, orders, the pages.

Two poles of equal weight, dark blue for what limits and dark orange for what compels; gray, the
lighter the less was found, for what no rule decides; white lines across where nobody searched. Safe
for the color-blind, and told apart in gray (tests/pictures/test_colors.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.corpus.model import VERDICTS, Basis, Verdict
from safehavens.wording.answers import answer_kind

LIGHT: Final[Mapping[str, str]] = {
    "prohibited": "#0b2f5b",
    "conflict": "#7a4bb0",
    "depends": "#7d8794",
    "permitted": "#63b39f",
    "open": "#b4bcc5",
    "not_required": "#b4bcc5",
    "does_not_apply": "#d2d8dd",
    "no_rule": "#eef1f3",
    "required": "#c05a00",
    "above-3": "#0b2f5b",
    "above-2": "#4a6fa5",
    "above-1": "#a3bbd9",
    "zero": "#eef1f3",
    "below-1": "#f5cd94",
    "below-2": "#dd8a2e",
    "below-3": "#a04800",
    "yes": "#0b2f5b",
    "no": "#eef1f3",
    "same": "#eef1f3",
    "elsewhere": "#e3d39a",
    "whole": "#14534a",
    "nation_and_state": "#4f9488",
    "nation": "#8fbfb5",
    "some": "#c2d8d3",
    "none": "#eef1f3",
}
"""On white: in files, and on pages in the light."""

DARK: Final[Mapping[str, str]] = {
    "prohibited": "#8fc1ff",
    "conflict": "#b48ae0",
    "depends": "#8b97a5",
    "permitted": "#4f9e8b",
    "open": "#56636e",
    "not_required": "#56636e",
    "does_not_apply": "#3d4952",
    "no_rule": "#28323a",
    "required": "#ee8a26",
    "above-3": "#a9d0ff",
    "above-2": "#6c9bd6",
    "above-1": "#3f5f8a",
    "zero": "#28323a",
    "below-1": "#6e4a1c",
    "below-2": "#c07a2a",
    "below-3": "#ffb869",
    "yes": "#a9d0ff",
    "no": "#28323a",
    "same": "#28323a",
    "elsewhere": "#6b5f2c",
    "whole": "#a5e3d6",
    "nation_and_state": "#5aa597",
    "nation": "#356b61",
    "some": "#2a4a45",
    "none": "#28323a",
}
"""On black: in web/static/site.css, which a test holds to these."""

MARKED: Final[Mapping[str, str]] = {
    "conflict": '<path class="cut" d="M0 0l8 8M8 0l-8 8" stroke="#ffffff" stroke-width="1.2"/>',
    "depends": '<circle class="spot" cx="4" cy="4" r="1.7" fill="#ffffff"/>',
    "below-1": '<circle class="dot" cx="4" cy="4" r="0.9" fill="#7a4a00"/>',
    "below-2": '<circle class="dot" cx="4" cy="4" r="1" fill="#4a2800"/>',
    "below-3": '<circle class="spot" cx="4" cy="4" r="1.1" fill="#ffffff"/>',
}
"""What sets a class apart beside its color, in a square of 8 units."""

HATCH: Final = (
    '<path class="hatch" d="M-2 2l4-4M0 8l8-8M6 10l4-4" stroke="#66727b" stroke-width="0.9"/>'
)
"""Not searched."""


def find_color(verdict: Verdict, basis: Basis | None) -> str:
    """The color of an answer, on white."""
    return LIGHT[answer_kind(verdict, basis)]


VERDICT_COLORS: Final[Mapping[Verdict, str]] = {
    verdict: find_color(verdict, None) for verdict in VERDICTS
}
"""Colors of verdicts alone, where what *permitted* rests on is not at hand."""


def paint(bucket: str, hatched: bool = False) -> str:
    """How a class is painted; `define_patterns` has the patterns that it may name."""
    if bucket in MARKED or hatched:
        return f"url(#{pattern_id(bucket, hatched)})"
    return LIGHT[bucket]


def pattern_id(bucket: str, hatched: bool) -> str:
    """The id of a class's pattern."""
    return f"p-{bucket}-unsearched" if hatched else f"p-{bucket}"


def define_pattern(bucket: str, hatched: bool = False, scale: float = 1.0) -> str:
    """The pattern of a class, as SVG; empty where its color alone will do."""
    if bucket not in MARKED and not hatched:
        return ""
    return (
        f'<pattern id="{pattern_id(bucket, hatched)}" width="8" height="8" '
        f'patternUnits="userSpaceOnUse" patternTransform="scale({scale:g})">'
        f'<rect class="b-{bucket}" width="8" height="8" fill="{LIGHT[bucket]}"/>'
        f"{HATCH if hatched else MARKED[bucket]}</pattern>"
    )
