"""`safehavens register list`: the cases of a book."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register list --open"


def run(
    only_open: Annotated[
        bool, typer.Option("--open", help="Only cases in which something is still to be done.")
    ] = False,
    json: options.Json = False,
    book: register_options.BookAddress = None,
) -> None:
    """List cases: when each came, what it asks for, how far it has come, its open duties."""
    with register_options.opened_book(book) as opened:
        from safehavens.cli.show.register.case_list import list_cases
        from safehavens.register.cases.folding import fold_entries

        folded = fold_entries(opened.entries())
    cases = [case for case in folded.cases.values() if not only_open or case.state != "closed"]
    list_cases(cases, folded.settings.zone, json)
