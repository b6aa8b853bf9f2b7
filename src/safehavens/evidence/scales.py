"""Effects on scales that can be put beside each other: ratios as logs, shares as points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from safehavens.evidence.studies import Estimate, Scale

CommonScale = Literal["log", "log_odds", "points", "per_100k", "sd", "grams"]
"""What can be pooled: relative changes as logs, odds as logs, shares in points of a hundred."""

_Z: Final = 1.959963984540054
_RATIO: Final = frozenset({"odds_ratio", "risk_ratio"})
_COMMON: Final[dict[Scale, CommonScale]] = {
    "proportion": "log",
    "log": "log",
    "risk_ratio": "log",
    "odds_ratio": "log_odds",
    "pp": "points",
    "share_points": "points",
    "rate_per_100k": "per_100k",
    "rate_per_10k": "per_100k",
    "sd": "sd",
    "grams": "grams",
}
_TIMES: Final[dict[Scale, float]] = {"share_points": 100.0, "rate_per_10k": 10.0}
_LEVELS: Final = frozenset({"share"})


@dataclass(frozen=True, slots=True)
class CommonEffect:
    """An effect and its standard error on a scale that several studies share."""

    scale: CommonScale
    effect: float
    error: float | None


def hold_interval(estimate: Estimate) -> tuple[float, float, float] | None:
    """The 95% interval on the estimate's own scale, and the value that says *no change*.

    None where no error was read, or where the number is a level and not an effect.
    """
    if estimate.scale in _LEVELS:
        return None
    still = 1.0 if estimate.scale in _RATIO else 0.0
    if estimate.ci is not None:
        return (*estimate.ci, still)
    if estimate.effect is None or estimate.se is None:
        return None
    half = _Z * estimate.se
    return estimate.effect - half, estimate.effect + half, still


def to_common(estimate: Estimate) -> CommonEffect | None:
    """The effect, as it was measured, on the common scale.

    The ends of an interval go through the logarithm before they are halved, since intervals of
    ratios and of relative changes are not symmetric. An error known only from stars of
    significance is a bound, and is not used.

    Returns
    -------
    CommonEffect or None
        None where there is no number, or its scale has no common one.
    """
    scale = _COMMON.get(estimate.scale)
    if estimate.effect is None or scale is None:
        return None
    if estimate.scale in _RATIO and estimate.effect <= 0:
        return None
    if estimate.scale == "proportion" and estimate.effect <= -1:
        return None
    return CommonEffect(scale, _move(estimate.scale, estimate.effect), _find_error(estimate))


def _move(scale: Scale, value: float) -> float:
    if scale in _RATIO:
        return math.log(value)
    if scale == "proportion":
        return math.log1p(value)
    return value * _TIMES.get(scale, 1.0)


def _find_error(estimate: Estimate) -> float | None:
    assert estimate.effect is not None
    if estimate.se_from == "reported" and estimate.se is not None:
        if estimate.scale in _RATIO:
            return estimate.se / estimate.effect
        if estimate.scale == "proportion":
            return estimate.se / (1 + estimate.effect)
        return estimate.se * _TIMES.get(estimate.scale, 1.0)
    if estimate.se_from == "ci" and estimate.ci is not None:
        least = 0.0 if estimate.scale in _RATIO else -1.0
        if estimate.scale in (*_RATIO, "proportion") and estimate.ci[0] <= least:
            return None
        low, high = (_move(estimate.scale, end) for end in estimate.ci)
        return (high - low) / (2 * _Z)
    if estimate.se_from == "p" and isinstance(estimate.p, float) and 0 < estimate.p < 1:
        from statistics import NormalDist

        z = NormalDist().inv_cdf(1 - estimate.p / 2)
        return abs(_move(estimate.scale, estimate.effect)) / z if z else None
    return None
