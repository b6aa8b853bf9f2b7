"""Findings on covariates: places without a like on the other side, and what the law may move."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.estimators.array_effects import NoComparison, estimate_group_time
from safehavens.evaluate.findings.telling import tell_count, tell_list, tell_number
from safehavens.evaluate.inference.permutation import NothingToDeal
from safehavens.evaluate.inference.permuted_effects import permute_group_time
from safehavens.evaluate.nouns import Finding, Floats

EDGE: Final = 0.01
"""A chance of treatment below this, or above one less this, has no like on the other side."""
FEWEST: Final = 10
"""Treated places for each covariate below which chances of treatment are unsteady."""
_DRAWS: Final = 199
_MOVED: Final = 0.10
_STEPS: Final = 50
_RIDGE: Final = 1e-6


def check_covariates(design: Design) -> Iterator[Finding]:
    """What to mind about covariates; nothing where there are none."""
    if design.options.covariates:
        yield from _check_overlap(design)
        yield from _check_cohorts(design)
    for name in design.options.covariates:
        yield from _check_moved(design, name)


def find_chances(covariates: Floats, treated: NDArray[np.bool_]) -> Floats:
    """The chance of each place to be among the treated, by its covariates (logistic regression).

    Parameters
    ----------
    covariates : array of shape (places, covariates)
    treated : array of shape (places,)
    """
    spread = covariates.std(axis=0)
    scaled = (covariates - covariates.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    design = np.column_stack([np.ones(len(scaled)), scaled])
    slopes = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chances = _logistic(design @ slopes)
        gradient = design.T @ (treated - chances) - _RIDGE * slopes
        curve = (design * (chances * (1 - chances))[:, None]).T @ design
        step = np.linalg.solve(curve + _RIDGE * np.eye(len(slopes)), gradient)
        slopes += step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-8:
            break
    return _logistic(design @ slopes)


def _logistic(values: Floats) -> Floats:
    chances: Floats = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return chances


def _check_overlap(design: Design) -> Iterator[Finding]:
    """By the last period before anybody is treated, as the headline compares a first cohort."""
    sample = design.sample
    base = int(sample.cohorts[sample.treated].min()) - 1 - design.options.anticipation
    given = np.column_stack([grid[:, base] for grid in sample.covariates.values()])
    chances = find_chances(given, sample.treated)
    names = {one.place: one.name for one in design.roles}
    places = np.array([names[place] for place in sample.places])
    lost = places[~sample.treated & (chances < EDGE)]
    alone = places[sample.treated & (chances > 1 - EDGE)]
    if not len(lost) and not len(alone):
        return
    told = []
    if len(alone):
        told.append(
            f"{tell_count(len(alone), 'treated place')} {_have(len(alone))} no like among controls "
            f"({tell_list(alone)})"
        )
    if len(lost):
        told.append(
            f"{tell_count(len(lost), 'control')} {_have(len(lost))} no like among treated places "
            f"({tell_list(lost)})"
        )
    yield Finding(
        "overlap",
        "warning" if len(alone) else "note",
        f"By {' and '.join(design.options.covariates)}, {' and '.join(told)}: their chance of "
        "treatment lies within 1% of certainty. What is said of them rests on the form of the "
        "regression, and chances beyond that are cut.",
        "Leave out what has no like, or use fewer covariates.",
    )


def _check_cohorts(design: Design) -> Iterator[Finding]:
    """Chances of treatment are fitted by cohort: to as few places as it has."""
    sample = design.sample
    _, sizes = np.unique(sample.cohorts[sample.treated], return_counts=True)
    few = int((sizes < FEWEST * len(sample.covariates)).sum())
    if few:
        yield Finding(
            "ipw",
            "note",
            f"{few} of {tell_count(len(sizes), 'cohort')} {_have(few)} fewer than {FEWEST} treated "
            "places for each covariate. The headline fits chances of treatment within a cohort; "
            f"of so few they are unsteady, and those within {EDGE:.0%} of certainty are cut.",
            "Read the estimate without covariates beside it.",
        )


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _check_moved(design: Design, name: str) -> Iterator[Finding]:
    sample = design.sample
    grid = sample.covariates[name]
    if np.ptp(grid, axis=1).max() == 0:
        return
    moved = _tell_moved(grid, design)
    yield Finding(
        "bad-control",
        "warning" if moved else "note",
        f"The covariate {name} changes with time.{moved} The headline takes it from the last "
        "period before the law; imputation and Sun–Abraham take it in every period, and where the "
        "law can move it, that takes part of the effect away.",
        "Read the headline; or give values from before the law in every period.",
    )


def _tell_moved(grid: Floats, design: Design) -> str:
    """How much treated places' covariate moved under the law; empty where chance may do it."""
    sample = design.sample
    rng = np.random.default_rng(0)
    try:
        p = permute_group_time(grid, sample.cohorts, sample.clusters, _DRAWS, rng).p
        effect = estimate_group_time(grid, sample.cohorts).effect
    except (NothingToDeal, NoComparison):
        return ""
    if p >= _MOVED:
        return ""
    return (
        f" Under the law it went {'up' if effect > 0 else 'down'} by {tell_number(abs(effect))} in "
        f"treated places, against controls (p = {tell_number(p)})."
    )
