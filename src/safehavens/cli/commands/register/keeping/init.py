"""`safehavens register init`: a new book, and its key."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options, register_options
from safehavens.cli.completion.completers import complete_agency, complete_place

EXAMPLE: Final = (
    'safehavens register init register.db --agency SHR --place "Los Angeles County, CA" '
    "--who jail --zone America/Los_Angeles --by supervisor-1"
)


def run(
    book: Annotated[
        str,
        typer.Argument(
            metavar="BOOK",
            help="The file to make, on a local disk; or postgresql://host/database.",
            show_default=False,
        ),
    ],
    agency: Annotated[
        str,
        typer.Option(
            "--agency",
            metavar="CODE",
            help="The agency's code, two to six capitals: its cases are CODE-2026-00001-…",
            show_default=False,
        ),
    ],
    place: Annotated[
        str,
        typer.Option("--place", help="The place whose agency it is.", show_default=False,
                     autocompletion=complete_place),
    ],
    who: Annotated[
        list[str],
        typer.Option(
            "--who",
            help="The kind of agency: jail, police, school… May be given several times.",
            show_default=False,
            autocompletion=complete_agency,
        ),
    ],
    zone: Annotated[
        str,
        typer.Option(
            "--zone", help="The agency's time zone, such as America/Los_Angeles.",
            show_default=False,
        ),
    ],
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            help="The agency's name, for the head of reports. Not a person's.",
            show_default=False,
        ),
    ] = None,
    by: register_options.By = None,
    key_file: register_options.KeyFile = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:  # fmt: skip
    """Make a book for an agency, and the key that signs what it comes to.

    The book holds no person. Keep the key's file away from the book and its copies.
    """
    writer = register_options.check_writer(by)
    corpus = options.load_corpus(law, alone)
    from safehavens.cli.show.register.kept_text import show_made
    from safehavens.register.book import Book
    from safehavens.register.entries.bodies import SettingsBody
    from safehavens.register.entries.reading_bodies import read_body

    found = corpus.place(place).place
    kinds = [corpus.reader.who(one) for one in who]
    settings = read_body(
        "settings",
        {"place": found.id, "who": kinds, "zone": zone, **({"agency_name": name} if name else {})},
    )
    assert isinstance(settings, SettingsBody)
    made = Book.create(book, agency, settings, by=writer, key_file=key_file, lawbook=corpus.lawbook)
    show_made(made, found.name)
    made.close()
