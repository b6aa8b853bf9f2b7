"""The law of a request over a window of days, in spells that give every row the same answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from safehavens.corpus.model import FactValue
from safehavens.decide.engine import Engine
from safehavens.decide.norms.changes import Change
from safehavens.decide.norms.joined_timeline import AnyTimeline
from safehavens.decide.norms.timeline import Stretch
from safehavens.decide.norms.unsure import DOUBTS, Doubt
from safehavens.logic.expression import facts_of
from safehavens.logic.implicants import Cube
from safehavens.logic.residual import masks, restrict
from safehavens.warehouse.settled_stretch import SettledStretch, SettledStretches

Cubes = frozenset[frozenset[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class AnswerSpell:
    """Neighboring stretches whose answers are the same function of the facts.

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
    """The spells of a window, oldest first, and the facts that are columns.

    `spells` are those of verdicts. The others, where they are asked for, are those of the basis,
    and those of what is not known of the law itself.
    """

    spells: tuple[AnswerSpell, ...]
    basis_spells: tuple[AnswerSpell, ...]
    doubt_spells: dict[Doubt, tuple[AnswerSpell, ...]]
    columns: tuple[str, ...]
    presumed: dict[str, FactValue]
    """Facts left out that are presumed, with the value taken."""
    unknown: tuple[str, ...]
    """Facts without presumption that settle verdicts, but are no columns: never known."""
    idle: tuple[str, ...]
    """Facts that were named as columns, but settle nothing."""
    unless: tuple[str, ...]
    """Facts left out that are presumed unless a condition holds."""

    @property
    def changes(self) -> bool:
        """Whether some answer changes within the window."""
        return any(
            len(s) > 1 for s in (self.spells, self.basis_spells, *self.doubt_spells.values())
        )


def find_window_law(
    engine: Engine,
    timeline: AnyTimeline,
    start: date | None,
    end: date | None,
    named: Collection[str],
    only: bool,
    basis: bool,
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
    basis : bool
        Whether the basis is asked for, and what is not known of the law itself.

    Raises
    ------
    BadRequest
        The law has more ways to settle than are worth writing down.
    """
    window = list(_stretches_within(timeline, start, end))
    settled = SettledStretches(engine, basis)
    not_presumed = _find_not_presumed(engine, window)
    # A fact without presumption that settles nothing is as good as left out.
    useful = {
        fact
        for stretch, _ in window
        for _, cubes in settled.settle(stretch, {*named, *not_presumed}).verdicts
        for cube in cubes
        for fact, _ in cube
    }
    given = {*named} if only else {*named, *useful}
    parts = [(settled.find(stretch, given), began) for stretch, began in window]

    def merge(said: Callable[[SettledStretch], object]) -> tuple[AnswerSpell, ...]:
        return _merge(parts, (start, end), partial(_function, said))

    spells = merge(_say_verdicts)
    basis_spells: tuple[AnswerSpell, ...] = ()
    doubt_spells: dict[Doubt, tuple[AnswerSpell, ...]] = {}
    if basis:
        basis_spells = merge(_say_basis)
        doubt_spells = {doubt: merge(partial(_say_doubt, doubt)) for doubt in DOUBTS}
    return _collect(engine, (spells, basis_spells, doubt_spells), given, useful - given)


def _find_not_presumed(
    engine: Engine, window: Iterable[tuple[Stretch, tuple[Change, ...]]]
) -> set[str]:
    """The facts that have no presumed value in any stretch of a window."""
    mentioned: set[str] = set()
    presumed: set[str] = set()
    for stretch, _ in window:
        position = stretch.position
        mentioned |= {*position.facts}
        settled = engine.settle(position, {})
        presumed |= settled.known.keys() & {*position.facts}
    vocabulary = engine.lawbook.facts
    return {name for name in mentioned - presumed if vocabulary[name].presume is None}


def _merge(
    parts: Sequence[tuple[SettledStretch, tuple[Change, ...]]],
    window: tuple[date | None, date | None],
    answer_of: Callable[[SettledStretch], object],
) -> tuple[AnswerSpell, ...]:
    """Neighboring stretches that give the same answers, as one spell."""
    start, end = window
    spells: list[AnswerSpell] = []
    for part, began in parts:
        stretch = part.stretch
        day = ((stretch.start, began),) if stretch.start is not None and began else ()
        after = min(filter(None, (end, stretch.end)), default=None)
        if spells and answer_of(spells[-1].last) == answer_of(part):
            before = spells[-1]
            spells[-1] = replace(
                before, end=after, parts=(*before.parts, part), began=(*before.began, *day)
            )
        else:
            first = max(filter(None, (start, stretch.start)), default=None)
            spells.append(AnswerSpell(first, after, (part,), day))
    return tuple(spells)


def _collect(
    engine: Engine,
    found: tuple[
        tuple[AnswerSpell, ...], tuple[AnswerSpell, ...], dict[Doubt, tuple[AnswerSpell, ...]]
    ],
    given: Collection[str],
    unknown: Collection[str],
) -> WindowLaw:
    parts = [part for spell in found[0] for part in spell.parts]
    mentioned = {fact for part in parts for fact in part.stretch.position.facts}
    presumed = {
        name: value
        for part in parts
        for name, value in part.settling.presumed.items()
        if name not in _special(part)
        and (name in mentioned or _restricts_others(engine, name, value))
    }
    columns = {fact for part in parts for fact in part.find_facts()}
    return WindowLaw(
        *found,
        tuple(sorted(columns)),
        dict(sorted(presumed.items())),
        tuple(sorted(unknown)),
        tuple(sorted(set(given) - columns)),
        tuple(sorted(_find_presumed_unless(engine, parts, given))),
    )


def _find_presumed_unless(
    engine: Engine, parts: Iterable[SettledStretch], given: Collection[str]
) -> set[str]:
    """The facts left out of which the vocabulary says what is presumed unless a condition holds."""
    hanging = engine.conditions.presumed_unless.keys() - set(given)
    return {
        name
        for part in parts
        for leaning in part.settling.leanings
        for name in facts_of(leaning)
        if name in hanging and name not in part.settling.presumed and name not in _special(part)
    }


def _special(part: SettledStretch) -> set[str]:
    """The facts of which something else than the vocabulary says what is taken to be so."""
    circumstances = part.stretch.position.circumstances
    return {name for name, _ in (*circumstances.usual, *circumstances.fixed)}


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


def _function(said: Callable[[SettledStretch], object], part: SettledStretch) -> object:
    """An answer as a function of the facts: what is said, of each way in which presumptions fall;
    and where nothing is."""
    ways = [(_as_set(way.when), _function(said, way.law)) for way in part.ways]
    return said(part), ways, _as_set(part.contradictory), _as_set(part.settling.impossible)


def _say_verdicts(part: SettledStretch) -> object:
    return {verdict: _as_set(cubes) for verdict, cubes in part.settling.verdicts}


def _say_basis(part: SettledStretch) -> object:
    assert part.basis is not None
    return [(level, _as_set(cubes)) for level, cubes in part.basis.bases]


def _say_doubt(doubt: Doubt, part: SettledStretch) -> object:
    assert part.basis is not None
    return _as_set(part.basis.sure.get(doubt, ((),)))


def _as_set(cubes: Sequence[Cube]) -> Cubes:
    return frozenset(frozenset(cube) for cube in cubes)
