"""A place at a glance: every action, the instruments in force, what changed and what comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from safehavens.corpus.model import Event, Instrument, Norm, Verdict
from safehavens.decide.brief import brief
from safehavens.decide.decision import RulingTouch
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import effect_reaches, reaches
from safehavens.decide.norms.timeline import touch
from safehavens.decide.request import Request


@dataclass(frozen=True, slots=True)
class ActionView:
    """What law says of an action to some agency kinds, before anything of a request is known.

    `who` are the agency kinds to which it says the same, in the vocabulary's order. `deciding`
    are the norms that give the verdict, or may; empty: the law is silent.
    """

    domain: str
    action: str
    who: tuple[str, ...]
    verdict: Verdict
    deciding: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatedChange:
    """A norm or a ruling's effect that begins or ends on a day."""

    on: date
    what: str
    norm: str
    ruling: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """A place on a day.

    `instruments` run from the place's own to the highest above it. `last` and `next` are the
    changes of the latest day up to `on`, and of the first day after it.
    """

    place: str
    place_name: str
    on: date
    actions: tuple[ActionView, ...]
    instruments: tuple[Instrument, ...]
    last: tuple[DatedChange, ...]
    next: tuple[DatedChange, ...]
    rulings: tuple[RulingTouch, ...]
    events: tuple[Event, ...]


def overview(engine: Engine, place: str, on: date) -> Overview:
    """Everything about a place on a day.

    Parameters
    ----------
    engine : Engine
    place : str
        An Open Civic Data id that the gazetteer knows; raises UnknownPlace else.
    on : datetime.date
    """
    lawbook = engine.lawbook
    where = engine.gazetteer.get(place)
    chain = engine.gazetteer.chain(where.id)
    extent = engine.extents.of(where.id)
    reaching = [i for i in lawbook.instruments.values() if reaches(i, extent)]
    norms = [norm for instrument in reaching for norm in instrument.norms]
    changes = _changes(engine, norms, where.id)
    before = [change for change in changes if change.on <= on]
    after = [change for change in changes if change.on > on]
    return Overview(
        place=where.id,
        place_name=where.name,
        on=on,
        actions=_actions(engine, where.id, on),
        instruments=tuple(
            sorted(
                (i for i in reaching if any(spell.holds(on) for spell in i.spells)),
                key=lambda i: (chain.index(i.issuer) if i.issuer in chain else len(chain), i.id),
            )
        ),
        last=tuple(change for change in before if change.on == before[-1].on),
        next=tuple(change for change in after if change.on == after[0].on),
        rulings=_rulings(engine, norms, where.id, on),
        events=tuple(event for event in lawbook.events if event.place == where.id),
    )


def _actions(engine: Engine, place: str, on: date) -> tuple[ActionView, ...]:
    vocabulary = engine.lawbook.vocabulary
    found = []
    for domain, actions in vocabulary.domains.items():
        for action in actions:
            groups: dict[tuple[Verdict, tuple[str, ...]], list[str]] = {}
            for who in vocabulary.who:
                position = engine.stretch(Request(place, who, action, on)).position
                said = brief(engine, position, {}, questions=False)
                groups.setdefault((said.verdict, said.deciding), []).append(who)
            for (verdict, deciding), whos in groups.items():
                found.append(ActionView(domain, action, tuple(whos), verdict, deciding))
    return tuple(found)


def _changes(engine: Engine, norms: Iterable[Norm], place: str) -> list[DatedChange]:
    """Every beginning and end, of norms and of what rulings did to them, by day."""
    extent = engine.extents.of(place)
    found = []
    for norm in norms:
        for spell in norm.spells:
            found.append(DatedChange(spell.start, "begins", norm.id, None))
            if spell.end is not None:
                found.append(DatedChange(spell.end, "ends", norm.id, None))
        for effect in engine.effects_on(norm.id):
            if not effect_reaches(effect, extent):
                continue
            found.append(DatedChange(effect.spell.start, effect.kind, norm.id, effect.ruling))
            if effect.spell.end is not None and effect.kind != "upheld":
                what = f"no longer {effect.kind}"
                found.append(DatedChange(effect.spell.end, what, norm.id, effect.ruling))
    return sorted(found, key=lambda change: (change.on, change.norm, change.what))


def _rulings(
    engine: Engine, norms: Iterable[Norm], place: str, on: date
) -> tuple[RulingTouch, ...]:
    """Rulings that touch one of these norms here on this day, one entry for each ruling."""
    extent = engine.extents.of(place)
    found: dict[str, RulingTouch] = {}
    for norm in norms:
        if not any(spell.holds(on) for spell in norm.spells):
            continue
        for effect in engine.effects_on(norm.id):
            reaching = effect_reaches(effect, extent)
            beside = not effect.everywhere and not effect.places
            if effect.spell.holds(on) and (reaching or beside):
                found.setdefault(effect.ruling, touch(engine.lawbook, effect, reaching))
    return tuple(sorted(found.values(), key=lambda t: (t.start, t.ruling)))
