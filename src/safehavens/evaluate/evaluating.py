"""From a condition on the law and a table of outcomes to an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from safehavens.decide.engine import Engine
from safehavens.evaluate.design.design import Design, make_design
from safehavens.evaluate.design.surroundings import Surroundings, look_around
from safehavens.evaluate.design.treatment import Treatments, find_treatments
from safehavens.evaluate.estimation import FEWEST_CLUSTERS, Estimation, estimate
from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.findings.of_designs import check_design
from safehavens.evaluate.findings.of_estimates import check_estimation, find_worth
from safehavens.evaluate.findings.of_surroundings import check_surroundings
from safehavens.evaluate.nouns import BadEvaluation, Finding
from safehavens.evaluate.outcomes.outcome_expression import OutcomeExpression
from safehavens.evaluate.outcomes.outcome_source import check_source, find_families, open_outcome
from safehavens.evaluate.outcomes.outcome_table import OutcomeTable, key_outcomes
from safehavens.evaluate.outcomes.periods import first_day, last_day, number_of, read_period
from safehavens.evaluate.planning import Plan, make_plan
from safehavens.evaluate.published import PublishedEstimate, list_published
from safehavens.evaluate.question import Question
from safehavens.evaluate.synthetic_study import (
    SyntheticStudy,
    check_synthetic,
    study_synthetically,
)

Tick = Callable[[str], None]
_RANK: Final = {"stop": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What is known before anything is estimated."""

    design: Design
    treatments: Treatments
    plan: Plan
    around: Surroundings
    families: tuple[str, ...]
    published: tuple[PublishedEstimate, ...]
    findings: tuple[Finding, ...]
    data: str


def plan_evaluation(engine: Engine, question: Question) -> Evaluation:
    """The design and its power alone: no outcome of a treated place after treatment is used.

    Parameters
    ----------
    engine : Engine
    question : Question

    Raises
    ------
    BadEvaluation
        The condition, the outcome or the design cannot be used; one sentence says why.
    """
    return _finish(question, _prepare(engine, question), (), None, ())


def evaluate(engine: Engine, question: Question, tick: Tick = lambda _: None) -> Evaluation:
    """Estimate what a law did to an outcome, with the checks that keep one from fooling oneself.

    Parameters
    ----------
    engine : Engine
    question : Question
    tick : callable
        Told what is begun.

    Raises
    ------
    BadEvaluation
        As `plan_evaluation`.
    """
    tick("law")
    prepared = _prepare(engine, question)
    design = prepared.design
    if design.treated_clusters < FEWEST_CLUSTERS:
        synthetic = study_synthetically(design, tick)
        if not synthetic:
            raise BadEvaluation(
                f"{design.treated_clusters} treated places and {design.count('control')} controls "
                "are too few: a synthetic control needs at least 5 controls."
            )
        return _finish(question, prepared, check_synthetic(synthetic), None, synthetic)
    estimation = estimate(design, question.effort, prepared.around.bordering, tick)
    worth = find_worth(question.largest, prepared.published)
    found = check_estimation(design, estimation, worth)
    return _finish(question, prepared, found, estimation, ())


def _finish(
    question: Question,
    prepared: _Prepared,
    more: Iterable[Finding],
    estimation: Estimation | None,
    synthetic: tuple[SyntheticStudy, ...],
) -> Evaluation:
    findings = sorted((*prepared.findings, *more), key=lambda one: _RANK[one.severity])
    return Evaluation(
        question=question,
        design=prepared.design,
        plan=prepared.plan,
        findings=tuple(findings),
        estimation=estimation,
        synthetic=synthetic,
        around=prepared.around,
        kind=prepared.treatments.kind,
        families=prepared.families,
        published=prepared.published,
        corpus=prepared.treatments.corpus,
        data=prepared.data,
    )


def _prepare(engine: Engine, question: Question) -> _Prepared:
    """The design, what lies around it, and what to mind before anything is estimated."""
    source = open_outcome(question.outcome)
    expression = OutcomeExpression(question.y)
    outcomes = key_outcomes(
        source.raw,
        expression,
        engine.gazetteer,
        question.place or source.place,
        question.time or source.time,
        question.options.covariates,
    )
    first, last = _window(question, outcomes)
    treatments = find_treatments(
        engine,
        question.condition,
        [place.id for place in outcomes.places if place.id not in question.leave_out],
        first_day(first, outcomes.frequency),
        min(last_day(last, outcomes.frequency), date.today()),
        question.searched,
    )
    design = make_design(
        outcomes,
        treatments,
        question.options,
        first,
        last,
        only=question.only,
        leave_out=question.leave_out,
    )
    families = find_families(source, expression, question.family)
    around = look_around(engine, design, treatments, treatments.facts, families)
    return _Prepared(
        design=design,
        treatments=treatments,
        plan=make_plan(design, treatments.corpus, question),
        around=around,
        families=families,
        published=list_published(treatments, design, families),
        findings=(
            *check_source(source, expression, outcomes, last, families),
            *check_design(design, treatments, outcomes),
            *check_surroundings(design, around),
        ),
        data=outcomes.digest,
    )


def _window(question: Question, outcomes: OutcomeTable) -> tuple[int, int]:
    found = []
    for text, own, ending in (
        (question.start, outcomes.periods[0], False),
        (question.end, outcomes.periods[-1], True),
    ):
        if text is None:
            found.append(own)
            continue
        try:
            frequency, day = read_period(text)
        except ValueError:
            raise BadEvaluation(
                f"{text!r} is not a valid period; write a year (2014), a quarter "
                "(2014Q1) or a month (2014-03)."
            ) from None
        number = number_of(day, outcomes.frequency)
        if ending and frequency == "year" and outcomes.frequency != "year":
            number = number_of(date(day.year, 12, 1), outcomes.frequency)
        found.append(number)
    first, last = found
    if first > last:
        raise BadEvaluation(f"The window begins ({question.start}) after its end ({question.end}).")
    return max(first, outcomes.periods[0]), min(last, outcomes.periods[-1])
