"""Options of the commands of the register, and the book that they come to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safehavens.register.refusals import RegisterError

if TYPE_CHECKING:
    from safehavens.corpus.model import Lawbook
    from safehavens.register.book import Book

BookAddress = Annotated[
    str | None,
    typer.Option(
        "--book",
        metavar="BOOK",
        help="The book: its file, or postgresql://host/database#AGENCY.",
        envvar="SAFEHAVENS_REGISTER",
        show_default=False,
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="WRITER",
        help="Who writes, as a role and a number: clerk-7, supervisor-1, auditor-1, system-1.",
        envvar="SAFEHAVENS_REGISTER_BY",
        show_default=False,
    ),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        metavar="FILE",
        help="The file with the agency's key. If left out, the book's name with .key after it.",
        envvar="SAFEHAVENS_REGISTER_KEY",
        show_default=False,
    ),
]


def read_number(text: str) -> int:
    """A whole number. What is none is not told again: somebody's name may have been typed there."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise typer.BadParameter("takes a whole number.")
    return int(text)


CaseNumber = Annotated[
    str,
    typer.Argument(metavar="CASE", help="A case by its number, such as SHR-2026-00041-2.",
                   show_default=False),
]  # fmt: skip
Fields = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FIELD=VALUE]...",
        help="More fields of the entry. reason=- reads the reason from standard input.",
        show_default=False,
    ),
]
Moment = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="When it happened, such as 2026-11-29T03:12, where the agency is. If left out, now.",
        show_default=False,
    ),
]


def check_writer(by: str | None) -> str:
    """Who writes. Raises RegisterError where the command does not say."""
    if by is None:
        raise RegisterError(
            "Say who writes: --by with a role and a number, such as clerk-7. The variable "
            "SAFEHAVENS_REGISTER_BY says it for all commands."
        )
    return by


def check_address(address: str | None) -> str:
    """Where the book is. Raises RegisterError where the command does not say."""
    if address is None:
        raise RegisterError(
            "Name the book: --book with its file. The variable SAFEHAVENS_REGISTER names it for "
            "all commands."
        )
    return address


@contextmanager
def opened_book(
    address: str | None, key_file: Path | None = None, lawbook: Lawbook | None = None
) -> Iterator[Book]:
    """The book that the options name, closed again at the end.

    Raises
    ------
    RegisterError
    """
    where = check_address(address)
    from safehavens.register.book import Book

    book = Book.open(where, key_file=key_file, lawbook=lawbook)
    try:
        yield book
    finally:
        book.close()
