"""`safehavens lint`: what is odd in law, each finding with a request that shows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from safehavens.cli import options

EXAMPLE: Final = "safehavens lint my-law/us/tx/marfa/policy.yaml"
STEPS: Final = 8_000
"""About as many steps as linting the whole corpus takes."""


def run(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILES]...",
            help="Law files, drafts or folders. If left out, the corpus is checked.",
            show_default=False,
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DATE",
            help="The date on which to check for higher law, YYYY-MM-DD. If left out, today's date "
            "is used, or the date on which a draft takes effect.",
            show_default=False,
        ),
    ] = None,
    all_: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Also show notes, and findings that the law files accept as true features of the "
            "law.",
        ),
    ] = False,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Find what is odd in law that is well formed.

    It finds rules that never apply or decide nothing, contradictions, exceptions and facts that
    change nothing, and rules that higher law sets aside. Each finding has a request that shows it.
    The exit status is 1 if a finding is not accepted in the law file.
    """
    from safehavens.cli.output.json_text import print_json
    from safehavens.cli.output.progress import count_progress
    from safehavens.cli.show.findings import show_findings
    from safehavens.cli.speech import say, say_count
    from safehavens.cli.terminal import tell
    from safehavens.compare.lint.lint import lint, lint_day
    from safehavens.compare.variants import read_draft_files

    corpus = options.load_corpus(law, alone)
    files: set[str] | None = None
    if paths:
        files = {file.name for path in paths for file in read_draft_files(path)}
        for path in paths:
            corpus = corpus.with_draft(path)
    day = options.read_date(on) or lint_day(corpus.engine, files or (), date.today())
    with count_progress(say("Checking the law"), STEPS) as advance:
        findings = lint(corpus.engine, day, files, lambda _: advance())
    open_findings = [
        finding for finding in findings if finding.accepted is None and not finding.note
    ]
    shown = findings if all_ or files is not None else open_findings
    if json:
        print_json(shown)
    else:
        show_findings(corpus, shown)
        accepted = sum(finding.accepted is not None for finding in findings)
        notes = sum(finding.note and finding.accepted is None for finding in findings)
        counts = (
            say_count("%(count)s finding", "%(count)s findings", len(open_findings)),
            say_count("%(count)s accepted in the law files", "%(count)s accepted in the law files",
                      accepted),
            say_count("%(count)s note", "%(count)s notes", notes),
        )  # fmt: skip
        hidden = "" if len(shown) == len(findings) else "; " + say("--all shows them")
        tell(", ".join(counts) + hidden)
    raise typer.Exit(1 if open_findings else 0)
