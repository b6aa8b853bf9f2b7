"""The law of a question over a window of time, in spells that give every row the same answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.history import Change
from safehavens.decide.history import _changes as changes_between
from safehavens.decide.request import BadRequest
from safehavens.decide.settling import Settling, settling
from safehavens.decide.timeline import Stretch
from safehavens.logic.implicants import Cube, TooComplex
from safehavens.warehouse.patterns import Patterns, patterns

Cubes = frozenset[frozenset[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of law, with what settles it."""

    stretch: Stretch
    settling: Settling
    patterns: Patterns


@dataclass(frozen=True, slots=True)
class Spell:
    """Neighbouring stretches whose verdicts are the same function of the facts.

    Attributes
    ----------
    start, end : datetime.date or None
        First day, and first day after; None: open. Both lie in the window.
    parts : tuple of Part
        Oldest first.
    began : tuple of (day, changes)
        What happened on the day it begins and on the days within.
    """

    start: date | None
    end: date | None
    parts: tuple[Part, ...]
    began: tuple[tuple[date, tuple[Change, ...]], ...]

    @property
    def last(self) -> Part:
        """The latest law, whose conditions are shown."""
        return self.parts[-1]


@dataclass(frozen=True, slots=True)
class Law:
    """The spells of a window, oldest first, and the facts that are columns."""

    spells: tuple[Spell, ...]
    columns: tuple[str, ...]
    presumed: dict[str, FactValue]
    """Facts left out that are presumed, with the value taken."""
    unknown: tuple[str, ...]
    """Facts left out that are never known, though some norm asks for them."""


def law(
    engine: Engine,
    stretches: Iterable[Stretch],
    start: date | None,
    end: date | None,
    named: Collection[str],
    only: bool,
) -> Law:
    """The law of a question in a window of time.

    Parameters
    ----------
    engine : Engine
    stretches : iterable of Stretch
        Of the question's timeline, oldest first.
    start, end : datetime.date, optional
        The window: first day, and first day after.
    named : collection of str
        Facts that are columns in any case.
    only : bool
        No other fact is a column. Else every fact is that settles a verdict and has no
        presumption.

    Raises
    ------
    BadRequest
        The law has more ways to settle than are worth writing down.
    """
    window = list(_within(stretches, start, end))
    given = set(named)
    if not only:
        facts = engine.lawbook.facts
        asked = {name for stretch, _ in window for name in stretch.position.facts}
        given |= {name for name in asked if facts[name].presume is None}
        # A fact without presumption that settles nothing is as good as left out.
        useful = {
            fact
            for stretch, _ in window
            for _, cubes in _settling(engine, stretch, given).verdicts
            for cube in cubes
            for fact, _ in cube
        }
        given = useful | set(named)
    spells: list[Spell] = []
    presumed: dict[str, FactValue] = {}
    asked_for: set[str] = set()
    for stretch, began in window:
        settled = _settling(engine, stretch, given)
        part = Part(stretch, settled, patterns(engine, stretch.position, given, settled.presumed))
        presumed.update(settled.presumed)
        asked_for.update(stretch.position.facts)
        day = () if stretch.start is None or not began else ((stretch.start, began),)
        first = max(filter(None, (start, stretch.start)), default=None)
        after = min(filter(None, (end, stretch.end)), default=None)
        if spells and _meaning(spells[-1].last.settling) == _meaning(settled):
            held = spells[-1]
            spells[-1] = replace(
                held, end=after, parts=(*held.parts, part), began=(*held.began, *day)
            )
        else:
            spells.append(Spell(first, after, (part,), day))
    read = {f for spell in spells for p in spell.parts for f in p.settling.facts}
    return Law(
        tuple(spells),
        tuple(sorted(read)),
        dict(sorted(presumed.items())),
        tuple(sorted(asked_for - presumed.keys() - given)) if only else (),
    )


def _within(
    stretches: Iterable[Stretch], start: date | None, end: date | None
) -> Iterator[tuple[Stretch, tuple[Change, ...]]]:
    """The stretches that the window touches, each with what happened on the day it begins."""
    before: Stretch | None = None
    for stretch in stretches:
        over = start is not None and stretch.end is not None and stretch.end <= start
        ahead = end is not None and stretch.start is not None and stretch.start >= end
        if not over and not ahead:
            began = () if before is None else tuple(changes_between(before, stretch))
            yield stretch, began
        before = stretch


def _settling(engine: Engine, stretch: Stretch, given: Collection[str]) -> Settling:
    try:
        return settling(engine, stretch.position, given)
    except TooComplex:
        raise BadRequest(
            f"The law from {stretch.start or 'the beginning'} has more ways to settle than are "
            f"worth writing down; name fewer facts with --only, or screen the table."
        ) from None


def _meaning(settled: Settling) -> tuple[dict[Verdict, Cubes], Cubes]:
    return (
        {verdict: _set(cubes) for verdict, cubes in settled.verdicts},
        _set(settled.impossible),
    )


def _set(cubes: Sequence[Cube]) -> Cubes:
    return frozenset(frozenset(cube) for cube in cubes)
