"""Every estimator against numbers that others have published or computed.

The numbers of `mpdta` are those of the R package did 2.5.0; those of `ehec` are in the README of
the R package HonestDiD; those of Proposition 99 are in Arkhangelsky and others (2021). BCG's are in
tests/evidence/test_pooling.py. Hausman (2020) cannot be held to its numbers here: the deportations
that it counts are not shipped, and must be fetched (docs/data.md).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from safehavens.evaluate.estimators import array_effects, library_estimates
from safehavens.evaluate.estimators.library_calls import list_columns, make_frame
from safehavens.evaluate.estimators.synthetic_control import fit_synthetic_control
from safehavens.evaluate.inference.relative_magnitudes import bound_effect, find_breakdown
from tests.evaluate.samples import cigarette_sales, county_employment, medicaid_expansion

pytest.importorskip("diff_diff", reason="`uv sync --extra evaluate` brings diff-diff")


def plain():
    return replace(county_employment(), covariates={})


def test_callaway_santanna_with_controls_never_treated() -> None:
    found = library_estimates.estimate_group_time(plain())
    assert found.estimate.effect == pytest.approx(-0.0399512751551763, abs=1e-10)
    assert found.estimate.error == pytest.approx(0.0120340127701854, abs=1e-8)
    after = [point.effect for point in found.points if point.event_time >= 0]
    assert after == pytest.approx([-0.0199318, -0.0509574, -0.1372587, -0.1008114], abs=1e-7)
    assert np.mean(after) == pytest.approx(-0.0772398214573151, abs=1e-10)


def test_callaway_santanna_with_controls_not_yet_treated() -> None:
    found = library_estimates.estimate_group_time(plain(), not_yet=True)
    assert found.estimate.effect == pytest.approx(-0.0397636256230437, abs=1e-10)
    after = [point.effect for point in found.points if point.event_time >= 0]
    assert np.mean(after) == pytest.approx(-0.0773993139705847, abs=1e-10)


def test_callaway_santanna_with_a_covariate() -> None:
    """Doubly robust; did's regression alone gives -0.04197 (0.01144)."""
    found = library_estimates.estimate_group_time(county_employment())
    assert found.estimate.effect == pytest.approx(-0.0418, abs=5e-4)
    assert found.estimate.error == pytest.approx(0.0115, abs=5e-4)


def test_imputation() -> None:
    sample = plain()
    (found,) = library_estimates.estimate_all(sample, ("imputation",))
    assert isinstance(found, library_estimates.Estimate)
    assert found.effect == pytest.approx(-0.0477099183, abs=1e-8)
    exact = array_effects.estimate_imputation(sample.outcomes, sample.cohorts)
    assert exact == pytest.approx(-0.0477099183, abs=1e-8)


def test_two_way_fixed_effects_and_their_decomposition() -> None:
    sample = plain()
    (found,) = library_estimates.estimate_all(sample, ("two-way",))
    assert isinstance(found, library_estimates.Estimate)
    assert found.effect == pytest.approx(-0.0365489367, abs=1e-8)
    assert found.error == pytest.approx(0.0132652, abs=1e-6)
    assert library_estimates.decompose_two_way(sample).estimate == pytest.approx(
        -0.0365489367, abs=1e-8
    )


@pytest.mark.parametrize("anticipation", [0, 1])
@pytest.mark.parametrize("controls", ["never", "not_yet"])
def test_arrays_agree_with_the_engine(controls: array_effects.Controls, anticipation: int) -> None:
    sample = plain()
    quick = array_effects.estimate_group_time(
        sample.outcomes, sample.cohorts, controls, anticipation=anticipation
    )
    shown = library_estimates.estimate_group_time(
        sample, not_yet=controls == "not_yet", anticipation=anticipation
    ).estimate
    assert quick.effect == pytest.approx(shown.effect, abs=1e-10)
    assert quick.error == pytest.approx(shown.error, rel=0.05)


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [(0.5, 0.0241, 0.0673), (1, 0.0171, 0.0720), (1.5, 0.00859, 0.0796), (2, -0.00107, 0.0883)],
)
def test_relative_magnitudes(bound: float, low: float, high: float) -> None:
    study = medicaid_expansion()
    assert study.effects[study.before :] == pytest.approx([0.0464, 0.0692], abs=5e-5)
    found = bound_effect(study, bound)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-3)


def test_breakdown_lies_just_below_two() -> None:
    assert 1.8 < find_breakdown(medicaid_expansion()) < 2.0


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        (0.0, 0.0259, 0.0607),
        (0.01, 0.0132, 0.0787),
        (0.02, 0.00286, 0.0907),
        (0.03, -0.00714, 0.101),
    ],
)
def test_smoothness(bound: float, low: float, high: float) -> None:
    study = medicaid_expansion()
    found = library_estimates.bound_by_smoothness(
        study.effects, study.covariance, study.before, bound, np.array([1.0, 0.0])
    )
    assert found == pytest.approx((low, high), abs=3e-4)  # given to three digits


def test_what_would_not_fit_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_estimates, "LARGEST", 1 << 14)
    monkeypatch.setattr(library_estimates, "LONGEST", 1 << 10)
    names = ("sun-abraham", "stacked", "synthetic-did", "two-way")
    found = list(library_estimates.estimate_all(plain(), names))
    assert [isinstance(one, tuple) for one in found] == [True, True, True, False]
    assert "2,500 rows by 15 columns" in found[0][1]
    assert all("left out above" in one[1] for one in found[:3])


def test_the_average_over_distances_and_its_error() -> None:
    """From the event study that reports show: did's `dynamic`."""
    found = library_estimates.estimate_group_time(plain())
    shown = [point.event_time for point in found.points if point.event_time != -1]
    after = np.array([time >= 0 for time in shown])
    error = np.sqrt(found.covariance[np.ix_(after, after)].sum()) / after.sum()
    assert error == pytest.approx(0.0199649890618494, abs=1e-8)


@pytest.mark.parametrize(
    ("not_yet", "effect"),
    [(False, -0.0310182822287484), (True, -0.030462228112565)],
)
def test_the_engine_by_cohort(not_yet: bool, effect: float) -> None:
    """Did's `group`, which reports do not show: each cohort's mean effect, by its size.

    Its error (0.0124461) is not held: the engine gives none for this average.
    """
    import diff_diff

    sample = plain()
    control = "not_yet_treated" if not_yet else "never_treated"
    fitted = diff_diff.CallawaySantAnna(control_group=control, base_period="universal").fit(
        make_frame(sample), "y", "unit", "time", "cohort"
    )
    cells = fitted.group_time_effects
    means, sizes = [], []
    for cohort in np.unique(sample.cohorts[sample.treated]):
        own = [cell["effect"] for (g, t), cell in cells.items() if g == cohort + 1 and t >= g]
        means.append(np.mean(own))
        sizes.append((sample.cohorts == cohort).sum())
    assert np.average(means, weights=sizes) == pytest.approx(effect, abs=1e-10)


def test_the_engine_by_regression_on_a_covariate() -> None:
    import diff_diff

    sample = county_employment()
    fitted = diff_diff.CallawaySantAnna(
        control_group="never_treated", estimation_method="reg", base_period="universal"
    ).fit(
        make_frame(sample), "y", "unit", "time", "cohort",
        covariates=list_columns(sample)["covariates"],
    )  # fmt: skip
    assert float(fitted.overall_att) == pytest.approx(-0.0419686124215432, abs=1e-8)
    assert float(fitted.overall_se) == pytest.approx(0.0114448297682151, abs=1e-8)


def test_proposition_99() -> None:
    sample = cigarette_sales()
    found = {
        one.estimator: one.effect
        for one in library_estimates.estimate_all(sample, ("synthetic-did", "two-way"))
        if isinstance(one, library_estimates.Estimate)
    }
    assert found["synthetic-did"] == pytest.approx(-15.604, abs=1e-3)
    assert found["two-way"] == pytest.approx(-27.349, abs=1e-3)
    (california,) = np.flatnonzero(sample.treated)
    before = np.arange(len(sample.periods)) < sample.cohorts[california]
    donors = np.delete(sample.outcomes, california, axis=0).T
    control = fit_synthetic_control(sample.outcomes[california], donors, before)
    assert control.effect == pytest.approx(-19.6, abs=0.15)
