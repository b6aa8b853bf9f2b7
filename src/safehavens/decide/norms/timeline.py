"""The law on one action of one agency kind, stretch by stretch of time.

Law is piecewise constant: it changes on the days on which norms and rulings begin or end. A
timeline holds these days; what applies in a stretch is worked out when it is first asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

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


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days under the same norms and the same rulings.

    `considered` runs along `position.norms`; `out` are norms that a ruling keeps from holding.
    `start` None: from the beginning of time; `end` None: open. `held` and `suspended` are the norms
    of both as they are in force for the agency, by id.
    """

    start: date | None
    end: date | None
    position: Position
    considered: tuple[Considered, ...]
    out: tuple[Considered, ...]
    held: tuple[NormHere, ...]
    suspended: tuple[NormHere, ...]


class Timeline:
    """The stretches of one question, for all places of one extent.

    Parameters
    ----------
    law : AgencyLaw
    effects : mapping of str to sequence of Effect
        By norm, what rulings did to it.
    extent : Extent
    lawbook : Lawbook
    position_of : callable
        The position of norms in force, for an extent and circumstances.
    """

    def __init__(
        self,
        law: AgencyLaw,
        effects: Mapping[str, Sequence[Effect]],
        extent: Extent,
        lawbook: Lawbook,
        position_of: Callable[[Sequence[NormHere], Extent, str, Circumstances], Position],
    ) -> None:
        self._law = law
        self.listed = law.listed
        self._norms = norms = law.norms
        self._extent = extent
        self._lawbook = lawbook
        self._position_of = position_of
        self._reaching: dict[str, list[Effect]] = {}
        self._beside: dict[str, list[Effect]] = {}
        self._cited: dict[str, Citation] = {}
        days = {*law.days}
        for norm in norms:
            on_norm = effects.get(norm.id, ())
            self._reaching[norm.id] = [e for e in on_norm if effect_reaches(e, extent)]
            self._beside[norm.id] = [e for e in on_norm if not e.everywhere and not e.places]
            days |= find_days_of_change(norm, [*self._reaching[norm.id], *self._beside[norm.id]])
        self.days: tuple[date, ...] = tuple(sorted(days))
        self._stretches: list[Stretch | None] = [None] * (len(self.days) + 1)
        self._changes: dict[date, list[Change]] | None = None

    def at(self, on: date) -> Stretch:
        """The stretch that a day lies in."""
        i = bisect_right(self.days, on)
        return self._stretches[i] or self._make(i)

    def __iter__(self) -> Iterator[Stretch]:
        """Every stretch, oldest first."""
        for i in range(len(self._stretches)):
            yield self._stretches[i] or self._make(i)

    def changes_on(self, day: date) -> tuple[Change, ...]:
        """What happens to the norms of the question on a day: what ends first, then by norm."""
        if self._changes is None:
            self._changes = {}
            for norm in self._norms:
                effects = [*self._reaching[norm.id], *self._beside[norm.id]]
                for change in find_changes(norm, effects):
                    self._changes.setdefault(change.on, []).append(change)
            for changes in self._changes.values():
                changes.sort(key=lambda change: change.what != "ends")
        return tuple(self._changes.get(day, ()))

    def _make(self, i: int) -> Stretch:
        start = self.days[i - 1] if i else None
        end = self.days[i] if i < len(self.days) else None
        on = start or date.min
        forces = [
            (norm, find_force(norm, self._reaching[norm.id], self._beside[norm.id], on))
            for norm in self._norms
        ]
        holding = {norm.id: (norm, f) for norm, f in forces if f.may_hold}
        taken = [(norm, f) for norm, f in forces if f.in_spell and f.taken_out]
        instruments = self._lawbook.instruments
        taken_out = frozenset(
            instruments[norm.instrument].issuer
            for norm, _ in taken
            if is_firm(norm) and instruments[norm.instrument].binding
        )
        held = tuple(self._norm_here(norm, force) for norm, force in holding.values())
        position = self._position_of(
            held,
            self._extent,
            self._law.who,
            replace(self._law.circumstances(on), taken_out=taken_out),
        )
        stretch = Stretch(
            start=start,
            end=end,
            position=position,
            considered=tuple(self._considered(*holding[norm.id]) for norm in position.norms),
            out=tuple(self._considered(norm, force) for norm, force in taken),
            held=held,
            suspended=tuple(self._norm_here(norm, force) for norm, force in taken),
        )
        self._stretches[i] = stretch
        return stretch

    def _norm_here(self, norm: Norm, force: Force) -> NormHere:
        return NormHere(norm, force.unsure, norm.id in self._law.may_not_bind)

    def _considered(self, norm: Norm, status: Force) -> Considered:
        spell = status.in_spell
        assert spell is not None
        cited = self._cited.get(norm.id)
        if cited is None:
            cited = self._cited[norm.id] = cite_norm(self._lawbook, norm)
        return Considered(
            citation=cited,
            start=spell.start,
            end=spell.end,
            starts_from=spell.starts_from,
            ends_by=spell.ends_by,
            rulings=tuple(self._touch(effect) for effect in status.touching),
            taken_out=self._touch(status.taken_out) if status.taken_out else None,
        )

    def _touch(self, effect: Effect) -> RulingTouch:
        return describe_effect(self._lawbook, effect, effect_reaches(effect, self._extent))


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


def cite_norm(lawbook: Lawbook, norm: Norm) -> Citation:
    """A norm with its instrument and the best of the instrument's sources."""
    instrument = lawbook.instruments[norm.instrument]
    best = instrument.sources[0]
    return Citation(
        norm=norm.id,
        instrument=instrument.id,
        title=instrument.title,
        kind=instrument.kind,
        issuer=instrument.issuer,
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
