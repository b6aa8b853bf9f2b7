"""Meta-analysis against metafor's published numbers on 13 trials of the BCG vaccine."""

from __future__ import annotations

import numpy as np
import pytest

from safehavens.evidence.pooling import TooFewStudies, check_asymmetry, pool_effects

# Colditz and others (1994), dat.bcg of the R package metafor: cases and others, vaccinated or not.
TRIALS = np.array(
    [
        (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619),
        (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619),
        (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
        (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
    ],
    dtype=float,
)  # fmt: skip


def log_risk_ratios():
    a, b, c, d = TRIALS.T
    return np.log(a / (a + b) / (c / (c + d))), np.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


def test_restricted_maximum_likelihood() -> None:
    found = pool_effects(*log_risk_ratios())
    assert found.effect == pytest.approx(-0.7145, abs=1e-4)
    assert found.error == pytest.approx(0.1798, abs=1e-4)
    assert found.tau2 == pytest.approx(0.3132, abs=1e-4)
    assert 100 * found.i2 == pytest.approx(92.2, abs=0.05)
    assert found.q == pytest.approx(152.23, abs=0.01)
    half = (found.high - found.low) / 2
    assert half / 2.1788 == pytest.approx(0.1807, abs=1e-4)  # Knapp and Hartung's error


def test_moments() -> None:
    assert pool_effects(*log_risk_ratios(), moments=True).tau2 == pytest.approx(0.3088, abs=1e-4)


def test_too_few_studies_are_not_pooled() -> None:
    with pytest.raises(TooFewStudies, match="2 studies: at least 3"):
        pool_effects([0.1, 0.2], [0.1, 0.1])
    with pytest.raises(TooFewStudies, match="9 studies: at least 10"):
        check_asymmetry([0.1] * 9, [0.1] * 9)


def test_an_error_is_positive() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        pool_effects([0.1, 0.2, 0.3], [0.1, 0.0, 0.1])


def test_order_does_not_matter() -> None:
    effects, errors = log_risk_ratios()
    there, back = pool_effects(effects, errors), pool_effects(effects[::-1], errors[::-1])
    assert there.effect == pytest.approx(back.effect, abs=1e-9)
