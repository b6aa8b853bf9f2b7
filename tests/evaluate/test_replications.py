"""Published studies and a worked failure, on the FBI's state figures that are shipped."""

from __future__ import annotations

import pytest

from safehavens import Corpus
from safehavens.evaluate.estimators.array_effects import estimate_imputation
from safehavens.evaluate.report.words import write_headline

SB54 = "notify_clean = 'prohibited' AND transfer_clean = 'prohibited'"
AS_PUBLISHED = {
    "end": "2018",
    "timing": "half",
    "controls": "never",
    "searched": "none",
    "only": ["California"],
    "leave_out": ["Puerto Rico", "District of Columbia"],
}


@pytest.mark.parametrize(
    ("crime", "gap", "within", "p"),
    [("violent_crime", 42.2, 0.5, 0.24), ("property_crime", 168, 2, 0.48)],
)
def test_sb_54_and_crime(corpus: Corpus, crime: str, gap: float, within: float, p: float) -> None:
    """Kubrin and Bartos (2020): no effect of SB 54 on violent or property crime in 2018."""
    found = corpus.evaluate(SB54, "fbi-ucr-state", f"{crime} / population * 1e5", **AS_PUBLISHED)
    (study,) = found.synthetic
    assert study.ranks.treated.effect == pytest.approx(gap, abs=within)
    assert study.ranks.p_ratio == pytest.approx(p)
    assert "No effect of the law" in write_headline(found)
    (california,) = [one for one in found.design.roles if one.role == "treated"]
    assert str(california.adopted) == "2018-01-04"


def test_the_trust_act_and_crime(corpus: Corpus) -> None:
    """By name: no effect of the TRUST Act on violent or property crime, 2014 to 2017."""
    violent, property_crime = corpus.replicate("trust-act")
    for one, gap in ((violent, 12), (property_crime, 241)):
        (study,) = one.evaluation.synthetic
        assert study.ranks.treated.effect == pytest.approx(gap, abs=15)  # as donors are coded
        assert one.p > 0.3
        assert one.q >= one.p
        assert "No effect of the law" in write_headline(one.evaluation)


def test_the_naive_design_and_what_its_findings_say(corpus: Corpus) -> None:
    """Imputation alone finds a fifth fewer homicides; the design identifies nothing."""
    found = corpus.evaluate(
        "hold_clean = 'prohibited'",
        "fbi-ucr-state",
        "log(homicide / population * 1e5 + 0.1)",
        start="2000",
        end="2020",
        controls="never",
        searched="none",
        leave_out=["Puerto Rico"],
        draws=199,
    )
    assert found.estimation is not None
    naive = next(one for one in found.estimation.estimates if one.estimator == "imputation")
    assert naive.effect == pytest.approx(-0.24, abs=0.02)
    assert naive.p < 0.01
    assert not found.identified
    assert {"trends", "low-power", "estimators-disagree"} <= {one.code for one in found.findings}
    assert write_headline(found).startswith("Not identified")
    assert found.estimation.permutation is not None
    assert found.estimation.permutation.p > 0.2


def test_limits_and_violent_crime_with_and_without_trends(corpus: Corpus) -> None:
    found = corpus.plan_evaluation(
        "hold_clean = 'prohibited'",
        "fbi-ucr-state",
        "log(violent_crime / population * 1e5 + 0.1)",
        start="2000",
        end="2020",
        controls="never",
        searched="none",
        leave_out=["Puerto Rico"],
    )
    sample = found.design.sample
    assert int(sample.treated.sum()) == 10
    plain = estimate_imputation(sample.outcomes, sample.cohorts)
    trended = estimate_imputation(sample.outcomes, sample.cohorts, trends=True)
    assert plain == pytest.approx(-0.170, abs=0.002)
    assert trended == pytest.approx(0.017, abs=0.002)
