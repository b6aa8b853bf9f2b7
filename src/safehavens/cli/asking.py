"""Whom a question is about, where the command does not say."""

from __future__ import annotations

from datetime import date

import typer

from safehavens.api import Corpus
from safehavens.decide.request import BadRequest, Request


def choose_who(corpus: Corpus, place: str, action: str, on: date, terminal: bool) -> str:
    """The agency kind that the law speaks of here; on a terminal, the one chosen from a list.

    Raises
    ------
    BadRequest
        Where there is nobody to ask: the sentence says what to write.
    """
    vocabulary = corpus.lawbook.vocabulary
    if action not in vocabulary.actions:
        corpus.ask(place, action, who=next(iter(vocabulary.who)), on=on)  # says what is known
    where = corpus.place(place).place.id
    spoken_of = [
        who
        for who in vocabulary.who
        if corpus.engine.stretch(Request(where, who, action, on)).position.norms
    ]
    known = spoken_of or list(vocabulary.who)
    if not terminal:
        raise BadRequest(f"Say who is asked: --who with one of {', '.join(known)}.")
    typer.echo("Who is asked?", err=True)
    for i, who in enumerate(known, 1):
        typer.echo(f"  {i} {who}: {vocabulary.who[who]}", err=True)
    while True:
        text = typer.prompt(f"  [1–{len(known)}]", err=True).strip()
        if text in vocabulary.who:
            return str(text)
        if text.isdecimal() and 1 <= int(text) <= len(known):
            return known[int(text) - 1]
