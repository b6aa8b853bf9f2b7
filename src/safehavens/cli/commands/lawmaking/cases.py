"""`safehavens cases`: run worked cases, and show those that fail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from safehavens.cli import options
from safehavens.wording.sentences import typed_value

if TYPE_CHECKING:
    from safehavens.decide.cases import CaseResult

EXAMPLE: Final = "safehavens cases my-cases.yaml"


def run(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="YAML lists of cases. If left out, the corpus's own cases are run.",
            show_default=False,
        ),
    ] = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Run worked cases, and show those that fail.

    The exit status is 1 if a case fails.
    """
    from safehavens.cli.output.progress import count_progress
    from safehavens.cli.speech import say
    from safehavens.corpus.reading.case_files import read_cases
    from safehavens.decide.cases import run_case

    corpus = options.load_corpus(law, alone)
    cases = (
        [case for file in files for case in read_cases(file, corpus.lawbook, corpus.gazetteer)]
        if files
        else list(corpus.lawbook.cases)
    )
    failed = 0
    with count_progress(say("Running cases"), len(cases)) as advance:
        for case in cases:
            result = run_case(corpus.engine, case)
            if result.problem is not None:
                failed += 1
                print(_describe_failure(result))
            advance()
    print(say("%(passed)s passed, %(failed)s failed", passed=len(cases) - failed, failed=failed))
    raise typer.Exit(1 if failed else 0)


def _describe_failure(result: CaseResult) -> str:
    """Everything about a case that failed."""
    from safehavens.cli.speech import say_day

    case = result.case
    facts = ", ".join(f"{name}={typed_value(value)}" for name, value in case.facts.items())
    lines = [
        f"{case.file}:{case.line}: {case.name}",
        f"  {case.place}, {case.who}, {case.action}, {say_day(case.date)}",
        f"  facts: {facts or 'none'}",
        f"  {result.problem}",
    ]
    if result.decision is not None:
        for reason in result.decision.reasons:
            state = "decides" if reason.decides else f"applies: {typed_value(reason.holds)}"
            aside = "".join(f", set aside by {by.by} ({by.rule})" for by in reason.set_aside_by)
            lines.append(f"    {reason.norm}: {state}{aside}")
    return "\n".join(lines)
