"""The law of a request over a window of days, in spells that give every row the same answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.facts.settling import Settling, find_settling
from safehavens.decide.norms.changes import Change
from safehavens.decide.norms.joined_timeline import AnyTimeline
from safehavens.decide.norms.timeline import Stretch
from safehavens.decide.request import BadRequest
from safehavens.logic.implicants import Cube, TooComplex
from safehavens.logic.residual import masks, restrict
from safehavens.warehouse.patterns import Patterns, find_patterns

Cubes = frozenset[frozenset[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class SettledStretch:
    """A stretch of law, with what settles it."""

    stretch: Stretch
    settling: Settling
    patterns: Patterns


@dataclass(frozen=True, slots=True)
class AnswerSpell:
    """Neighboring stretches whose verdicts are the same function of the facts.

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
    parts: tuple[SettledStretch, ...]
    began: tuple[tuple[date, tuple[Change, ...]], ...]

    @property
    def last(self) -> SettledStretch:
        """The latest law, whose conditions are shown."""
        return self.parts[-1]


@dataclass(frozen=True, slots=True)
class WindowLaw:
    """The spells of a window, oldest first, and the facts that are columns."""

    spells: tuple[AnswerSpell, ...]
    columns: tuple[str, ...]
    presumed: dict[str, FactValue]
    """Facts left out that are presumed, with the value taken."""
    unknown: tuple[str, ...]
    """Facts without presumption that settle verdicts, but are no columns: never known."""
    idle: tuple[str, ...]
    """Facts that were named as columns, but settle nothing."""


def find_window_law(
    engine: Engine,
    timeline: AnyTimeline,
    start: date | None,
    end: date | None,
    named: Collection[str],
    only: bool,
) -> WindowLaw:
    """Find the law of a request in a window of days.

    Parameters
    ----------
    engine : Engine
    timeline : AnyTimeline
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
    window = list(_stretches_within(timeline, start, end))
    settlings = _Settlings(engine)
    mentioned = {name for stretch, _ in window for name in stretch.position.facts}
    not_presumed = {name for name in mentioned if engine.lawbook.facts[name].presume is None}
    # A fact without presumption that settles nothing is as good as left out.
    useful = {
        fact
        for stretch, _ in window
        for _, cubes in settlings.find(stretch, {*named, *not_presumed}).verdicts
        for cube in cubes
        for fact, _ in cube
    }
    given = {*named} if only else {*named, *useful}
    spells: list[AnswerSpell] = []
    for stretch, began in window:
        part = settlings.settled_stretch(stretch, given)
        day = ((stretch.start, began),) if stretch.start is not None and began else ()
        after = min(filter(None, (end, stretch.end)), default=None)
        if spells and _verdict_function(spells[-1].last.settling) == _verdict_function(
            part.settling
        ):
            before = spells[-1]
            spells[-1] = replace(
                before, end=after, parts=(*before.parts, part), began=(*before.began, *day)
            )
        else:
            first = max(filter(None, (start, stretch.start)), default=None)
            spells.append(AnswerSpell(first, after, (part,), day))
    return _collect(engine, spells, given, useful - given)


def _collect(
    engine: Engine, spells: Sequence[AnswerSpell], given: Collection[str], unknown: Collection[str]
) -> WindowLaw:
    parts = [part for spell in spells for part in spell.parts]
    mentioned = {fact for part in parts for fact in part.stretch.position.facts}
    presumed = {
        name: value
        for part in parts
        for name, value in part.settling.presumed.items()
        if name in mentioned or _restricts_others(engine, name, value)
    }
    columns = {fact for part in parts for fact in part.settling.facts}
    return WindowLaw(
        tuple(spells),
        tuple(sorted(columns)),
        dict(sorted(presumed.items())),
        tuple(sorted(unknown)),
        tuple(sorted(set(given) - columns)),
    )


def _restricts_others(engine: Engine, name: str, value: FactValue) -> bool:
    """Whether the presumption of a fact leaves something for other facts to be."""
    mask = engine.classes[name].of(value)
    about = (node for node in engine.facts.constraints([name]) if name in dict(masks(node)))
    return any(restrict(node, name, mask) is not True for node in about)


def _stretches_within(
    timeline: AnyTimeline, start: date | None, end: date | None
) -> Iterator[tuple[Stretch, tuple[Change, ...]]]:
    """The stretches that the window touches, each with what happened on the day it begins."""
    for stretch in timeline:
        over = start is not None and stretch.end is not None and stretch.end <= start
        ahead = end is not None and stretch.start is not None and stretch.start >= end
        if not over and not ahead:
            inside = start is None or (stretch.start is not None and stretch.start >= start)
            began = timeline.changes_on(stretch.start) if inside and stretch.start else ()
            yield stretch, began


class _Settlings:
    """What settles positions; each is worked out once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._settled: dict[tuple[int, frozenset[str]], Settling] = {}
        self._patterns: dict[tuple[int, frozenset[str]], Patterns] = {}

    def find(self, stretch: Stretch, given: Collection[str]) -> Settling:
        key = (id(stretch.position), frozenset(given))
        if key not in self._settled:
            try:
                self._settled[key] = _without_impossible(
                    find_settling(self._engine, stretch.position, given)
                )
            except TooComplex:
                raise BadRequest(
                    f"The law from {stretch.start or 'the beginning'} can be settled in too many "
                    f"ways to write down; name fewer facts, or screen the table."
                ) from None
        return self._settled[key]

    def settled_stretch(self, stretch: Stretch, given: Collection[str]) -> SettledStretch:
        settling = self.find(stretch, given)
        key = (id(stretch.position), frozenset(given))
        if key not in self._patterns:
            self._patterns[key] = find_patterns(self._engine, stretch.position, given, settling)
        return SettledStretch(stretch, settling, self._patterns[key])


def _without_impossible(settling: Settling) -> Settling:
    """Without the cubes of rows that cannot be: such rows get no verdict before these are asked."""
    verdicts = tuple(
        (verdict, tuple(c for c in cubes if not _lies_inside(c, settling.impossible)))
        for verdict, cubes in settling.verdicts
    )
    verdicts = tuple((verdict, cubes) for verdict, cubes in verdicts if cubes)
    every = [*(cube for _, cubes in verdicts for cube in cubes), *settling.impossible]
    facts = tuple(sorted({fact for cube in every for fact, _ in cube}))
    return replace(settling, verdicts=verdicts, facts=facts)


def _lies_inside(cube: Cube, others: Iterable[Cube]) -> bool:
    """Whether all rows of a cube are rows of one of the others."""
    known = dict(cube)
    return any(all(not known.get(f, ~m) & ~m for f, m in other) for other in others)


def _verdict_function(settling: Settling) -> tuple[dict[Verdict, Cubes], Cubes]:
    return (
        {verdict: _as_set(cubes) for verdict, cubes in settling.verdicts},
        _as_set(settling.impossible),
    )


def _as_set(cubes: Sequence[Cube]) -> Cubes:
    return frozenset(frozenset(cube) for cube in cubes)
