"""`safehavens register destroy`: what an entry says is taken away, and the chain stays whole."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import register_options

EXAMPLE: Final = (
    "safehavens register destroy 41 --why personal_data --approved-by supervisor,auditor"
)


def run(
    no: Annotated[
        int,
        typer.Argument(metavar="NUMBER", help="The entry's number in the book.",
                       show_default=False, parser=register_options.read_number),
    ],
    why: Annotated[
        str, typer.Option("--why", help="Why: personal_data, retention, court_order.",
                          show_default=False),
    ],
    approved_by: Annotated[
        str,
        typer.Option(
            "--approved-by",
            metavar="ROLES",
            help="Who approved it, with commas between: supervisor,auditor.",
            show_default=False,
        ),
    ],
    book: register_options.BookAddress = None,
    by: register_options.By = None,
) -> None:  # fmt: skip
    """Destroy what an entry says, for good. Its number, time, kind and digest stay.

    A supervisor and an auditor approve it; not while a hold is set. Copies made before still have
    it: they are named.
    """
    writer = register_options.check_writer(by)
    with register_options.opened_book(book) as opened:
        from safehavens.cli.show.register.kept_text import show_destroyed
        from safehavens.register.entries.bodies import DestroyBody
        from safehavens.register.entries.reading_bodies import read_body
        from safehavens.register.keeping.copies import list_copies

        roles = [one.strip() for one in approved_by.split(",")]
        body = read_body("destroy", {"why": why, "approved_by": roles})
        assert isinstance(body, DestroyBody)
        entry = opened.destroy(no, body.why, body.approved_by, by=writer)
        show_destroyed(entry, list_copies(opened, holding=no))
