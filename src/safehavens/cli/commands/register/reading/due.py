"""`safehavens register due`: what runs out next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register due --within 24"


def run(
    within: Annotated[
        int | None,
        typer.Option(
            "--within",
            metavar="HOURS",
            min=0,
            max=100_000,
            help="Only what is late, due at once, or runs out in this many hours.",
            show_default=False,
        ),
    ] = None,
    case: Annotated[
        str | None,
        typer.Option("--case", metavar="CASE", help="Only this case.", show_default=False),
    ] = None,
    all: Annotated[
        bool, typer.Option("--all", help="Also what is done, missed or waits for an event.")
    ] = False,
    json: options.Json = False,
    book: register_options.BookAddress = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """List what must be done and by when: duties of each case, holds that must end, reports.

    Limits are counted in real hours and local days, over weekends, holidays and changes of clocks.
    The exit status is 1 if something is late: a nightly job can watch it.
    """
    corpus = options.load_corpus(law, alone)
    now = datetime.now(UTC)
    with register_options.opened_book(book, None, corpus.lawbook) as opened:
        from safehavens.register.cases.folding import fold_entries
        from safehavens.register.deadlines.book_deadlines import list_deadlines
        from safehavens.register.refusals import RegisterError

        folded = fold_entries(opened.entries())
        if case is not None and case not in folded.cases:
            raise RegisterError("The book has no such case.")
        deadlines = list_deadlines(corpus.engine, folded, now, case)
    from safehavens.cli.show.register.due_text import show_deadlines

    until = None if within is None else now + timedelta(hours=within)
    shown = [
        one
        for one in deadlines
        if all or (one.is_open and one.state != "waiting")
        if until is None or one.state in ("late", "now") or (one.due and one.due <= until)
    ]
    waiting = sum(one.state == "waiting" for one in deadlines)
    show_deadlines(shown, 0 if all else waiting, folded.settings.zone, json)
    if any(one.state == "late" for one in deadlines):
        raise typer.Exit(1)
