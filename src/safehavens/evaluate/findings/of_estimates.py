"""Findings that estimates give: what stands between a number and its meaning."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.estimation import Estimation
from safehavens.evaluate.findings.of_designs import timing_matters
from safehavens.evaluate.findings.telling import tell_number
from safehavens.evaluate.nouns import Finding
from safehavens.evaluate.published import PublishedEstimate, find_largest

_BEFORE: Final = 0.10
_FORBIDDEN: Final = 0.05
_DISAGREE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Worth:
    """An effect that is worth finding: its size in the unit of the outcome, and what it is."""

    size: float
    says: str


def find_worth(largest: float | None, published: Sequence[PublishedEstimate]) -> Worth | None:
    """The effect worth finding: the one that is given, else the largest that was published."""
    if largest is not None:
        return Worth(largest, "the largest worth finding")
    found = find_largest(published)
    if found is None or found.here is None:
        return None
    return Worth(abs(found.here), f"the largest published of such law ({found.study})")


def check_estimation(
    design: Design, found: Estimation, worth: Worth | None = None
) -> Iterator[Finding]:
    """Every finding of the estimates on a design.

    Parameters
    ----------
    design : Design
    found : Estimation
    worth : Worth, optional
        An effect that is worth finding.
    """
    yield from _check_trends(found)
    yield from _check_power(found, worth)
    yield from _check_agreement(found)
    yield from _check_missed_trend(found)
    yield from _check_influence(design, found)
    yield from _check_two_way(found)
    yield from _check_timing(design)
    yield Finding(
        "base-period",
        "note",
        "Every effect is a change since the last period before the law"
        + (
            f", less {design.options.anticipation} for anticipation"
            if design.options.anticipation
            else ""
        )
        + "; the event study and the bounds on trends use that one base for all periods.",
        "Nothing; other programs may take another base for the periods before the law.",
    )
    for name, why in found.silent.items():
        yield Finding("no-estimate", "note", f"{name} gives no estimate. {why}", "Nothing.")


def _check_trends(found: Estimation) -> Iterator[Finding]:
    told = []
    sensitivity = found.sensitivity
    if sensitivity is not None and sensitivity.joint_before < _BEFORE:
        told.append(
            "treated places and controls moved apart before the law already "
            f"(joint p = {tell_number(sensitivity.joint_before)})"
        )
    base = found.variants[0].effect
    for variant in found.variants[1:3]:
        if math.isfinite(variant.effect) and _loses(base, variant.effect):
            told.append(
                f"the {found.variants[0].choice} estimate goes from {tell_number(base)} to "
                f"{tell_number(variant.effect)} by {variant.choice}"
            )
    if told:
        yield Finding(
            "trends",
            "stop",
            _sentence(" and ".join(told)) + " The law cannot be told from trends that began "
            "before it.",
            "Do not quote the effect. Look for controls that moved alike, or another design.",
        )


def _loses(base: float, other: float) -> bool:
    """Whether an estimate changes its sign or loses half of its size."""
    return base * other < 0 or abs(other) < abs(base) / 2


def _check_power(found: Estimation, worth: Worth | None) -> Iterator[Finding]:
    if not math.isfinite(found.detectable):
        yield Finding(
            "no-permutation",
            "warning",
            "Treatment cannot be dealt out anew here, so there is no permutation p-value.",
            "Add controls.",
        )
        return
    looked_for = worth or Worth(abs(found.headline.effect), "the estimate")
    if found.detectable > looked_for.size:
        yield Finding(
            "low-power",
            "warning",
            f"An effect below {tell_number(found.detectable)} would be missed more often than 1 "
            f"time in 5; {looked_for.says} is {tell_number(looked_for.size)}. No effect found here "
            "says little.",
            "Use more treated places, longer series or a steadier outcome.",
        )


def _check_agreement(found: Estimation) -> Iterator[Finding]:
    """Estimators of one quantity that lie further apart than their own errors."""
    others = [
        one
        for one in found.estimates[1:]
        if one.estimator in ("imputation", "sun-abraham", "stacked") and math.isfinite(one.effect)
    ]
    spread = found.permutation.spread if found.permutation else found.headline.error
    far = [one for one in others if abs(one.effect - found.headline.effect) > _DISAGREE * spread]
    if far:
        told = ", ".join(f"{one.estimator} {tell_number(one.effect)}" for one in far)
        yield Finding(
            "estimators-disagree",
            "warning",
            f"The headline is {tell_number(found.headline.effect)}, but {told}: further apart than "
            "chance makes them. They weigh the periods before the law differently.",
            "Read the event study before treatment.",
        )


def _check_missed_trend(found: Estimation) -> Iterator[Finding]:
    sensitivity = found.sensitivity
    if sensitivity is None or not math.isfinite(sensitivity.missed_slope):
        return
    later = [point.event_time + 1 for point in found.points if point.event_time >= 0]
    bias = sensitivity.missed_slope * sum(later) / len(later)
    if bias > abs(found.headline.effect):
        yield Finding(
            "pre-trend-power",
            "warning",
            f"A trend of {tell_number(sensitivity.missed_slope)} a period would pass the test "
            "before treatment in half of all samples, and would alone look like "
            f"{tell_number(bias)}, more than the estimate of "
            f"{tell_number(found.headline.effect)}.",
            "A passed test before treatment does not prove equal trends here.",
        )


def _check_influence(design: Design, found: Estimation) -> Iterator[Finding]:
    effect = found.headline.effect
    turned = [one for one in found.left_out if _loses(effect, one.effect)]
    if turned and len(found.left_out) > 1:
        names = {one.place: one.name for one in design.roles}
        told = ", ".join(
            f"{names.get(one.cluster, one.cluster)} ({tell_number(one.effect)})"
            for one in turned[:3]
        )
        yield Finding(
            "one-place-decides",
            "warning",
            f"Without {told} the estimate of {tell_number(effect)} loses half of its size or its "
            "sign.",
            "Say so beside the effect.",
        )


def _check_two_way(found: Estimation) -> Iterator[Finding]:
    if found.bacon is not None and found.bacon.forbidden > _FORBIDDEN:
        yield Finding(
            "twfe-weights",
            "note",
            f"{100 * found.bacon.forbidden:.0f}% of what two-way fixed effects compare are places "
            "treated later with places treated already.",
            "Do not use the two-way estimate.",
        )


def _check_timing(design: Design) -> Iterator[Finding]:
    moved = timing_matters(design)
    if moved:
        yield Finding(
            "timing",
            "note",
            f"{moved} treated {'place' if moved == 1 else 'places'} came under the law within a "
            f"period; the rule {design.options.timing!r} says from when on it counts.",
            "Try another --timing.",
        )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
