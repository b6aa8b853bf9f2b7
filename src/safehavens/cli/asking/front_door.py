"""The front door of `safehavens ask`: where, who, and what happened, asked on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import typer

from safehavens.api import Corpus
from safehavens.cli.speech import say
from safehavens.cli.terminal import is_interactive, tell
from safehavens.corpus.places import UnknownPlace
from safehavens.corpus.words.word_reader import UnreadableWord
from safehavens.decide.request import BadRequest

_QUIT = frozenset({"q", "quit", "salir"})


def ask_words(corpus: Corpus) -> list[str]:
    """The words of a request, asked one by one: the place, the agency, what happened.

    Raises
    ------
    BadRequest
        There is no terminal to ask on: the sentence says what to write.
    typer.Exit
        The person does not want to go on.
    """
    if not is_interactive():
        raise BadRequest(
            "Say what is asked about: a place, an action and an agency, such as "
            '"King County, WA" detainer jail.'
        )
    vocabulary = corpus.lawbook.vocabulary
    words = corpus.reader.words
    tell(say("Type q to stop."))
    place = _ask(say("Which city, county or state? A ZIP code or an address will do."),
                 lambda text: corpus.place(text).place.id)  # fmt: skip
    agencies = {who: vocabulary.who[who] for who in vocabulary.who if who != "any_agency"}
    who = _choose(say("Who are you, or which agency is it about?"), agencies, words.who)
    tell(say("What happened, or what is asked? Say it in your own words, or choose."))
    action = _choose("", vocabulary.actions, words.action)
    tell("")
    return [place, action, who]


def _choose(question: str, choices: Mapping[str, str], read: Callable[[str], object]) -> str:
    """One of some words of the vocabulary, by its number or in words that people use."""
    if question:
        tell(question)
    ids = list(choices)
    for number, id in enumerate(ids, 1):
        tell(f"  {number:>2} {id.replace('_', ' ')}: {say(choices[id])}")

    def chosen(text: str) -> str:
        if text.isdecimal() and 1 <= int(text) <= len(ids):
            return ids[int(text) - 1]
        read(text)  # raises where it cannot be read
        return text

    return _ask("", chosen)


def _ask(question: str, read: Callable[[str], str]) -> str:
    """Ask until an answer can be read."""
    if question:
        tell(question)
    while True:
        text = typer.prompt(" ", prompt_suffix="> ", err=True).strip()
        if text.casefold() in _QUIT:
            raise typer.Exit(130)
        try:
            return read(text)
        except (UnknownPlace, UnreadableWord) as error:
            tell(f"  {error}")
