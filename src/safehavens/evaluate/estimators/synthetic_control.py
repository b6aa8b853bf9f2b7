"""Synthetic control: a weighted mean of donors that follows one treated unit before the law.

The method is that of Abadie, Diamond and Hainmueller (2010), matched on the outcome of every period
before treatment, with placebo runs over all donors for inference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STEPS: Final = 20_000
_STILL: Final = 1e-12
_SUMMED: Final = 1e3
"""How much the sum of weights counts beside a period, where donors are guessed."""
_SOLVE_EVERY: Final = 25
_SLACK: Final = 1e-10


@dataclass(frozen=True, slots=True)
class SyntheticControl:
    """One treated unit beside its synthetic control.

    Attributes
    ----------
    weights : array of shape (donors,)
        Nonnegative, with sum 1, in the order of the donors given.
    gap : array of shape (periods,)
        The unit's outcome less that of its synthetic control, in the outcome's own unit.
    effect : float
        The mean gap after treatment.
    rmspe_before, rmspe_after : float
        Root mean squared gap before and after treatment.
    """

    weights: Floats
    gap: Floats
    effect: float
    rmspe_before: float
    rmspe_after: float

    @property
    def ratio(self) -> float:
        """The root mean squared gap after treatment over that before it."""
        return self.rmspe_after / self.rmspe_before if self.rmspe_before else float("inf")


@dataclass(frozen=True, slots=True)
class PlaceboRanks:
    """A synthetic control, and the same for each donor as if it had been treated.

    Attributes
    ----------
    treated : SyntheticControl
    ratios, effects, fits : array of shape (donors,)
        Each donor's `ratio`, `effect` and `rmspe_before`, in the order of the donors given.
    p_ratio : float
        The treated unit's rank by `ratio` among all units, over their number.
    p_effect : float
        Its rank by size of effect, among donors that fit before treatment at most `worst_fit`
        times as badly as it does.
    """

    treated: SyntheticControl
    ratios: Floats
    effects: Floats
    fits: Floats
    p_ratio: float
    p_effect: float


def fit_weights(donors: Floats, target: Floats) -> Floats:
    """The donor weights that bring a weighted mean of donors closest to a target.

    Least squares over the simplex. The donors that have weight are guessed by nonnegative least
    squares (Lawson and Hanson 1974) with the sum of weights as one more period, and solved for
    exactly; where no other donor would help, that is the answer. Otherwise accelerated projected
    gradient steps lead to it, which start anew where momentum leads uphill (O'Donoghue and Candès
    2015).

    Parameters
    ----------
    donors : array of shape (periods, donors)
    target : array of shape (periods,)

    Returns
    -------
    array of shape (donors,)
        Nonnegative weights with sum 1.
    """
    count = donors.shape[1]
    gram, pull = donors.T @ donors, donors.T @ target
    guessed = _guess_support(donors, target)
    exact = None if guessed is None else _solve_on_support(gram, pull, guessed)
    if exact is not None:
        return exact
    step = 1.0 / max(float(np.linalg.eigvalsh(gram)[-1]), 1e-300)
    weights = np.full(count, 1.0 / count)
    ahead, momentum = weights, 1.0
    for taken in range(1, _STEPS + 1):
        after = project_on_simplex(ahead - step * (gram @ ahead - pull))
        if float((ahead - after) @ (after - weights)) > 0:
            ahead, momentum = weights, 1.0
            after = project_on_simplex(weights - step * (gram @ weights - pull))
        moved = after - weights
        next_momentum = (1 + np.sqrt(1 + 4 * momentum * momentum)) / 2
        ahead = after + (momentum - 1) / next_momentum * moved
        weights, momentum = after, next_momentum
        if float(np.abs(moved).max()) < _STILL:
            break
        if taken % _SOLVE_EVERY == 0:
            exact = _solve_on_support(gram, pull, np.flatnonzero(weights > 0))
            if exact is not None:
                return exact
    return weights


def _guess_support(donors: Floats, target: Floats) -> NDArray[Any] | None:
    from scipy.optimize import nnls

    size = float(np.abs(donors).max()) or 1.0
    rows = np.vstack([donors / size, np.full(donors.shape[1], _SUMMED)])
    try:
        weights, _ = nnls(rows, np.append(target / size, _SUMMED))
    except RuntimeError:  # it takes too many steps
        return None
    return np.flatnonzero(weights > 0)


def _solve_on_support(gram: Floats, pull: Floats, support: NDArray[Any]) -> Floats | None:
    """The best weights, if they are found among these donors alone."""
    size = len(support)
    system = np.ones((size + 1, size + 1))
    system[:size, :size] = gram[np.ix_(support, support)]
    system[size, size] = 0.0
    try:
        solved = np.linalg.solve(system, np.append(pull[support], 1.0))
    except np.linalg.LinAlgError:
        return None
    weights = np.zeros(len(pull))
    weights[support] = solved[:size]
    slope = gram @ weights - pull + solved[size]
    slack = _SLACK * float(np.abs(pull).max())
    return weights if solved[:size].min() >= 0 and slope.min() >= -slack else None


def project_on_simplex(point: Floats) -> Floats:
    """The nearest point whose entries are nonnegative and have sum 1."""
    down = np.sort(point)[::-1]
    excess = np.cumsum(down) - 1
    kept = np.flatnonzero(down - excess / np.arange(1, len(point) + 1) > 0)[-1]
    projected: Floats = np.maximum(point - excess[kept] / (kept + 1), 0.0)
    return projected


def fit_synthetic_control(unit: Floats, donors: Floats, before: NDArray[Any]) -> SyntheticControl:
    """The synthetic control of one unit.

    Parameters
    ----------
    unit : array of shape (periods,)
    donors : array of shape (periods, donors)
    before : bool array of shape (periods,)
        Which periods come before treatment; the others are after it.
    """
    weights = fit_weights(donors[before], unit[before])
    gap = unit - donors @ weights
    return SyntheticControl(
        weights=weights,
        gap=gap,
        effect=float(gap[~before].mean()),
        rmspe_before=_root_mean_square(gap[before]),
        rmspe_after=_root_mean_square(gap[~before]),
    )


def rank_among_placebos(
    unit: Floats, donors: Floats, before: NDArray[Any], worst_fit: float = 5.0
) -> PlaceboRanks:
    """A unit's synthetic control, ranked among those of its donors.

    Each donor is taken for the treated unit in turn, with the other donors as its own.

    Parameters
    ----------
    unit, donors, before :
        As of `fit_synthetic_control`.
    worst_fit : float
        Donors whose fit before treatment is more than this many times worse than the unit's are
        left out of `p_effect`.
    """
    treated = fit_synthetic_control(unit, donors, before)
    count = donors.shape[1]
    placebos = [
        fit_synthetic_control(donors[:, k], np.delete(donors, k, axis=1), before)
        for k in range(count)
    ]
    ratios = np.array([placebo.ratio for placebo in placebos])
    effects = np.array([placebo.effect for placebo in placebos])
    fits = np.array([placebo.rmspe_before for placebo in placebos])
    fitting = effects[fits <= worst_fit * treated.rmspe_before]
    return PlaceboRanks(
        treated=treated,
        ratios=ratios,
        effects=effects,
        fits=fits,
        p_ratio=float((1 + np.sum(ratios >= treated.ratio)) / (1 + count)),
        p_effect=float((1 + np.sum(np.abs(fitting) >= abs(treated.effect))) / (1 + len(fitting))),
    )


def leave_donors_out(
    unit: Floats, donors: Floats, before: NDArray[Any], leave: Sequence[int]
) -> Floats:
    """The effect again and again, each time without one donor.

    Parameters
    ----------
    unit, donors, before :
        As of `fit_synthetic_control`.
    leave : sequence of int
        The donors to leave out, one at a time, by their columns.

    Returns
    -------
    array of shape (leave,)
    """
    return np.array(
        [fit_synthetic_control(unit, np.delete(donors, k, axis=1), before).effect for k in leave]
    )


def _root_mean_square(values: Floats) -> float:
    return float(np.sqrt(np.mean(values**2)))
