"""A question made ready: its outcomes keyed, the law asked, who is compared with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from safehavens.decide.engine import Engine
from safehavens.evaluate.design.design import Design, make_design
from safehavens.evaluate.design.surroundings import Surroundings, look_around
from safehavens.evaluate.design.treatment import Treatments, find_treatments
from safehavens.evaluate.findings.of_covariates import check_covariates
from safehavens.evaluate.findings.of_designs import check_design
from safehavens.evaluate.findings.of_surroundings import check_surroundings
from safehavens.evaluate.nouns import BadEvaluation, Finding
from safehavens.evaluate.outcomes.outcome_expression import OutcomeExpression
from safehavens.evaluate.outcomes.outcome_source import (
    OutcomeSource,
    check_source,
    find_families,
    open_outcome,
)
from safehavens.evaluate.outcomes.outcome_table import OutcomeTable, key_outcomes
from safehavens.evaluate.outcomes.periods import first_day, last_day, number_of, read_period
from safehavens.evaluate.planning import Plan, make_plan
from safehavens.evaluate.published import PublishedEstimate, list_published
from safehavens.evaluate.question import Question
from safehavens.evaluate.specification_curve import CurveSource
from safehavens.evidence.kinds_of_law import LawKind


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that stands before anything is estimated.

    Attributes
    ----------
    question : Question
    design : Design
    plan : Plan
    around : Surroundings
    kind : LawKind or None
        The kind of law that the condition is about.
    families : tuple of str
        The kinds of outcome that it is.
    published : tuple of PublishedEstimate
    findings : tuple of Finding
        Those of the source, the design and what lies around it.
    curve : CurveSource or None
        What a specification curve is drawn from; None: none was asked for.
    corpus : str
        Digest of the law.
    data : str
        SHA-256 of the outcome's file.
    """

    question: Question
    design: Design
    plan: Plan
    around: Surroundings
    kind: LawKind | None
    families: tuple[str, ...]
    published: tuple[PublishedEstimate, ...]
    findings: tuple[Finding, ...]
    curve: CurveSource | None
    corpus: str
    data: str


class Preparer:
    """Makes questions ready. What several of them share is read, and asked of the law, once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sources: dict[str | int, OutcomeSource] = {}
        self._treatments: dict[Any, Treatments] = {}

    def prepare(self, question: Question) -> Prepared:
        """Make a question ready.

        Raises
        ------
        BadEvaluation
            The condition, the outcome or the design cannot be used; one sentence says why.
        """
        source = self._open(question.outcome)
        expression = OutcomeExpression(question.y, question.logged)
        outcomes = key_outcomes(
            source.raw,
            expression,
            self._engine.gazetteer,
            question.place or source.place,
            question.time or source.time,
            question.options.columns,
            leave_unknown=source.place is not None,
        )
        first, last = _window(question, outcomes)
        treatments = self._ask_law(question, outcomes, first, last)
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
        around = look_around(self._engine, design, treatments, treatments.facts, families)
        return Prepared(
            question=question,
            design=design,
            plan=make_plan(design, treatments.corpus, question),
            around=around,
            kind=treatments.kind,
            families=families,
            published=list_published(treatments, design, families),
            findings=(
                *check_source(source, expression, outcomes, last, families),
                *check_design(design, treatments, outcomes),
                *check_surroundings(design, around),
                *check_covariates(design),
            ),
            curve=CurveSource(outcomes, treatments, first, last) if question.curve else None,
            corpus=treatments.corpus,
            data=outcomes.digest,
        )

    def _open(self, outcome: Any) -> OutcomeSource:
        key = outcome if isinstance(outcome, str) else id(outcome)
        if key not in self._sources:
            self._sources[key] = open_outcome(outcome)
        return self._sources[key]

    def _ask_law(
        self, question: Question, outcomes: OutcomeTable, first: int, last: int
    ) -> Treatments:
        start = first_day(first, outcomes.frequency)
        end = min(last_day(last, outcomes.frequency), date.today())
        places = tuple(place.id for place in outcomes.places if place.id not in question.leave_out)
        key = (question.condition, places, start, end, question.searched)
        if key not in self._treatments:
            self._treatments[key] = find_treatments(
                self._engine, question.condition, places, start, end, question.searched
            )
        return self._treatments[key]


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
