"""`safehavens place`: a place at a glance."""

from __future__ import annotations

from typing import Final

from safehavens.cli import options

EXAMPLE: Final = 'safehavens place "Cook County, IL" --on 2024-05-01'


def run(
    name: options.Place,
    on: options.On = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Show a place at a glance: every action, its laws, what changed.

    Also the rulings that touch its law, and events.
    """
    corpus = options.load_corpus(law, alone)
    match = corpus.place(name)
    overview = corpus.overview(match.place.id, on)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(overview)
    else:
        from safehavens.cli.show.place import show_place

        show_place(corpus, overview, match.note)
