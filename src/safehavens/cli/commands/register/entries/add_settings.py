"""`safehavens register add settings`: how the agency keeps its book."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register add settings free_text=no retain_years=7"


def run(
    fields: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FIELD=VALUE]...",
            help="Settings: agency_name, zone, who, free_text, word, retain_years, smallest_cell.",
            show_default=False,
        ),
    ] = None,
    holidays: Annotated[
        list[str] | None,
        typer.Option(
            "--holiday",
            metavar="DATE",
            help="A day on which the agency's offices are closed, YYYY-MM-DD. Give all days of a "
            "year together, federal holidays among them.",
            show_default=False,
        ),
    ] = None,
    json: options.Json = False,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
) -> None:
    """Write settings; each replaces the one before it, and the rest stay. A supervisor does so."""
    from safehavens.cli.asking.register_writing import write_fields
    from safehavens.cli.show.register.written_text import show_written

    years: dict[str, list[str]] = {}
    for day in holidays or ():
        years.setdefault(day[:4], []).append(day)
    named = {"holidays": years or None}
    show_written(write_fields(book, by, "settings", named, fields), json)
