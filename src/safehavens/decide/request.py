"""A request, checked before it is decided."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from safehavens.corpus.model import FactValue, Lawbook
from safehavens.corpus.reading.fact_values import wrong_value


class BadRequest(ValueError):
    """A question that cannot be asked. The message is one sentence: what, and what is allowed."""


def check_request(
    lawbook: Lawbook, who: str, action: str, facts: Mapping[str, FactValue | None]
) -> None:
    """Raise BadRequest for a word, a fact or a value that the lawbook does not know."""
    vocabulary = lawbook.vocabulary
    if who not in vocabulary.who:
        raise BadRequest(_unknown("agency kind", who, vocabulary.who))
    if action not in vocabulary.actions:
        raise BadRequest(_unknown("action", action, vocabulary.actions))
    declared = lawbook.facts
    for name, value in facts.items():
        fact = declared.get(name)
        if fact is None:
            raise BadRequest(_unknown("fact", name, declared))
        if fact.type == "bool" and (value is True or value is False):
            continue  # most facts are of this kind, and this is asked a million times
        if (wrong := wrong_value(fact, value)) is not None:
            raise BadRequest(wrong)


def _unknown(kind: str, given: str, known: Iterable[str]) -> str:
    known = tuple(known)
    near = difflib.get_close_matches(given, known, 3, 0.5)
    if near:
        return f"There is no {kind} {given!r}; did you mean {' or '.join(near)}?"
    if len(known) <= 40:
        return f"There is no {kind} {given!r}; known: {', '.join(known)}."
    return f"There is no {kind} {given!r}; `safehavens search WORDS` finds facts by their question."
