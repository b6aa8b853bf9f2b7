"""The verdict over time: each spell of one answer, and what began it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from safehavens.corpus.model import Verdict
from safehavens.decide.brief import decide_briefly
from safehavens.decide.engine import Engine
from safehavens.decide.norms.changes import Change
from safehavens.decide.request import Request, check_request


@dataclass(frozen=True, slots=True)
class VerdictSpell:
    """A stretch of days with one verdict for one reason.

    `start` None: before the first change on record; `end` None: open. `deciding` are the norms
    that give the verdict; `began` is what happened on the day it started.
    """

    start: date | None
    end: date | None
    verdict: Verdict
    deciding: tuple[str, ...]
    began: tuple[Change, ...]


def trace_history(engine: Engine, request: Request) -> tuple[VerdictSpell, ...]:
    """The verdict on a request over all time, oldest first; the request's day is not looked at.

    Raises what `safehavens.decide.reasons.decide` raises.
    """
    check_request(engine.lawbook, request)
    return tuple(_merged(_spells(engine, request)))


def _spells(engine: Engine, request: Request) -> Iterator[VerdictSpell]:
    timeline = engine.timeline(request.place, request.who, request.action)
    for stretch in timeline:
        answer = decide_briefly(engine, stretch.position, request.facts, questions=False)
        began = () if stretch.start is None else timeline.changes_on(stretch.start)
        yield VerdictSpell(stretch.start, stretch.end, answer.verdict, answer.deciding, began)


def _merged(spells: Iterator[VerdictSpell]) -> Iterator[VerdictSpell]:
    """Neighbors with the same verdict for the same reason become one."""
    held = next(spells)
    for spell in spells:
        if (spell.verdict, spell.deciding) == (held.verdict, held.deciding):
            held = VerdictSpell(held.start, spell.end, held.verdict, held.deciding, held.began)
        else:
            yield held
            held = spell
    yield held
