"""Findings that estimates give: what stands between a number and its meaning."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.estimation import Estimation
from safehavens.evaluate.findings.of_designs import timing_matters
from safehavens.evaluate.nouns import Finding

_BEFORE: Final = 0.10
_FORBIDDEN: Final = 0.05
_DISAGREE: Final = 2.0


def check_estimation(
    design: Design, found: Estimation, largest: float | None = None
) -> Iterator[Finding]:
    """Every finding of the estimates on a design.

    Parameters
    ----------
    design : Design
    found : Estimation
    largest : float, optional
        The largest effect that is worth finding, or that was published, in the outcome's unit.
    """
    yield from _check_trends(found)
    yield from _check_power(found, largest)
    yield from _check_agreement(found)
    yield from _check_missed_trend(found)
    yield from _check_influence(design, found)
    yield from _check_two_way(found)
    yield from _check_timing(design)
    for name, why in found.silent.items():
        yield Finding("no-estimate", "note", f"{name} gives no estimate. {why}", "Nothing.")


def not_identified(findings: tuple[Finding, ...]) -> bool:
    """Whether a finding says that the design identifies nothing."""
    return any(finding.severity == "stop" for finding in findings)


def _check_trends(found: Estimation) -> Iterator[Finding]:
    told = []
    sensitivity = found.sensitivity
    if sensitivity is not None and sensitivity.joint_before < _BEFORE:
        told.append(
            "treated places and controls moved apart before the law already "
            f"(joint p = {_number(sensitivity.joint_before)})"
        )
    base = found.variants[0].effect
    for variant in found.variants[1:3]:
        if math.isfinite(variant.effect) and _loses(base, variant.effect):
            told.append(
                f"the {found.variants[0].choice} estimate goes from {_number(base)} to "
                f"{_number(variant.effect)} by {variant.choice}"
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


def _check_power(found: Estimation, largest: float | None) -> Iterator[Finding]:
    if not math.isfinite(found.detectable):
        yield Finding(
            "no-permutation",
            "warning",
            "Treatment cannot be dealt out anew here, so there is no permutation p-value.",
            "Add controls.",
        )
        return
    worth = abs(found.headline.effect) if largest is None else largest
    if found.detectable > worth:
        yield Finding(
            "low-power",
            "warning",
            f"An effect below {_number(found.detectable)} would be missed more often than 1 time "
            f"in 5; {'the estimate is' if largest is None else 'the largest worth finding is'} "
            f"{_number(worth)}. No effect found here says little.",
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
        told = ", ".join(f"{one.estimator} {_number(one.effect)}" for one in far)
        yield Finding(
            "estimators-disagree",
            "warning",
            f"The headline is {_number(found.headline.effect)}, but {told}: further apart than "
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
            f"A trend of {_number(sensitivity.missed_slope)} a period would pass the test before "
            f"treatment in half of all samples, and would alone look like {_number(bias)}, more "
            f"than the estimate of {_number(found.headline.effect)}.",
            "A passed test before treatment does not prove equal trends here.",
        )


def _check_influence(design: Design, found: Estimation) -> Iterator[Finding]:
    effect = found.headline.effect
    turned = [one for one in found.left_out if _loses(effect, one.effect)]
    if turned and len(found.left_out) > 1:
        names = {one.place: one.name for one in design.roles}
        told = ", ".join(
            f"{names.get(one.cluster, one.cluster)} ({_number(one.effect)})" for one in turned[:3]
        )
        yield Finding(
            "one-place-decides",
            "warning",
            f"Without {told} the estimate of {_number(effect)} loses half of its size or its sign.",
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


def _number(value: float) -> str:
    return f"{value:.3g}"
