"""`safehavens register restore`: a copy in the place of a book that is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

EXAMPLE: Final = (
    "safehavens register restore /mnt/copies/register-412-9f3c01aa.db register.db "
    "--head heads/2026-11-29.head"
)


def run(
    copy: Annotated[Path, typer.Argument(help="The copy.", show_default=False)],
    target: Annotated[
        Path, typer.Argument(metavar="BOOK", help="The file to make.", show_default=False)
    ],
    head: Annotated[
        list[Path] | None,
        typer.Option(
            "--head",
            metavar="FILE",
            help="The newest head that was kept elsewhere. May be given several times.",
            show_default=False,
        ),
    ] = None,
    no_head: Annotated[
        bool,
        typer.Option(
            "--no-head",
            help="Restore without a head: then nobody knows whether entries were cut off or "
            "rewritten.",
        ),
    ] = False,
    accept_loss: Annotated[
        bool,
        typer.Option(
            "--accept-loss",
            help="Restore a copy although a head shows that the book had more entries.",
        ),
    ] = False,
) -> None:
    """Restore a copy, once it is verified against the newest head. The key's file is put by hand.

    Nothing is made where the copy is not whole, or is not of the book of the head.
    """
    from safehavens.cli.asking.register_heads import read_heads
    from safehavens.cli.show.register.kept_text import show_restored
    from safehavens.register.refusals import RegisterError

    if (not head) != no_head:
        raise RegisterError(
            "Name the newest head that was kept elsewhere by --head; if there is none, --no-head."
        )
    heads = read_heads(head or ())
    from safehavens.register.keeping.copies import restore

    show_restored(restore(copy, target, heads, accept_loss=accept_loss), target, bool(heads))
