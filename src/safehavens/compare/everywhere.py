"""Every position that a lawbook gives rise to, anywhere and ever, each once.

Places under the same law share positions, and so do agency kinds and days. What tells two
questions apart is worked out from ids alone, and only one of each kind is asked of the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from safehavens.corpus.model import Effect, Norm
from safehavens.corpus.places.place import Level
from safehavens.decide.engine import Engine
from safehavens.decide.norms.force import find_days_of_change, find_force
from safehavens.decide.norms.reach import Extent, effect_reaches, reaches
from safehavens.decide.norms.timeline import Stretch
from safehavens.decide.request import Request

Norms = tuple[Norm, ...]


@dataclass(frozen=True, slots=True)
class FoundPosition:
    """A question's place, agency kind, action and day, and the stretch that it lies in.

    `current`: the day is the one that was asked about.
    """

    place: str
    who: str
    action: str
    on: date
    stretch: Stretch
    current: bool


def find_positions(
    engine: Engine,
    on: date,
    wanted: Callable[[Sequence[Norm]], bool] = lambda norms: True,
) -> Iterator[FoundPosition]:
    """A question for each position of all time, and for each position of one day.

    Parameters
    ----------
    engine : Engine
    on : datetime.date
        A position that is there on this day is met on it (perhaps besides on another).
    wanted : callable
        Whether the norms on a question (at whatever time) are of interest.

    Notes
    -----
    Asked are the places that law or rulings name, each state of theirs, and of each state a county
    that has no law of its own.
    """
    met: set[object] = set()
    seen: set[tuple[tuple[str, ...], Level, bool]] = set()
    for place, extent in _extents(engine).items():
        for who, action, norms in _questions(engine, extent):
            if not norms or not wanted(norms):
                continue
            reaching = {n.id: _reaching(engine, n, extent) for n in norms}
            key = (tuple(reaching), tuple(map(tuple, reaching.values())), extent.level)
            if key in met:
                continue
            met.add(key)
            for day in (on, *_days(norms, reaching)):
                ids = tuple(n.id for n in norms if find_force(n, reaching[n.id], (), day).may_hold)
                current = day == on
                if not ids or (ids, extent.level, current) in seen:
                    continue
                if not current and (ids, extent.level, True) in seen:
                    continue
                seen.add((ids, extent.level, current))
                stretch = engine.stretch(Request(place, who, action, day))
                yield FoundPosition(place, who, action, day, stretch, current)


def _extents(engine: Engine) -> dict[str, Extent]:
    """A place of each extent."""
    gazetteer, named = engine.gazetteer, engine.lawbook.places
    places = sorted(named)
    states = {s.id for s in gazetteer.states()}
    places += sorted(states.intersection(above for p in named for above in gazetteer.chain(p)))
    plain: dict[str, str] = {}
    for county in gazetteer.counties():
        state = next((above for above in gazetteer.chain(county.id) if above in states), None)
        if state is not None and county.id not in named:
            plain.setdefault(state, county.id)
    places_by_extent: dict[Extent, str] = {}
    for place in (*places, *plain.values()):
        places_by_extent.setdefault(engine.extents.of(place), place)
    return {place: extent for extent, place in places_by_extent.items()}


def _questions(engine: Engine, extent: Extent) -> Iterator[tuple[str, str, Norms]]:
    """(who, action, norms) for every different set of norms on an action; one agency kind each."""
    lawbook = engine.lawbook
    by_action: dict[str, list[Norm]] = {}
    for instrument in lawbook.instruments.values():
        if reaches(instrument, extent):
            for norm in instrument.norms:
                for action in norm.actions:
                    by_action.setdefault(action, []).append(norm)
    for action, norms in by_action.items():
        norms.sort(key=lambda norm: norm.id)
        different: dict[Norms, str] = {}
        for who in lawbook.vocabulary.who:
            different.setdefault(tuple(norm for norm in norms if who in norm.who), who)
        for norms_of_agency, who in different.items():
            yield who, action, norms_of_agency


def _reaching(engine: Engine, norm: Norm, extent: Extent) -> list[Effect]:
    return [effect for effect in engine.effects_on(norm.id) if effect_reaches(effect, extent)]


def _days(norms: Norms, reaching: dict[str, list[Effect]]) -> list[date]:
    """A day of each stretch; the oldest comes last: little is in force in it, and that unsurely."""
    days = {day for norm in norms for day in find_days_of_change(norm, reaching[norm.id])}
    return [*sorted(days - {date.min}), date.min]
