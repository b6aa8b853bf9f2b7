"""The agency that a question is about, where the command does not say."""

from __future__ import annotations

from dataclasses import replace

import typer

from safehavens.api import Corpus
from safehavens.cli.asking.request_words import RequestWords
from safehavens.cli.asking.stop_words import QUIT
from safehavens.cli.speech import say, say_message
from safehavens.cli.terminal import is_interactive, tell_wrapped
from safehavens.corpus.words.word_reader import UnreadableWord
from safehavens.decide.request import BadRequest


def choose_who(corpus: Corpus, asked: RequestWords, on: str | None) -> str:
    """The agency kind to ask about: whom the question names first; on a terminal, else, the one
    chosen from a list.

    The list has the agency kinds that the law of the place has rules for. It is chosen by its
    number, or in words that people use.

    Raises
    ------
    BadRequest
        There is nobody to ask: the sentence says what to write.
    typer.Exit
        The person does not want to go on.
    """
    if asked.action is not None and (subject := corpus.reader.words.find_subject(asked.action)):
        return subject
    vocabulary = corpus.lawbook.vocabulary
    some_who = next(iter(vocabulary.who))
    # Raises where anything else of the request cannot be read, all of it at once.
    request = corpus.reader.read(asked.place, some_who, asked.action or "", on, asked.facts).request
    with_rules = [
        who
        for who in vocabulary.who
        if corpus.engine.stretch(replace(request, who=who)).position.norms
    ]
    choices = with_rules or list(vocabulary.who)
    if not is_interactive():
        raise BadRequest(
            f"Say which agency is asked about: --who with one of {', '.join(choices)}."
        )
    tell_wrapped(say("Which agency is asked about?"))
    for i, who in enumerate(choices, 1):
        tell_wrapped(f"  {i} {who}: {say(vocabulary.who[who])}")
    while True:
        text: str = typer.prompt(f"  [1–{len(choices)}]", err=True).strip()
        if text.casefold() in QUIT:
            raise typer.Exit(130)
        if text.isdecimal():
            if 1 <= int(text) <= len(choices):
                return choices[int(text) - 1]
            tell_wrapped("  " + say("Type a number, or q to stop."))
            continue
        try:
            return corpus.reader.words.who(text).id
        except UnreadableWord as error:
            tell_wrapped(f"  {say_message(str(error))}")
