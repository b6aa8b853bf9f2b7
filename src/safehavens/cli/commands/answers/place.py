"""`safehavens place`: a place at a glance."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options

EXAMPLE: Final = 'safehavens place "Cook County, IL" --on 2024-05-01'


def run(
    name: options.Place,
    on: options.On = None,
    full: Annotated[
        bool, typer.Option("--full", help="Show every action, law, change, ruling and event.")
    ] = False,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Show a place at a glance: what its law says of the usual requests, and what comes next.

    With --full: every action, its laws, what changed, the rulings that touch its law, and events.
    """
    corpus = options.load_corpus(law, alone)
    match = corpus.place(name)
    overview = corpus.overview(match.place.id, on)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(overview)
    elif full:
        from safehavens.cli.show.place import show_place

        show_place(corpus, overview, match.note)
    else:
        from safehavens.cli.show.place_short import show_place_short

        show_place_short(corpus, overview, match.note)
