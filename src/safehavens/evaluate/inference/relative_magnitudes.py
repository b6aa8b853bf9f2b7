"""How wide an interval becomes where trends may part after the law as much as they did before it.

Bounds on relative magnitudes and the conditional test hybrid with a least favorable critical value:
Rambachan and Roth (2023), Andrews, Roth and Pakes (2023). A step of the difference in trends after
the law may be at most `bound` times the largest step before it.

For these bounds the dual of the test's linear program has `after + 2` extreme points that can be
written down: one for each step after the law, and two for the effect. So nothing is searched for,
and many effects are tested at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import truncnorm

Floats = NDArray[np.float64]

_DRAWS: Final = 10_000
_SEED: Final = 0
_GRID: Final = 1_000
_WIDTH: Final = 20.0
"""How many standard errors the grid of effects reaches on each side."""
_HALVINGS: Final = 30
_NONE: Final = 1e-12


@dataclass(frozen=True, slots=True)
class EventStudy:
    """An event study, as sensitivity analysis takes it.

    Attributes
    ----------
    effects : array of shape (before + after,)
        By event time; the reference period, just before treatment, is left out.
    covariance : array of shape (before + after, before + after)
    before, after : int
        How many effects come before the reference period, and how many after it.
    """

    effects: Floats
    covariance: Floats
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class RobustInterval:
    """An interval for an effect under a bound on relative magnitudes. NaN: no effect is kept."""

    bound: float
    low: float
    high: float

    @property
    def holds_zero(self) -> bool:
        """Whether no effect lies inside."""
        return self.low <= 0 <= self.high


def bound_effect(
    study: EventStudy, bound: float, target: Floats | None = None, level: float = 0.95
) -> RobustInterval:
    """The interval of an effect after treatment under a bound on relative magnitudes.

    Parameters
    ----------
    study : EventStudy
        With at least one effect before and one after.
    bound : float
        M̄: how many times the largest step before treatment a step after it may be; 0 or more.
    target : array of shape (after,), optional
        Weights of the effects after treatment; the first alone where it is left out.
    level : float
        Of confidence, between 0 and 1.

    Raises
    ------
    ValueError
        There is no effect before or after treatment, or the bound is negative.
    """
    if study.before < 1 or study.after < 1:
        raise ValueError("bounds need at least one effect before and one after treatment")
    if bound < 0:
        raise ValueError("a bound on relative magnitudes is 0 or more")
    weights = np.zeros(study.after) if target is None else np.asarray(target, dtype=float)
    if target is None:
        weights[0] = 1.0
    tests = [
        _ConditionalTest.of(study, bound, weights, step, sign, 1 - level)
        for step in range(study.before)
        for sign in (1.0, -1.0)
    ]
    after = study.covariance[study.before :, study.before :]
    reach = _WIDTH * float(np.sqrt(weights @ after @ weights))
    grid = np.linspace(-reach, reach, _GRID)
    kept = np.any([test.keeps(grid) for test in tests], axis=0)
    if not kept.any():
        return RobustInterval(bound, float("nan"), float("nan"))
    first, last = int(np.argmax(kept)), int(_GRID - 1 - np.argmax(kept[::-1]))
    low = grid[0] if first == 0 else _find_edge(tests, grid[first - 1], grid[first])
    high = grid[-1] if last == _GRID - 1 else _find_edge(tests, grid[last + 1], grid[last])
    return RobustInterval(bound, float(low), float(high))


def find_breakdown(
    study: EventStudy,
    target: Floats | None = None,
    level: float = 0.95,
    largest: float = 10.0,
    step: float = 0.01,
) -> float:
    """The smallest bound, to within `step`, at which the interval holds no effect at all.

    0 where it does so without any; infinity where it does not even at `largest`.
    """
    if bound_effect(study, 0.0, target, level).holds_zero:
        return 0.0
    if not bound_effect(study, largest, target, level).holds_zero:
        return float("inf")
    low, high = 0.0, largest
    while high - low > step:
        middle = (low + high) / 2
        if bound_effect(study, middle, target, level).holds_zero:
            high = middle
        else:
            low = middle
    return high


@dataclass(frozen=True, slots=True)
class _ConditionalTest:
    """The test of an effect, if the largest step before treatment is a certain one.

    A vertex's value for an effect is `values + slopes * effect`; `spread` is the covariance of
    the values.
    """

    values: Floats
    slopes: Floats
    spread: Floats
    least_favorable: float
    first_size: float
    size: float

    @classmethod
    def of(
        cls,
        study: EventStudy,
        bound: float,
        weights: Floats,
        step: int,
        sign: float,
        size: float,
    ) -> _ConditionalTest:
        """The test where step number `step` before treatment, with this sign, is the largest."""
        before, after = study.before, study.after
        steps = np.zeros((before + after, before + after + 1))
        rows = np.arange(before + after)
        steps[rows, rows], steps[rows, rows + 1] = -1.0, 1.0
        steps = np.delete(steps, before, axis=1)
        largest = sign * steps[step]
        rise = steps[before:] - bound * largest
        fall = -steps[before:] - bound * largest
        errors = [
            np.sqrt(np.einsum("ij,jk,ik->i", side, study.covariance, side)) for side in (rise, fall)
        ]
        reach = np.cumsum(weights[::-1])[::-1]
        vertices = np.zeros((after + 2, 2 * after))
        for k in range(after):
            vertices[k, [k, after + k]] = 1 / max(errors[0][k] + errors[1][k], _NONE)
        slopes = np.zeros(after + 2)
        up, down = np.maximum(reach, 0), np.maximum(-reach, 0)
        for row, sides, slope in ((after, (up, down), -1.0), (after + 1, (down, up), 1.0)):
            size_of = max(float(sides[0] @ errors[0] + sides[1] @ errors[1]), _NONE)
            vertices[row] = np.concatenate(sides) / size_of
            slopes[row] = slope / size_of
        moments = vertices @ np.vstack([rise, fall])
        spread = moments @ study.covariance @ moments.T
        first_size = size / 10
        return cls(
            values=moments @ study.effects,
            slopes=slopes,
            spread=spread,
            least_favorable=_simulate_largest(spread, 1 - first_size),
            first_size=first_size,
            size=size,
        )

    def keeps(self, effects: Floats) -> NDArray[np.bool_]:
        """Which of these effects the test does not reject."""
        levels = self.values[None, :] + np.outer(effects, self.slopes)
        top = np.argmax(levels, axis=1)
        stat = levels[np.arange(len(effects)), top]
        variance = np.diag(self.spread)[top]
        shares = self.spread[top] / np.maximum(variance, _NONE)[:, None]
        room = 1 - shares
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = (levels - shares * stat[:, None]) / room
        floor = np.where(room > 1e-9, crossing, -np.inf).max(axis=1)
        ceiling = np.where(room < -1e-9, crossing, np.inf).min(axis=1)
        ceiling = np.minimum(ceiling, self.least_favorable)
        error = np.sqrt(np.maximum(variance, _NONE))
        size = (self.size - self.first_size) / (1 - self.first_size)
        inside = (floor <= stat) & (stat <= ceiling)
        low = np.where(inside, floor / error, -1.0)
        high = np.where(inside, np.maximum(ceiling / error, low + 1e-9), 1.0)
        critical = np.maximum(truncnorm.ppf(1 - size, low, high), 0.0)
        rejected = (stat > self.least_favorable) | (inside & (stat / error > critical))
        kept: NDArray[np.bool_] = ~rejected
        return kept


def _find_edge(tests: list[_ConditionalTest], outside: float, inside: float) -> float:
    """The border of what the tests keep, between an effect outside and one inside."""
    for _ in range(_HALVINGS):
        middle = (outside + inside) / 2
        if any(bool(test.keeps(np.array([middle]))[0]) for test in tests):
            inside = middle
        else:
            outside = middle
    return inside


def _simulate_largest(spread: Floats, share: float) -> float:
    """This quantile of the largest of normal values with mean 0 and a covariance."""
    values, vectors = np.linalg.eigh(spread)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    draws = np.random.default_rng(_SEED).standard_normal((_DRAWS, len(spread))) @ root.T
    return float(np.quantile(draws.max(axis=1), share))
