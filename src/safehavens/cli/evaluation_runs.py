"""Evaluations run for the command line: one outcome or several, written, printed, opened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from safehavens.decide.request import BadRequest

if TYPE_CHECKING:
    from safehavens.api import Corpus
    from safehavens.evaluate.question import Question
    from safehavens.evaluate.report.overview import Introduction


def run_one(
    corpus: Corpus,
    question: Question,
    plan: bool,
    follows: Path | None,
    out: Path | None,
    json: bool,
) -> None:
    """Evaluate or plan one outcome.

    Parameters
    ----------
    corpus : Corpus
    question : Question
    plan : bool
        Only the design.
    follows : Path or None
        A kept plan to compare with.
    out : Path or None
        Where the report is written.
    json : bool
        Print data, not text.
    """
    from safehavens.cli.output.progress import tell_steps
    from safehavens.cli.show.effects.evaluation import show_evaluation
    from safehavens.evaluate.evaluating import evaluate, plan_evaluation

    departures = None
    if plan:
        evaluation = plan_evaluation(corpus.engine, question)
    else:
        planned = None if follows is None else _read_plan(follows)
        with tell_steps() as tick:
            evaluation = evaluate(corpus.engine, question, tick)
        if planned is not None:
            from safehavens.evaluate.planning import compare_plans

            departures = compare_plans(planned, evaluation.plan.settled)
    if out is not None:
        from safehavens.pictures.effects.illustrated_report import write_illustrated_report

        write_illustrated_report(evaluation, out, departures)
    if json:
        from safehavens.cli.output.json_text import print_json
        from safehavens.evaluate.report.evaluation_data import make_data

        print_json(make_data(evaluation, departures))
    else:
        show_evaluation(evaluation, departures, out)


def run_several(
    corpus: Corpus,
    questions: dict[str, Question],
    about: Introduction | None,
    plan: bool,
    jobs: int | None,
    out: Path | None,
    json: bool,
) -> None:
    """Evaluate or plan several outcomes, by name; `about` is what the page over them opens with.

    `jobs`: how many at a time; None: one for each processor. The rest is as of `run_one`.
    """
    from safehavens.cli.output.progress import count_progress
    from safehavens.cli.show.effects.overview import show_overview
    from safehavens.evaluate.several_outcomes import evaluate_several, plan_several

    if plan:
        several = plan_several(corpus.engine, questions)
    else:
        with count_progress("outcomes", len(questions)) as done:
            several = evaluate_several(corpus.engine, questions, jobs or os.cpu_count() or 1, done)
    if out is not None:
        from safehavens.pictures.effects.illustrated_report import write_illustrated_overview

        write_illustrated_overview(several, out, about)
    if json:
        from safehavens.cli.output.json_text import print_json
        from safehavens.evaluate.report.overview import make_overview_data

        print_json(make_overview_data(several, about))
    else:
        show_overview(several, about, out)


def open_page(page: Path) -> None:
    """Open a page in the browser; where there is none, say its address on standard error."""
    import webbrowser

    address = page.resolve().as_uri()
    if not webbrowser.open(address):
        typer.echo(f"No browser was found; open {address}", err=True)


def _read_plan(path: Path) -> dict[str, object]:
    from safehavens.evaluate.planning import read_plan

    try:
        return read_plan(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadRequest(f"{path} cannot be read: {why}.") from None
