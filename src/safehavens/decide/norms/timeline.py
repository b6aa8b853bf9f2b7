"""The law on one action of one agency kind, stretch by stretch of time.

Law is piecewise constant: it changes on the days on which norms and rulings begin or end. A
timeline holds these days; what applies in a stretch is worked out when it is first asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from safehavens.corpus.model import Effect, Lawbook, Norm
from safehavens.decide.cited import Citation, Considered, RulingTouch
from safehavens.decide.norms.agency_law import AgencyLaw
from safehavens.decide.norms.basis import is_firm
from safehavens.decide.norms.changes import Change, find_changes
from safehavens.decide.norms.circumstances import Circumstances
from safehavens.decide.norms.force import Force, find_days_of_change, find_force
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.reach import Extent, effect_reaches
from safehavens.decide.norms.unsure import NormHere
from safehavens.values.quick_dataclass import dataclass

_NOWHERE: Final[frozenset[str]] = frozenset()


class Course:
    """A norm over time, for all places that the same rulings on it reach.

    Parameters
    ----------
    lawbook : Lawbook
    norm : Norm
    maker : str
        The place whose law it is, for these places.
    reaching, beside : list of Effect
        The effects that reach these places, and those on parties that are no place.
    """

    def __init__(
        self,
        lawbook: Lawbook,
        norm: Norm,
        maker: str,
        reaching: list[Effect],
        beside: list[Effect],
    ) -> None:
        self.norm = norm
        self.maker = maker
        self.days = sorted(find_days_of_change(norm, [*reaching, *beside]))
        self._lawbook = lawbook
        self._reaching = reaching
        self._beside = beside
        self._phases: list[Phase | None] = [None] * (len(self.days) + 1)

    def at(self, on: date) -> Phase:
        """How the norm is on a day."""
        i = bisect_right(self.days, on)
        return self._phases[i] or self._make(i)

    def _make(self, i: int) -> Phase:
        on = self.days[i - 1] if i else date.min
        force = find_force(self.norm, self._reaching, self._beside, on)
        phase = self._phases[i] = Phase(self, force)
        return phase

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What happens to the norm, oldest first."""
        return tuple(find_changes(self.norm, [*self._reaching, *self._beside]))

    @cached_property
    def citation(self) -> Citation:
        """The norm as answers cite it."""
        return cite_norm(self._lawbook, self.norm, self.maker)

    def touch(self, effect: Effect) -> RulingTouch:
        """One of its effects as answers tell of it."""
        return describe_effect(self._lawbook, effect, any(effect is e for e in self._reaching))


class Phase:
    """A stretch of days in which a norm's spell and the rulings on it stay the same.

    Attributes
    ----------
    norm : Norm
    in_spell : bool
        It is in a spell of its own, or may be.
    taken_out : bool
        A ruling keeps it from holding.
    unsure : tuple of Spell
        The spells that it may be in, where it is surely in none.
    """

    def __init__(self, course: Course, force: Force) -> None:
        self.norm = course.norm
        self.in_spell = force.in_spell is not None
        self.taken_out = force.taken_out is not None
        self.unsure = force.unsure
        self._course = course
        self._force = force
        self._here: dict[bool, NormHere] = {}

    def norm_here(self, may_not_bind: bool) -> NormHere:
        """The norm as it is in force in this stretch for an agency that it binds, or may not."""
        here = self._here.get(may_not_bind)
        if here is None:
            here = self._here[may_not_bind] = NormHere(self.norm, self.unsure, may_not_bind)
        return here

    @cached_property
    def considered(self) -> Considered:
        """What a decision says of the norm; only where it is in a spell, or may be."""
        course, force = self._course, self._force
        spell = force.in_spell
        assert spell is not None
        return Considered(
            citation=course.citation,
            start=spell.start,
            end=spell.end,
            starts_from=spell.starts_from,
            ends_by=spell.ends_by,
            rulings=tuple(course.touch(effect) for effect in force.touching),
            taken_out=course.touch(force.taken_out) if force.taken_out else None,
        )


class Courses:
    """The courses of a lawbook's norms, each made once for all places where it is the same.

    Parameters
    ----------
    lawbook : Lawbook
    effects : mapping of str to sequence of Effect
        By norm, what rulings did to it.
    """

    def __init__(self, lawbook: Lawbook, effects: Mapping[str, Sequence[Effect]]) -> None:
        self.lawbook = lawbook
        self._effects = effects
        self._courses: dict[tuple[str, str, tuple[bool, ...]], Course] = {}

    def find(self, norm: Norm, extent: Extent) -> Course:
        """A norm's course for the places of an extent."""
        effects = self._effects.get(norm.id, ())
        reaches = tuple([effect_reaches(effect, extent) for effect in effects])
        instrument = self.lawbook.instruments[norm.instrument]
        maker = instrument.maker_for(extent.own or "")
        course = self._courses.get((norm.id, maker, reaches))
        if course is None:
            reaching = [e for e, here in zip(effects, reaches, strict=True) if here]
            beside = [e for e in effects if not e.everywhere and not e.places]
            course = Course(self.lawbook, norm, maker, reaching, beside)
            self._courses[norm.id, maker, reaches] = course
        return course


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days under the same norms and the same rulings.

    `held` are the norms of the position as they are in force for the agency, `suspended` those that
    a ruling keeps from holding, by id. `start` None: from the beginning of time; `end` None: open.
    """

    start: date | None
    end: date | None
    position: Position
    held: tuple[NormHere, ...]
    suspended: tuple[NormHere, ...]
    phases: tuple[Phase, ...]
    """Those of `held`, then those of `suspended`."""

    @property
    def considered(self) -> tuple[Considered, ...]:
        """What a decision says of each of the position's norms, in that order."""
        return tuple([phase.considered for phase in self.phases[: len(self.held)]])

    @property
    def out(self) -> tuple[Considered, ...]:
        """What a decision says of the norms that a ruling keeps from holding."""
        return tuple([phase.considered for phase in self.phases[len(self.held) :]])


class Timeline:
    """The stretches of one question, for all places of one extent.

    Parameters
    ----------
    law : AgencyLaw
    courses : Courses
    extent : Extent
    position_of : callable
        The position of norms in force, for an extent and circumstances.
    """

    def __init__(
        self,
        law: AgencyLaw,
        courses: Courses,
        extent: Extent,
        position_of: Callable[[Sequence[NormHere], Extent, str, Circumstances], Position],
    ) -> None:
        self._law = law
        self.listed = law.listed
        self._extent = extent
        self._instruments = instruments = courses.lawbook.instruments
        self._position_of = position_of
        found = [courses.find(norm, extent) for norm in law.norms]
        binding = [course for course in found if instruments[course.norm.instrument].binding]
        advisory = [course for course in found if not instruments[course.norm.instrument].binding]
        self._courses = [*binding, *advisory]
        days = {*law.days}.union(*(course.days for course in found))
        self.days: tuple[date, ...] = tuple(sorted(days))
        self._stretches: list[Stretch | None] = [None] * (len(self.days) + 1)
        self._changes: dict[date, list[Change]] | None = None

    def at(self, on: date) -> Stretch:
        """The stretch that a day lies in."""
        i = bisect_right(self.days, on)
        return self._stretches[i] or self._make(i)

    def __iter__(self) -> Iterator[Stretch]:
        """Every stretch, oldest first."""
        return self._list(0)

    def since(self, on: date) -> Iterator[Stretch]:
        """The stretch that a day lies in, and every later one."""
        return self._list(bisect_right(self.days, on))

    def changes_on(self, day: date) -> tuple[Change, ...]:
        """What happens to the norms of the question on a day: what ends first, then by norm."""
        if self._changes is None:
            by_day: dict[date, list[Change]] = {}
            for course in self._courses:
                for change in course.changes:
                    by_day.setdefault(change.on, []).append(change)
            for changes in by_day.values():
                changes.sort(key=lambda change: (change.what != "ends", change.norm))
            self._changes = by_day  # whole, as another thread may read it at once
        return tuple(self._changes.get(day, ()))

    def _list(self, first: int) -> Iterator[Stretch]:
        for i in range(first, len(self._stretches)):
            yield self._stretches[i] or self._make(i)

    def _make(self, i: int) -> Stretch:
        start = self.days[i - 1] if i else None
        end = self.days[i] if i < len(self.days) else None
        on = start or date.min
        law = self._law
        current = [phase for course in self._courses if (phase := course.at(on)).in_spell]
        holding = [phase for phase in current if not phase.taken_out]
        out = [phase for phase in current if phase.taken_out]
        taken_out = _NOWHERE
        if out:
            out.sort(key=lambda phase: phase.norm.id)
            firm = [phase.norm.instrument for phase in out if is_firm(phase.norm)]
            taken_out = frozenset(
                [self._instruments[id].issuer for id in firm if self._instruments[id].binding]
            )
        held = tuple([self._norm_here(phase) for phase in holding])
        position = self._position_of(held, self._extent, law.who, law.circumstances(on, taken_out))
        suspended = tuple([self._norm_here(phase) for phase in out])
        stretch = Stretch(start, end, position, held, suspended, (*holding, *out))
        self._stretches[i] = stretch
        return stretch

    def _norm_here(self, phase: Phase) -> NormHere:
        return phase.norm_here(phase.norm.id in self._law.may_not_bind)


def describe_effect(lawbook: Lawbook, effect: Effect, reaches: bool) -> RulingTouch:
    """A ruling's effect on a norm, with what a reader wants to be told of the ruling."""
    ruling = lawbook.rulings[effect.ruling]
    return RulingTouch(
        ruling=ruling.id,
        title=ruling.title,
        citation=ruling.citation,
        effect=effect.kind,
        start=effect.spell.start,
        end=effect.spell.end,
        reaches=reaches,
        parties=effect.parties,
        held=ruling.held,
        url=ruling.sources[0].url,
    )


def cite_norm(lawbook: Lawbook, norm: Norm, maker: str) -> Citation:
    """A norm with its instrument, the place whose law it is and the best of its sources."""
    instrument = lawbook.instruments[norm.instrument]
    best = norm.sources[0]
    return Citation(
        norm=norm.id,
        instrument=instrument.id,
        title=instrument.title,
        kind=instrument.kind,
        issuer=maker,
        cite=norm.cite,
        citation=instrument.citation,
        says=norm.says,
        modality=norm.modality,
        grants=norm.grants,
        when=norm.when,
        unless=norm.unless,
        binding=instrument.binding,
        confidence=norm.confidence,
        note=norm.note,
        url=best.url,
        seen=best.seen,
        checked=best.checked,
        clock=norm.clock,
        notice=norm.notice,
        remedies=norm.remedies,
        says_es=norm.says_es,
    )
