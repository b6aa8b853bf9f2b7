"""`safehavens evaluate`: what a law did to an outcome, with the checks that keep one honest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_replication
from safehavens.cli.evaluation_runs import open_page, run_one, run_several
from safehavens.decide.request import BadRequest

if TYPE_CHECKING:
    from safehavens.api import Corpus
    from safehavens.evaluate.question import Question
    from safehavens.evaluate.report.overview import Introduction
    from safehavens.evidence.replications import Replication

EXAMPLE: Final = (
    "safehavens evaluate --replicate sb54 -o sb54 --open; "
    "safehavens evaluate \"hold_clean = 'prohibited'\" --outcome fbi-ucr-state "
    '--y "log(violent_crime / population)" --from 2000 --to 2019 --plan; '
    "safehavens evaluate \"hold_clean = 'prohibited'\" --outcome fbi-ucr-state "
    '--y "violent_crime / population * 1e5" -o report'
)


def run(
    ctx: typer.Context,
    condition: Annotated[
        str | None,
        typer.Argument(
            help='The law: a condition on probes and indices, such as "hold_clean = '
            "'prohibited'\". `safehavens panel --list` prints them.",
            show_default=False,
        ),
    ] = None,
    outcome: Annotated[
        str | None,
        typer.Option(
            "--outcome",
            metavar="FILE",
            help="A table with one row for each place and period: CSV, Excel, Parquet; or a data "
            "set by its name, such as fbi-ucr-state (`safehavens data list`).",
            show_default=False,
        ),
    ] = None,
    y: Annotated[
        list[str] | None,
        typer.Option(
            "--y",
            metavar="EXPRESSION",
            help="What is measured: a column, or an expression over columns, such as "
            '"violent_crime / population * 1e5". Repeat for several outcomes under one law.',
            show_default=False,
        ),
    ] = None,
    replicate: Annotated[
        str | None,
        typer.Option(
            "--replicate",
            metavar="NAME",
            help="Run a published study again, or a design that misleads: sb54, trust-act, "
            "homicide. Whatever else you give takes the place of what it says.",
            show_default=False,
            autocompletion=complete_replication,
        ),
    ] = None,
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
    weights: Annotated[
        str | None,
        typer.Option(
            "--weights",
            metavar="COLUMN",
            help="How much a place counts, such as population: the column's mean before the law.",
            show_default=False,
        ),
    ] = None,
    exposure: Annotated[
        str | None,
        typer.Option(
            "--exposure",
            metavar="COLUMN",
            help="How exposed a place is, such as its share of noncitizens: whether the effect is "
            "larger where it is higher.",
            show_default=False,
        ),
    ] = None,
    log: Annotated[bool, typer.Option("--log", help="Take the logarithm of the outcome.")] = False,
    specs: Annotated[
        bool,
        typer.Option(
            "--specs",
            help="Also estimate under every other choice of timing, controls, first period, "
            "estimator and weights, and show them all.",
        ),
    ] = False,
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
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            min=1,
            help="Of several outcomes, how many at a time. If left out, one for each processor.",
            show_default=False,
        ),
    ] = None,
    open_it: Annotated[
        bool, typer.Option("--open", help="Open the report in the browser. Needs -o.")
    ] = False,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Estimate what a law did to an outcome, findings first.

    It is told before any number what the reader must mind: which controls are not clean, how few
    governments decided, whether trends parted before the law, and what the design could find.
    """
    if open_it and out is None:
        raise BadRequest("--open opens a report; -o FOLDER says where it is written.")
    place, time = _read_pair(by)
    choices: dict[str, Any] = {
        "place": place,
        "time": time,
        "start": start,
        "end": end,
        "only": only or (),
        "leave_out": leave_out or (),
        "controls": controls,
        "searched": searched,
        "timing": timing,
        "anticipation": anticipation,
        "cluster": cluster,
        "covariates": _read_list(covariates) or (),
        "weights": weights,
        "exposure": exposure,
        "log": log,
        "specs": specs,
        "estimators": _read_list(estimators),
        "window": _read_window(window),
        "draws": draws,
        "seed": seed,
        "largest": largest,
        "family": family,
    }
    outcomes = {text: text for text in y or ()}
    named = None
    if replicate is not None:
        from safehavens.evidence.replications import find_replication

        named = find_replication(replicate)
        condition, outcome = condition or named.condition, outcome or named.outcome
        outcomes = outcomes or named.outcomes
        choices |= {name: value for name, value in named.choices.items() if not _given(ctx, name)}
    if condition is None or outcome is None or not outcomes:
        raise BadRequest(
            "Name the law as a condition, --outcome and --y; or a study to run again by "
            "--replicate."
        )
    if follows is not None and (named is not None or len(outcomes) > 1):
        raise BadRequest("--follows compares one outcome with its plan; give one --y.")
    about = None if named is None else _introduce(named)
    corpus = options.load_corpus(law, alone)
    questions = _ask(corpus, condition, outcome, outcomes, choices)
    if about is None and len(questions) == 1:
        (question,) = questions.values()
        run_one(corpus, question, plan, follows, out, json)
    else:
        run_several(corpus, questions, about, plan, jobs, out, json)
    if open_it and out is not None:
        open_page(out / "report.html")


def _ask(
    corpus: Corpus, condition: str, outcome: str, outcomes: dict[str, str], choices: dict[str, Any]
) -> dict[str, Question]:
    """A question for each outcome, by its name."""
    from safehavens.evaluate.asking import make_question

    return {
        name: make_question(
            lambda place: corpus.place(place).place.id, condition, outcome, text, **choices
        )
        for name, text in outcomes.items()
    }


def _given(ctx: typer.Context, name: str) -> bool:
    """Whether the person gave this option."""
    source = ctx.get_parameter_source("by" if name in ("place", "time") else name)
    return source is not None and source.name == "COMMANDLINE"


def _introduce(named: Replication) -> Introduction:
    from safehavens.evaluate.report.overview import Introduction

    return Introduction(named.title, (named.published, named.see))


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
