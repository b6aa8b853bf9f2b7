"""What changed in the law between two days: in one place, or everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from safehavens.corpus.model import Effect, Instrument, Norm
from safehavens.corpus.places import Level
from safehavens.corpus.places.place import Place
from safehavens.decide.engine import Engine
from safehavens.decide.norms.changes import Change, find_changes
from safehavens.decide.norms.reach import effect_reaches, reaches
from safehavens.decide.request import BadRequest

LEVELS: Final[tuple[Level, ...]] = ("national", "state", "county", "place")


@dataclass(frozen=True, slots=True)
class LawChange:
    """What happened to rules of one law on a day; rules to which the same happened together.

    Attributes
    ----------
    on : date
        The day; of what `has begun` or `has ended`, the first on which that is sure.
    what : str
        As in `safehavens.decide.norms.changes.Change`.
    level, place, place_name
        Who made the law.
    state, state_name : str or None
        The state that the place is or lies in; None: it is a nation, or above nations.
    instrument, title, citation
        The law.
    norms, cites : tuple of str
        Its rules that are concerned, by id, and where each is written.
    ruling, ruling_title, ruling_citation : str or None
        The ruling that did it; None: no ruling did.
    places : tuple of str
        Where the ruling does it, by id; empty: everywhere, or to its parties alone.
    parties : tuple of str
        The parties, where the ruling reaches nobody else.
    """

    on: date
    what: str
    level: Level
    place: str
    place_name: str
    state: str | None
    state_name: str | None
    instrument: str
    title: str
    citation: str
    norms: tuple[str, ...]
    cites: tuple[str, ...]
    ruling: str | None
    ruling_title: str | None
    ruling_citation: str | None
    places: tuple[str, ...]
    parties: tuple[str, ...]


def list_law_changes(
    engine: Engine, since: date, until: date | None = None, place: str | None = None
) -> tuple[LawChange, ...]:
    """What changed in the law, the newest day first; of one day, by level and place.

    Parameters
    ----------
    engine : Engine
    since : date
        The first day.
    until : date, optional
        The last day. Left out: also what is to come.
    place : str, optional
        An Open Civic Data id: only what binds the agencies of this place. Left out: all law.

    Raises
    ------
    BadRequest
        The last day is before the first.
    """
    if until is not None and until < since:
        raise BadRequest(f"{until} is before {since}; the last day must not be before the first.")
    changes = [
        _describe(engine, instrument, norms, key)
        for instrument in _choose_instruments(engine, place)
        for key, norms in _group(engine, instrument, since, until, place).items()
    ]
    changes.sort(key=_order)
    return tuple(changes)


_Key = tuple[Change, tuple[str, ...], tuple[str, ...]]
"""A change without its norm; the places of the ruling, and its parties."""


def _order(change: LawChange) -> tuple[object, ...]:
    return (
        -change.on.toordinal(), LEVELS.index(change.level), change.state_name or "",
        change.place_name, change.title, change.instrument, change.what, change.ruling or "",
        change.norms,
    )  # fmt: skip


def _choose_instruments(engine: Engine, place: str | None) -> Iterable[Instrument]:
    instruments = engine.lawbook.instruments.values()
    if place is None:
        return instruments
    extent = engine.extents.of(place)
    return [instrument for instrument in instruments if reaches(instrument, extent)]


def _group(
    engine: Engine, instrument: Instrument, since: date, until: date | None, place: str | None
) -> dict[_Key, list[Norm]]:
    """The changes of a law's norms in these days, norms to which the same happens together."""
    groups: dict[_Key, list[Norm]] = {}
    for norm in instrument.norms:
        effects = tuple(_choose_effects(engine, norm, place))
        for change in find_changes(norm, effects):
            if change.on < since or (until is not None and change.on > until):
                continue
            key = _reach_of(change, effects)
            groups.setdefault(key, []).append(norm)
    return groups


def _choose_effects(engine: Engine, norm: Norm, place: str | None) -> Iterator[Effect]:
    extent = None if place is None else engine.extents.of(place)
    for effect in engine.effects_on(norm.id):
        if extent is None or effect_reaches(effect, extent):
            yield effect


def _reach_of(change: Change, effects: Iterable[Effect]) -> _Key:
    kind = change.what.removeprefix("no longer ")
    does_it = next(
        (one for one in effects if one.ruling == change.ruling and one.kind == kind), None
    )
    nameless = Change(change.on, change.what, "", change.ruling)
    if does_it is None or does_it.everywhere:
        return nameless, (), ()
    return nameless, does_it.places, () if does_it.places else does_it.parties


def _describe(
    engine: Engine, instrument: Instrument, norms: Iterable[Norm], key: _Key
) -> LawChange:
    change, places, parties = key
    maker = engine.gazetteer.get(instrument.issuer)
    state = _find_state(engine, maker)
    ruling = None if change.ruling is None else engine.lawbook.rulings[change.ruling]
    return LawChange(
        on=change.on,
        what=change.what,
        level=maker.level,
        place=maker.id,
        place_name=maker.name,
        state=state.id if state else None,
        state_name=state.name if state else None,
        instrument=instrument.id,
        title=instrument.title,
        citation=instrument.citation,
        norms=tuple(norm.id for norm in norms),
        cites=tuple(dict.fromkeys(norm.cite for norm in norms)),
        ruling=ruling.id if ruling else None,
        ruling_title=ruling.title if ruling else None,
        ruling_citation=ruling.citation if ruling else None,
        places=places,
        parties=parties,
    )


def _find_state(engine: Engine, place: Place) -> Place | None:
    """The state that a place is or lies in; None of a nation."""
    chain = engine.gazetteer.chain(place.id)
    return engine.gazetteer.get(chain[-2]) if len(chain) > 1 else None
