"""Instruments by words of their title, id and citation, where one law is named."""

from __future__ import annotations

import unicodedata

from safehavens.corpus.model import Instrument, Lawbook


def find_instruments(lawbook: Lawbook, words: str) -> tuple[Instrument, ...]:
    """The instruments whose title, id and citation have every one of the words, by id.

    Where a title is just these words, only those with that title.

    Parameters
    ----------
    lawbook : Lawbook
    words : str
        Words or beginnings of words; case and accents are ignored.
    """
    text = fold(words)
    beginnings = [f" {word}" for word in text.split()]
    if not beginnings:
        return ()
    hits, same_title = [], []
    for _, instrument in sorted(lawbook.instruments.items()):
        head = fold(f"{instrument.title} {instrument.id} {instrument.citation}")
        if all(beginning in head for beginning in beginnings):
            hits.append(instrument)
            if fold(instrument.title) == text:
                same_title.append(instrument)
    return tuple(same_title or hits)


def fold(text: str) -> str:
    """Text as it is compared: no accents, no case, no punctuation, a space before each word."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " " + " ".join(kept.split())
