"""The wild cluster bootstrap of two-way fixed effects, with the null imposed.

After Cameron, Gelbach and Miller (2008). With a handful of treated clusters it still rejects too
often; permutation is shown beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safehavens.evaluate.estimators.array_effects import center_both_ways, cluster_spread

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WildBootstrap:
    """The t statistic of two-way fixed effects and its bootstrap p-value.

    Attributes
    ----------
    t : float
    p : float
        The share of draws, with the real one, whose t is at least as large in size.
    draws : array of shape (draws,)
    """

    t: float
    p: float
    draws: Floats


def bootstrap_two_way(
    outcomes: Floats,
    cohorts: Ints,
    clusters: Ints | None,
    draws: int,
    rng: np.random.Generator,
    weights: Floats | None = None,
) -> WildBootstrap:
    """Flip the signs of whole clusters' residuals under no effect, and make t each time.

    Parameters
    ----------
    outcomes : array of shape (units, periods)
        No value missing.
    cohorts : array of shape (units,)
        The column of the first treated period; the number of periods, or more, for never.
    clusters : array of shape (units,), optional
        Numbers of clusters from 0; each unit is its own where it is left out.
    draws : int
    rng : numpy Generator
    weights : array of shape (units,), optional
        How much a unit counts; alike where it is left out.

    Raises
    ------
    ValueError
        No unit changes while another does not.
    """
    units, periods = outcomes.shape
    treated = (np.arange(periods)[None, :] >= cohorts[:, None]).astype(float)
    residuals, dose = center_both_ways(outcomes, weights), center_both_ways(treated, weights)
    pull = dose if weights is None else dose * weights[:, None]
    spread = float((pull * dose).sum())
    if spread < 1e-10:
        raise ValueError("no unit changes while another does not")
    groups = np.arange(units) if clusters is None else clusters
    observed = _make_t(residuals, dose, pull, spread, groups)
    count = int(groups.max()) + 1
    values = np.empty(draws)
    for draw in range(draws):
        signs = rng.choice(np.array([-1.0, 1.0]), count)[groups]
        flipped = center_both_ways(residuals * signs[:, None], weights)
        values[draw] = _make_t(flipped, dose, pull, spread, groups)
    larger = int(np.sum(np.abs(values) >= abs(observed) * (1 - 1e-12)))
    return WildBootstrap(observed, (1 + larger) / (1 + draws), values)


def _make_t(inside: Floats, dose: Floats, pull: Floats, spread: float, groups: Ints) -> float:
    """The coefficient over its cluster-robust error, but for a factor that all draws share."""
    slope = float((pull * inside).sum()) / spread
    scores = (pull * (inside - slope * dose)).sum(axis=1)
    error = cluster_spread(scores, groups) / spread
    return slope / error if error > 0 else 0.0
