"""`safehavens register verify`: whether a book is whole, and fits the heads kept elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register verify --head heads/2026-11-29.head"


def run(
    head: Annotated[
        list[Path] | None,
        typer.Option(
            "--head",
            metavar="FILE",
            help="A head that was kept elsewhere. May be given several times.",
            show_default=False,
        ),
    ] = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Also ask the law again, for each answer that was given by this very corpus.",
        ),
    ] = False,
    json: options.Json = False,
    book: register_options.BookAddress = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Verify the book: each entry, its place in the chain, signatures, and the database's guards.

    The exit status is 1 if something is wrong. A chain alone does not show that its end was cut
    off, or that all of it was written anew; a head that was kept elsewhere does.
    """
    from safehavens.cli.asking.register_heads import read_heads

    heads = read_heads(head or ())
    with register_options.opened_book(book) as opened:
        from safehavens.cli.show.register.verified_text import show_verified
        from safehavens.register.answering.asking_again import find_changed_answers

        found = opened.verify(heads)
        guarded = opened.is_guarded()
        changed = None
        if again:
            changed = find_changed_answers(options.load_corpus(law, alone).engine, opened.entries())
    show_verified(found, guarded, changed, json)
    if not found.is_whole or not guarded or (changed is not None and changed.changed):
        raise typer.Exit(1)
