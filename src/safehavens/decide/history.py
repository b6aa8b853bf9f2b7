"""The verdict over time: each spell of one answer, and what began it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from safehavens.corpus.model import Verdict
from safehavens.decide.brief import brief
from safehavens.decide.engine import Engine
from safehavens.decide.norms.timeline import Stretch
from safehavens.decide.request import Request, check_request


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to the norms of a question on a day.

    `what`: `begins` or `ends` (a norm's spell), or a ruling's effect (`enjoined`, `revived`…).
    """

    what: str
    norm: str
    ruling: str | None = None


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


def history(engine: Engine, request: Request) -> tuple[VerdictSpell, ...]:
    """The verdict on a request over all time, oldest first; the request's day is not looked at.

    Raises what `safehavens.decide.reasons.decide` raises.
    """
    check_request(engine.lawbook, request)
    return tuple(_merged(_spells(engine, request)))


def _spells(engine: Engine, request: Request) -> Iterator[VerdictSpell]:
    before: Stretch | None = None
    for stretch in engine.timeline(request.place, request.who, request.action):
        said = brief(engine, stretch.position, request.facts, questions=False)
        began = () if before is None else tuple(changes_between(before, stretch))
        yield VerdictSpell(stretch.start, stretch.end, said.verdict, said.deciding, began)
        before = stretch


def _merged(spells: Iterator[VerdictSpell]) -> Iterator[VerdictSpell]:
    """Neighbours with the same verdict for the same reason become one."""
    held = next(spells)
    for spell in spells:
        if (spell.verdict, spell.deciding) == (held.verdict, held.deciding):
            held = VerdictSpell(held.start, spell.end, held.verdict, held.deciding, held.began)
        else:
            yield held
            held = spell
    yield held


def changes_between(before: Stretch, after: Stretch) -> Iterator[Change]:
    """What happened to the norms between two neighbouring stretches."""
    was = {c.citation.norm: c for c in (*before.considered, *before.out)}
    now = {c.citation.norm: c for c in (*after.considered, *after.out)}
    for norm in sorted(was.keys() - now.keys()):
        yield Change("ends", norm)
    for norm in sorted(now):
        if norm not in was:
            yield Change("begins", norm)
        old = set(was[norm].rulings) if norm in was else set()
        for touch in now[norm].rulings:
            if touch not in old:
                yield Change(touch.effect, norm, touch.ruling)
        if norm in was:
            for touch in was[norm].rulings:
                if touch not in now[norm].rulings and touch.effect != "upheld":
                    yield Change(f"no longer {touch.effect}", norm, touch.ruling)
