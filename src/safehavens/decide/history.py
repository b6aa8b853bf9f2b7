"""The verdict over time: each spell of one answer, and what began it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from safehavens.corpus.model import Basis, Verdict
from safehavens.decide.brief import Brief, decide_briefly
from safehavens.decide.engine import Engine
from safehavens.decide.norms.changes import Change
from safehavens.decide.request import Request, check_facts, check_words, find_answered_days


@dataclass(frozen=True, slots=True)
class VerdictSpell:
    """A stretch of days with one verdict for one reason.

    `start` None: before the first change on record; `end` None: open. `basis` is what the verdict
    rests on (the weakest possible); where that changes, another stretch begins, too. `deciding` are
    the norms that give the verdict; `began` is what happened on the day it started, nothing where
    that is only the first day that is answered.
    """

    start: date | None
    end: date | None
    verdict: Verdict
    basis: Basis
    deciding: tuple[str, ...]
    began: tuple[Change, ...]


def trace_history(
    engine: Engine, request: Request, answers: dict[int, Brief] | None = None
) -> tuple[VerdictSpell, ...]:
    """The verdict on a request over all days that are answered, oldest first.

    The request's own day is not looked at. Where the corpus says from which day on a domain is
    answered, the first spell starts there.

    Parameters
    ----------
    engine : Engine
    request : Request
    answers : dict of int to Brief, optional
        What is answered is kept here and not asked again: for those who ask the same facts of
        many places. By the id of the position, which stays as long as the engine.

    Raises what `safehavens.decide.reasons.decide` raises.
    """
    check_words(engine.lawbook, request.who, request.action)
    check_facts(engine.lawbook, request.facts)
    spells = tuple(_merged(_spells(engine, request, {} if answers is None else answers)))
    first = find_answered_days(engine.lawbook, (request.action,)).start
    return spells if first is None else tuple(_cut(spells, first))


def _spells(engine: Engine, request: Request, answers: dict[int, Brief]) -> Iterator[VerdictSpell]:
    timeline = engine.timeline(request.place, request.who, request.action)
    for stretch in timeline:
        position = stretch.position
        answer = answers.get(id(position))
        if answer is None:
            answer = decide_briefly(engine, position, request.facts, questions=False)
            answers[id(position)] = answer
        began = () if stretch.start is None else timeline.changes_on(stretch.start)
        yield VerdictSpell(
            stretch.start, stretch.end, answer.verdict, answer.basis, answer.deciding, began
        )


def _cut(spells: Iterable[VerdictSpell], first: date) -> Iterator[VerdictSpell]:
    """What is left of spells from a day on."""
    for spell in spells:
        if spell.start is not None and spell.start >= first:
            yield spell
        elif spell.end is None or spell.end > first:
            yield replace(spell, start=first, began=())


def _merged(spells: Iterator[VerdictSpell]) -> Iterator[VerdictSpell]:
    """Neighbors with the same verdict for the same reason become one."""
    held = next(spells)
    for spell in spells:
        if _answer(spell) == _answer(held):
            held = replace(held, end=spell.end)
        else:
            yield held
            held = spell
    yield held


def _answer(spell: VerdictSpell) -> tuple[Verdict, Basis, tuple[str, ...]]:
    return spell.verdict, spell.basis, spell.deciding
