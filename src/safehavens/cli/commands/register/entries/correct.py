"""`safehavens register correct`: fields of an entry as they should read."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register correct 41 warrant=judicial --why misread_form"


def run(
    no: Annotated[
        int,
        typer.Argument(metavar="NUMBER", help="The entry's number in the book.",
                       show_default=False, parser=register_options.read_number),
    ],
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="The fields as they should read. none takes a field out.",
            show_default=False,
        ),
    ],
    why: Annotated[
        str,
        typer.Option(
            "--why",
            help="Why: typing, misread_form, new_information, wrong_case.",
            show_default=False,
        ),
    ],
    json: options.Json = False,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
) -> None:  # fmt: skip
    """Correct an entry by a new one that names it. What was written stays, and both are shown.

    Who wrote an entry may correct it for 15 minutes, in fields that no answer rests on; all else
    takes a supervisor. If the law's answer changes, a new answer is written beside the first.
    """
    from safehavens.cli.asking.register_corrections import record_correction
    from safehavens.cli.show.register.written_text import show_corrected

    writer = register_options.check_writer(by)
    with register_options.opened_book(book) as opened:
        written = record_correction(opened, no, fields, why, writer)
    show_corrected(written, json)
