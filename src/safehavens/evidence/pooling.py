"""Random-effects meta-analysis: one mean of several studies, and how far they lie apart.

Variance between studies by restricted maximum likelihood, the interval after Knapp and Hartung
(2003), and the interval in which the effect of a further study is expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from safehavens.evidence.studies import FEWEST

Floats = NDArray[np.float64]

FEWEST_FOR_ASYMMETRY: Final = 10
"""How many studies it takes to test whether small ones differ from large ones."""


class TooFewStudies(ValueError):
    """There are too few studies for what was asked."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """Several effects as one.

    Attributes
    ----------
    studies : int
    effect, error : float
        The mean effect and its standard error by weights alone.
    low, high : float
        Its 95% interval after Knapp and Hartung, with one degree of freedom a study less one.
    predicted_low, predicted_high : float
        Where 95% of further studies' true effects are expected.
    tau2 : float
        Variance between studies, in the squared unit of the effects.
    i2 : float
        Share of all variance that lies between studies, 0 to 1.
    q : float
        Cochran's Q.
    """

    studies: int
    effect: float
    error: float
    low: float
    high: float
    predicted_low: float
    predicted_high: float
    tau2: float
    i2: float
    q: float


def pool_effects(
    effects: Sequence[float], errors: Sequence[float], moments: bool = False
) -> Pooled:
    """Pool effects of independent studies, on one scale.

    Parameters
    ----------
    effects, errors : sequence of float
        One effect and one standard error a study.
    moments : bool
        Take the variance between studies from moments (DerSimonian and Laird 1986) instead.

    Raises
    ------
    TooFewStudies
        Fewer than three studies.
    ValueError
        An error is not positive, or the two are not equally many.
    """
    from scipy.stats import t as student

    found, spread = _as_arrays(effects, errors)
    count = len(found)
    if count < FEWEST:
        raise TooFewStudies(f"{count} studies: at least {FEWEST} are needed to pool")
    fixed = 1 / spread
    q = float((fixed * (found - np.average(found, weights=fixed)) ** 2).sum())
    tau2 = _moment_tau2(fixed, q) if moments else _likely_tau2(found, spread)
    weights = 1 / (spread + tau2)
    mean = float(np.average(found, weights=weights))
    error = float(weights.sum() ** -0.5)
    stretch = float((weights * (found - mean) ** 2).sum() / (count - 1)) ** 0.5
    half = float(student.ppf(0.975, count - 1)) * error * stretch
    reach = float(student.ppf(0.975, count - 2)) * (tau2 + error**2) ** 0.5
    typical = (count - 1) * fixed.sum() / (fixed.sum() ** 2 - (fixed**2).sum())
    return Pooled(
        studies=count,
        effect=mean,
        error=error,
        low=mean - half,
        high=mean + half,
        predicted_low=mean - reach,
        predicted_high=mean + reach,
        tau2=tau2,
        i2=float(tau2 / (tau2 + typical)),
        q=q,
    )


def check_asymmetry(effects: Sequence[float], errors: Sequence[float]) -> float:
    """The p-value of Egger's test: do small studies find other effects than large ones?

    Raises
    ------
    TooFewStudies
        Fewer than ten studies.
    """
    from scipy.stats import linregress

    found, spread = _as_arrays(effects, errors)
    if len(found) < FEWEST_FOR_ASYMMETRY:
        raise TooFewStudies(
            f"{len(found)} studies: at least {FEWEST_FOR_ASYMMETRY} are needed for this test"
        )
    from scipy.stats import t as student

    error = np.sqrt(spread)
    line: Any = linregress(1 / error, found / error)
    ratio = line.intercept / line.intercept_stderr
    return float(2 * student.sf(abs(ratio), len(found) - 2))


def _as_arrays(effects: Sequence[float], errors: Sequence[float]) -> tuple[Floats, Floats]:
    found, error = np.asarray(effects, dtype=float), np.asarray(errors, dtype=float)
    if found.shape != error.shape:
        raise ValueError("each effect needs one standard error")
    if len(error) and not (error > 0).all():
        raise ValueError("a standard error is more than 0")
    return found, error**2


def _moment_tau2(fixed: Floats, q: float) -> float:
    scale = fixed.sum() - (fixed**2).sum() / fixed.sum()
    return max(0.0, float((q - (len(fixed) - 1)) / scale))


def _likely_tau2(found: Floats, spread: Floats) -> float:
    """The variance between studies that makes the effects likeliest, their mean being unknown."""
    from scipy.optimize import minimize_scalar

    def cost(tau2: float) -> float:
        weights = 1 / (spread + tau2)
        mean = np.average(found, weights=weights)
        return float(
            0.5
            * (
                np.log(spread + tau2).sum()
                + np.log(weights.sum())
                + (weights * (found - mean) ** 2).sum()
            )
        )

    most = max(10 * float(found.var(ddof=1)), 1e-12)
    best = minimize_scalar(cost, bounds=(0.0, most), method="bounded", options={"xatol": 1e-12})
    return 0.0 if cost(0.0) <= float(best.fun) else float(best.x)
