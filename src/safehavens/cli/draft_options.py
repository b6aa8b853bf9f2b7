"""Options that the commands which write a draft share, and writing the draft."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from safehavens.cli.speech import say
from safehavens.cli.terminal import tell
from safehavens.decide.request import BadRequest, read_day
from safehavens.files.whole import write_whole

Start = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="DATE",
        help="The first day on which it would be law, YYYY-MM-DD. If left out, January 1 of next "
        "year is used.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--out",
        metavar="FILE",
        help="The file to write. If left out, the draft is printed.",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it already exists.")]


def first_day(text: str | None) -> date:
    """The day of `--from`: January 1 of next year where it is left out."""
    return date(date.today().year + 1, 1, 1) if text is None else read_day(text)


def name_of(out: Path | None) -> str:
    """The draft's file as the comments in it name it."""
    return "FILE" if out is None else str(out)


def write_draft(text: str, out: Path | None, force: bool) -> None:
    """Write a draft, or print it where no file is named.

    Raises
    ------
    BadRequest
        The file exists already, and `force` is not set.
    CannotWrite
        The file cannot be written.
    """
    if out is None:
        print(text, end="")
        return
    if out.exists() and not force:
        raise BadRequest(f"{out} already exists; --force replaces it.")
    write_whole(out, text)
    tell(say("Wrote %(file)s. Next: safehavens draft check %(file)s", file=out))
