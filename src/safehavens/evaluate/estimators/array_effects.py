"""Average effects on a balanced array of units by periods, estimated fast.

They are what permutation and simulation repeat. The estimates that are shown come from
`evaluate.estimators.engine`, and tests hold the two to the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Controls = Literal["never", "not_yet"]

_SMALL: Final = 1e-10


@dataclass(frozen=True, slots=True)
class ArrayEffect:
    """An average effect on the treated and its standard error.

    Attributes
    ----------
    effect : float
        In the unit of the outcome.
    error : float
        Standard error, by the clusters given; it takes the shares of cohorts as fixed.
    """

    effect: float
    error: float

    @property
    def t(self) -> float:
        """The effect over its standard error."""
        return self.effect / self.error if self.error > 0 else float("inf")


Estimate = Callable[[Floats, Ints], float]
"""From outcomes (units × periods) and cohorts (the column of the first treated period; the number
of periods for units that are never treated) to an average effect on the treated."""


class NoComparison(ValueError):
    """Nothing can be compared: no unit is treated, or none is left as a control."""


def estimate_group_time(
    outcomes: Floats,
    cohorts: Ints,
    controls: Controls = "never",
    clusters: Ints | None = None,
    anticipation: int = 0,
    weights: Floats | None = None,
) -> ArrayEffect:
    """The average of all effects by cohort and period, after Callaway and Sant'Anna (2021).

    Each cohort's change since the last period before treatment is held against that of its
    controls. Without covariates; cohorts count by their units, all periods after treatment alike.

    Parameters
    ----------
    outcomes : array of shape (units, periods)
        No value missing.
    cohorts : array of shape (units,)
        The column of the first treated period; the number of periods, or more, for never.
    controls : "never" or "not_yet"
        Units that are never treated, or also those that are not treated yet.
    clusters : array of shape (units,), optional
        Numbers of clusters from 0; each unit is its own where it is left out.
    anticipation : int
        Periods before treatment in which there may already be an effect; they count as treated.
    weights : array of shape (units,), optional
        How much a unit counts among its like; alike where it is left out.

    Raises
    ------
    NoComparison
        No unit is treated after the first periods, or there are no controls.
    """
    periods = outcomes.shape[1]
    classes, class_of = np.unique(np.minimum(cohorts, periods), return_inverse=True)
    belongs = (np.arange(len(classes))[:, None] == class_of).astype(float)
    if weights is not None:
        belongs *= weights
    counts, sums = belongs.sum(axis=1), belongs @ outcomes
    held = _held(classes, periods, controls, anticipation)
    holders = held.T @ counts
    bases = classes - 1 - anticipation
    rows = np.flatnonzero((classes < periods) & (bases >= 0))
    bases = bases[rows]
    judged = (np.arange(periods) > bases[:, None]) & (holders > 0)
    cells = float(counts[rows] @ judged.sum(axis=1))
    if not cells:
        raise NoComparison("no unit is treated after the first period with controls beside it")
    share = np.divide(1.0, holders, out=np.zeros(periods), where=holders > 0)
    mean_treated = (sums[rows] - sums[rows, bases][:, None]) / counts[rows, None]
    mean_held = ((held * sums).sum(axis=0) - (held.T @ sums[:, bases]).T) * share
    effect = float((counts[rows, None] * judged * (mean_treated - mean_held)).sum() / cells)
    # Each unit's influence is linear in its outcomes: one row of shares for each class of units.
    pull = counts[rows, None] * judged * share
    shares = -held * pull.sum(axis=0)
    shares[:, bases] += held @ pull.T
    level = -held @ (pull * mean_held).sum(axis=0)
    shares[rows] += judged
    shares[rows, bases] -= judged.sum(axis=1)
    level[rows] += (judged * mean_treated).sum(axis=1)
    influence = np.einsum("it,it->i", outcomes, shares[class_of]) - level[class_of]
    if weights is not None:
        influence *= weights
    return ArrayEffect(effect, _cluster_error(influence / cells, clusters))


def _held(classes: Ints, periods: int, controls: Controls, anticipation: int) -> Floats:
    """1 where the units of a class are controls in a period, else 0."""
    if controls == "never":
        held: Floats = np.repeat((classes >= periods)[:, None], periods, axis=1).astype(float)
        return held
    until = np.where(classes >= periods, 2 * periods, classes)[:, None]
    waiting: Floats = (until > np.arange(periods) + anticipation).astype(float)
    return waiting


def estimate_imputation(
    outcomes: Floats, cohorts: Ints, trends: bool = False, weights: Floats | None = None
) -> float:
    """The mean difference of treated cells from what untreated cells foretell.

    The imputation estimator of Borusyak, Jaravel and Spiess (2024): effects of units and periods
    (and a straight trend of each unit) are fitted to untreated cells alone. Solved exactly.

    Parameters
    ----------
    outcomes, cohorts :
        As of `estimate_group_time`; cells of outcomes that are not finite are left out.
    trends : bool
        Whether each unit has a straight trend of its own.
    weights :
        As of `estimate_group_time`.

    Raises
    ------
    NoComparison
        Nothing is treated, or a treated unit or period has too few untreated cells.
    """
    units, periods = outcomes.shape
    heavy = (np.ones(units) if weights is None else weights)[:, None]
    seen = np.isfinite(outcomes)
    after = (np.arange(periods)[None, :] >= cohorts[:, None]) & seen
    untreated = seen & ~after
    needed = 2 if trends else 1
    enough: NDArray[Any] = untreated.sum(axis=1) >= needed
    reached = np.asarray(np.any(untreated, axis=0))
    judged = after & enough[:, None] & reached[None, :]
    if not judged.any():
        raise NoComparison("no treated cell has untreated cells of its unit and its period")
    filled = np.where(seen, outcomes, 0.0)
    basis = _unit_basis(untreated, trends)
    cleaned = _sweep(np.where(untreated, filled, 0.0), basis)
    cross = np.diag((heavy * untreated).sum(axis=0)) - np.einsum(
        "itk,isk->ts", basis * heavy[:, :, None], basis, optimize=True
    )
    period_effects = np.linalg.lstsq(cross, (heavy * cleaned).sum(axis=0), rcond=_SMALL)[0]
    left = np.where(untreated, filled - period_effects, 0.0)
    unit_part = _extend(left, untreated, trends)
    differences = filled - period_effects - unit_part
    counted = heavy * judged
    return float((counted * differences).sum() / counted.sum())


def estimate_two_way(
    outcomes: Floats,
    cohorts: Ints,
    clusters: Ints | None = None,
    weights: Floats | None = None,
) -> ArrayEffect:
    """The coefficient of two-way fixed effects, with its cluster-robust error (CR1).

    It is shown beside other estimates only: where effects change with time it compares treated
    units with one another (Goodman-Bacon 2021).

    Parameters
    ----------
    outcomes, cohorts, clusters, weights :
        As of `estimate_group_time`.
    """
    periods = outcomes.shape[1]
    treated = (np.arange(periods)[None, :] >= cohorts[:, None]).astype(float)
    inside, dose = center_both_ways(outcomes, weights), center_both_ways(treated, weights)
    pull = dose if weights is None else dose * weights[:, None]
    spread = float((pull * dose).sum())
    if spread < _SMALL:
        raise NoComparison("no unit changes while another does not")
    slope = float((pull * inside).sum()) / spread
    scores = (pull * (inside - slope * dose)).sum(axis=1)
    return ArrayEffect(
        slope, cluster_spread(scores, clusters) * _few(outcomes, clusters) ** 0.5 / spread
    )


def center_both_ways(values: Floats, weights: Floats | None = None) -> Floats:
    """Values less the means of their rows and columns, plus the mean of all.

    `weights`: how much each row counts in the means of columns; alike where it is left out.
    """
    inside: Floats = values - values.mean(axis=1, keepdims=True)
    if weights is None:
        centered: Floats = inside - inside.mean(axis=0, keepdims=True)
        return centered
    weighed: Floats = inside - (weights @ inside / weights.sum())[None, :]
    return weighed


def cluster_spread(scores: Floats, clusters: Ints | None) -> float:
    """The root of the sum of squared sums of scores by cluster."""
    sums = scores if clusters is None else np.bincount(clusters, weights=scores)
    return float(np.sqrt((sums**2).sum()))


def _few(outcomes: Floats, clusters: Ints | None) -> float:
    """The factor of CR1 for few clusters and degrees of freedom."""
    units, periods = outcomes.shape
    count = units if clusters is None else int(clusters.max()) + 1
    cells = units * periods
    return float(count / (count - 1) * (cells - 1) / (cells - periods - 1))


def _cluster_error(influence: Floats, clusters: Ints | None) -> float:
    count = len(influence) if clusters is None else int(clusters.max()) + 1
    return cluster_spread(influence, clusters) * float(np.sqrt(count / max(count - 1, 1)))


def _unit_basis(untreated: NDArray[Any], trends: bool) -> Floats:
    """An orthonormal basis of each unit's own effects over its untreated cells."""
    counts = untreated.sum(axis=1, keepdims=True)
    first: Floats = untreated / np.sqrt(np.maximum(counts, 1))
    if not trends:
        alone: Floats = first[:, :, None]
        return alone
    line = np.arange(untreated.shape[1], dtype=float)[None, :] * untreated
    line = (line - first * (line * first).sum(axis=1, keepdims=True)) * untreated
    length = np.sqrt((line**2).sum(axis=1, keepdims=True))
    second = np.divide(line, length, out=np.zeros_like(line), where=length > _SMALL)
    return np.stack([first, second], axis=2)


def _sweep(values: Floats, basis: Floats) -> Floats:
    """Values less their projection on each unit's basis."""
    loads = np.einsum("it,itk->ik", values, basis)
    swept: Floats = values - np.einsum("ik,itk->it", loads, basis)
    return swept


def _extend(left: Floats, untreated: NDArray[Any], trends: bool) -> Floats:
    """Each unit's own effects, fitted on untreated cells and drawn out over all periods."""
    counts = np.maximum(untreated.sum(axis=1, keepdims=True), 1)
    means = left.sum(axis=1, keepdims=True) / counts
    if not trends:
        return np.broadcast_to(means, left.shape)
    when = np.arange(left.shape[1], dtype=float)[None, :]
    middle = (when * untreated).sum(axis=1, keepdims=True) / counts
    off = (when - middle) * untreated
    spread = (off**2).sum(axis=1, keepdims=True)
    slopes = np.divide(
        (off * left).sum(axis=1, keepdims=True),
        spread,
        out=np.zeros_like(spread),
        where=spread > _SMALL,
    )
    drawn: Floats = means + slopes * (when - middle)
    return drawn
