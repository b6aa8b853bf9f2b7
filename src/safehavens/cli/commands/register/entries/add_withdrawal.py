"""`safehavens register add withdrawal`: a request was taken back."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register add withdrawal SHR-2026-00041-2 dhs --at 2026-11-30T10:00"


def run(
    case: register_options.CaseNumber,
    withdrawn_by: Annotated[
        str,
        typer.Argument(metavar="WHO", help="Who took it back: dhs, agency, court.",
                       show_default=False),
    ],
    at: register_options.Moment = None,
    json: options.Json = False,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
) -> None:  # fmt: skip
    """Write that a request was taken back."""
    from safehavens.cli.asking.register_writing import write_fields
    from safehavens.cli.show.register.written_text import show_written

    entry = write_fields(
        book, by, "withdrawal", {"withdrawn_by": withdrawn_by}, case_no=case,
        moments={"happened_at": at},
    )  # fmt: skip
    show_written(entry, json)
