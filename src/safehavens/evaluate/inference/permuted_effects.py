"""Permutation of the headline's estimate: by the effect itself, or over its error."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from safehavens.evaluate.estimators.array_effects import Controls, estimate_group_time
from safehavens.evaluate.inference.permutation import Permutation, permute_treatment

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def permute_group_time(
    outcomes: Floats,
    cohorts: Ints,
    clusters: Ints,
    draws: int,
    rng: np.random.Generator,
    controls: Controls = "never",
    anticipation: int = 0,
    weights: Floats | None = None,
) -> Permutation:
    """Deal treatment out anew and make Callaway and Sant'Anna's estimate each time.

    Where clusters have several places, the effect over its error is compared, since a cluster of
    many places is steadier than one of few and cannot stand for it.

    Parameters
    ----------
    outcomes, cohorts, controls, anticipation, weights :
        As of `estimate_group_time`.
    clusters : array of shape (units,)
        Numbers of clusters from 0.
    draws, rng :
        As of `permute_treatment`.

    Returns
    -------
    Permutation
        Its `spread` is that of the effects, in the unit of the outcome.

    Raises
    ------
    NothingToDeal
        As `permute_treatment`.
    """
    alone = len(np.unique(clusters)) == len(clusters)
    effects: list[float] = []

    def statistic(dealt: Ints) -> float:
        found = estimate_group_time(outcomes, dealt, controls, clusters, anticipation, weights)
        effects.append(found.effect)
        return found.effect if alone else found.t

    permuted = permute_treatment(statistic, cohorts, clusters, draws, rng)
    return replace(permuted, spread=float(np.std(effects[1:])))


def find_dilution(
    cohorts: Ints,
    clusters: Ints,
    periods: int,
    draws: int = 200,
    controls: Controls = "never",
    anticipation: int = 0,
    weights: Floats | None = None,
) -> float:
    """What permuted treatment makes of an effect of 1, as `find_detectable` takes it.

    0 where clusters have several places: there the effect over its error is compared, and the
    error grows with what is dealt.

    Parameters
    ----------
    cohorts, clusters, draws, controls, anticipation, weights :
        As of `permute_group_time`.
    periods : int
        How many there are.

    Raises
    ------
    NothingToDeal
        As `permute_treatment`.
    """
    if len(np.unique(clusters)) < len(clusters):
        return 0.0
    planted = (np.arange(periods) >= cohorts[:, None] - anticipation).astype(float)

    def statistic(dealt: Ints) -> float:
        found = estimate_group_time(planted, dealt, controls, None, anticipation, weights)
        return found.effect

    return permute_treatment(statistic, cohorts, None, draws, np.random.default_rng(0)).spread
