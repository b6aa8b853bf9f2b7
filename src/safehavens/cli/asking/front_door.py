"""The front door of `safehavens ask`: where, who, and what happened, asked on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import typer

from safehavens.api import Corpus
from safehavens.cli.asking.papers import find_named
from safehavens.cli.asking.stop_words import QUIT
from safehavens.cli.speech import say, say_message
from safehavens.cli.terminal import is_interactive, tell, tell_wrapped
from safehavens.corpus.places import UnknownPlace
from safehavens.corpus.words.word_reader import UnreadableWord
from safehavens.decide.request import BadRequest


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
    tell_wrapped(say("Type q to stop."))
    place = _ask(
        say("Which city, county or state? A ZIP code or an address will do."), corpus.place
    )
    agencies = {who: vocabulary.who[who] for who in vocabulary.who if who != "any_agency"}
    who = _choose(say("Who are you, or which agency is it about?"), agencies, words.who)
    tell_wrapped(say("What happened, or what is asked? Say it in your own words, or choose."))
    happened = _choose(
        "", vocabulary.actions, lambda text: find_named(corpus, text) or words.action(text)
    )
    tell("")
    return [place, happened, who]


def _choose(question: str, choices: Mapping[str, str], read: Callable[[str], object]) -> str:
    """One of some words of the vocabulary, by its number or in words that people use."""
    if question:
        tell_wrapped(question)
    ids = list(choices)
    for number, id in enumerate(ids, 1):
        tell_wrapped(f"  {number:>2} {id.replace('_', ' ')}: {say(choices[id])}")

    def is_number(text: str) -> bool:
        return text.isdecimal() and 1 <= int(text) <= len(ids)

    text = _ask("", lambda text: is_number(text) or read(text))
    return ids[int(text) - 1] if is_number(text) else text


def _ask(question: str, read: Callable[[str], object]) -> str:
    """Ask until an answer can be read. It comes back as typed: what it is read as is said later."""
    if question:
        tell_wrapped(question)
    while True:
        text: str = typer.prompt(" ", prompt_suffix="> ", err=True).strip()
        if text.casefold() in QUIT:
            raise typer.Exit(130)
        try:
            read(text)
        except (UnknownPlace, UnreadableWord) as error:
            tell_wrapped(f"  {say_message(str(error))}")
        else:
            return text
