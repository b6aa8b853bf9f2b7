"""Requests that come without a paper of the corpus: a letter, a call, somebody at the door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.corpus.papers import Paper
from safehavens.register.entries.closed_lists import OtherForm

OTHER_PAPERS: Final[Mapping[OtherForm, str]] = {
    "letter": "a letter",
    "telephone_call": "a telephone call",
    "visit": "a visit",
    "interview_request": "a request for an interview",
    "database_message": "a message of a police database",
    "other": "another request",
}


def find_other_paper(form: str, asks: tuple[str, ...]) -> Paper | None:
    """What came without a paper of the corpus, as one; None: it is not on the list.

    Parameters
    ----------
    form : str
    asks : tuple of str
        What was asked for: nothing tells it but the clerk.
    """
    for other, says in OTHER_PAPERS.items():
        if form == other:
            return Paper(other, says, (), asks, {}, ())
    return None
