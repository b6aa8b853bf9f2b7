"""`safehavens register show`: a case, or one entry, in full."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register show SHR-2026-00041-2"


def run(
    what: Annotated[
        str,
        typer.Argument(
            metavar="CASE|NUMBER",
            help="A case by its number, such as SHR-2026-00041-2, or an entry by its own, such "
            "as 41.",
            show_default=False,
        ),
    ],
    json: options.Json = False,
    book: register_options.BookAddress = None,
) -> None:
    """Show a case with all that was written of it, or one entry.

    A corrected field is shown as it was and as it is.
    """
    with register_options.opened_book(book) as opened:
        from safehavens.cli.show.register.case_text import show_case, show_entry
        from safehavens.register.cases.folding import fold_entries
        from safehavens.register.refusals import RegisterError

        if what.isdecimal():
            entry = next(iter(opened.entries(after=int(what) - 1)), None) if int(what) else None
            if entry is None:
                raise RegisterError("The book has no such entry.")
            show_entry(entry, json)
            return
        entries = opened.entries(case_no=what)
        if not entries:
            raise RegisterError("The book has no such case.")
        show_case(entries, fold_entries(entries).cases[what], json)
