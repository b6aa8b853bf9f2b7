"""The effect under every other choice of timing, controls, periods, estimator and weights."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from safehavens.evaluate.design.design import Design, make_design
from safehavens.evaluate.design.treatment import Treatments
from safehavens.evaluate.estimators.array_effects import (
    NoComparison,
    estimate_group_time,
    estimate_imputation,
)
from safehavens.evaluate.nouns import (
    COMPARISONS,
    TIMINGS,
    BadEvaluation,
    Comparison,
    Finding,
    Sample,
    Timing,
)
from safehavens.evaluate.outcomes.outcome_table import OutcomeTable
from safehavens.evaluate.question import Question

RECENT: Final = 10
"""Periods before the first treatment that the shorter window keeps."""
_ESTIMATORS: Final = ("callaway-santanna", "imputation", "imputation with trends")
_AGREE: Final = 0.9


@dataclass(frozen=True, slots=True)
class CurveSource:
    """What designs under other choices are made from.

    Attributes
    ----------
    outcomes : OutcomeTable
    treatments : Treatments
    first, last : int
        The window's first and last period.
    """

    outcomes: OutcomeTable
    treatments: Treatments
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Specification:
    """The effect under one set of choices, without covariates.

    Attributes
    ----------
    choice : str
        In words.
    estimator, timing, controls : str
    start : str
        The first period.
    weighted : bool
    treated, compared : int
        How many places.
    effect : float
    """

    choice: str
    estimator: str
    timing: Timing
    controls: Comparison
    start: str
    weighted: bool
    treated: int
    compared: int
    effect: float


def draw_curve(question: Question, source: CurveSource) -> tuple[Specification, ...]:
    """The effect under every set of choices that gives one, the least first.

    Parameters
    ----------
    question : Question
    source : CurveSource
    """
    found = [
        one
        for timing in TIMINGS
        for controls in COMPARISONS
        for design in _make(question, source, timing, controls)
        for one in _estimate_all(design, timing, controls)
    ]
    return tuple(sorted(found, key=lambda one: one.effect))


def check_curve(curve: Collection[Specification], headline: float) -> Iterator[Finding]:
    """What a specification curve says of a headline; nothing where none was drawn."""
    if not curve:
        return
    effects = [one.effect for one in curve]
    same = sum(effect * headline > 0 for effect in effects)
    yield Finding(
        "specifications",
        "note" if same >= _AGREE * len(effects) else "warning",
        f"Under {len(effects)} sets of choices (timing, controls, first period, estimator, "
        f"weights) the effect runs from {min(effects):.3g} to {max(effects):.3g}, with "
        f"{float(np.median(effects)):.3g} in the middle; {same} have the sign of the headline.",
        "Show them all, never the best.",
    )


def _make(
    question: Question, source: CurveSource, timing: Timing, controls: Comparison
) -> Iterator[Design]:
    options = replace(question.options, timing=timing, comparison=controls)
    try:
        yield make_design(
            source.outcomes,
            source.treatments,
            options,
            source.first,
            source.last,
            only=question.only,
            leave_out=question.leave_out,
        )
    except BadEvaluation:
        return


def _estimate_all(design: Design, timing: Timing, controls: Comparison) -> Iterator[Specification]:
    whole = design.sample
    first = int(whole.cohorts[whole.treated].min())
    starts = sorted({0, max(0, first - RECENT)})
    samples = [whole] if whole.weights is None else [whole, replace(whole, weights=None)]
    for sample in samples:
        for start in starts:
            for estimator in _ESTIMATORS:
                if controls == "not-yet" and estimator != _ESTIMATORS[0]:
                    continue  # imputation compares with places that are not treated yet anyway
                try:
                    effect = _estimate(sample, start, estimator, design)
                except NoComparison:
                    continue
                name = design.name(design.periods[start])
                weighted = sample.weights is not None
                yield Specification(
                    f"{estimator}, timing {timing}, controls {controls}, from {name}"
                    f"{', weighted' if weighted else ''}",
                    estimator,
                    timing,
                    controls,
                    name,
                    weighted,
                    int(sample.treated.sum()),
                    int((~sample.treated).sum()),
                    effect,
                )


def _estimate(sample: Sample, start: int, estimator: str, design: Design) -> float:
    outcomes, cohorts = sample.outcomes[:, start:], sample.cohorts - start
    if estimator == _ESTIMATORS[0]:
        return estimate_group_time(
            outcomes,
            cohorts,
            "not_yet" if design.options.comparison == "not-yet" else "never",
            anticipation=design.options.anticipation,
            weights=sample.weights,
        ).effect
    return estimate_imputation(outcomes, cohorts, "trends" in estimator, sample.weights)
