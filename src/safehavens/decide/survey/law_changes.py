"""What changed between two days, in one place or everywhere: in the law, and in public lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from safehavens.corpus.agencies.registers import Entry, Register
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
    """What happened to rules of one law on a day, or to what a public list says of agencies.

    Rules to which the same happened stand together, and so do agencies of one place.

    Attributes
    ----------
    on : date
        The day; of what `has begun` or `has ended`, the first on which that is sure.
    earliest : date or None
        The first day on which it may have happened. None: it happened on `on`, or nothing is known
        of how long before that.
    what : str
        As in `safehavens.decide.norms.changes.Change`.
    level, place, place_name
        Who made the law, or whose agencies are listed.
    state, state_name : str or None
        The state that the place is or lies in; None: it is a nation, or above nations.
    instrument : str or None
        The law; None: it is not law that changed, but an entry of a list.
    register : str or None
        The list, such as that of agreements under 287(g).
    title, citation : str
        Of the law, or of the list, whose citation is empty.
    entries : tuple of str
        Agencies as listed, each with the list's name for what it has.
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
    earliest: date | None
    what: str
    level: Level
    place: str
    place_name: str
    state: str | None
    state_name: str | None
    instrument: str | None
    register: str | None
    title: str
    citation: str
    entries: tuple[str, ...]
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
    """What changed in law and in public lists, the newest day first; of a day, by level and place.

    What happened on a day that is known between bounds counts where they meet the days asked about.

    Parameters
    ----------
    engine : Engine
    since : date
        The first day.
    until : date, optional
        The last day. Left out: also what is to come.
    place : str, optional
        An Open Civic Data id: only what binds the agencies of this place, and what lists say of
        them. Left out: everything.

    Raises
    ------
    BadRequest
        The last day is before the first.
    """
    if until is not None and until < since:
        raise BadRequest(f"{until} is before {since}; the last day must not be before the first.")
    changes = [
        _describe(engine, instrument, norms, key, place)
        for instrument in _choose_instruments(engine, place)
        for key, norms in _group(engine, instrument, since, until, place).items()
    ]
    changes += _list_entries(engine, since, until, place)
    changes.sort(key=_order)
    return tuple(changes)


_Key = tuple[Change, tuple[str, ...], tuple[str, ...]]
"""A change without its norm; the places of the ruling, and its parties."""


def _order(change: LawChange) -> tuple[object, ...]:
    return (
        -change.on.toordinal(), LEVELS.index(change.level), change.state_name or "",
        change.place_name, change.title, change.instrument or "", change.what, change.ruling or "",
        change.norms, change.entries,
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
            if not _is_within(change.on, change.earliest, since, until):
                continue
            key = _reach_of(change, effects)
            groups.setdefault(key, []).append(norm)
    return groups


def _is_within(on: date, earliest: date | None, since: date, until: date | None) -> bool:
    """Whether something happened, or may have, on one of these days."""
    return on >= since and (until is None or (earliest or on) <= until)


def _list_entries(
    engine: Engine, since: date, until: date | None, place: str | None
) -> Iterator[LawChange]:
    """What lists say that began and ended, agencies of one place together."""
    for register in engine.lawbook.registers.values():
        places = sorted(register.places) if place is None else [engine.gazetteer.canonical(place)]
        for listed in places:
            groups: dict[tuple[date, date | None, str], list[str]] = {}
            for entry in register.find_entries(listed):
                for change in _find_entry_changes(register, entry):
                    if _is_within(change[0], change[1], since, until):
                        words = " · ".join(filter(None, (entry.agency, entry.form)))
                        groups.setdefault(change, []).append(words)
            for (on, earliest, what), entries in groups.items():
                yield _describe_entries(engine, register, listed, on, earliest, what, entries)


def _find_entry_changes(
    register: Register, entry: Entry
) -> Iterator[tuple[date, date | None, str]]:
    """Day, earliest day and kind of what happened to an entry: that it began, that it ended."""
    sure_start, sure_end = register.sure_spell(entry)
    first, last = register.possible_spell(entry)
    if entry.start is not None:
        yield entry.start, None, "begins"
    elif sure_start > date.min:
        yield sure_start, first if first > date.min else None, "has begun"
    if entry.end is not None:
        yield entry.end, None, "ends"
    elif last < date.max:
        yield last, sure_end, "has ended"


def _describe_entries(
    engine: Engine, register: Register, listed: str, on: date, earliest: date | None, what: str,
    entries: Iterable[str],
) -> LawChange:  # fmt: skip
    place = engine.gazetteer.get(listed)
    state = _find_state(engine, place)
    return LawChange(
        on=on,
        earliest=earliest,
        what=what,
        level=place.level,
        place=place.id,
        place_name=place.name,
        state=state.id if state else None,
        state_name=state.name if state else None,
        instrument=None,
        register=register.id,
        title=register.title,
        citation="",
        entries=tuple(dict.fromkeys(entries)),
        norms=(),
        cites=(),
        ruling=None,
        ruling_title=None,
        ruling_citation=None,
        places=(),
        parties=(),
    )


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
    nameless = Change(change.on, change.what, "", change.ruling, change.earliest)
    if does_it is None or does_it.everywhere:
        return nameless, (), ()
    return nameless, does_it.places, () if does_it.places else does_it.parties


def _describe(
    engine: Engine, instrument: Instrument, norms: Iterable[Norm], key: _Key, asked: str | None
) -> LawChange:
    change, places, parties = key
    first = engine.gazetteer.get(instrument.issuer)
    listed = instrument.home if asked is None else instrument.maker_for(asked)
    maker, state = engine.gazetteer.get(listed), _find_state(engine, first)
    ruling = None if change.ruling is None else engine.lawbook.rulings[change.ruling]
    return LawChange(
        on=change.on,
        earliest=change.earliest,
        what=change.what,
        level=first.level,
        place=maker.id,
        place_name=maker.name,
        state=state.id if state else None,
        state_name=state.name if state else None,
        instrument=instrument.id,
        register=None,
        title=instrument.title,
        citation=instrument.citation,
        entries=(),
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
