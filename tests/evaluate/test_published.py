"""Published numbers beside an estimate: which studies, and what they say in its unit."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from safehavens import Corpus
from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.findings.of_estimates import find_worth
from safehavens.evaluate.nouns import BadEvaluation
from safehavens.evaluate.published import PublishedEstimate, find_largest
from safehavens.evaluate.report.markdown import write_markdown
from safehavens.evaluate.report.published_words import tell_published
from safehavens.evidence.kinds_of_law import find_law_kind, read_law_kinds
from safehavens.evidence.library import shipped_evidence
from safehavens.measure.index import index_names
from safehavens.measure.probes import choose_battery
from tests.evaluate.test_evaluating import LAW, table

CHOICES = {"start": "2000", "end": "2019", "searched": "none", "leave_out": ["Puerto Rico"]}


@pytest.fixture(scope="module")
def rates(corpus: Corpus) -> Evaluation:
    return corpus.plan_evaluation(
        LAW, "fbi-ucr-state", "violent_crime / population * 1e5", **CHOICES
    )


def by_study(evaluation: Evaluation, family: str) -> dict[str, PublishedEstimate]:
    return {one.study: one for one in evaluation.published if one.family == family}


def level(evaluation: Evaluation) -> float:
    sample = evaluation.design.sample
    rows = range(len(sample.places))
    means = [sample.outcomes[n, : sample.cohorts[n]].mean() for n in rows if sample.treated[n]]
    return sum(means) / len(means)


def test_studies_of_such_law_come_first(rates: Evaluation) -> None:
    found = by_study(rates, "violent-crime")
    assert found["kubrin-bartos-2020"].relation == "same"
    assert found["kubrin-bartos-2020"].says == "no change"
    assert found["martinez-schuldt-2019"].relation == "near"
    assert found["miles-cox-2014"].relation == "opposite"
    order = [one.relation for one in rates.published]
    assert order == sorted(order, key=["same", "near", "opposite"].index)


def test_a_relative_change_is_told_in_the_unit_of_the_outcome(rates: Evaluation) -> None:
    one = by_study(rates, "violent-crime")["arellano-bover-biasi-2018"]
    assert one.here == pytest.approx(level(rates) * math.expm1(0.0164))
    assert one.here_low is not None
    assert one.here_high is not None
    assert one.here_low < one.here < one.here_high
    assert by_study(rates, "violent-crime")["manning-burkhardt-2022"].here == -17.9


def test_in_logs_it_stays_as_it_is(corpus: Corpus) -> None:
    plan = corpus.plan_evaluation(
        LAW, "fbi-ucr-state", "log(violent_crime / population)", **CHOICES
    )
    found = by_study(plan, "violent-crime")
    assert found["arellano-bover-biasi-2018"].here == pytest.approx(0.0164)
    assert found["manning-burkhardt-2022"].here is None
    assert by_study(plan, "all-crime")["alsan-yang-2024"].here == pytest.approx(-0.017)  # turned


def test_a_duty_turns_them_around(corpus: Corpus) -> None:
    plan = corpus.plan_evaluation(
        "hold_clean = 'required'", "fbi-ucr-state", "log(violent_crime / population)", **CHOICES
    )
    assert by_study(plan, "violent-crime")["miles-cox-2014"].relation == "near"
    limited = by_study(plan, "violent-crime")["arellano-bover-biasi-2018"]
    assert limited.relation == "opposite"
    assert limited.here == pytest.approx(-0.0164)
    assert limited.says == "less"


def test_the_report_says_plainly_where_none_match(corpus: Corpus) -> None:
    outcome = table(corpus)
    unknown = corpus.plan_evaluation(LAW, outcome, "y", searched="none")
    assert "Which kind of outcome this is was not said" in write_markdown(unknown)
    none = corpus.plan_evaluation(LAW, outcome, "y", searched="none", family="workplace-injuries")
    limits = SimpleNamespace(kind=none.kind, families=("insured-drivers",), published=())
    assert tell_published(limits).startswith("None of the ")
    several = corpus.plan_evaluation(
        f"{LAW} OR driver_licence = 'required'", outcome, "y", searched="none", controls="never"
    )
    assert several.kind is None
    assert "not of one kind of law" in write_markdown(several)
    with pytest.raises(BadEvaluation, match="violent-crime"):
        corpus.plan_evaluation(LAW, outcome, "y", family="violent_crime")


def test_the_largest_published_effect_is_worth_finding(rates: Evaluation) -> None:
    largest = find_largest(rates.published)
    assert largest is not None
    assert largest.relation != "opposite"
    worth = find_worth(None, rates.published)
    assert worth is not None
    assert worth.size == abs(largest.here or 0)
    assert largest.study in worth.says
    given = find_worth(3.0, rates.published)
    assert given is not None
    assert given.size == 3.0
    assert find_worth(None, ()) is None


def test_kinds_of_law_name_what_the_panel_has(corpus: Corpus) -> None:
    battery = choose_battery(corpus.lawbook, None)
    facts = {*battery.probes, *index_names(battery)}
    domains = {probe.id: probe.domain for probe in battery.probes.values()}
    kinds = read_law_kinds()
    for kind in kinds.values():
        assert set(kind.facts) <= facts
        assert set(kind.domains) <= set(domains.values())
        assert {*kind.near, *kind.mirror} <= set(kinds)
    told = {
        "hold_clean": "jail-limits",
        "driver_licence": "licenses",
        "police_ask_stopped": "status-limits",
        "overall": "sanctuary",
        "e_verify_mandate": "employer-checks",
    }
    for fact, expected in told.items():
        kind = find_law_kind({fact}, domains)
        assert kind is not None
        assert kind.id == expected
    assert find_law_kind({"hold_clean", "driver_licence"}, domains) is None


def test_every_study_of_a_law_says_which(corpus: Corpus) -> None:
    kinds = set(read_law_kinds())
    for study in shipped_evidence().studies.values():
        assert set(study.laws) <= kinds, study.id
        assert study.laws or study.direction == "none", study.id
