"""The estimators of diff-diff, each asked in its own way and answered in one.

All calls to diff-diff are here. Its results differ from class to class, and its intervals by
relative magnitudes are not used (they are too narrow).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from safehavens.evaluate.estimators.library_calls import (
    asking,
    find_cluster,
    list_columns,
    make_frame,
)
from safehavens.evaluate.nouns import BadEvaluation, Estimate, EventStudyPoint, Floats, Sample

HEADLINE: Final = "callaway-santanna"
WIDEST: Final = 24
"""How many periods before and after treatment the stacked estimator looks at, at most."""
LARGEST: Final = 1 << 29
"""Bytes of the largest matrix that an estimator may lay out; its peak is several times as much."""
LONGEST: Final = 2_000_000
"""Cells times cohorts above which synthetic difference-in-differences would take many minutes."""


@dataclass(frozen=True, slots=True)
class GroupTime:
    """Callaway and Sant'Anna's estimate, with its event study.

    Attributes
    ----------
    estimate : Estimate
    points : tuple of EventStudyPoint
        By event time, with the reference period, whose effect is 0.
    covariance : array
        Of the points without the reference period, in their order.
    """

    estimate: Estimate
    points: tuple[EventStudyPoint, ...]
    covariance: Floats


@dataclass(frozen=True, slots=True)
class BaconShares:
    """What two-way fixed effects are made of.

    Attributes
    ----------
    estimate : float
    forbidden : float
        The share of comparisons, 0 to 1, of places treated later with places treated already.
    """

    estimate: float
    forbidden: float


def estimate_group_time(
    sample: Sample,
    *,
    not_yet: bool = False,
    anticipation: int = 0,
    window: tuple[int, int] | None = None,
) -> GroupTime:
    """Callaway and Sant'Anna (2021), doubly robust where there are covariates.

    Event studies use one base period for all, the last before treatment.

    Parameters
    ----------
    sample : Sample
    not_yet : bool
        Whether places not treated yet are controls too.
    anticipation : int
        Periods before treatment in which there may already be an effect.
    window : (int, int), optional
        The first and last event time to keep.

    Raises
    ------
    BadEvaluation
        The estimator cannot be computed on this sample.
    """
    import diff_diff

    with asking("callaway-santanna"):
        fitted = diff_diff.CallawaySantAnna(
            control_group="not_yet_treated" if not_yet else "never_treated",
            anticipation=anticipation,
            estimation_method="dr",
            base_period="universal",
            cluster=find_cluster(sample),
        ).fit(
            make_frame(sample),
            "y",
            "unit",
            "time",
            "cohort",
            **list_columns(sample),
        )
        study = fitted.aggregate("event_study")
    times = np.asarray(study.event_time, dtype=int)
    low, high = window or (int(times.min()), int(times.max()))
    kept = (times >= low) & (times <= high)
    points = tuple(
        EventStudyPoint(
            event_time=int(time),
            effect=float(effect),
            error=0.0 if reference else float(error),
            low=float(effect) if reference else float(lower),
            high=float(effect) if reference else float(upper),
            places=_count_places(sample, int(time)),
        )
        for time, effect, error, lower, upper, reference, keep in zip(
            times,
            study.att,
            study.se,
            study.conf_int_lower,
            study.conf_int_upper,
            study.is_reference,
            kept,
            strict=True,
        )
        if keep
    )
    order = [int(time) for time in study.vcov_index]
    wanted = [order.index(p.event_time) for p in points if p.event_time in order]
    covariance = np.asarray(study.vcov, dtype=float)[np.ix_(wanted, wanted)]
    return GroupTime(_estimate(HEADLINE, fitted), points, covariance)


def estimate_all(
    sample: Sample, names: tuple[str, ...], anticipation: int = 0
) -> Iterator[Estimate | tuple[str, str]]:
    """Estimates by other estimators, each by itself.

    Parameters
    ----------
    sample : Sample
    names : tuple of str
        Of `OTHERS`.
    anticipation : int

    Yields
    ------
    Estimate, or (str, str)
        An estimator's name and why it gives nothing on this sample.
    """
    for name in names:
        try:
            yield OTHERS[name](sample, anticipation)
        except BadEvaluation as error:
            yield name, str(error)


def decompose_two_way(sample: Sample) -> BaconShares:
    """How much of two-way fixed effects compares treated places with one another.

    Goodman-Bacon (2021). Raises BadEvaluation as `estimate_group_time` does.
    """
    import diff_diff

    if sample.weights is not None:
        raise BadEvaluation("The decomposition of two-way fixed effects takes no weights.")
    with asking("two-way"):
        found = diff_diff.bacon_decompose(make_frame(sample), "y", "unit", "time", "cohort")
    return BaconShares(float(found.twfe_estimate), float(found.total_weight_later_vs_earlier))


def bound_by_smoothness(
    effects: Floats, covariance: Floats, before: int, bound: float, target: Floats
) -> tuple[float, float]:
    """The interval of an effect where the trend's slope may change by `bound` each period.

    Fixed-length intervals of Rambachan and Roth (2023).

    Parameters
    ----------
    effects, covariance :
        An event study without its reference period.
    before : int
        How many effects come before the reference period.
    bound : float
        In the unit of the outcome, a period.
    target : array of shape (after,)
        Weights of the effects after treatment.
    """
    from diff_diff import EventStudyResults, HonestDiD

    after = len(effects) - before
    times = np.arange(-before - 1, after)
    reference = times == -1
    found, error = np.zeros(len(times)), np.full(len(times), np.nan)
    found[~reference], error[~reference] = effects, np.sqrt(np.diag(covariance))
    empty = np.full(len(times), np.nan)
    with asking("smoothness"):
        study = EventStudyResults(
            event_time=times,
            att=found,
            se=error,
            t_stat=empty,
            p_value=empty,
            conf_int_lower=empty,
            conf_int_upper=empty,
            is_reference=reference,
            n=empty,
            reference_period=-1,
            time_scale="relative",
            event_time_convention="e0_first_treated",
            vcov=covariance,
            vcov_index=times[~reference],
            alpha=0.05,
            source="CallawaySantAnnaResults",
            base_period="universal",
        )
        interval = HonestDiD(method="smoothness", M=bound, l_vec=target).fit(study)
    return float(interval.ci_lb), float(interval.ci_ub)


def _imputation(sample: Sample, anticipation: int) -> Estimate:
    import diff_diff

    with asking("imputation"):
        fitted = diff_diff.ImputationDiD(
            anticipation=anticipation, cluster=find_cluster(sample)
        ).fit(
            make_frame(sample),
            "y",
            "unit",
            "time",
            "cohort",
            **list_columns(sample),
        )
    return _estimate("imputation", fitted)


def _sun_abraham(sample: Sample, anticipation: int) -> Estimate:
    import diff_diff

    cohorts = len(np.unique(sample.cohorts[sample.treated]))
    _refuse_large("sun-abraham", sample.outcomes.size, cohorts * len(sample.periods))
    with asking("sun-abraham"):
        fitted = diff_diff.SunAbraham(anticipation=anticipation, cluster=find_cluster(sample)).fit(
            make_frame(sample),
            "y",
            "unit",
            "time",
            "cohort",
            **list_columns(sample),
        )
    return _estimate("sun-abraham", fitted)


def _stacked(sample: Sample, anticipation: int) -> Estimate:
    import diff_diff

    columns = sample.cohorts[sample.treated]
    periods = len(sample.periods)
    before = min(WIDEST, int(np.median(columns)) - anticipation)
    after = min(WIDEST, int(periods - 1 - np.median(columns)))
    if before < 1 or after < 0:
        raise BadEvaluation("stacked: there are too few periods around treatment.")
    never = len(sample.cohorts) - len(columns)
    stacked = len(columns) + never * len(np.unique(columns))
    _refuse_large("stacked", stacked * (before + after + 1), 2 * (before + after + 1))
    with asking("stacked"):
        fitted = diff_diff.StackedDiD(
            kappa_pre=before, kappa_post=after, anticipation=anticipation
        ).fit(
            make_frame(sample),
            "y",
            "unit",
            "time",
            "cohort",
            **list_columns(sample),
        )
    return _estimate("stacked", fitted)


def _synthetic(sample: Sample, anticipation: int) -> Estimate:
    """Synthetic difference-in-differences, cohort by cohort, weighted by treated cells."""
    import diff_diff

    cohorts = np.unique(sample.cohorts[sample.treated])
    never = ~sample.treated
    if never.sum() < 2:
        raise BadEvaluation("synthetic-did: fewer than two controls are never treated.")
    if sample.weights is not None:
        raise BadEvaluation("synthetic-did takes no weights.")
    if sample.outcomes.size * len(cohorts) > LONGEST:
        raise BadEvaluation(
            f"synthetic-did would fit {sample.outcomes.size:,} cells for each of {len(cohorts)} "
            f"cohorts; it is left out above {LONGEST:,} in all."
        )
    total = weight = variance = 0.0
    for cohort in cohorts:
        chosen = (sample.cohorts == cohort) | never
        part = replace(sample.keep(chosen), covariates={})
        frame = make_frame(part)
        frame["treated"] = (frame["cohort"] > 0).astype(int)
        after = [t for t in range(1, len(sample.periods) + 1) if t > cohort]
        with asking("synthetic-did"):
            fitted = diff_diff.SyntheticDiD(variance_method="placebo", n_bootstrap=50, seed=0).fit(
                frame, "y", "treated", "unit", "time", post_periods=after
            )
        size = float((sample.cohorts == cohort).sum() * len(after))
        total += size * float(fitted.att)
        variance += (size * float(fitted.se)) ** 2
        weight += size
    effect, error = total / weight, variance**0.5 / weight
    return _by_normal("synthetic-did", effect, error)


def _two_way(sample: Sample, anticipation: int) -> Estimate:
    from safehavens.evaluate.estimators.array_effects import NoComparison, estimate_two_way

    try:
        found = estimate_two_way(
            sample.outcomes,
            np.maximum(sample.cohorts - anticipation, 0),
            sample.clusters,
            sample.weights,
        )
    except NoComparison as error:
        raise BadEvaluation(f"two-way: {error}.") from None
    return _by_normal("two-way", found.effect, found.error)


OTHERS: Final[Mapping[str, Callable[[Sample, int], Estimate]]] = {
    "imputation": _imputation,
    "sun-abraham": _sun_abraham,
    "stacked": _stacked,
    "synthetic-did": _synthetic,
    "two-way": _two_way,
}
"""Estimators shown beside the headline, by name."""


def _refuse_large(estimator: str, rows: int, columns: int) -> None:
    """Refuse a regression whose matrix would not fit: it grows with cohorts times periods."""
    if rows * columns * 8 > LARGEST:
        raise BadEvaluation(
            f"{estimator} would lay out {rows:,} rows by {columns:,} columns; it is left out above "
            f"{LARGEST >> 20} MiB."
        )


def _count_places(sample: Sample, event_time: int) -> int:
    """How many treated places are seen at this distance from treatment."""
    columns = sample.cohorts[sample.treated] + event_time
    return int(((columns >= 0) & (columns < len(sample.periods))).sum())


def _estimate(name: str, fitted: Any) -> Estimate:
    low, high = fitted.overall_conf_int
    return Estimate(
        name,
        float(fitted.overall_att),
        float(fitted.overall_se),
        float(low),
        float(high),
        float(fitted.overall_p_value),
        headline=name == HEADLINE,
    )


def _by_normal(name: str, effect: float, error: float) -> Estimate:
    from scipy.stats import norm

    half = float(norm.ppf(0.975)) * error
    p = float(2 * norm.sf(abs(effect) / error)) if error > 0 else float("nan")
    return Estimate(name, effect, error, effect - half, effect + half, p)
