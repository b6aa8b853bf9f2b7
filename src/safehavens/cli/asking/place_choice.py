"""The place that is meant, where a name has several: asked on a terminal, told elsewhere."""

from __future__ import annotations

import typer

from safehavens.api import Corpus
from safehavens.cli.asking.stop_words import QUIT
from safehavens.cli.speech import say, say_place
from safehavens.cli.terminal import is_interactive, tell_wrapped
from safehavens.corpus.places import UnknownPlace


def choose_place(corpus: Corpus, text: str) -> str:
    """The id of the place that is meant, if a terminal is there to ask; else the text as it is.

    A name is asked about where other places of that name are worth telling. One that is not known
    comes back, to be told with all else that is wrong. Who does not want to go on ends the command
    (typer.Exit).
    """
    if not is_interactive():
        return text
    try:
        match = corpus.place(text)
    except UnknownPlace:
        return text
    if not match.others or match.note is None:
        return text
    choices = [match.place, *match.others]
    tell_wrapped(say("Which place is meant?"))
    for i, place in enumerate(choices, 1):
        tell_wrapped(f"  {i} {say_place(place.name)}")
    while True:
        answer = typer.prompt(f"  [1–{len(choices)}]", default="1", err=True).strip()
        if answer.casefold() in QUIT:
            raise typer.Exit(130)
        if answer.isdecimal() and 1 <= int(answer) <= len(choices):
            return choices[int(answer) - 1].id
        tell_wrapped("  " + say("Type a number, or q to stop."))
