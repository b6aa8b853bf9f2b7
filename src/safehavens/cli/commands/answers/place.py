"""`safehavens place`: a place at a glance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_action
from safehavens.decide.request import BadRequest

if TYPE_CHECKING:
    from safehavens.api import Corpus
    from safehavens.corpus.words.word_reader import WordReading
    from safehavens.decide.place_law import Overview

EXAMPLE: Final = 'safehavens place "Cook County, IL" --on 2024-05-01'


def run(
    name: options.Place,
    who: options.Who = None,
    action: Annotated[
        str | None,
        typer.Option(
            "--action",
            help="The action to show, for every agency: hold, inquire_status…",
            show_default=False,
            autocompletion=complete_action,
        ),
    ] = None,
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
    With --who, --action or both: what the law says to that agency, or of that action.
    """
    corpus = options.load_corpus(law, alone)
    match = corpus.place(name)
    overview = corpus.overview(match.place.id, on)
    if who is not None or action is not None:
        overview = _narrow(corpus, overview, who, action)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(overview)
    elif full:
        from safehavens.cli.show.place import show_place

        show_place(corpus, overview, match.note)
    elif who is not None or action is not None:
        from safehavens.cli.show.place import show_actions

        show_actions(corpus, overview, match.note)
    else:
        from safehavens.cli.show.place_short import show_place_short

        show_place_short(corpus, overview, match.note)


def _narrow(corpus: Corpus, overview: Overview, who: str | None, action: str | None) -> Overview:
    """The same place, of its actions only those of an agency kind, or one action."""
    from safehavens.cli.speech import say_message
    from safehavens.cli.terminal import tell
    from safehavens.corpus.words.word_reader import UnreadableWord

    words = corpus.reader.words
    read: list[WordReading | None] = []
    for text, reads in ((who, words.who), (action, words.action)):
        try:
            read.append(None if text is None else reads(text))
        except UnreadableWord as error:
            raise BadRequest(str(error)) from None
    for one in read:
        if one is not None and one.note is not None:
            tell(say_message(one.note))
    agency, act = (None if one is None else one.id for one in read)
    views = (
        view
        for view in overview.actions
        if (agency is None or agency in view.who) and (act is None or act == view.action)
    )
    if agency is not None:
        views = (replace(view, who=(agency,)) for view in views)
    return replace(overview, actions=tuple(views))
