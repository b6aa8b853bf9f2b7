"""A request as it is typed for the register: read, answered, written in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from safehavens.api import Corpus
from safehavens.cli.asking.papers import find_named
from safehavens.cli.asking.register_fields import read_fields, read_moment
from safehavens.corpus.papers import Paper
from safehavens.decide.beside.request_setting import DUTY_ACTIONS
from safehavens.decide.decision import Decision
from safehavens.register.answering.answering_requests import answer_request
from safehavens.register.book import Book
from safehavens.register.entries.bodies import RequestBody
from safehavens.register.entries.entry import NEW_CASE, SAME_CASE, Entry, NewEntry
from safehavens.register.entries.other_papers import OTHER_PAPERS, find_other_paper
from safehavens.register.entries.reading_bodies import RefusedEntry, read_body
from safehavens.register.refusals import RegisterError


def record_request(
    book: Book, corpus: Corpus, *, form: str, asks: str | None, received: str | None, sender: str,
    channel: str, words: Sequence[str], facts: Mapping[str, Any], who: str | None, key: str | None,
    by: str,
) -> tuple[tuple[Entry, ...], tuple[Decision, ...], Paper]:  # fmt: skip
    """Write a request and the law's answers, and give both with the answers on all facts.

    Raises
    ------
    RegisterError
        One sentence, without any value. Nothing was written.
    """
    asked = tuple(one.strip() for one in asks.split(",")) if asks is not None else ()
    paper = find_named(corpus, form) or find_other_paper(form, asked)
    if paper is None:
        papers = ", ".join((*(one.id for one in corpus.lawbook.synonyms.papers), *OTHER_PAPERS))
        raise RefusedEntry(f"form: allowed are {papers}.")
    if not (asked or paper.actions):
        raise RegisterError("--asks: say what was asked for; this form alone does not tell.")
    settings = book.settings().settings
    if settings.place is None or settings.zone is None or not settings.who:
        raise RegisterError("The settings of the book lack place, kind of agency or time zone.")
    fields = {
        **read_fields("request", words, settings.zone),
        "form": paper.id,
        "asks": list(asked) or _list_asks(paper),
        "received_at": read_moment(received, settings.zone, "received"),
        "sender": sender,
        "channel": channel,
    }
    body = read_body("request", fields)
    assert isinstance(body, RequestBody)
    kept, told = answer_request(
        corpus.engine, body, place=settings.place, who=_choose_who(settings.who, who),
        zone=settings.zone, private_facts=read_yes_no(facts),
    )  # fmt: skip
    entry_key = None if key is None else book.read_keys().key_of(key)
    entries = book.append(
        [
            NewEntry("request", body, NEW_CASE, key=entry_key),
            *(NewEntry("answer", answer, SAME_CASE) for answer in kept),
        ],
        by=by,
    )
    return entries, told, paper


def _list_asks(paper: Paper) -> list[str]:
    """What a paper asks for: without the duties that come with it, unless it asks for no more."""
    asked = [action for action in paper.actions if action not in DUTY_ACTIONS]
    return asked or list(paper.actions)


def _choose_who(kinds: Sequence[str], who: str | None) -> str:
    """The kind of agency that was asked: that of the option, else the only one of the book."""
    if who is not None and who not in kinds:
        raise RegisterError(f"--who: the book is kept for {', '.join(kinds)}.")
    if who is None and len(kinds) > 1:
        raise RegisterError(f"Say which of them was asked: --who with one of {', '.join(kinds)}.")
    return who or kinds[0]


def read_yes_no(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts with yes and no as people write them."""
    words = {"yes": True, "no": False, "?": None}
    return {
        name: words.get(value.casefold(), value) if isinstance(value, str) else value
        for name, value in facts.items()
    }
