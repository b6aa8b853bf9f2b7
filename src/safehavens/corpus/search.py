"""Find instruments, norms, rulings, facts and the vocabulary's words by words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from safehavens.corpus.model import Lawbook

HitKind = Literal["instrument", "norm", "ruling", "fact", "action", "agency kind"]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that has the words. `score` is higher for words in better places."""

    kind: HitKind
    id: str
    title: str
    text: str
    score: float


def search(lawbook: Lawbook, words: str, limit: int = 20) -> tuple[Hit, ...]:
    """What has every one of the words, the best first.

    Parameters
    ----------
    lawbook : Lawbook
    words : str
        Words or beginnings of words; case and accents are ignored.
    limit : int
        How many hits at the most.
    """
    wanted = fold(words).split()
    if not wanted:
        return ()
    scored = []
    for kind, id, title, text, fields in documents(lawbook):
        score = 0.0
        for word in wanted:
            best = max((weight for weight, said in fields if _has(said, word)), default=0.0)
            if not best:
                break
            score += best
        else:
            scored.append(Hit(kind, id, title, text, score))
    scored.sort(key=lambda hit: (-hit.score, hit.id))
    return tuple(scored[:limit])


def documents(
    lawbook: Lawbook,
) -> Iterator[tuple[HitKind, str, str, str, list[tuple[float, str]]]]:
    """What can be found: kind, id, title, text, and folded fields, each with its weight."""
    for instrument in lawbook.instruments.values():
        head = fold(f"{instrument.title} {instrument.id} {instrument.citation}")
        rest = fold(f"{instrument.kind} {instrument.note or ''}")
        fields = [(4.0, head), (1.0, rest)]
        yield "instrument", instrument.id, instrument.title, instrument.citation, fields
        for norm in instrument.norms:
            fields = [
                (3.0, fold(f"{norm.says} {norm.cite}")),
                (2.5, fold(" ".join((*norm.actions, *norm.who_written, norm.modality)))),
                (1.0, head),
                (0.5, fold(f"{norm.note or ''} {norm.when or ''} {norm.unless or ''}")),
            ]
            yield "norm", norm.id, f"{instrument.title}, {norm.cite}", norm.says, fields
    for ruling in lawbook.rulings.values():
        fields = [
            (4.0, fold(f"{ruling.title} {ruling.citation} {ruling.id}")),
            (2.0, fold(ruling.held)),
            (1.0, fold(f"{ruling.issue} {ruling.court} {ruling.note or ''}")),
        ]
        yield "ruling", ruling.id, ruling.title, ruling.held, fields
    for fact in lawbook.facts.values():
        fields = [(5.0, fold(fact.name)), (3.0, fold(f"{fact.ask} {' '.join(fact.values)}"))]
        yield "fact", fact.name, f"declared in {fact.file}", fact.ask, fields
    vocabulary = lawbook.vocabulary
    for action, said in vocabulary.actions.items():
        fields = [(5.0, fold(action)), (3.0, fold(said))]
        yield "action", action, vocabulary.domain_of[action], said, fields
    for who, said in vocabulary.who.items():
        yield "agency kind", who, "who can be asked", said, [(5.0, fold(who)), (3.0, fold(said))]


def fold(text: str) -> str:
    """Text as it is compared: no accents, no case, no punctuation, a space before each word."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " " + " ".join(kept.split())


def _has(folded: str, word: str) -> bool:
    return f" {word}" in folded
