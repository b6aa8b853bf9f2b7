"""The law of a place: every action on a day, the instruments, what changed and what comes next."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar

from safehavens.corpus.model import Basis, Event, Instrument, Norm, Verdict
from safehavens.corpus.places.place import Place
from safehavens.decide.brief import Brief, decide_briefly
from safehavens.decide.cited import RulingTouch
from safehavens.decide.engine import Engine
from safehavens.decide.norms.changes import Change, find_changes
from safehavens.decide.norms.outside import list_outside
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.reach import effect_reaches, reaches
from safehavens.decide.norms.timeline import describe_effect
from safehavens.decide.request import Request, find_answered_days
from safehavens.decide.survey.latest_changes import pick_latest, pick_next
from safehavens.decide.survey.law_changes import LawChange, list_law_changes

_MOST_BRIEFS: Final = 50_000
_MOST_PLACES: Final = 500

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class ActionView:
    """What law says of an action to some agency kinds, before anything of a request is known.

    `who` are the agency kinds to which it says the same, in the vocabulary's order. `basis` is what
    the verdict rests on (the weakest possible). `deciding` are the norms that give the verdict, or
    may; `outside`, where the basis is that, those that were found for any of the agency kinds and
    do not decide.
    """

    domain: str
    action: str
    who: tuple[str, ...]
    verdict: Verdict
    basis: Basis
    deciding: tuple[str, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """An answer before anything of a request is known that a change of law makes another.

    `who` are the agency kinds for which it is so; `before` and `basis_before` are what it was.
    """

    action: str
    who: tuple[str, ...]
    verdict: Verdict
    basis: Basis
    before: Verdict
    basis_before: Basis


@dataclass(frozen=True, slots=True)
class Overview:
    """A place on a day.

    `instruments` run from the place's own to the highest above it. `last` are the latest changes of
    law up to `on`, of every level of government; `next` are those of the first day after it that
    has any, and `next_answers` what they change of `actions`.
    """

    place: str
    place_name: str
    on: date
    actions: tuple[ActionView, ...]
    instruments: tuple[Instrument, ...]
    last: tuple[LawChange, ...]
    next: tuple[LawChange, ...]
    next_answers: tuple[ChangedAnswer, ...]
    rulings: tuple[RulingTouch, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class PlaceSummary:
    """A place, and how many instruments it has made."""

    place: Place
    instruments: int


class PlaceLaw:
    """Answers about the law of places. What several places or days share is worked out once.

    Places are Open Civic Data ids that the gazetteer knows; it raises UnknownPlace else.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lawbook = engine.lawbook
        self._gazetteer = engine.gazetteer
        self._briefs: dict[Position, Brief] = {}
        self._reaching: dict[str, tuple[Instrument, ...]] = {}
        self._changes: dict[str, tuple[Change, ...]] = {}
        self._law_changes: dict[str, tuple[LawChange, ...]] = {}
        self._issued: dict[str, int] = {}
        for instrument in self._lawbook.instruments.values():
            for maker in instrument.makers:
                self._issued[maker] = self._issued.get(maker, 0) + 1
        self._lawmakers_inside: dict[str, list[str]] = {}
        for issuer in self._issued:
            for above in self._gazetteer.chain(issuer)[1:]:
                self._lawmakers_inside.setdefault(above, []).append(issuer)

    # ---- places -----------------------------------------------------------------------------

    def lawmakers(self) -> tuple[PlaceSummary, ...]:
        """Every place that has made law in the corpus, by name."""
        return self._by_name(self._issued)

    def lawmakers_inside(self, place: str) -> tuple[PlaceSummary, ...]:
        """Places inside this one that have made law in the corpus, by name."""
        return self._by_name(self._lawmakers_inside.get(place, ()))

    def above(self, place: str) -> tuple[PlaceSummary, ...]:
        """Places above this one, the nearest first, and the county that a city lies in."""
        return tuple(self._summary(id) for id in self._gazetteer.chain(place)[1:])

    def _by_name(self, ids: Iterable[str]) -> tuple[PlaceSummary, ...]:
        return tuple(sorted(map(self._summary, ids), key=lambda summary: summary.place.name))

    def _summary(self, id: str) -> PlaceSummary:
        return PlaceSummary(self._gazetteer.get(id), self._issued.get(id, 0))

    # ---- one day ----------------------------------------------------------------------------

    def overview(self, place: str, on: date) -> Overview:
        """Everything about a place on a day. Raises BadRequest for a day that is not answered."""
        find_answered_days(self._lawbook).check(on)
        where = self._gazetteer.get(place)
        changes = self.law_changes(where.id)
        coming = pick_next(changes, on)
        return Overview(
            place=where.id,
            place_name=where.name,
            on=on,
            actions=self.actions(where.id, on),
            instruments=self._instruments_in_force(where.id, on),
            last=pick_latest(changes, on),
            next=coming,
            next_answers=tuple(self._find_changed(where.id, on, coming)),
            rulings=self._rulings(where.id, on),
            events=self.events(where.id),
        )

    def actions(self, place: str, on: date) -> tuple[ActionView, ...]:
        """What law says of every action, agency kinds with the same answer together."""
        briefs = self.briefs(place, on)
        views = []
        for domain, actions in self._lawbook.vocabulary.domains.items():
            for action in actions:
                alike: dict[Brief, tuple[list[str], dict[str, None]]] = {}
                for who, answer in briefs[action].items():
                    whos, outside = alike.setdefault(answer, ([], {}))
                    whos.append(who)
                    if answer.basis == "outside":
                        stretch = self._engine.stretch(Request(place, who, action, on))
                        found = list_outside(self._lawbook, stretch, answer.deciding)
                        outside.update(dict.fromkeys(found))
                for brief, (whos, outside) in alike.items():
                    views.append(
                        ActionView(
                            domain, action, tuple(whos), brief.verdict, brief.basis,
                            brief.deciding, tuple(outside),
                        )
                    )  # fmt: skip
        return tuple(views)

    def briefs(self, place: str, on: date) -> dict[str, dict[str, Brief]]:
        """The verdict before anything is known (usual case assumed), by action and agency kind."""
        vocabulary = self._lawbook.vocabulary
        return {
            action: {who: self._brief(Request(place, who, action, on)) for who in vocabulary.who}
            for action in vocabulary.actions
        }

    def _brief(self, request: Request) -> Brief:
        position = self._engine.stretch(request).position
        known = self._briefs.get(position)
        if known is None:
            known = decide_briefly(self._engine, position, {}, questions=False)
            _remember(self._briefs, position, known, _MOST_BRIEFS)
        return known

    def _instruments_in_force(self, place: str, on: date) -> tuple[Instrument, ...]:
        current = [i for i in self.reaching(place) if any(spell.holds(on) for spell in i.spells)]
        distance = self._distance_from(place)
        current.sort(key=lambda i: (distance(i), i.id))
        return tuple(replace(i, issuer=i.maker_for(place)) if i.each else i for i in current)

    def _rulings(self, place: str, on: date) -> tuple[RulingTouch, ...]:
        """Rulings that touch a norm here on this day, one entry for each ruling."""
        extent = self._engine.extents.of(place)
        touches: dict[str, RulingTouch] = {}
        binding = {instrument.id for instrument in self.reaching(place)}
        in_file_order = (i for i in self._lawbook.instruments.values() if i.id in binding)
        for norm in _norms_of(in_file_order):
            if not any(spell.holds(on) for spell in norm.spells):
                continue
            for effect in self._engine.effects_on(norm.id):
                here = effect_reaches(effect, extent)
                parties_only = not effect.everywhere and not effect.places
                if effect.spell.holds(on) and (here or parties_only):
                    touches.setdefault(effect.ruling, describe_effect(self._lawbook, effect, here))
        return tuple(sorted(touches.values(), key=lambda t: (t.start, t.ruling)))

    # ---- all time ---------------------------------------------------------------------------

    def events(self, place: str) -> tuple[Event, ...]:
        """The events on record of a place, oldest first."""
        return tuple(event for event in self._lawbook.events if event.place == place)

    def reaching(self, place: str) -> tuple[Instrument, ...]:
        """Every instrument that binds the agencies of a place, at any time; its own first."""
        known = self._reaching.get(place)
        if known is None:
            extent = self._engine.extents.of(place)
            distance = self._distance_from(place)
            binding = [i for i in self._lawbook.instruments.values() if reaches(i, extent)]
            binding.sort(
                key=lambda i: (
                    distance(i),
                    i.spells[0].start if i.spells else date.min,
                    i.id,
                )
            )
            known = tuple(binding)
            _remember(self._reaching, place, known, _MOST_PLACES)
        return known

    def changes(self, place: str) -> tuple[Change, ...]:
        """What happens to the norms that reach a place, oldest first."""
        known = self._changes.get(place)
        if known is None:
            known = tuple(sorted(self._find_changes(place), key=lambda c: (c.on, c.norm, c.what)))
            _remember(self._changes, place, known, _MOST_PLACES)
        return known

    def law_changes(self, place: str) -> tuple[LawChange, ...]:
        """What happens to the law that binds a place's agencies, the newest day first."""
        known = self._law_changes.get(place)
        if known is None:
            known = list_law_changes(self._engine, date.min, None, place)
            _remember(self._law_changes, place, known, _MOST_PLACES)
        return known

    def _find_changed(
        self, place: str, on: date, changes: Iterable[LawChange]
    ) -> Iterator[ChangedAnswer]:
        """The answers that changes of one day make others, agency kinds alike together."""
        vocabulary = self._lawbook.vocabulary
        norms = [self._lawbook.norms[id] for change in changes for id in change.norms]
        days = {change.on for change in changes}
        for action in vocabulary.actions:
            kinds = {who for norm in norms if action in norm.actions for who in norm.who}
            alike: dict[tuple[Verdict, Basis, Verdict, Basis], list[str]] = {}
            for who in (who for who in vocabulary.who if who in kinds):
                was = self._brief(Request(place, who, action, on))
                will_be = self._brief(Request(place, who, action, max(days)))
                if (was.verdict, was.basis) != (will_be.verdict, will_be.basis):
                    key = (will_be.verdict, will_be.basis, was.verdict, was.basis)
                    alike.setdefault(key, []).append(who)
            for key, whos in alike.items():
                yield ChangedAnswer(action, tuple(whos), *key)

    def _find_changes(self, place: str) -> Iterator[Change]:
        extent = self._engine.extents.of(place)
        for norm in _norms_of(self.reaching(place)):
            effects = self._engine.effects_on(norm.id)
            yield from find_changes(norm, (e for e in effects if effect_reaches(e, extent)))

    def _distance_from(self, place: str) -> _Distance:
        return _Distance(self._gazetteer.chain(place))


class _Distance:
    """How far above a place an instrument's maker is: 0, its own; the highest last."""

    def __init__(self, chain: tuple[str, ...]) -> None:
        self._place = chain[0]
        self._steps = {id: step for step, id in enumerate(chain)}

    def __call__(self, instrument: Instrument) -> int:
        return self._steps.get(instrument.maker_for(self._place), len(self._steps))


def _norms_of(instruments: Iterable[Instrument]) -> Iterator[Norm]:
    return (norm for instrument in instruments for norm in instrument.norms)


def _remember(table: dict[_Key, _Value], key: _Key, value: _Value, most: int) -> None:
    """Keep a value, within bounds."""
    if len(table) >= most:
        table.clear()
    table[key] = value
