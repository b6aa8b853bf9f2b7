"""Run worked cases and show those that fail."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

from safehavens.api import Corpus
from safehavens.cli.show import words
from safehavens.corpus.model import Case
from safehavens.corpus.reading.case_files import read_cases
from safehavens.decide.cases import CaseResult, run_case


def run(corpus: Corpus, files: Sequence[Path]) -> int:
    """Run the cases of these files, else of the corpus. Returns the exit status."""
    cases: Iterable[Case] = corpus.lawbook.cases
    if files:
        cases = [
            case for file in files for case in read_cases(file, corpus.lawbook, corpus.gazetteer)
        ]
    cases = list(cases)
    passed = failed = 0
    bar = track(
        cases,
        description="Cases",
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    for case in bar:
        result = run_case(corpus.engine, case)
        if result.problem is None:
            passed += 1
        else:
            failed += 1
            print(_failure(result))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def _failure(result: CaseResult) -> str:
    """Everything about a case that failed."""
    case = result.case
    lines = [
        f"{case.file}:{case.line}: {case.name}",
        f"  {case.place}, {case.who}, {case.action}, {case.date}",
        f"  facts: {', '.join(f'{n}={words.value(v)}' for n, v in case.facts.items()) or 'none'}",
        f"  {result.problem}",
    ]
    if result.decision is not None:
        for reason in result.decision.reasons:
            state = "decides" if reason.decides else f"holds: {words.value(reason.holds)}"
            aside = "".join(f", set aside by {by.by} ({by.rule})" for by in reason.set_aside_by)
            lines.append(f"    {reason.norm}: {state}{aside}")
    return "\n".join(lines)
