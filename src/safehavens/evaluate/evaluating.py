"""From a condition on the law and a table of outcomes to an evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from safehavens.decide.engine import Engine
from safehavens.evaluate.design.design import Design
from safehavens.evaluate.estimation import (
    FEWEST_CLUSTERS,
    Estimation,
    estimate,
)
from safehavens.evaluate.findings.of_estimates import check_estimation
from safehavens.evaluate.nouns import BadEvaluation, Finding
from safehavens.evaluate.planning import Plan
from safehavens.evaluate.preparing import Prepared, Preparer
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
        return _conclude(prepared, check_synthetic(synthetic), None, synthetic)
    estimation = estimate(design, question.effort, tick)
    findings = tuple(check_estimation(design, estimation, question.largest))
    return _conclude(prepared, findings, estimation, ())


def _conclude(
    prepared: Prepared,
    findings: Sequence[Finding],
    estimation: Estimation | None,
    synthetic: tuple[SyntheticStudy, ...],
) -> Evaluation:
    return Evaluation(
        prepared.question,
        prepared.design,
        prepared.plan,
        order_findings((*prepared.findings, *findings)),
        estimation,
        synthetic,
        prepared.corpus,
        prepared.data,
    )


def order_findings(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The gravest first."""
    return tuple(sorted(findings, key=lambda one: _RANK[one.severity]))
