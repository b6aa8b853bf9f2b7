"""`safehavens draft check`: a draft against today's law."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from safehavens.cli import options

EXAMPLE: Final = "safehavens draft check marfa.yaml"


def run(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A law file, or a folder laid out as the corpus is.",
            show_default=False,
        ),
    ],
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DATE",
            help="The date whose law applies, YYYY-MM-DD. If left out, today's date is used, or "
            "the first day on which the draft would be law.",
            show_default=False,
        ),
    ] = None,
    order: options.Order = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Check a draft against today's law.

    It checks form and cases, finds what lint finds and what higher law sets aside, and shows what
    the draft changes. The exit status is 1 if something in the draft needs attention.
    """
    from safehavens.cli.commands.lawmaking.lint import STEPS
    from safehavens.cli.output.json_text import print_json
    from safehavens.cli.output.progress import count_progress
    from safehavens.cli.show.draft import show_draft
    from safehavens.cli.speech import say
    from safehavens.compare.drafting.check_draft import check_draft
    from safehavens.compare.strictness import read_strictness
    from safehavens.compare.variants import read_draft_files

    day = options.read_date(on)
    chosen = None if order is None else read_strictness(order)
    corpus = options.load_corpus(law, alone)
    files = {file.name for file in read_draft_files(path)}
    draft = corpus.with_draft(path)
    with count_progress(say("Checking the draft"), STEPS) as advance:
        checked = check_draft(corpus.engine, draft.engine, files, day, chosen, lambda _: advance())
    if json:
        print_json(checked)
    else:
        show_draft(draft, checked)
    raise typer.Exit(0 if checked.sound else 1)
