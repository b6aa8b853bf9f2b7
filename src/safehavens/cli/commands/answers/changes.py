"""`safehavens changes`: what changed in the law."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_place
from safehavens.decide.request import BadRequest, read_day

EXAMPLE: Final = 'safehavens changes "Washington" --since 2025-01-01'


def run(
    place: Annotated[
        str | None,
        typer.Argument(
            autocompletion=complete_place,
            help="A place: what binds its agencies. If left out, the law of all places is shown.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE", help="The first day, YYYY-MM-DD.", show_default=False
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar="DATE",
            help="The last day, YYYY-MM-DD. If left out, what is to come is shown too.",
            show_default=False,
        ),
    ] = None,
    json: options.Json = False,
    atom: Annotated[
        bool, typer.Option("--atom", help="Print the changes as an Atom feed for readers of news.")
    ] = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Show what changed in the law, the newest day first: what began, ended, what courts did.

    Public lists, such as that of agreements under 287(g), are shown beside it. Without a place, all
    places are shown, by state.
    """
    options.check_one_format(json=json, atom=atom)
    if since is None:
        raise BadRequest("Say since which day changes are shown: --since 2025-01-01.")
    first, last = read_day(since), options.read_date(until)
    corpus = options.load_corpus(law, alone)
    match = None if place is None else corpus.place(place)
    changes = corpus.changes(first, last, None if match is None else match.place.id)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(changes)
    elif atom:
        from safehavens.cli.speech import language
        from safehavens.decide.survey.change_words import write_change_feed

        of = None if match is None else (match.place.id, match.place.name)
        feed = write_change_feed(language(), corpus.gazetteer, changes, of, (first, last))
        print(feed, end="")
    else:
        from safehavens.cli.show.law.changes import show_changes

        show_changes(corpus, changes, first, last, match)
