"""From a condition on the law and a table of outcomes to an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from safehavens.decide.engine import Engine
from safehavens.evaluate.estimation import Estimation, estimate
from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.findings.of_estimates import check_estimation, find_worth
from safehavens.evaluate.inference.foretold_power import FEWEST_CLUSTERS
from safehavens.evaluate.nouns import BadEvaluation, Finding
from safehavens.evaluate.preparing import Prepared, Preparer
from safehavens.evaluate.question import Question
from safehavens.evaluate.specification_curve import Specification, check_curve, draw_curve
from safehavens.evaluate.synthetic_study import (
    SyntheticStudy,
    check_choices,
    check_synthetic,
    study_synthetically,
)

Tick = Callable[[str], None]
_RANK: Final = {"stop": 0, "warning": 1, "note": 2}


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
    return plan_prepared(Preparer(engine).prepare(question))


def plan_prepared(prepared: Prepared) -> Evaluation:
    """The design alone of what was made ready."""
    return _conclude(prepared, (), None, ())


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
    return evaluate_prepared(Preparer(engine).prepare(question), tick)


def evaluate_prepared(prepared: Prepared, tick: Tick = lambda _: None) -> Evaluation:
    """Estimate what was made ready; parameters and errors are those of `evaluate`."""
    design, question = prepared.design, prepared.question
    if design.treated_clusters < FEWEST_CLUSTERS:
        synthetic = study_synthetically(design, tick)
        if not synthetic:
            raise BadEvaluation(
                f"{design.treated_clusters} treated places and {design.count('control')} controls "
                "are too few: a synthetic control needs at least 5 controls."
            )
        found = (*check_synthetic(synthetic), *check_choices(question))
        return _conclude(prepared, found, None, synthetic)
    estimation = estimate(design, question.effort, prepared.around.bordering, tick)
    worth = find_worth(question.largest, prepared.published)
    tick("specifications")
    curve = () if prepared.curve is None else draw_curve(question, prepared.curve)
    found = (
        *check_estimation(design, estimation, worth),
        *check_curve(curve, estimation.headline.effect),
    )
    return _conclude(prepared, found, estimation, (), curve)


def _conclude(
    prepared: Prepared,
    findings: Iterable[Finding],
    estimation: Estimation | None,
    synthetic: tuple[SyntheticStudy, ...],
    curve: tuple[Specification, ...] = (),
) -> Evaluation:
    return Evaluation(
        question=prepared.question,
        design=prepared.design,
        plan=prepared.plan,
        findings=order_findings((*prepared.findings, *findings)),
        estimation=estimation,
        synthetic=synthetic,
        curve=curve,
        around=prepared.around,
        kind=prepared.kind,
        families=prepared.families,
        published=prepared.published,
        corpus=prepared.corpus,
        data=prepared.data,
    )


def order_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The gravest first."""
    return tuple(sorted(findings, key=lambda one: _RANK[one.severity]))
