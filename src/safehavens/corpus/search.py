"""Find instruments, norms, rulings, facts and the vocabulary's words by words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, Literal, NamedTuple

from safehavens.corpus.model import Instrument, Lawbook

HitKind = Literal["instrument", "norm", "ruling", "fact", "action", "agency kind"]

_REMEMBERED: Final = 500
"""Searches; a service must not grow without end with what strangers type."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that has the words. `score` is higher for words in better places."""

    kind: HitKind
    id: str
    title: str
    text: str
    score: float


class Document(NamedTuple):
    """Something that can be found. `fields` are its folded texts, each with its weight."""

    kind: HitKind
    id: str
    title: str
    text: str
    fields: tuple[tuple[float, str], ...]


class SearchIndex:
    """Finds what a lawbook holds by words.

    Documents are made ready when first asked for; the latest searches are remembered.

    Parameters
    ----------
    lawbook : Lawbook
    """

    def __init__(self, lawbook: Lawbook) -> None:
        self._lawbook = lawbook
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._search)

    def search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """What has every one of the words, the best first; among equals, by id.

        Parameters
        ----------
        words : str
            Words or beginnings of words; case, accents and repeats are ignored.
        limit : int
            How many hits at the most.
        """
        beginnings = tuple(dict.fromkeys(fold(words).split()))
        return self._remembered(beginnings, limit) if beginnings else ()

    @cached_property
    def _documents(self) -> tuple[tuple[str, Document], ...]:
        """Every document, behind all its text in one."""
        return tuple(
            ("".join(text for _, text in document.fields), document)
            for document in documents(self._lawbook)
        )

    def _search(self, words: tuple[str, ...], limit: int) -> tuple[Hit, ...]:
        beginnings = [f" {word}" for word in words]
        hits = []
        for everything, document in self._documents:
            if all(beginning in everything for beginning in beginnings):
                score = sum(
                    max((weight for weight, text in document.fields if beginning in text))
                    for beginning in beginnings
                )
                hits.append(Hit(document.kind, document.id, document.title, document.text, score))
        hits.sort(key=lambda hit: (-hit.score, hit.id))
        return tuple(hits[:limit])


def documents(lawbook: Lawbook) -> Iterator[Document]:
    """What can be found in a lawbook."""
    for instrument in lawbook.instruments.values():
        head = fold(f"{instrument.title} {instrument.id} {instrument.citation}")
        rest = fold(f"{instrument.kind} {instrument.note or ''}")
        yield Document(
            "instrument",
            instrument.id,
            instrument.title,
            instrument.citation,
            ((4.0, head), (1.0, rest)),
        )
        for norm in instrument.norms:
            yield Document(
                "norm",
                norm.id,
                f"{instrument.title}, {norm.cite}",
                norm.says,
                (
                    (3.0, fold(f"{norm.says} {norm.cite}")),
                    (2.5, fold(" ".join((*norm.actions, *norm.who_written, norm.modality)))),
                    (1.0, head),
                    (0.5, fold(f"{norm.note or ''} {norm.when or ''} {norm.unless or ''}")),
                ),
            )
    for ruling in lawbook.rulings.values():
        yield Document(
            "ruling",
            ruling.id,
            ruling.title,
            ruling.held,
            (
                (4.0, fold(f"{ruling.title} {ruling.citation} {ruling.id}")),
                (2.0, fold(ruling.held)),
                (1.0, fold(f"{ruling.issue} {ruling.court} {ruling.note or ''}")),
            ),
        )
    for fact in lawbook.facts.values():
        answers = fold(f"{fact.ask} {' '.join(fact.values)}")
        fields = ((5.0, fold(fact.name)), (3.0, answers))
        yield Document("fact", fact.name, f"declared in {fact.file}", fact.ask, fields)
    vocabulary = lawbook.vocabulary
    for action, sentence in vocabulary.actions.items():
        fields = ((5.0, fold(action)), (3.0, fold(sentence)))
        yield Document("action", action, vocabulary.domain_of[action], sentence, fields)
    for who, sentence in vocabulary.who.items():
        fields = ((5.0, fold(who)), (3.0, fold(sentence)))
        yield Document("agency kind", who, "who can be asked", sentence, fields)


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
