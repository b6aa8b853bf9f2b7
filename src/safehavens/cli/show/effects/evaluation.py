"""An evaluation on the terminal: the conclusion, what to mind, then the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from safehavens.cli.output.page import Page
from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.nouns import Severity
from safehavens.evaluate.report.published_words import tell_effect, tell_published
from safehavens.evaluate.report.words import (
    NOT_ADVICE,
    name_estimator,
    number,
    tell_breakdown,
    tell_departures,
    tell_exposure,
    write_design,
    write_headline,
)

_SHOWN: Final = 6
_MARKS: Final[dict[Severity, str]] = {"stop": "✗", "warning": "!", "note": "·"}


def show_evaluation(
    evaluation: Evaluation, departures: Sequence[str] | None, out: Path | None
) -> None:
    """Print an evaluation.

    Parameters
    ----------
    evaluation : Evaluation
    departures : sequence of str or None
        In what it departed from a plan; None: no plan was named.
    out : Path or None
        Where its report was written.
    """
    page = Page()
    page.line(write_headline(evaluation))
    page.line(write_design(evaluation))
    if departures is not None:
        page.line(tell_departures(departures))
    page.heading("Read this first")
    for finding in evaluation.findings:
        page.line(f"{_MARKS[finding.severity]} {finding.code}: {finding.says}", 2)
        page.line(finding.do, 4)
    _show_estimates(page, evaluation)
    _show_synthetic(page, evaluation)
    _show_published(page, evaluation)
    page.line()
    if out is not None:
        page.line(f"Wrote the report and its tables to {out}; open {out / 'report.html'}.")
    page.line(
        f"Plan {evaluation.plan.digest[:12]} · law {evaluation.corpus[:12]} · data "
        f"{evaluation.data[:12]} · seed {evaluation.question.effort.seed}. {NOT_ADVICE}"
    )
    page.show()


def _show_estimates(page: Page, evaluation: Evaluation) -> None:
    found = evaluation.estimation
    if found is None:
        return
    page.heading("Estimates" if evaluation.identified else "Estimates, for checking only")
    for one in found.estimates:
        told = f"{number(one.effect)} (95% interval {number(one.low)} to {number(one.high)}"
        if one.headline and found.permutation is not None:
            told += f"; p = {found.permutation.p:.3f} by permutation"
        page.line(f"{name_estimator(one.estimator)}: {told})", 2)
    if found.sensitivity is not None:
        page.line(tell_breakdown(found.sensitivity.breakdown), 2)
    if found.by_exposure is not None:
        page.line(tell_exposure(evaluation, found.by_exposure), 2)


def _show_published(page: Page, evaluation: Evaluation) -> None:
    page.heading("What others found")
    page.line(tell_published(evaluation), 2)
    same = [one for one in evaluation.published if one.relation == "same"]
    for one in same[:_SHOWN]:
        effect = "" if one.effect is None else f" ({tell_effect(one.effect, one.scale)})"
        page.line(f"{one.study}: {one.outcome}: {one.says}{effect}", 2)
    if len(same) > _SHOWN:
        page.line(f"… and {len(same) - _SHOWN} more, in the report.", 2)


def _show_synthetic(page: Page, evaluation: Evaluation) -> None:
    for study in evaluation.synthetic:
        page.heading(f"{study.name} and its synthetic control")
        ranks = study.ranks
        page.line(
            f"Gap {number(ranks.treated.effect)}; fit before the law "
            f"{number(ranks.treated.rmspe_before)}; p = {ranks.p_ratio:.2f} by ratio of fits, "
            f"{ranks.p_effect:.2f} by size.",
            2,
        )
        page.line("Made of " + ", ".join(f"{n} {w:.2f}" for n, w in study.donors) + ".", 2)
        if study.without:
            gaps = [gap for _, gap in study.without]
            page.line(f"Without one of them: {number(min(gaps))} to {number(max(gaps))}.", 2)
