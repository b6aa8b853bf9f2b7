"""Permutation, bootstrap and bounds keep what they promise."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from safehavens.evaluate.estimators.array_effects import (
    NoComparison,
    estimate_group_time,
    estimate_imputation,
    estimate_two_way,
)
from safehavens.evaluate.estimators.synthetic_control import (
    fit_weights,
    project_on_simplex,
    rank_among_placebos,
)
from safehavens.evaluate.inference.permutation import NothingToDeal, permute_treatment
from safehavens.evaluate.inference.power import check_before, find_detectable, find_missed_slope
from safehavens.evaluate.inference.relative_magnitudes import EventStudy, bound_effect
from safehavens.evaluate.inference.wild_bootstrap import bootstrap_two_way
from tests.evaluate.samples import make_series, medicaid_expansion

STATES, YEARS = 40, 16


def effect_of(outcomes: np.ndarray):
    return lambda cohorts: estimate_group_time(outcomes, cohorts).effect


def test_permutation_is_uniform_where_there_is_no_effect() -> None:
    """Serially correlated series with a trend of each state's own; 150 samples, 39 deals."""
    rng = np.random.default_rng(7)
    cohorts = np.full(STATES, YEARS)
    cohorts[:8] = [8, 8, 9, 10, 11, 12, 12, 13]
    found = [
        permute_treatment(effect_of(make_series(rng, STATES, YEARS)), cohorts, None, 39, rng).p
        for _ in range(150)
    ]
    assert stats.kstest(found, stats.uniform(0.0, 1.0).cdf).pvalue > 0.01
    assert 0.005 < np.mean(np.array(found) <= 0.05) < 0.12


def test_a_planted_effect_is_found_as_often_as_stated() -> None:
    """An effect of the stated size is found in 80% of samples, give or take 8 with 150 of them."""
    rng = np.random.default_rng(11)
    cohorts = np.full(STATES, YEARS)
    cohorts[:10] = 10
    free = permute_treatment(effect_of(make_series(rng, STATES, YEARS)), cohorts, None, 200, rng)
    spread = np.std([
        estimate_group_time(make_series(rng, STATES, YEARS), cohorts).effect for _ in range(200)
    ])  # fmt: skip
    assert free.spread == pytest.approx(spread, rel=0.35)
    planted = find_detectable(float(spread))
    treated = (np.arange(YEARS) >= 10) & (cohorts[:, None] < YEARS)
    hits = [
        permute_treatment(
            effect_of(make_series(rng, STATES, YEARS) + planted * treated), cohorts, None, 59, rng
        ).p
        <= 0.05
        for _ in range(150)
    ]
    assert np.mean(hits) == pytest.approx(0.8, abs=0.1)


def test_clusters_are_dealt_whole() -> None:
    cohorts = np.array([3, 3, 3, 9, 9, 9, 9, 9])
    clusters = np.array([0, 0, 0, 1, 1, 2, 2, 2])
    seen = set()

    def statistic(dealt: np.ndarray) -> float:
        seen.add(tuple(dealt))
        return float(dealt.sum())

    permute_treatment(statistic, cohorts, clusters, 99, np.random.default_rng(0))
    assert seen == {
        (3, 3, 3, 9, 9, 9, 9, 9), (9, 9, 9, 3, 3, 9, 9, 9), (9, 9, 9, 9, 9, 3, 3, 3)
    }  # fmt: skip


def test_a_mixed_cluster_hands_on_its_shares() -> None:
    cohorts = np.array([2, 9, 9, 9, 9, 9, 9, 9])
    clusters = np.array([0, 0, 1, 1, 1, 1, 2, 2])
    counts = set()

    def statistic(dealt: np.ndarray) -> float:
        counts.add(tuple(int((dealt[clusters == one] == 2).sum()) for one in range(3)))
        return 0.0

    permute_treatment(statistic, cohorts, clusters, 99, np.random.default_rng(0))
    assert counts == {(1, 0, 0), (0, 2, 0), (0, 0, 1)}


def test_nothing_to_deal() -> None:
    with pytest.raises(NothingToDeal, match="same treatment"):
        permute_treatment(lambda _: 0.0, np.array([3, 3]), None, 9, np.random.default_rng(0))


def test_the_same_seed_gives_the_same_deals() -> None:
    outcomes = make_series(np.random.default_rng(1), 12, 8)
    cohorts = np.array([4] * 4 + [8] * 8)
    one, two = (
        permute_treatment(effect_of(outcomes), cohorts, None, 49, np.random.default_rng(5))
        for _ in range(2)
    )
    assert one.p == two.p
    assert one.draws.tolist() == two.draws.tolist()


def test_one_cohort_is_a_difference_in_differences() -> None:
    outcomes = make_series(np.random.default_rng(2), 10, 6)
    cohorts = np.array([3, 3, 3] + [6] * 7)
    change = outcomes[:, 3:].mean(axis=1) - outcomes[:, 2]
    plain = change[:3].mean() - change[3:].mean()
    assert estimate_group_time(outcomes, cohorts).effect == pytest.approx(plain)


def test_labels_and_order_change_nothing() -> None:
    rng = np.random.default_rng(3)
    outcomes = make_series(rng, 20, 9)
    cohorts = rng.choice([4, 6, 9], 20)
    order = rng.permutation(20)
    for estimate in (
        lambda y, c: estimate_group_time(y, c).effect,
        estimate_imputation,
        lambda y, c: estimate_imputation(y, c, trends=True),
        lambda y, c: estimate_two_way(y, c).effect,
    ):
        assert estimate(outcomes, cohorts) == pytest.approx(
            estimate(outcomes[order], cohorts[order]), abs=1e-9
        )


def test_imputation_is_its_definition() -> None:
    """Fitted by hand, by least squares on untreated cells, with and without trends."""
    rng = np.random.default_rng(4)
    units, periods = 9, 7
    outcomes = make_series(rng, units, periods)
    cohorts = np.array([3, 4, 5, 7, 7, 7, 7, 7, 7])
    treated = np.arange(periods)[None, :] >= cohorts[:, None]
    for trends in (False, True):
        columns = [np.repeat(np.eye(units), periods, axis=0), np.tile(np.eye(periods), (units, 1))]
        if trends:
            when = np.tile(np.arange(periods), units)[:, None]
            columns.append(columns[0] * when)
        design = np.hstack(columns)
        free = ~treated.ravel()
        fitted = np.linalg.lstsq(design[free], outcomes.ravel()[free], rcond=None)[0]
        by_hand = (outcomes.ravel() - design @ fitted)[~free].mean()
        assert estimate_imputation(outcomes, cohorts, trends) == pytest.approx(by_hand, abs=1e-8)


def test_a_planted_effect_comes_back_without_noise() -> None:
    cohorts = np.array([4, 6, 9, 9, 9])
    base = np.arange(5)[:, None] * 1.0 + np.sin(np.arange(9))[None, :]
    outcomes = base + 0.5 * (np.arange(9)[None, :] >= cohorts[:, None])
    assert estimate_group_time(outcomes, cohorts).effect == pytest.approx(0.5)
    assert estimate_imputation(outcomes, cohorts) == pytest.approx(0.5)
    assert estimate_two_way(outcomes, cohorts).effect == pytest.approx(0.5)


def test_nothing_to_compare() -> None:
    outcomes = np.zeros((3, 4))
    with pytest.raises(NoComparison):
        estimate_group_time(outcomes, np.array([4, 4, 4]))
    with pytest.raises(NoComparison):
        estimate_group_time(outcomes, np.array([0, 0, 0]))
    with pytest.raises(NoComparison):
        estimate_imputation(outcomes, np.array([0, 0, 0]))


def test_the_wild_bootstrap_keeps_its_level() -> None:
    rng = np.random.default_rng(9)
    cohorts = np.array([8] * 15 + [YEARS] * 25)
    found = [
        bootstrap_two_way(make_series(rng, STATES, YEARS), cohorts, None, 99, rng).p
        for _ in range(150)
    ]
    assert 0.005 < np.mean(np.array(found) <= 0.05) < 0.12


def test_weights_are_the_best_on_the_simplex() -> None:
    rng = np.random.default_rng(6)
    donors, target = rng.normal(size=(12, 5)), rng.normal(size=12)
    weights = fit_weights(donors, target)
    assert weights.sum() == pytest.approx(1)
    assert weights.min() >= 0
    best = ((donors @ weights - target) ** 2).sum()
    for _ in range(300):
        other = project_on_simplex(weights + rng.normal(size=5) * 0.05)
        assert ((donors @ other - target) ** 2).sum() >= best - 1e-9


def test_a_unit_made_of_donors_is_found() -> None:
    rng = np.random.default_rng(8)
    donors = rng.normal(size=(20, 10)).cumsum(axis=0)
    unit = donors @ np.array([0.6, 0.4, *[0] * 8])
    unit[15:] += 3
    ranks = rank_among_placebos(unit, donors, np.arange(20) < 15)
    assert ranks.treated.weights[:2] == pytest.approx([0.6, 0.4], abs=1e-6)
    assert ranks.treated.effect == pytest.approx(3, abs=1e-6)
    assert ranks.p_ratio == pytest.approx(1 / 11)


def test_bounds_widen_and_hold_the_plain_interval() -> None:
    study = medicaid_expansion()
    widths = [bound_effect(study, bound) for bound in (0.0, 0.5, 1.0, 2.0)]
    for narrow, wide in itertools.pairwise(widths):
        assert wide.low <= narrow.low + 1e-6
        assert wide.high >= narrow.high - 1e-6


def test_bounds_need_both_sides() -> None:
    study = medicaid_expansion()
    with pytest.raises(ValueError, match="at least one effect before"):
        bound_effect(EventStudy(study.effects[5:], study.covariance[5:, 5:], 0, 2), 1.0)
    with pytest.raises(ValueError, match="0 or more"):
        bound_effect(study, -1.0)


def test_the_trend_that_a_test_would_miss() -> None:
    """The joint test before treatment rejects a trend of that slope in half of all samples."""
    study = medicaid_expansion()
    slope = find_missed_slope(study)
    rng = np.random.default_rng(12)
    line = slope * np.arange(-study.before, 0)
    covariance = study.covariance[: study.before, : study.before]
    rejected = []
    for _ in range(600):
        effects = study.effects.copy()
        effects[: study.before] = rng.multivariate_normal(line, covariance)
        drawn = EventStudy(effects, study.covariance, study.before, study.after)
        rejected.append(check_before(drawn) < 0.05)
    assert np.mean(rejected) == pytest.approx(0.5, abs=0.07)
