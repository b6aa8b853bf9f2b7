"""Several outcomes on the terminal: what each came to, and what to mind of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from safehavens.cli.output.page import Page
from safehavens.evaluate.report.overview import (
    MANY,
    Introduction,
    name_folders,
    tell_findings,
)
from safehavens.evaluate.report.words import NOT_ADVICE, write_design, write_headline
from safehavens.evaluate.several_outcomes import NamedEvaluation


def show_overview(
    several: Sequence[NamedEvaluation], about: Introduction | None, out: Path | None
) -> None:
    """Print several outcomes.

    Parameters
    ----------
    several : sequence of NamedEvaluation
    about : Introduction or None
    out : Path or None
        Where the reports were written.
    """
    page = Page()
    if about is not None:
        page.heading(about.title, apart=False)
        for text in about.paragraphs:
            page.line(text)
    for one in several:
        page.heading(one.name, apart=one is not several[0] or about is not None)
        page.line(write_headline(one.evaluation), 2)
        page.line(write_design(one.evaluation), 2)
        if told := tell_findings(one.evaluation):
            page.line(told, 2)
        if len(several) > 1 and not math.isnan(one.q):
            page.line(f"p = {one.p:.3f}; q = {one.q:.3f} with all outcomes counted.", 2)
    page.line()
    if len(several) > 1 and not all(math.isnan(one.q) for one in several):
        page.line(MANY)
    if out is not None:
        folders = ", ".join(name_folders(several))
        page.line(
            f"Wrote the reports to {out} ({folders}); open {out / 'report.html'}, which leads to "
            "each."
        )
    else:
        page.line("With -o FOLDER each outcome gets its whole report: findings, tables, pictures.")
    page.line(NOT_ADVICE)
    page.show()
