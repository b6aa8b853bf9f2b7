"""`safehavens register add duty`: what became of a duty that came with the answer."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = (
    "safehavens register add duty SHR-2026-00041-2 us/ca/truth-act#copy-of-request done act=45"
)


def run(
    case: register_options.CaseNumber,
    norm: Annotated[
        str, typer.Argument(metavar="RULE", help="The duty, by its rule's id.", show_default=False)
    ],
    state: Annotated[
        str,
        typer.Argument(help="What became of it: done, not_applicable, missed.", show_default=False),
    ],
    fields: register_options.Fields = None,
    json: options.Json = False,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
) -> None:
    """Write what became of a duty: done, not applicable, or missed.

    act=45 names the entry of the act that did it; why=… says why it does not apply or was missed.
    """
    from safehavens.cli.asking.register_writing import write_fields
    from safehavens.cli.show.register.written_text import show_written

    named = {"norm": norm, "state": state}
    show_written(write_fields(book, by, "duty", named, fields, case_no=case), json)
