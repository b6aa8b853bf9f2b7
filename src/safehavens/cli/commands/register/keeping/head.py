"""`safehavens register head`: what the book comes to, signed, to be kept elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register head -o heads/2026-11-29.head"


def run(
    out: Annotated[
        Path | None,
        options.optional_file(
            "The file to write the head to. If left out, it is written to standard output."
        ),
    ] = None,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
    key_file: register_options.KeyFile = None,
) -> None:
    """Sign how long the book is and what it comes to: seven lines for a place no clerk can change.

    Mail it to an auditor, print it, publish it. With it, `verify --head` finds entries that were
    cut off or rewritten, which the book alone does not show.
    """
    writer = register_options.check_writer(by)
    with register_options.opened_book(book, key_file) as opened:
        note = opened.head(by=writer).note()
    if out is None:
        print(note, end="")
        return
    from safehavens.files.whole import write_whole

    write_whole(out, note)
