"""`safehavens register scan`: the whole book read again for anything personal."""

from __future__ import annotations

from typing import Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register scan"


def run(
    json: options.Json = False,
    book: register_options.BookAddress = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Read every entry again for anything that looks like a person. Nothing of a text is printed.

    The exit status is 1 if something is found. `register destroy` takes an entry's body away.
    """
    with register_options.opened_book(book) as opened:
        from safehavens.cli.show.register.scan_text import show_hits
        from safehavens.register.privacy.scanning import scan_entries

        entries = opened.entries()
    hits = scan_entries(entries, options.load_corpus(law, alone).lawbook)
    show_hits(hits, len(entries), json)
    if hits:
        raise typer.Exit(1)
