"""The verdict over time: each spell of one answer, and what began it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from safehavens.corpus.model import Basis, Verdict
from safehavens.decide.brief import Brief, decide_briefly
from safehavens.decide.engine import Engine
from safehavens.decide.norms.changes import Change
from safehavens.decide.norms.joined_timeline import AnyTimeline
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.timeline import Stretch
from safehavens.decide.request import (
    Given,
    Request,
    check_facts,
    check_words,
    find_answered_days,
)


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
    engine: Engine, request: Request, answers: dict[Hashable, Brief] | None = None
) -> tuple[VerdictSpell, ...]:
    """The verdict on a request over all days that are answered, oldest first.

    The request's own day is not looked at. Where the corpus says from which day on a domain is
    answered, the first spell starts there.

    Parameters
    ----------
    engine : Engine
    request : Request
    answers : dict, optional
        What is answered is kept here and not asked again: for those who ask the same facts of
        many places. By `Position.alike`.

    Raises what `safehavens.decide.reasons.decide` raises.
    """
    check_words(engine.lawbook, request.who, request.action)
    check_facts(engine.lawbook, request.facts)
    spells = tuple(_trace_spells(engine, request, {} if answers is None else answers))
    first = find_answered_days(engine.lawbook, (request.action,)).start
    return spells if first is None else tuple(_cut(spells, first))


def _trace_spells(
    engine: Engine, request: Request, answers: dict[Hashable, Brief]
) -> Iterator[VerdictSpell]:
    """The spells of one answer; neighbors with the same verdict for the same reason are one."""
    timeline = engine.timeline(request.place, request.who, request.action)
    first, said = next(iter(timeline)), None
    for stretch in timeline:
        brief = _answer(engine, stretch.position, request.facts, answers)
        answer = brief.verdict, brief.basis, brief.deciding
        if answer != said:
            if said is not None:
                yield _write_spell(timeline, first, stretch.start, said)
            first, said = stretch, answer
    if said is not None:
        yield _write_spell(timeline, first, None, said)


def _answer(
    engine: Engine, position: Position, facts: Given, answers: dict[Hashable, Brief]
) -> Brief:
    key = position.alike(facts)
    brief = answers.get(key)
    if brief is None:
        brief = answers[key] = decide_briefly(engine, position, facts, questions=False)
    return brief


def _write_spell(
    timeline: AnyTimeline,
    first: Stretch,
    end: date | None,
    answer: tuple[Verdict, Basis, tuple[str, ...]],
) -> VerdictSpell:
    began = () if first.start is None else timeline.changes_on(first.start)
    return VerdictSpell(first.start, end, *answer, began)


def _cut(spells: Iterable[VerdictSpell], first: date) -> Iterator[VerdictSpell]:
    """What is left of spells from a day on."""
    for spell in spells:
        if spell.start is not None and spell.start >= first:
            yield spell
        elif spell.end is None or spell.end > first:
            yield replace(spell, start=first, began=())
