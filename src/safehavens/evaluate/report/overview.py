"""Several outcomes on one page: what each came to, with all of them counted, and its own report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from safehavens.evaluate.evaluation import Evaluation
from safehavens.evaluate.report.evaluation_data import make_data, none_for_nan
from safehavens.evaluate.report.report_blocks import Block, Heading, Paragraph, Reading, Rows
from safehavens.evaluate.report.words import NOT_ADVICE, number, write_design, write_headline
from safehavens.evaluate.several_outcomes import NamedEvaluation

_TABLE: Final = pa.schema(
    [
        ("outcome", pa.string()),
        ("expression", pa.string()),
        ("folder", pa.string()),
        ("identified", pa.bool_()),
        ("effect", pa.float64()),
        ("p", pa.float64()),
        ("q", pa.float64()),
        ("headline", pa.string()),
    ]
)
MANY: Final = (
    "q is p with all of these outcomes counted (Benjamini–Hochberg): of what is below 0.05 by q, "
    "one in twenty is expected to be chance."
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """What an overview opens with: a title and what to know before the outcomes."""

    title: str
    paragraphs: tuple[str, ...] = ()


def name_folders(several: Sequence[NamedEvaluation]) -> list[str]:
    """A folder's name for each outcome, all different."""
    found: list[str] = []
    for one in several:
        plain = re.sub(r"[^a-z0-9_]+", "-", one.name.lower()).strip("-")[:60] or "outcome"
        name, again = plain, 2
        while name in found:
            name, again = f"{plain}-{again}", again + 1
        found.append(name)
    return found


def list_overview(
    several: Sequence[NamedEvaluation], about: Introduction | None = None
) -> Iterator[Block]:
    """The blocks of an overview, in order.

    Parameters
    ----------
    several : sequence of NamedEvaluation
    about : Introduction, optional
        The condition stands for it where it is left out.
    """
    first = several[0].evaluation
    title = (
        f"{first.design.condition} and {len(several)} outcomes" if about is None else about.title
    )
    yield Heading(title, 1)
    for text in about.paragraphs if about is not None else ():
        yield Paragraph(text)
    yield Rows(
        ("Outcome", "Can the design tell?", "Effect", "p", "q"),
        tuple(
            (
                one.name,
                "yes" if one.evaluation.identified else "no: not identified",
                number(find_effect(one.evaluation)),
                _p(one.p),
                _p(one.q),
            )
            for one in several
        ),
        (2, 3, 4),
    )
    if len(several) > 1:
        yield Paragraph(MANY)
    for one, folder in zip(several, name_folders(several), strict=True):
        yield Heading(one.name[0].upper() + one.name[1:])
        yield Paragraph(write_headline(one.evaluation), strong=True)
        yield Paragraph(write_design(one.evaluation))
        told = tell_findings(one.evaluation)
        if told:
            yield Paragraph(told)
        yield Reading(f"The report on {one.name}", f"{folder}/report.html")
    yield Paragraph(NOT_ADVICE)


def tell_findings(evaluation: Evaluation) -> str:
    """The names of the findings that stop or warn, in one sentence; empty: there are none."""
    names = [one.code for one in evaluation.findings if one.severity != "note"]
    return f"To mind: {', '.join(dict.fromkeys(names))}." if names else ""


def find_effect(evaluation: Evaluation) -> float:
    """The headline's effect; of several synthetic controls, their mean; NaN for a plan."""
    if evaluation.estimation is not None:
        return evaluation.estimation.headline.effect
    gaps = [study.ranks.treated.effect for study in evaluation.synthetic]
    return sum(gaps) / len(gaps) if gaps else float("nan")


def make_overview_table(several: Sequence[NamedEvaluation]) -> Any:
    """A row an outcome."""
    rows = [
        {
            "outcome": one.name,
            "expression": one.evaluation.design.outcome,
            "folder": folder,
            "identified": one.evaluation.identified,
            "effect": none_for_nan(find_effect(one.evaluation)),
            "p": none_for_nan(one.p),
            "q": none_for_nan(one.q),
            "headline": write_headline(one.evaluation),
        }
        for one, folder in zip(several, name_folders(several), strict=True)
    ]
    return pa.Table.from_pylist(rows, _TABLE)


def make_overview_data(
    several: Sequence[NamedEvaluation], about: Introduction | None = None
) -> dict[str, Any]:
    """Several outcomes as plain values for JSON: one row each, then each whole."""
    rows = make_overview_table(several).to_pylist()
    for row in rows:
        del row["folder"]
    return {
        "title": None if about is None else about.title,
        "about": [] if about is None else list(about.paragraphs),
        "outcomes": rows,
        "evaluations": [make_data(one.evaluation) for one in several],
    }


def _p(value: float) -> str:
    return "–" if value != value else f"{value:.3f}"
