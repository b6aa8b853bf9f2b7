"""What a design can see at all: detectable effects, and trends that its own tests would miss."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from safehavens.evaluate.inference.relative_magnitudes import EventStudy

Floats = NDArray[np.float64]

_CRITICAL: Final = 1.959963984540054
_CHANCE: Final = 0.8416212335729143
"""Standard errors from the middle of a normal law to its 97.5% and its 80% point."""


def find_detectable(spread: float, dilution: float = 0.0) -> float:
    """The smallest effect that a test at 5% finds with a chance of 80%.

    Parameters
    ----------
    spread : float
        Standard deviation of the estimate where there is no effect.
    dilution : float
        Standard deviation of what a permuted treatment makes of an effect of 1: where there is an
        effect, chance looks larger, since it deals places that have it among those that it treats.

    Returns
    -------
    float
        2.8 spreads without dilution; infinity where no effect stands out.
    """
    left = 1 - (_CRITICAL * dilution) ** 2
    if left <= 0:
        return float("inf")
    root = _CHANCE**2 + left * (_CRITICAL**2 - _CHANCE**2)
    return spread * (_CHANCE + float(np.sqrt(root))) / left


def check_before(study: EventStudy) -> float:
    """The p-value of the joint test that there is no effect in any period before treatment.

    NaN where there is no such period, or the effects of some are fixed by those of others.
    """
    return _joint_p(study.effects[: study.before], study.covariance[: study.before, : study.before])


def find_missed_slope(study: EventStudy, chance: float = 0.5) -> float:
    """The slope of a straight trend that the joint test before treatment finds with this chance.

    After Roth (2022). In the unit of the outcome, a period; NaN where it cannot be computed.
    """
    from scipy.optimize import brentq
    from scipy.stats import chi2, ncx2

    before = study.before
    covariance = study.covariance[:before, :before]
    if before < 1 or np.linalg.matrix_rank(covariance) < before:
        return float("nan")
    line = np.arange(-before, 0, dtype=float)
    critical = chi2.ppf(0.95, before)
    away = brentq(lambda size: ncx2.sf(critical, before, size) - chance, 1e-6, 1e4)
    return float(np.sqrt(away / (line @ np.linalg.solve(covariance, line))))


def _joint_p(effects: Floats, covariance: Floats) -> float:
    from scipy.stats import chi2

    count = len(effects)
    if count < 1 or np.linalg.matrix_rank(covariance) < count:
        return float("nan")
    return float(chi2.sf(effects @ np.linalg.solve(covariance, effects), count))
