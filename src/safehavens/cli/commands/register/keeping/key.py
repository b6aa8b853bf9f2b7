"""`safehavens register key`: the public keys of a book, and a new one."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register key --new --by supervisor-1"


def run(
    new: Annotated[
        bool,
        typer.Option("--new", help="Make a new key, noted under the signature of the old one."),
    ] = False,
    lost: Annotated[
        bool,
        typer.Option(
            "--lost",
            help="With --new: the old key is lost. The new one stands without its signature, and "
            "verify says so.",
        ),
    ] = False,
    json: options.Json = False,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
    key_file: register_options.KeyFile = None,
) -> None:
    """Show the public keys of the book, oldest first; the last one signs heads.

    A new key replaces the one in the key's file.
    """
    from safehavens.cli.show.register.kept_text import show_keys
    from safehavens.register.refusals import RegisterError

    if lost and not new:
        raise RegisterError("--lost goes with --new.")
    writer = register_options.check_writer(by) if new else ""
    with register_options.opened_book(book, key_file) as opened:
        if new:
            opened.rotate_key(by=writer, lost=lost)
        show_keys(opened.entries(), json)
