"""What several studies say together: common scales, votes, and what may be pooled."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from safehavens.evidence.library import Evidence, UnknownEvidence
from safehavens.evidence.scales import to_common
from safehavens.evidence.studies import Direction, Estimate, Study
from safehavens.evidence.synthesis import count_signs, list_points, pool_cells

BASE = Estimate(
    outcome="violent crime", scale="log", se_from="reported", effect=-0.1, se=0.02,
    sign="negative", family="violent-crime", oriented=1, primary=True, seen="primary",
)  # fmt: skip


def study(id: str, effect: float, direction: Direction = "limiting", **changes: object) -> Study:
    sign = "negative" if effect < 0 else "positive"
    oriented = -1 if direction == "compelling" else 1
    estimate = replace(BASE, effect=effect, sign=sign, oriented=oriented)
    made = Study(
        id=id, cite=id, status="published", seen="primary", topic="crime", policy="p",
        direction=direction, unit="u", place_period="p", design="d", design_kind="panel",
        estimates=(estimate,),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def test_intervals_of_ratios_go_through_the_logarithm_first() -> None:
    ratio = replace(BASE, scale="odds_ratio", se=None, se_from="ci", effect=1.24, ci=(0.98, 1.57))
    common = to_common(ratio)
    assert common is not None
    assert common.scale == "log_odds"
    assert common.effect == pytest.approx(math.log(1.24))
    assert common.error == pytest.approx((math.log(1.57) - math.log(0.98)) / 3.919928, rel=1e-6)
    longer = replace(ratio, scale="proportion", effect=2.735, ci=(1.8565, 3.8836))
    found = to_common(longer)
    assert found is not None
    assert found.error == pytest.approx(
        (math.log1p(3.8836) - math.log1p(1.8565)) / 3.919928, rel=1e-6
    )


def test_the_same_detainer_study_has_the_same_error_on_both_of_its_scales() -> None:
    """The two ways in which uwchr-pierce-2019 tells one result."""
    first, second = Evidence.load().study("uwchr-pierce-2019").estimates[:2]
    one, two = to_common(first), to_common(second)
    assert one is not None
    assert one.error is not None
    assert two is not None
    assert two.error is not None
    assert one.effect == pytest.approx(two.effect, abs=0.001)
    assert one.error == pytest.approx(two.error, rel=0.01)


def test_points_shares_and_rates_have_one_unit_each() -> None:
    share = to_common(replace(BASE, scale="share_points", effect=0.0092, se=0.0066))
    assert share is not None
    assert share.error is not None
    assert (share.scale, share.effect) == ("points", pytest.approx(0.92))
    assert share.error == pytest.approx(0.66)
    rate = to_common(replace(BASE, scale="rate_per_10k", effect=-35.5, se=None, se_from="none"))
    assert rate is not None
    assert (rate.scale, rate.effect, rate.error) == ("per_100k", -355.0, None)


def test_stars_are_a_bound_and_not_an_error() -> None:
    starred = to_common(replace(BASE, se=None, se_from="stars", p="<0.01"))
    assert starred is not None
    assert starred.error is None
    exact = to_common(replace(BASE, se=None, se_from="p", p=0.05))
    assert exact is not None
    assert exact.error == pytest.approx(0.1 / 1.959964, rel=1e-5)


def test_a_relative_change_of_minus_one_or_less_has_no_logarithm() -> None:
    assert to_common(replace(BASE, scale="proportion", effect=-1.0, se=0.1)) is None
    assert to_common(replace(BASE, scale="count")) is None


def test_three_independent_errors_are_pooled_and_two_are_not() -> None:
    studies = [study("a", -0.1), study("b", -0.2), study("c", 0.05)]
    (cell,) = pool_cells(list_points(studies))
    assert cell.pooled is not None
    assert cell.pooled.studies == 3
    assert cell.pooled.low < cell.pooled.effect < cell.pooled.high
    (fewer,) = pool_cells(list_points(studies[:2]))
    assert fewer.pooled is None
    assert fewer.independent == ("a", "b")


def test_mirror_evidence_is_turned_around_and_kept_apart() -> None:
    studies = [study("a", -0.1), study("b", -0.2), study("m", 0.3, "compelling")]
    points = list_points(studies)
    assert [point.vote for point in points] == ["less", "less", "less"]
    assert points[2].effect == pytest.approx(-0.3)
    cells = pool_cells(points)
    assert [(cell.mirror, len(cell.points), cell.pooled) for cell in cells] == [
        (True, 1, None),
        (False, 2, None),
    ]


def test_of_studies_that_overlap_one_is_pooled() -> None:
    studies = [
        study("a", -0.1),
        study("b", -0.2, overlaps=("a",)),
        study("c", 0.0001),
        study("d", 1),
    ]
    (cell,) = pool_cells(list_points(studies))
    assert cell.independent == ("a", "c", "d")
    turned = [study("b", -0.2, overlaps=("a",)), study("a", -0.1)]
    (other,) = pool_cells(list_points(turned))
    assert other.independent == ("b",)


def test_other_scales_and_estimates_that_are_not_primary_are_left_out() -> None:
    points = study("p", 1.0)
    in_points = replace(points, estimates=(replace(points.estimates[0], scale="pp"),))
    second = replace(points, estimates=(replace(points.estimates[0], primary=False),))
    cells = pool_cells(list_points([study("a", -0.1), in_points, second]))
    assert [(cell.scale, len(cell.points)) for cell in cells] == [("log", 1), ("points", 1)]


def test_signs_are_counted_as_votes() -> None:
    studies = [study(str(n), -0.1) for n in range(6)]
    signs = count_signs(list_points(studies))
    assert (signs.less, signs.more, signs.p) == (6, 0, pytest.approx(2 / 64))
    assert count_signs([]).p is None


def test_a_claim_has_its_studies_by_side_direct_and_mirror_apart() -> None:
    found = Evidence.load().claim("victims-report-more")
    direct = [one.study for group in found.direct.values() for one in group]
    mirror = [one.study for group in found.mirror.values() for one in group]
    assert len(direct) + len(mirror) == len(found.claim.bears)
    assert all(one.direction in found.claim.about for one in direct)
    assert {point.estimate.family for point in found.points} == {"reporting"}
    strengths = [one.study.strength for one in found.direct["for"]]
    assert strengths == sorted(strengths, reverse=True)


def test_nothing_shipped_may_be_pooled_yet() -> None:
    """Too few errors could be read; where that changes, docs/evidence.md says so too."""
    evidence = Evidence.load()
    cells = pool_cells(list_points(evidence.studies.values()))
    assert sum(len(cell.independent) for cell in cells) >= 10
    assert [cell for cell in cells if cell.pooled is not None] == []
    estimates = [one for study in evidence.studies.values() for one in study.estimates]
    known = sum(one.se is not None or one.ci is not None for one in estimates)
    page = Path(__file__).parents[2] / "docs" / "evidence.md"
    assert f"{known} of {len(estimates)} estimates have an error" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("kind", "word", "near"),
    [
        ("claim", "raise-crime", "There is no claim 'raise-crime'; did you mean raises-crime"),
        ("topic", "crim", "There is no topic 'crim'; did you mean crime"),
        ("study", "hausman", "There is no study 'hausman'; did you mean hausman-2020"),
    ],
)
def test_unknown_words_get_the_nearest(kind: str, word: str, near: str) -> None:
    with pytest.raises(UnknownEvidence) as error:
        getattr(Evidence.load(), kind)(word)
    assert str(error.value).startswith(near)
