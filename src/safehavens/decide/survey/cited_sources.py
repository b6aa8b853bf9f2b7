"""What the corpus was read from: every address it cites, how and when seen, on what it bears.

An address that files give with two days, or as seen in two ways, has a row for each: every row is
what files say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from safehavens.corpus.agencies.governments import (
    GovernmentFact,
    Governments,
    SchoolGovernment,
    Service,
)
from safehavens.corpus.agencies.registers import Register
from safehavens.corpus.model import Effect, Event, Instrument, Lawbook, Ruling, Seen
from safehavens.corpus.near import unknown
from safehavens.corpus.places import Gazetteer, Level
from safehavens.corpus.sources import SEEN
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import Extent, effect_reaches, reaches
from safehavens.decide.request import BadRequest

_ADDRESS: Final = re.compile(r"https?://\S+")
_AGE: Final = re.compile(r"(\d{1,5})\s*(d|days?|w|weeks?|m|months?|y|years?)", re.I)
_LONGEST: Final = 36_500
_DAYS: Final = {"d": 1, "w": 7, "m": 30, "y": 365}


@dataclass(frozen=True, slots=True)
class CitedSource:
    """An address, or the want of one, as files cite it.

    Attributes
    ----------
    address, host : str or None
        None: the law is coded from general knowledge, or from a citation without an address.
    seen : str or None
        How its text was seen; None of an event, of which files do not say it.
    checked : datetime.date or None
        The day on which it was read.
    age : int or None
        Days since then.
    instruments, rulings, registers : tuple of str
        What cites it, by id.
    norms : tuple of str
        The norms that rest on it: those of the instruments, and those that the rulings touch.
    governments : tuple of str
        Rows of the tables of governments that cite it, as ``file:line``.
    events : tuple of str
        Events that cite it, as ``day place``.
    """

    address: str | None
    host: str | None
    seen: Seen | None
    checked: date | None
    age: int | None
    instruments: tuple[str, ...]
    rulings: tuple[str, ...]
    registers: tuple[str, ...]
    norms: tuple[str, ...]
    governments: tuple[str, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many addresses, and the norms that rest on them, of one way of seeing or of one host."""

    name: str | None
    addresses: int
    norms: int
    oldest: date | None


@dataclass(frozen=True, slots=True)
class CitedSources:
    """Sources, the firmest way of seeing first, then by host and address; and their counts."""

    on: date
    sources: tuple[CitedSource, ...]
    by_seen: tuple[SourceCount, ...]
    by_host: tuple[SourceCount, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address, once."""
        return tuple(dict.fromkeys(one.address for one in self.sources if one.address is not None))

    @property
    def read_on(self) -> dict[str, date | None]:
        """By address, the last day on which it was read; None: files do not say it."""
        days: dict[str, date | None] = {}
        for source in self.sources:
            if source.address is None:
                continue
            known = days.setdefault(source.address, source.checked)
            if source.checked is not None and (known is None or known < source.checked):
                days[source.address] = source.checked
        return days


@dataclass(frozen=True, slots=True)
class _PlaceScope:
    """A place, its level, and what it lies in, itself included."""

    place: str
    level: Level
    chain: frozenset[str]

    @classmethod
    def of(cls, gazetteer: Gazetteer, place: str) -> _PlaceScope:
        """The scope of a place that the gazetteer knows."""
        chain = gazetteer.chain(place)
        return cls(chain[0], gazetteer.get(chain[0]).level, frozenset(chain))

    def is_about(self, fact: GovernmentFact) -> bool:
        """Whether a row of the table of agencies is about the place, or about all of its level."""
        if fact.level is None:
            return fact.place == self.place
        return fact.level == self.level and fact.place in self.chain


def read_seen(text: str) -> Seen:
    """A way of seeing by its name. Raises BadRequest with the names there are."""
    for seen in SEEN:
        if seen == text.strip().casefold():
            return seen
    raise BadRequest(unknown("way of seeing a source", text, SEEN))


def read_age(text: str) -> int:
    """An age in days, from ``180d``, ``26w``, ``6m`` or ``1y``. Raises BadRequest."""
    match = _AGE.fullmatch(text.strip())
    if match is None:
        raise BadRequest(f"{text!r} is not a valid age; write days, weeks, months or years, such "
                         "as 180d, 26w, 6m or 1y.")  # fmt: skip
    days = int(match[1]) * _DAYS[match[2][0].casefold()]
    if days > _LONGEST:
        raise BadRequest(f"{text!r} is not a valid age; at most 100y can be written.")
    return days


def list_cited_sources(
    engine: Engine,
    on: date,
    *,
    place: str | None = None,
    seen: Seen | None = None,
    older_than: int | None = None,
    host: str | None = None,
) -> CitedSources:
    """Every source that the corpus cites.

    Parameters
    ----------
    engine : Engine
    on : datetime.date
        The day up to which ages are counted.
    place : str, optional
        An Open Civic Data id: only what the law that binds its agencies rests on, what is said of
        its own agencies, and its events.
    seen : str, optional
        Only sources seen in this way.
    older_than : int, optional
        Only sources that were read more than so many days ago; those whose day is not known count.
    host : str, optional
        Only addresses of this host, and of hosts under it: ``justia.com`` has ``law.justia.com``.

    Raises
    ------
    BadRequest
        No address of the corpus has this host.
    """
    rows = _Rows()
    extent = None if place is None else engine.extents.of(place)
    scope = None if place is None else _PlaceScope.of(engine.gazetteer, place)
    lawbook = engine.lawbook
    for instrument in lawbook.instruments.values():
        if extent is None or reaches(instrument, extent):
            rows.add_instrument(instrument)
    for ruling in lawbook.rulings.values():
        effects = tuple(_choose_effects(lawbook, ruling, extent))
        if extent is None or effects:
            rows.add_ruling(ruling, effects)
    for register in lawbook.registers.values():
        if scope is None or register.within in scope.chain:
            rows.add_register(register)
    rows.add_governments(lawbook.governments, scope)
    for event in lawbook.events:
        if scope is None or event.place == scope.place:
            rows.add_event(event)
    if host is not None:
        _check_host(host, rows)
    sources = tuple(
        source
        for source in rows.make_sources(on)
        if (seen is None or source.seen == seen)
        and (host is None or _is_under(source.host, host))
        and (older_than is None or source.age is None or source.age > older_than)
    )
    ways = sorted({source.seen for source in sources}, key=_rank_seen)
    hosts = {source.host for source in sources}
    by_host = [_count(name, [one for one in sources if one.host == name]) for name in hosts]
    return CitedSources(
        on,
        sources,
        tuple(_count(way, [one for one in sources if one.seen == way]) for way in ways),
        tuple(sorted(by_host, key=lambda count: (-count.addresses, count.name or ""))),
    )


def _choose_effects(lawbook: Lawbook, ruling: Ruling, extent: Extent | None) -> Iterator[Effect]:
    """The effects of a ruling on law that reaches a place, those that do not reach it left out."""
    for effect in ruling.effects:
        instrument = lawbook.instruments[lawbook.norms[effect.norm].instrument]
        if extent is None or (reaches(instrument, extent) and effect_reaches(effect, extent)):
            yield effect


def _rank_seen(seen: Seen | None) -> int:
    return len(SEEN) if seen is None else SEEN.index(seen)


def _count(name: str | None, sources: Iterable[CitedSource]) -> SourceCount:
    sources = tuple(sources)
    days = [source.checked for source in sources if source.checked is not None]
    return SourceCount(
        name,
        len({source.address for source in sources if source.address is not None}),
        len({norm for source in sources for norm in source.norms}),
        min(days, default=None),
    )


def _is_under(host: str | None, name: str) -> bool:
    name = name.strip().casefold().strip(".")
    return host is not None and (host == name or host.endswith(f".{name}"))


def _check_host(host: str, rows: _Rows) -> None:
    hosts = dict.fromkeys(name for name in map(_find_host, rows.addresses()) if name is not None)
    if not any(_is_under(name, host) for name in hosts):
        raise BadRequest(
            unknown("host", host, sorted(hosts), other="Without a host, all addresses are listed.")
        )


def _find_host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:  # such as https://[
        return None


_Key = tuple[str | None, Seen | None, date | None]


class _Rows:
    """What cites each address, gathered."""

    def __init__(self) -> None:
        self._rows: dict[_Key, dict[str, dict[str, None]]] = {}

    def addresses(self) -> Iterator[str]:
        """Every address so far."""
        return (address for address, _, _ in self._rows if address is not None)

    def add_instrument(self, instrument: Instrument) -> None:
        """Add the sources of an instrument, and those that norms of it have of their own."""
        for source in instrument.sources:
            key = (source.url, source.seen, source.checked)
            self._add(key, instruments=[instrument.id])
        for norm in instrument.norms:
            for source in norm.sources:
                key = (source.url, source.seen, source.checked)
                self._add(key, instruments=[instrument.id], norms=[norm.id])

    def add_ruling(self, ruling: Ruling, effects: Iterable[Effect]) -> None:
        """Add the sources of a ruling; `effects` are those that count."""
        norms = [effect.norm for effect in effects]
        for source in ruling.sources:
            key = (source.url, source.seen, source.checked)
            self._add(key, rulings=[ruling.id], norms=norms)

    def add_register(self, register: Register) -> None:
        """Add the sources of a public list."""
        for source in register.sources:
            self._add((source.url, source.seen, source.checked), registers=[register.id])

    def add_governments(self, governments: Governments, scope: _PlaceScope | None) -> None:
        """Add the addresses that tables of governments cite, of one place or of all."""
        own: list[Service | SchoolGovernment] = [
            *(row for rows in governments.services.values() for row in rows),
            *governments.schools.values(),
        ]
        for fact in governments.facts.values():
            if scope is None or scope.is_about(fact):
                self._add_government(fact)
        for row in own:
            if scope is None or row.place == scope.place:
                self._add_government(row)

    def _add_government(self, row: GovernmentFact | Service | SchoolGovernment) -> None:
        for address in _ADDRESS.findall(row.source) or [None]:
            key = (address and address.rstrip(".,;)"), row.seen, row.checked)
            self._add(key, governments=[f"{row.file}:{row.line}"])

    def add_event(self, event: Event) -> None:
        """Add the address of an event; one without an address is left out."""
        if event.url is not None:
            self._add((event.url, None, None), events=[f"{event.date} {event.place}"])

    def _add(self, key: _Key, **cites: Iterable[str]) -> None:
        row = self._rows.setdefault(key, {})
        for name, ids in cites.items():
            row.setdefault(name, {}).update(dict.fromkeys(ids))

    def make_sources(self, on: date) -> list[CitedSource]:
        """The rows as sources, in order."""
        sources = [_make_source(key, cites, on) for key, cites in self._rows.items()]
        return sorted(
            sources,
            key=lambda source: (
                _rank_seen(source.seen), source.host or "", source.address or "",
                source.checked or date.min,
            ),
        )  # fmt: skip


def _make_source(key: _Key, cites: Mapping[str, Iterable[str]], on: date) -> CitedSource:
    address, seen, checked = key

    def list_ids(name: str) -> tuple[str, ...]:
        return tuple(sorted(cites.get(name, ())))

    return CitedSource(
        address=address,
        host=None if address is None else _find_host(address),
        seen=seen,
        checked=checked,
        age=None if checked is None else (on - checked).days,
        instruments=list_ids("instruments"),
        rulings=list_ids("rulings"),
        registers=list_ids("registers"),
        norms=list_ids("norms"),
        governments=list_ids("governments"),
        events=list_ids("events"),
    )
