"""What several studies say together: pooled where that is allowed, votes by design where not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from safehavens.evidence.scales import CommonScale, to_common
from safehavens.evidence.studies import FEWEST, Direction, Estimate, Study

if TYPE_CHECKING:
    from safehavens.evidence.pooling import Pooled

Vote = Literal["less", "none", "more", "mixed"]
"""What limits go with: less of what the family names, no change, more, or both."""


@dataclass(frozen=True, slots=True)
class Point:
    """One study's primary estimate of a family, oriented: more than 0 says that limits go with
    more of what the family names."""

    study: Study
    estimate: Estimate
    vote: Vote
    scale: CommonScale | None
    effect: float | None
    error: float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """Studies of one family of outcomes, one direction of policy and one scale.

    Attributes
    ----------
    points : tuple of Point
    independent : tuple of str
        The studies whose errors are known and that do not overlap: the ones to pool.
    pooled : Pooled or None
        None where there are fewer than three of them.
    """

    family: str
    direction: Direction
    mirror: bool
    scale: CommonScale
    points: tuple[Point, ...]
    independent: tuple[str, ...]
    pooled: Pooled | None


@dataclass(frozen=True, slots=True)
class SignTest:
    """A count of directions, not of sizes: how many studies say more, and how many less.

    Attributes
    ----------
    more, less, none : int
    p : float or None
        The chance of a split at least as uneven, were both directions as likely (two-sided
        binomial test). None where no study tells a direction.
    """

    more: int
    less: int
    none: int
    p: float | None


def list_points(studies: Iterable[Study], family: str | None = None) -> tuple[Point, ...]:
    """The primary, oriented estimates of studies: of one family, or of all."""
    points = []
    for study in studies:
        for estimate in study.estimates:
            if not estimate.primary or estimate.oriented is None:
                continue
            if family is not None and estimate.family != family:
                continue
            points.append(_orient(study, estimate, estimate.oriented))
    return tuple(points)


def _orient(study: Study, estimate: Estimate, oriented: int) -> Point:
    common = to_common(estimate)
    votes: dict[str, Vote] = {"zero": "none", "mixed": "mixed"}
    rises = (estimate.sign == "positive") == (oriented > 0)
    vote = votes.get(estimate.sign, "more" if rises else "less")
    if common is None:
        return Point(study, estimate, vote, None, None, None)
    return Point(study, estimate, vote, common.scale, oriented * common.effect, common.error)


def pool_cells(points: Iterable[Point]) -> tuple[Cell, ...]:
    """Group points that may be put together, and pool each group that has three errors or more.

    Mirror evidence is never put with direct evidence, nor one scale with another.
    """
    groups: dict[tuple[str, Direction, bool, CommonScale], list[Point]] = {}
    for point in points:
        if point.scale is not None:
            key = (
                point.estimate.family, point.study.direction, point.study.is_mirror, point.scale,
            )  # fmt: skip
            groups.setdefault(key, []).append(point)
    return tuple(
        _make_cell(family, direction, mirror, scale, found)
        for (family, direction, mirror, scale), found in sorted(groups.items())
    )


def _make_cell(
    family: str, direction: Direction, mirror: bool, scale: CommonScale, points: Sequence[Point]
) -> Cell:
    chosen: list[Point] = []
    for point in points:
        taken = {one.study.id for one in chosen}
        overlaps = any(point.study.id in one.study.overlaps for one in chosen)
        if point.error is not None and not overlaps and taken.isdisjoint(point.study.overlaps):
            chosen.append(point)
    pooled = None
    if len(chosen) >= FEWEST:
        from safehavens.evidence.pooling import pool_effects  # needs NumPy and SciPy

        pooled = pool_effects(
            [point.effect for point in chosen if point.effect is not None],
            [point.error for point in chosen if point.error is not None],
        )
    ids = tuple(point.study.id for point in chosen)
    return Cell(family, direction, mirror, scale, tuple(points), ids, pooled)


def count_signs(points: Iterable[Point]) -> SignTest:
    """Count the directions that points tell, and how uneven the split is."""
    from math import comb

    votes = [point.vote for point in points]
    more, less = votes.count("more"), votes.count("less")
    told = more + less
    if not told:
        return SignTest(more, less, votes.count("none"), None)
    tail = sum(comb(told, k) for k in range(max(more, less), told + 1)) / 2**told
    return SignTest(more, less, votes.count("none"), min(1.0, 2 * tail))
