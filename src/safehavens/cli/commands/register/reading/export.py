"""`safehavens register export`: a book as JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register export -o register.jsonl"


def run(
    out: Annotated[
        Path | None,
        options.optional_file("The file to write. If left out, the lines go to standard output."),
    ] = None,
    book: register_options.BookAddress = None,
) -> None:
    """Export the book as JSON lines: all that another program needs to verify it (no persons).

    docs/register-security.md says how a hash is made.
    """
    with register_options.opened_book(book) as opened:
        from safehavens.register.keeping.exported_lines import write_lines

        lines = write_lines(opened.entries())
        if out is None:
            for line in lines:
                print(line, end="")
            return
        from safehavens.files.whole import write_whole

        write_whole(out, "".join(lines))
