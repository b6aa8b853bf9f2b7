"""`safehavens register backup`: copies of a book, each with an end."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register backup /mnt/copies --keep-until 2027-01-31"


def run(
    folder: Annotated[
        Path | None,
        typer.Argument(help="The folder to write the copy into.", show_default=False),
    ] = None,
    keep_until: Annotated[
        str | None,
        typer.Option(
            "--keep-until",
            metavar="DATE",
            help="The day from which the copy must be gone: a body that is destroyed stands in "
            "every older copy.",
            show_default=False,
        ),
    ] = None,
    drop_ended: Annotated[
        bool,
        typer.Option("--drop-ended", help="Remove the copies in the folder whose end has come."),
    ] = False,
    json: options.Json = False,
    book: register_options.BookAddress = None,
) -> None:
    """Copy the book while others write. Without a folder, list the copies that were made.

    The copy's name has the number of its last entry and the first digits of that entry's hash.
    """
    from safehavens.cli.show.register.kept_text import show_copies
    from safehavens.decide.request import read_day
    from safehavens.register.refusals import RegisterError

    if folder is not None and (keep_until is None) != drop_ended:
        raise RegisterError(
            "With a folder, say --keep-until with a date, or --drop-ended to remove old copies."
        )
    if folder is None and (keep_until is not None or drop_ended):
        raise RegisterError("Name the folder of the copies.")
    with register_options.opened_book(book) as opened:
        from safehavens.register.keeping import copies

        if folder is None:
            show_copies(copies.list_copies(opened), json)
        elif drop_ended:
            show_copies(copies.drop_ended(opened, folder, date.today()), json)
        else:
            end = read_day(keep_until or "")
            show_copies((copies.back_up(opened, folder, end),), json)
