"""Weights, logs, covariates, exposure and specification curves; bad input gets one sentence."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from safehavens import Corpus
from safehavens.evaluate.estimators import array_effects, library_estimates
from safehavens.evaluate.estimators.exposure_effects import estimate_by_exposure
from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.findings.of_covariates import find_chances
from safehavens.evaluate.inference.wild_bootstrap import bootstrap_two_way
from safehavens.evaluate.nouns import BadEvaluation
from safehavens.evaluate.report.markdown import write_markdown
from safehavens.evaluate.report.report_folder import write_report
from tests.evaluate.samples import county_employment, make_series
from tests.evaluate.test_evaluating import CHOICES, LAW, table

QUICK = {**CHOICES, "estimators": ["imputation"]}


@pytest.fixture(scope="module")
def outcome(corpus: Corpus) -> pa.Table:
    """Outcomes with an effect of 1, people, a covariate that the law moves, and one that it does
    not; places with much exposure have a larger effect."""
    drawn = table(corpus, effect=1.0)
    places, rows = drawn["place"].to_pylist(), drawn.num_rows
    number = {place: n for n, place in enumerate(dict.fromkeys(places))}
    rng = np.random.default_rng(3)
    fixed = np.array([number[place] for place in places])
    people = rng.integers(1, 50, len(number))[fixed] * 1e5
    y = np.array(drawn["y"].to_pylist())
    return (
        drawn.append_column("people", pa.array(people))
        .append_column("still", pa.array(rng.normal(size=len(number))[fixed]))
        .append_column("moved", pa.array(y * 3 + rng.normal(size=rows) * 0.01))
        .append_column("share", pa.array((fixed % 7).astype(float)))
        .append_column("none", pa.array(np.zeros(rows)))
        .append_column("crimes", pa.array(np.exp(y)))
    )


def codes(evaluation: Evaluation) -> dict[str, str]:
    return {one.code: one.says for one in evaluation.findings}


# ---- weights


def test_whole_weights_are_as_many_places() -> None:
    sample = county_employment()
    times = np.random.default_rng(0).integers(1, 4, len(sample.places))
    again = np.repeat(np.arange(len(times)), times)
    y, cohorts, weights = sample.outcomes, sample.cohorts, times.astype(float)
    for controls in ("never", "not_yet"):
        weighed = array_effects.estimate_group_time(y, cohorts, controls, weights=weights)
        repeated = array_effects.estimate_group_time(y[again], cohorts[again], controls, again)
        assert weighed.effect == pytest.approx(repeated.effect, abs=1e-12)
        assert weighed.error == pytest.approx(repeated.error, abs=1e-12)
    for trends in (False, True):
        assert array_effects.estimate_imputation(y, cohorts, trends, weights) == pytest.approx(
            array_effects.estimate_imputation(y[again], cohorts[again], trends), abs=1e-9
        )
    two_way = array_effects.estimate_two_way(y, cohorts, weights=weights)
    whole = array_effects.estimate_two_way(y[again], cohorts[again], again)
    assert two_way.effect == pytest.approx(whole.effect, abs=1e-12)
    rng = np.random.default_rng(0)
    alike = bootstrap_two_way(y, cohorts, None, 99, rng, np.full(len(y), 2.0))
    assert alike.t == pytest.approx(bootstrap_two_way(y, cohorts, None, 99, rng).t)


def test_the_library_weighs_as_the_arrays_do() -> None:
    plain = replace(county_employment(), covariates={})
    weights = np.random.default_rng(1).uniform(0.5, 3, len(plain.places))
    sample = replace(plain, weights=weights)
    found = library_estimates.estimate_group_time(sample).estimate
    quick = array_effects.estimate_group_time(sample.outcomes, sample.cohorts, weights=weights)
    assert found.effect == pytest.approx(quick.effect, abs=1e-12)
    others = list(library_estimates.estimate_all(sample, ("imputation", "synthetic-did")))
    assert isinstance(others[0], library_estimates.Estimate)
    assert others[0].effect == pytest.approx(
        array_effects.estimate_imputation(sample.outcomes, sample.cohorts, weights=weights),
        abs=1e-7,
    )
    assert others[1] == ("synthetic-did", "synthetic-did takes no weights.")


@pytest.mark.filterwarnings("ignore::UserWarning")  # the script runs the library by itself
def test_a_weighted_report_can_be_made_again(
    corpus: Corpus, outcome: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = corpus.evaluate(LAW, outcome, "y", weights="people", covariates=["still"], **QUICK)
    assert found.design.sample.weights is not None
    assert found.estimation is not None
    assert found.estimation.headline.effect == pytest.approx(1.0, abs=0.2)
    write_report(found, tmp_path)
    monkeypatch.chdir(tmp_path)
    runpy.run_path("replicate.py")


# ---- logs


def test_logs_are_those_of_the_expression(corpus: Corpus, outcome: pa.Table) -> None:
    logged = corpus.plan_evaluation(LAW, outcome, "crimes", log=True, searched="none")
    plain = corpus.plan_evaluation(LAW, outcome, "y", searched="none")
    assert logged.design.outcome == "log(crimes)"
    assert logged.design.sample.outcomes == pytest.approx(plain.design.sample.outcomes)
    with pytest.raises(BadEvaluation, match="row 1: none is 0, which has no logarithm"):
        corpus.plan_evaluation(LAW, outcome, "none", log=True)


# ---- covariates


def test_a_covariate_that_the_law_moves_is_a_bad_control(corpus: Corpus, outcome: pa.Table) -> None:
    plan = corpus.plan_evaluation(
        LAW, outcome, "y", covariates=["moved", "still"], searched="none", controls="never"
    )
    found = [one for one in plan.findings if one.code == "bad-control"]
    assert [one.severity for one in found] == ["warning"]
    assert "The covariate moved changes with time. Under the law it went up by" in found[0].says


def test_places_without_a_like_are_named(corpus: Corpus, outcome: pa.Table) -> None:
    plan = corpus.plan_evaluation(LAW, outcome, "y", searched="none", controls="never")
    treated = {one.place for one in plan.design.roles if one.role == "treated"}
    apart = [10.0 * (place in treated) for place in outcome["place"].to_pylist()]
    away = outcome.append_column("apart", pa.array(apart))
    found = corpus.plan_evaluation(
        LAW, away, "y", covariates=["apart"], searched="none", controls="never"
    )
    assert "10 treated places have no like among controls" in codes(found)["overlap"]
    alike = corpus.plan_evaluation(
        LAW, away, "y", covariates=["still"], searched="none", controls="never"
    )
    assert "overlap" not in codes(alike)
    assert "fewer than 10 treated places for each covariate" in codes(alike)["ipw"]


def test_chances_are_those_of_logistic_regression() -> None:
    """One covariate of two values: the chance is the share of the treated among its like."""
    covariate = np.repeat([0.0, 1.0], [40, 60])[:, None]
    treated = np.concatenate([np.arange(40) < 10, np.arange(60) < 45])
    chances = find_chances(covariate, treated)
    assert chances[:40] == pytest.approx(0.25, abs=1e-4)
    assert chances[40:] == pytest.approx(0.75, abs=1e-4)


# ---- exposure


def test_a_larger_effect_where_exposure_is_higher_is_found() -> None:
    rng = np.random.default_rng(4)
    units, periods = 60, 20
    exposure = rng.uniform(size=units)
    cohorts = np.where(np.arange(units) < 25, rng.integers(8, 14, units), periods)
    y = 0.1 * make_series(rng, units, periods)
    y += np.outer(exposure, np.sin(np.arange(periods)))  # exposed places move by themselves
    after = np.arange(periods)[None, :] >= cohorts[:, None]
    y += after * (1.0 + 2.0 * exposure)[:, None]
    found = estimate_by_exposure(y, cohorts, exposure, np.arange(units), 199, rng)
    assert found.effect / found.deviation == pytest.approx(2.0, abs=0.6)
    assert found.at_mean == pytest.approx(1.0 + 2.0 * exposure.mean(), abs=0.3)
    assert found.p < 0.02
    flat = estimate_by_exposure(
        y - after * (2.0 * exposure)[:, None], cohorts, exposure, np.arange(units), 199, rng
    )
    assert abs(flat.effect) < 0.15
    with pytest.raises(array_effects.NoComparison, match="the same everywhere"):
        estimate_by_exposure(y, cohorts, np.ones(units), np.arange(units), 99, rng)


def test_exposure_is_the_coefficient_of_least_squares() -> None:
    rng = np.random.default_rng(5)
    units, periods = 12, 6
    exposure = rng.normal(size=units)
    standard = (exposure - exposure.mean()) / exposure.std()
    cohorts = np.array([2, 2, 3, 3, 4, *[periods] * 7])
    y = rng.normal(size=(units, periods))
    treated = (np.arange(periods)[None, :] >= cohorts[:, None]).astype(float)
    columns = [np.kron(np.eye(units)[n], np.ones(periods)) for n in range(units)]
    columns += [np.tile(np.eye(periods)[t], units) for t in range(1, periods)]
    columns += [np.kron(standard, np.eye(periods)[t]) for t in range(1, periods)]
    columns += [treated.ravel(), (treated * standard[:, None]).ravel()]
    by_hand = np.linalg.lstsq(np.stack(columns, axis=1), y.ravel(), rcond=None)[0]
    found = estimate_by_exposure(y, cohorts, exposure, np.arange(units), 99, rng)
    assert found.effect == pytest.approx(by_hand[-1], abs=1e-9)
    assert found.at_mean == pytest.approx(by_hand[-2], abs=1e-9)


# ---- specification curve


def test_a_curve_shows_every_set_of_choices(corpus: Corpus, outcome: pa.Table) -> None:
    found = corpus.evaluate(
        LAW, outcome, "y", specs=True, exposure="share", weights="people", **QUICK
    )
    effects = [one.effect for one in found.curve]
    assert effects == sorted(effects)
    assert len({one.choice for one in found.curve}) == len(effects) > 50
    assert {one.timing for one in found.curve} == {"first-full", "any", "half"}
    assert {one.controls for one in found.curve} == {"clean", "never", "not-yet"}
    assert {one.weighted for one in found.curve} == {True, False}
    (same,) = [
        one.effect
        for one in found.curve
        if (one.estimator, one.timing, one.controls, one.start, one.weighted)
        == ("callaway-santanna", "first-full", "never", "2000", True)
    ]
    assert found.estimation is not None
    assert same == pytest.approx(found.estimation.headline.effect)
    assert f"Under {len(effects)} sets of choices" in codes(found)["specifications"]
    rows = found.tables["specifications"].to_pylist()
    assert len(rows) == len(found.estimation.variants) + len(effects)
    text = write_markdown(found)
    assert found.curve[0].choice in text
    assert "By exposure (share)" in text
    assert found.tables["exposure"].num_rows == 1


def test_a_synthetic_control_says_what_it_does_not_use(corpus: Corpus, outcome: pa.Table) -> None:
    found = corpus.evaluate(
        LAW,
        outcome,
        "y + 5",
        only=["California"],
        start="2010",
        specs=True,
        weights="people",
        **CHOICES,
    )
    assert codes(found)["not-used"].endswith("weights, the specification curve.")


# ---- bad input


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"weights": "heavy"}, "has no column 'heavy'"),
        ({"weights": "none"}, "The weight none of "),
        ({"exposure": "danger"}, "has no column 'danger'"),
        ({"exposure": "none"}, "cannot be told by exposure: exposure is the same everywhere"),
        ({"family": "crime"}, "violent-crime"),
    ],
)
def test_bad_choices_get_one_sentence(
    corpus: Corpus, outcome: pa.Table, more: dict, says: str
) -> None:
    with pytest.raises(BadEvaluation) as error:
        corpus.evaluate(LAW, outcome, "y", **QUICK, **more)
    assert says in str(error.value)
    assert "\n" not in str(error.value)
