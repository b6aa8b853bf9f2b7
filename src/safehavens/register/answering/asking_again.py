"""A book's answers asked again of the corpus that gave them: whether they are what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safehavens.decide.engine import Engine
from safehavens.register.answering.answering_requests import find_changed_fields
from safehavens.register.cases.folding import fold_entries
from safehavens.register.entries.bodies import AnswerBody, RequestBody
from safehavens.register.entries.entry import Entry
from safehavens.register.entries.reading_bodies import RefusedEntry


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """What asking again came to.

    Attributes
    ----------
    asked : int
        How many answers this corpus has given.
    others : int
        How many rest on another corpus, or on a request that was destroyed, and were not asked.
    changed : mapping of int to tuple of str
        The entries that differ, and in which fields.
    """

    asked: int
    others: int
    changed: Mapping[int, tuple[str, ...]]


def find_changed_answers(engine: Engine, entries: Iterable[Entry]) -> AskedAgain:
    """Ask every answer again that the engine's own corpus has given.

    Parameters
    ----------
    engine : Engine
    entries : iterable of Entry
        A whole book.
    """
    asked = others = 0
    changed: dict[int, tuple[str, ...]] = {}
    for case in fold_entries(entries).cases.values():
        for answer in case.answers:
            request = case.request
            if request is None or answer.body.corpus != engine.lawbook.version:
                others += 1
                continue
            asked += 1
            differing = [
                _find_changed(engine, form, answer.body)
                for form in (request.body, request.as_written)  # as it reads, and as it read
                if form is not None
            ]
            if all(differing):
                changed[answer.no] = differing[0]
    return AskedAgain(asked, others, changed)


def _find_changed(engine: Engine, request: RequestBody, answer: AnswerBody) -> tuple[str, ...]:
    try:
        return tuple(find_changed_fields(engine, request, answer))
    except RefusedEntry:
        return ("corpus",)
