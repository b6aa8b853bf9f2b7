"""`safehavens coverage`: how far the law was searched."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_place

EXAMPLE: Final = 'safehavens coverage "San Leandro, CA"'


def run(
    place: Annotated[
        str | None,
        typer.Argument(
            autocompletion=complete_place,
            help="A place, by name, id or FIPS code. If left out, every nation and state is shown.",
            show_default=False,
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DATE",
            help="The date for whose law a search must have looked. If left out, any date counts.",
            show_default=False,
        ),
    ] = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Show how far the law was searched: which places, on what, for which dates, and what came.

    Without a place it also shows the share of people whose state, county and city were searched.
    """
    from safehavens.cli.output.json_text import print_json

    corpus = options.load_corpus(law, alone)
    if place is None:
        overview = corpus.coverage_overview(on)
        if json:
            print_json(overview)
        else:
            from safehavens.cli.show.coverage import show_overview

            show_overview(corpus, overview)
        return
    match = corpus.place(place)
    covered = corpus.coverage(match.place.id, options.read_date(on))
    if json:
        print_json(covered)
    else:
        from safehavens.cli.show.coverage import show_coverage

        show_coverage(corpus, covered, match.note)
