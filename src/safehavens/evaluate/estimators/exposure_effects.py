"""How the effect of a law differs by how exposed places are to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safehavens.evaluate.estimators.array_effects import NoComparison, cluster_spread
from safehavens.evaluate.inference.permutation import NothingToDeal, permute_treatment

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SMALL: float = 1e-10


@dataclass(frozen=True, slots=True)
class ExposureEffect:
    """By how much the effect is larger where exposure is.

    Attributes
    ----------
    effect : float
        For one standard deviation more of exposure, in the unit of the outcome.
    error : float
        Its standard error, by clusters.
    p : float
        By permutation of the effect over its error; NaN where treatment cannot be dealt out.
    deviation : float
        One standard deviation of exposure, in its own unit.
    at_mean : float
        The effect at the mean exposure.
    """

    effect: float
    error: float
    p: float
    deviation: float
    at_mean: float


def estimate_by_exposure(
    outcomes: Floats,
    cohorts: Ints,
    exposure: Floats,
    clusters: Ints,
    draws: int,
    rng: np.random.Generator,
) -> ExposureEffect:
    """A triple difference: after less before, treated less controls, exposed less less exposed.

    Effects of places, of periods, and of exposure in each period are taken out; what is left of
    treatment times exposure is the difference. As with all two-way regressions, places that are
    treated later are compared with places treated already.

    Parameters
    ----------
    outcomes : array of shape (units, periods)
        No value missing.
    cohorts, clusters, draws, rng :
        As of `permute_group_time`.
    exposure : array of shape (units,)

    Raises
    ------
    NoComparison
        Exposure is the same everywhere, or everywhere among the treated.
    """
    deviation = float(exposure.std())
    if deviation < _SMALL:
        raise NoComparison("exposure is the same everywhere")
    standard = (exposure - exposure.mean()) / deviation
    basis = np.linalg.qr(np.stack([np.ones(len(standard)), standard], axis=1))[0]
    cleaned = _take_out(outcomes, basis)
    found = _fit(cleaned, cohorts, standard, basis, clusters)

    def statistic(dealt: Ints) -> float:
        effect, error, _ = _fit(cleaned, dealt, standard, basis, clusters)
        return effect / error if error > 0 else 0.0

    try:
        p = permute_treatment(statistic, cohorts, clusters, draws, rng).p
    except NothingToDeal:
        p = float("nan")
    return ExposureEffect(found[0], found[1], p, deviation, found[2])


def _take_out(values: Floats, basis: Floats) -> Floats:
    """Values less effects of units, of periods, and of exposure in each period."""
    inside = values - values.mean(axis=1, keepdims=True)
    cleaned: Floats = inside - basis @ (basis.T @ inside)
    return cleaned


def _fit(
    cleaned: Floats, cohorts: Ints, standard: Floats, basis: Floats, clusters: Ints
) -> tuple[float, float, float]:
    """The effect of treatment times exposure, its error, and the effect at the mean."""
    treated = (np.arange(cleaned.shape[1])[None, :] >= cohorts[:, None]).astype(float)
    doses = [_take_out(treated, basis), _take_out(treated * standard[:, None], basis)]
    cross = np.array([[float((a * b).sum()) for b in doses] for a in doses])
    if np.linalg.matrix_rank(cross, tol=_SMALL * max(1.0, float(np.abs(cross).max()))) < len(doses):
        raise NoComparison("exposure is the same everywhere among the treated")
    inverse = np.linalg.inv(cross)
    slopes = inverse @ np.array([float((dose * cleaned).sum()) for dose in doses])
    rest = cleaned - slopes[0] * doses[0] - slopes[1] * doses[1]
    scores = inverse[1, 0] * doses[0] + inverse[1, 1] * doses[1]
    count = len(np.unique(clusters))
    error = cluster_spread((scores * rest).sum(axis=1), clusters) * (count / (count - 1)) ** 0.5
    return float(slopes[1]), error, float(slopes[0])
