"""How pictures of evidence tell apart what a study looked at, and name what it measured."""

from __future__ import annotations

from typing import Final

from safehavens.evidence.synthesis import Cell, Point
from safehavens.wording.evidence_labels import COMMON_SCALE, family_words
from safehavens.wording.labels import N_
from safehavens.wording.languages import ENGLISH, Language

DIRECT: Final = N_("direct: law that limits help, or opens a service")
MIRROR: Final = N_("mirror: law that adds help, or closes a service, turned around")
EVIDENCE_COLORS: Final = {DIRECT: "#0b2f5b", MIRROR: "#dd8a2e"}
"""Told apart in gray too."""


def name_evidence(point: Point) -> str:
    """Whether a point is direct or mirror evidence, as the legend says it."""
    return MIRROR if point.study.is_mirror else DIRECT


def name_family(family: str, language: Language = ENGLISH) -> str:
    """A family of outcomes, with a capital letter."""
    words = family_words(language, family)
    return words[:1].upper() + words[1:]


def name_cell(cell: Cell) -> str:
    """A cell as the heading of its part of a picture, with how many errors are known."""
    mirror = ", mirror evidence" if cell.mirror else ""
    known = sum(point.error is not None for point in cell.points)
    scale = COMMON_SCALE[cell.scale]
    errors = f"errors known of {known} of {len(cell.points)}"
    return f"{name_family(cell.family)}{mirror}; {scale}; {errors}"
