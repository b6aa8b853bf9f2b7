"""`safehavens register add act`: what was done in a case, and when."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = (
    "safehavens register add act SHR-2026-00041-2 served_copy --at 2026-11-29T09:30 how=in_person"
)


def run(
    case: register_options.CaseNumber,
    act: Annotated[
        str,
        typer.Argument(
            help="What was done: served_copy, told_person, consent_form_given, notified_ice, "
            "held_until, released, transferred…",
            show_default=False,
        ),
    ],
    fields: register_options.Fields = None,
    at: register_options.Moment = None,
    json: options.Json = False,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
) -> None:
    """Write what was done: a copy served, a notice given, a release, a transfer.

    More fields are language=es, how=in_person, to=person and offense_ground=….
    """
    from safehavens.cli.asking.register_writing import write_fields
    from safehavens.cli.show.register.written_text import show_written

    entry = write_fields(
        book, by, "act", {"act": act}, fields, case_no=case, moments={"happened_at": at}
    )
    show_written(entry, json)
