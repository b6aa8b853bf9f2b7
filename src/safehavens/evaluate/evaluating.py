"""From a condition on the law and a table of outcomes to an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from safehavens.decide.engine import Engine
from safehavens.evaluate.design.design import Design, make_design
from safehavens.evaluate.design.treatment import Treatments, find_treatments
from safehavens.evaluate.estimation import (
    FEWEST_CLUSTERS,
    Estimation,
    estimate,
)
from safehavens.evaluate.findings.of_designs import check_design
from safehavens.evaluate.findings.of_estimates import check_estimation
from safehavens.evaluate.nouns import BadEvaluation, Finding
from safehavens.evaluate.outcomes.outcome_expression import OutcomeExpression
from safehavens.evaluate.outcomes.outcome_source import check_source, open_outcome
from safehavens.evaluate.outcomes.outcome_table import OutcomeTable, key_outcomes
from safehavens.evaluate.outcomes.periods import first_day, last_day, number_of, read_period
from safehavens.evaluate.planning import Plan, make_plan
from safehavens.evaluate.question import Question
from safehavens.evaluate.synthetic_study import (
    SyntheticStudy,
    check_synthetic,
    study_synthetically,
)

Tick = Callable[[str], None]
_RANK: Final = {"stop": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation whole.

    Attributes
    ----------
    question : Question
    design : Design
    plan : Plan
        What was settled before any outcome after treatment was read.
    findings : tuple of Finding
        What must be read first, the gravest first.
    estimation : Estimation or None
        None: too few governments are treated, or only a plan was asked for.
    synthetic : tuple of SyntheticStudy
    corpus : str
        Digest of the law.
    data : str
        SHA-256 of the outcome's file.
    """

    question: Question
    design: Design
    plan: Plan
    findings: tuple[Finding, ...]
    estimation: Estimation | None
    synthetic: tuple[SyntheticStudy, ...]
    corpus: str
    data: str

    @property
    def identified(self) -> bool:
        """Whether no finding says that the design identifies nothing."""
        return not any(finding.severity == "stop" for finding in self.findings)


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
    outcomes, treatments, about = _prepare(engine, question)
    design = _design(question, outcomes, treatments)
    plan = make_plan(design, treatments.corpus, question)
    findings = (*about, *check_design(design, treatments, outcomes))
    return Evaluation(
        question, design, plan, _order(findings), None, (), treatments.corpus, outcomes.digest
    )


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
    outcomes, treatments, about = _prepare(engine, question)
    design = _design(question, outcomes, treatments)
    plan = make_plan(design, treatments.corpus, question)
    findings = [*about, *check_design(design, treatments, outcomes)]
    estimation: Estimation | None = None
    synthetic: tuple[SyntheticStudy, ...] = ()
    if design.treated_clusters < FEWEST_CLUSTERS:
        synthetic = study_synthetically(design, tick)
        findings += check_synthetic(synthetic)
        if not synthetic:
            raise BadEvaluation(
                f"{design.treated_clusters} treated places and {design.count('control')} controls "
                "are too few: a synthetic control needs at least 5 controls."
            )
    else:
        estimation = estimate(design, question.effort, tick)
        findings += check_estimation(design, estimation, question.largest)
    return Evaluation(
        question,
        design,
        plan,
        _order(findings),
        estimation,
        synthetic,
        treatments.corpus,
        outcomes.digest,
    )


def _prepare(
    engine: Engine, question: Question
) -> tuple[OutcomeTable, Treatments, tuple[Finding, ...]]:
    """The outcomes, what the law did in their places, and what to mind about their source."""
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
    start = first_day(first, outcomes.frequency)
    end = min(last_day(last, outcomes.frequency), date.today())
    treatments = find_treatments(
        engine,
        question.condition,
        [place.id for place in outcomes.places if place.id not in question.leave_out],
        start,
        end,
        question.searched,
    )
    return outcomes, treatments, tuple(check_source(source, expression, outcomes, last))


def _design(question: Question, outcomes: OutcomeTable, treatments: Treatments) -> Design:
    first, last = _window(question, outcomes)
    return make_design(
        outcomes,
        treatments,
        question.options,
        first,
        last,
        only=question.only,
        leave_out=question.leave_out,
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


def _order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: _RANK[one.severity]))
