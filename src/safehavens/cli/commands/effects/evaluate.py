"""`safehavens evaluate`: what a law did to an outcome, with the checks that keep one honest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.decide.request import BadRequest

EXAMPLE: Final = (
    "safehavens evaluate \"hold_clean = 'prohibited'\" --outcome fbi-ucr-state "
    '--y "log(violent_crime / population)" --from 2000 --to 2019 --plan; '
    "safehavens evaluate \"hold_clean = 'prohibited'\" --outcome fbi-ucr-state "
    '--y "violent_crime / population * 1e5" -o report'
)


def run(
    condition: Annotated[
        str,
        typer.Argument(
            help='The law: a condition on probes and indices, such as "hold_clean = '
            "'prohibited'\". `safehavens panel --list` prints them.",
            show_default=False,
        ),
    ],
    outcome: Annotated[
        str,
        typer.Option(
            "--outcome",
            metavar="FILE",
            help="A table with one row for each place and period: CSV, Excel, Parquet; or a data "
            "set by its name, such as fbi-ucr-state (`safehavens data list`).",
            show_default=False,
        ),
    ],
    y: Annotated[
        str,
        typer.Option(
            "--y",
            metavar="EXPRESSION",
            help="What is measured: a column, or an expression over columns, such as "
            '"violent_crime / population * 1e5".',
            show_default=False,
        ),
    ],
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="PLACE,TIME",
            help="The columns of places (FIPS codes, state codes, ids or names) and of time. If "
            "left out, they are found by name.",
            show_default=False,
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="PERIOD",
            help="The first period: 2000, 2000Q1, 2000-01.",
            show_default=False,
        ),
    ] = None,
    end: Annotated[
        str | None,
        typer.Option("--to", metavar="PERIOD", help="The last period.", show_default=False),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="PLACE",
            help="Count only this place as treated; others that met the condition are left out. "
            "Repeat for each.",
            show_default=False,
        ),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(
            "--leave-out",
            metavar="PLACE",
            help="Leave a place out of all. Repeat for each.",
            show_default=False,
        ),
    ] = None,
    controls: Annotated[
        str,
        typer.Option(
            "--controls",
            help="What to compare with: clean (places that never met the condition and had none of "
            "it), never (that never met it) or not-yet (also those that had not met it yet).",
        ),
    ] = "clean",
    searched: Annotated[
        str,
        typer.Option(
            "--searched",
            metavar="WHICH",
            help="Which governments must have been searched for a place without such law to be a "
            "control: all, state (nation and state), or none.",
        ),
    ] = "all",
    timing: Annotated[
        str,
        typer.Option(
            "--timing",
            help="From a day to a period: first-full (the first whole period under the law), any "
            "(the one in which it began) or half.",
        ),
    ] = "first-full",
    anticipation: Annotated[
        int,
        typer.Option("--anticipation", help="Periods before the law that may show an effect."),
    ] = 0,
    cluster: Annotated[
        str,
        typer.Option(
            "--cluster",
            help="What is one decision: law (the level of the government that made it), state or "
            "place.",
        ),
    ] = "law",
    covariates: Annotated[
        str | None,
        typer.Option(
            "--covariates",
            metavar="COLUMN,…",
            help="Columns to compare like with like.",
            show_default=False,
        ),
    ] = None,
    estimators: Annotated[
        str | None,
        typer.Option(
            "--estimators",
            metavar="NAME,…",
            help="Which estimators to show. If left out, all.",
            show_default=False,
        ),
    ] = None,
    window: Annotated[
        str,
        typer.Option("--window", metavar="FIRST:LAST", help="Periods around the law to show."),
    ] = "-8:5",
    draws: Annotated[
        int,
        typer.Option("--draws", help="Deals of treatment by chance."),
    ] = 999,
    seed: Annotated[int, typer.Option("--seed", help="Where chance begins.")] = 0,
    largest: Annotated[
        float | None,
        typer.Option(
            "--largest",
            help="The largest effect worth finding, in the outcome's unit.",
            show_default=False,
        ),
    ] = None,
    family: Annotated[
        str | None,
        typer.Option(
            "--family",
            metavar="NAME",
            help="What kind of outcome it is, such as violent-crime or attendance: published "
            "studies of it are shown beside. If left out, what the data set says.",
            show_default=False,
        ),
    ] = None,
    plan: Annotated[
        bool,
        typer.Option(
            "--plan",
            help="Show the design and what it could find. No outcome of a treated place after "
            "the law is used. With -o, a plan.json that can be kept.",
        ),
    ] = False,
    follows: Annotated[
        Path | None,
        typer.Option(
            "--follows",
            metavar="FILE",
            help="Say whether this run keeps to a kept plan.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FOLDER",
            help="Write the report and its tables here.",
            show_default=False,
        ),
    ] = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Estimate what a law did to an outcome, findings first.

    It is told before any number what the reader must mind: which controls are not clean, how few
    governments decided, whether trends parted before the law, and what the design could find.
    """
    from safehavens.cli.output.progress import tell_steps
    from safehavens.cli.show.effects.evaluation import show_evaluation
    from safehavens.evaluate.asking import make_question
    from safehavens.evaluate.evaluating import evaluate, plan_evaluation

    place, time = _read_pair(by)
    corpus = options.load_corpus(law, alone)
    question = make_question(
        lambda name: corpus.place(name).place.id,
        condition,
        outcome,
        y,
        place=place,
        time=time,
        start=start,
        end=end,
        only=only or (),
        leave_out=leave_out or (),
        controls=controls,
        searched=searched,
        timing=timing,
        anticipation=anticipation,
        cluster=cluster,
        covariates=_read_list(covariates) or (),
        estimators=_read_list(estimators),
        window=_read_window(window),
        draws=draws,
        seed=seed,
        largest=largest,
        family=family,
    )
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


def _read_pair(by: str | None) -> tuple[str | None, str | None]:
    if by is None:
        return None, None
    parts = [part.strip() for part in by.split(",")]
    if len(parts) != 2 or not all(parts):
        raise BadRequest(f"--by takes the columns of places and of time, as in fips,year: {by!r}.")
    return parts[0], parts[1]


def _read_list(text: str | None) -> list[str] | None:
    if text is None:
        return None
    return [part.strip() for part in text.split(",") if part.strip()]


def _read_window(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(":")]
    except ValueError:
        raise BadRequest(f"--window takes two numbers, as in -8:5: {text!r}.") from None


def _read_plan(path: Path) -> dict[str, object]:
    from safehavens.evaluate.planning import read_plan

    try:
        return read_plan(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadRequest(f"{path} cannot be read: {why}.") from None
