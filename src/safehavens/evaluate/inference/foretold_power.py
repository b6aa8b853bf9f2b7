"""What a design could find, foretold from its controls: no outcome after treatment is used."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from safehavens.evaluate.estimators.array_effects import NoComparison, estimate_group_time
from safehavens.evaluate.estimators.synthetic_control import fit_synthetic_control
from safehavens.evaluate.inference.permuted_effects import find_dilution
from safehavens.evaluate.inference.power import find_detectable
from safehavens.evaluate.nouns import Floats, Sample

FEWEST_CLUSTERS: Final = 3
"""Treated clusters below which only synthetic controls are used."""
_DRAWS: Final = 300
_PLACEBOS: Final = 60
_LEVEL: Final = 0.05
_CHANCE: Final = 0.8


def foretell_detectable(sample: Sample, anticipation: int = 0) -> float:
    """The smallest effect that the design's own test finds at 5% with a chance of 80%.

    Parameters
    ----------
    sample : Sample
    anticipation : int
        Periods before treatment in which there may already be an effect.

    Returns
    -------
    float
        NaN where there are too few controls to tell; infinity where no effect, however large,
        could be found.
    """
    if len(np.unique(sample.clusters[sample.treated])) < FEWEST_CLUSTERS:
        return _by_ranks(sample, anticipation)
    return _by_placebo_laws(sample, anticipation)


def _by_placebo_laws(sample: Sample, anticipation: int) -> float:
    """From the estimates when controls alone are given the treated clusters' periods."""
    never = ~sample.treated
    clusters = sample.clusters[never]
    groups = np.unique(clusters)
    template = [
        int(sample.cohorts[sample.treated & (sample.clusters == cluster)].min())
        for cluster in np.unique(sample.clusters[sample.treated])
    ]
    given = min(len(template), len(groups) // 2)
    if given < 1 or len(groups) < 4:
        return math.nan
    rng = np.random.default_rng(0)
    outcomes, periods = sample.outcomes[never], sample.outcomes.shape[1]
    numbers = np.searchsorted(groups, clusters)
    weights = None if sample.weights is None else sample.weights[never]
    made = []
    for _ in range(_DRAWS):
        chosen = rng.permutation(groups)[:given]
        cohorts = np.full(len(clusters), periods, dtype=np.int64)
        for cluster, cohort in zip(chosen, rng.permutation(template)[:given], strict=True):
            cohorts[clusters == cluster] = cohort
        try:
            made.append(
                estimate_group_time(
                    outcomes, cohorts, "never", numbers, anticipation, weights=weights
                )
            )
        except NoComparison:
            continue
    if len(made) < _DRAWS // 2:
        return math.nan
    # Here fewer clusters are compared than the design has.
    whole, part = (
        1 / treated + 1 / controls
        for treated, controls in ((len(template), len(groups)), (given, len(groups) - given))
    )
    scale = math.sqrt(whole / part)
    effects = np.array([one.effect for one in made])
    if len(groups) == len(clusters):
        dilution = find_dilution(
            sample.cohorts,
            sample.clusters,
            periods,
            anticipation=anticipation,
            weights=sample.weights,
        )
        return find_detectable(float(effects.std()) * scale, dilution)
    errors = np.array([one.error for one in made])
    critical = float(np.quantile(np.abs(effects) / errors, 1 - _LEVEL))
    needed = np.concatenate([critical * errors - effects, critical * errors + effects])
    return float(np.quantile(needed, _CHANCE)) * scale


def _by_ranks(sample: Sample, anticipation: int) -> float:
    """The effect that lifts 80 of 100 placebos to a rank of 5% among the others.

    Each control is taken for treated in turn, as the test itself does; an effect of either sign
    is added to its gap after treatment.
    """
    donors = sample.outcomes[~sample.treated].T
    count = donors.shape[1]
    start = int(sample.cohorts[sample.treated].min()) - anticipation
    before = np.arange(len(donors)) < start
    if count < 2 or before.sum() < 2 or before.all():
        return math.nan
    beaten = count - (math.floor(_LEVEL * (1 + count) + 1e-9) - 1)
    if beaten > count:
        return math.inf  # even the first of all ranks above 5%
    columns = np.random.default_rng(0).permutation(count)[:_PLACEBOS]
    fits = [
        fit_synthetic_control(donors[:, k], np.delete(donors, k, axis=1), before) for k in columns
    ]
    ratios = np.sort([one.ratio for one in fits])
    threshold = ratios[min(len(fits), math.ceil(beaten / count * len(fits))) - 1]
    needed = [
        _lift(sign * one.gap[~before], threshold * one.rmspe_before)
        for one in fits
        for sign in (1.0, -1.0)
    ]
    return float(np.quantile(needed, _CHANCE))


def _lift(gap: Floats, wanted: float) -> float:
    """What must be added to a gap for its root mean square to reach what is wanted."""
    mean, square = float(gap.mean()), float((gap**2).mean())
    missing = wanted**2 - square
    return 0.0 if missing <= 0 else -mean + math.sqrt(mean**2 + missing)
