"""`safehavens register add hold`: nothing may be destroyed while a hold is set."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register add hold set litigation"


def run(
    state: Annotated[str, typer.Argument(help="Whether it is set or lifted.", show_default=False)],
    why: Annotated[
        str,
        typer.Argument(help="For what: litigation, audit, records_request.", show_default=False),
    ],
    json: options.Json = False,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
) -> None:
    """Set or lift a hold: while one is set, no entry can be destroyed. A supervisor does so."""
    from safehavens.cli.asking.register_writing import write_fields
    from safehavens.cli.show.register.written_text import show_written

    show_written(write_fields(book, by, "hold", {"state": state, "why": why}), json)
