"""All that is computed on a design: estimates, how sure they are, and what would change them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.estimators import array_effects, library_estimates
from safehavens.evaluate.estimators.exposure_effects import ExposureEffect, estimate_by_exposure
from safehavens.evaluate.inference.permutation import NothingToDeal, Permutation
from safehavens.evaluate.inference.permuted_effects import find_dilution, permute_group_time
from safehavens.evaluate.inference.power import check_before, find_detectable, find_missed_slope
from safehavens.evaluate.inference.relative_magnitudes import (
    EventStudy,
    RobustInterval,
    bound_effect,
    find_breakdown,
)
from safehavens.evaluate.inference.wild_bootstrap import bootstrap_two_way
from safehavens.evaluate.nouns import BadEvaluation, Estimate, EventStudyPoint, Floats, Sample

Tick = Callable[[str], None]

ESTIMATORS: Final = (library_estimates.HEADLINE, *library_estimates.OTHERS)
BOUNDS: Final = (0.5, 1.0, 1.5, 2.0)
CHANGES: Final = (0.0, 1.0)
"""Largest changes of slope, in those of the largest one before the law."""
_RECENT: Final = 6


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is computed.

    Attributes
    ----------
    estimators : tuple of str
        Of `ESTIMATORS`.
    draws : int
        Deals of treatment, and draws of the wild bootstrap.
    window : (int, int)
        First and last event time shown.
    seed : int
        Where chance begins.
    """

    estimators: tuple[str, ...] = ESTIMATORS
    draws: int = 999
    window: tuple[int, int] = (-8, 5)
    seed: int = 0


@dataclass(frozen=True, slots=True)
class SmoothInterval:
    """An interval for an effect where trends go on, and their slope changes by little.

    Attributes
    ----------
    bound : float
        How much the slope may change from period to period, in the largest change before the law.
    slope : float
        The same in the unit of the outcome.
    low, high : float
    """

    bound: float
    slope: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the effect of the first treated period becomes where trends may part.

    Attributes
    ----------
    relative : tuple of RobustInterval
        By relative magnitudes.
    smooth : tuple of SmoothInterval
        By smoothness; the first takes straight trends.
    breakdown : float
        The bound from which on no effect at all is possible.
    missed_slope : float
        A trend that the test before treatment would miss in half of all samples.
    joint_before : float
        The p-value of that test.
    """

    relative: tuple[RobustInterval, ...]
    smooth: tuple[SmoothInterval, ...]
    breakdown: float
    missed_slope: float
    joint_before: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The headline's effect without one treated cluster."""

    cluster: str
    effect: float


@dataclass(frozen=True, slots=True)
class Variant:
    """The average effect under another choice; NaN: it gives none."""

    choice: str
    effect: float


@dataclass(frozen=True, slots=True)
class Estimation:
    """All that was computed on a design.

    Attributes
    ----------
    estimates : tuple of Estimate
        The headline first.
    silent : dict of str to str
        Estimators that gave nothing, and why.
    points : tuple of EventStudyPoint
    permutation : Permutation or None
        Of the headline; None: treatment cannot be dealt out.
    wild_p : float
        Of two-way fixed effects, by the wild cluster bootstrap.
    detectable : float
        The smallest effect found with a chance of 80%; NaN without permutation.
    bacon : library_estimates.BaconShares or None
    sensitivity : Sensitivity or None
    left_out : tuple of LeftOut
    variants : tuple of Variant
    by_exposure : ExposureEffect or None
        By how much the effect is larger where exposure is; None: no exposure was named.
    """

    estimates: tuple[Estimate, ...]
    silent: dict[str, str]
    points: tuple[EventStudyPoint, ...]
    permutation: Permutation | None
    wild_p: float
    detectable: float
    bacon: library_estimates.BaconShares | None
    sensitivity: Sensitivity | None
    left_out: tuple[LeftOut, ...]
    variants: tuple[Variant, ...]
    by_exposure: ExposureEffect | None

    @property
    def headline(self) -> Estimate:
        """The estimate that the report opens with."""
        return self.estimates[0]


def estimate(
    design: Design,
    effort: Effort,
    bordering: Collection[str] = (),
    tick: Tick = lambda _: None,
) -> Estimation:
    """Estimate the average effect on the treated in every way that the design allows.

    Parameters
    ----------
    design : Design
    effort : Effort
    bordering : collection of str
        The controls that border a treated place: the effect is also estimated without them.
    tick : callable
        Told what is begun.

    Raises
    ------
    BadEvaluation
        The headline cannot be estimated.
    """
    sample, options = design.sample, design.options
    not_yet = options.comparison == "not-yet"
    rng = np.random.default_rng(effort.seed)
    tick(library_estimates.HEADLINE)
    group_time = library_estimates.estimate_group_time(
        sample, not_yet=not_yet, anticipation=options.anticipation, window=effort.window
    )
    estimates, silent = [group_time.estimate], {}
    others = tuple(name for name in effort.estimators if name != library_estimates.HEADLINE)
    for name, found in zip(
        others, library_estimates.estimate_all(sample, others, options.anticipation), strict=True
    ):
        tick(name)
        if isinstance(found, Estimate):
            estimates.append(found)
        else:
            silent[name] = found[1]
    tick("permutation")
    permutation = _permute(design, effort.draws, rng)
    tick("wild bootstrap")
    wild_p = _wild_p(sample, effort.draws, rng)
    tick("sensitivity")
    return Estimation(
        estimates=tuple(estimates),
        silent=silent,
        points=group_time.points,
        permutation=permutation,
        wild_p=wild_p,
        detectable=_find_detectable(design, permutation),
        bacon=_decompose(sample),
        sensitivity=_bound(group_time),
        left_out=tuple(_leave_clusters_out(design)),
        variants=tuple(_vary(design, bordering)),
        by_exposure=_compare_exposure(sample, effort.draws, rng),
    )


def headline_statistic(design: Design) -> Callable[[array_effects.Ints], float]:
    """From cohorts to the headline's effect, without covariates, on the design's outcomes."""
    options, sample = design.options, design.sample
    controls: array_effects.Controls = "not_yet" if options.comparison == "not-yet" else "never"

    def statistic(cohorts: array_effects.Ints) -> float:
        return array_effects.estimate_group_time(
            sample.outcomes,
            cohorts,
            controls,
            anticipation=options.anticipation,
            weights=sample.weights,
        ).effect

    return statistic


def _find_detectable(design: Design, permutation: Permutation | None) -> float:
    if permutation is None:
        return float("nan")
    sample, options = design.sample, design.options
    controls: array_effects.Controls = "not_yet" if options.comparison == "not-yet" else "never"
    try:
        dilution = find_dilution(
            sample.cohorts,
            sample.clusters,
            len(sample.periods),
            controls=controls,
            anticipation=options.anticipation,
            weights=sample.weights,
        )
    except NothingToDeal:
        return float("nan")
    return find_detectable(permutation.spread, dilution)


def _permute(design: Design, draws: int, rng: np.random.Generator) -> Permutation | None:
    sample, options = design.sample, design.options
    try:
        return permute_group_time(
            sample.outcomes,
            sample.cohorts,
            sample.clusters,
            draws,
            rng,
            "not_yet" if options.comparison == "not-yet" else "never",
            options.anticipation,
            sample.weights,
        )
    except NothingToDeal:
        return None


def _wild_p(sample: Sample, draws: int, rng: np.random.Generator) -> float:
    try:
        return bootstrap_two_way(
            sample.outcomes, sample.cohorts, sample.clusters, draws, rng, sample.weights
        ).p
    except ValueError:
        return float("nan")


def _compare_exposure(
    sample: Sample, draws: int, rng: np.random.Generator
) -> ExposureEffect | None:
    if sample.exposure is None:
        return None
    try:
        return estimate_by_exposure(
            sample.outcomes, sample.cohorts, sample.exposure, sample.clusters, draws, rng
        )
    except array_effects.NoComparison as error:
        raise BadEvaluation(f"The effect cannot be told by exposure: {error}.") from None


def _decompose(sample: Sample) -> library_estimates.BaconShares | None:
    try:
        return library_estimates.decompose_two_way(sample)
    except BadEvaluation:
        return None


def as_event_study(found: library_estimates.GroupTime) -> EventStudy | None:
    """An event study without its reference period; None where a side of it is empty."""
    points = [point for point in found.points if point.event_time != -1]
    before = sum(point.event_time < -1 for point in points)
    after = len(points) - before
    if before < 1 or after < 1 or len(found.covariance) != len(points):
        return None
    effects: Floats = np.array([point.effect for point in points])
    if not (np.isfinite(effects).all() and np.isfinite(found.covariance).all()):
        return None
    return EventStudy(effects, found.covariance, before, after)


def _bound(found: library_estimates.GroupTime) -> Sensitivity | None:
    study = as_event_study(found)
    if study is None:
        return None
    return Sensitivity(
        relative=tuple(bound_effect(study, bound) for bound in BOUNDS),
        smooth=tuple(_bound_smoothly(study)),
        breakdown=find_breakdown(study),
        missed_slope=find_missed_slope(study),
        joint_before=check_before(study),
    )


def _bound_smoothly(study: EventStudy) -> Iterator[SmoothInterval]:
    """Intervals of the first effect; none under a bound for which the library gives none."""
    path = np.append(study.effects[: study.before], 0.0)
    largest = float(np.abs(np.diff(path, 2)).max()) if len(path) > 2 else 0.0
    target = np.zeros(study.after)
    target[0] = 1.0
    for change in CHANGES if largest > 0 else CHANGES[:1]:
        try:
            low, high = library_estimates.bound_by_smoothness(
                study.effects, study.covariance, study.before, change * largest, target
            )
        except BadEvaluation:
            continue
        yield SmoothInterval(change, change * largest, low, high)


def _leave_clusters_out(design: Design) -> list[LeftOut]:
    """The headline's effect without each treated cluster, the largest change first."""
    sample = design.sample
    statistic = headline_statistic(design)
    whole = statistic(sample.cohorts)
    names = {int(sample.clusters[row]): place for row, place in enumerate(sample.places)}
    cluster_of = {one.place: one.cluster for one in design.roles}
    found = []
    for cluster in np.unique(sample.clusters[sample.treated]):
        kept = sample.clusters != cluster
        part = replace(design, sample=sample.keep(kept))
        try:
            effect = headline_statistic(part)(sample.cohorts[kept])
        except array_effects.NoComparison:
            continue
        found.append(LeftOut(cluster_of[names[int(cluster)]], effect))
    return sorted(found, key=lambda one: -abs(one.effect - whole))


def _vary(design: Design, bordering: Collection[str]) -> list[Variant]:
    """The average effect under other choices: trends, periods, controls."""
    sample = design.sample
    outcomes, cohorts, weights = sample.outcomes, sample.cohorts, sample.weights
    first = int(cohorts[sample.treated].min())
    start = max(0, first - _RECENT)
    choices: dict[str, Callable[[], float]] = {
        "imputation": lambda: array_effects.estimate_imputation(outcomes, cohorts, weights=weights),
        "imputation, with a straight trend of each place": lambda: (
            array_effects.estimate_imputation(outcomes, cohorts, True, weights)
        ),
        f"imputation, from {_RECENT} periods before the first treatment": lambda: (
            array_effects.estimate_imputation(outcomes[:, start:], cohorts - start, weights=weights)
        ),
        "headline, controls not yet treated": lambda: (
            array_effects.estimate_group_time(outcomes, cohorts, "not_yet", weights=weights).effect
        ),
    }
    if bordering:
        inland = np.array([place not in bordering for place in sample.places])
        part = replace(design, sample=sample.keep(inland))
        choices["headline, without controls that border a treated place"] = lambda: (
            headline_statistic(part)(cohorts[inland])
        )
    found = []
    for choice, compute in choices.items():
        try:
            effect = compute()
        except array_effects.NoComparison:
            effect = float("nan")
        found.append(Variant(choice, effect))
    return found
