"""Places whose law says the same of a probe, so that one of them is asked for all."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from safehavens.corpus.agencies.agency_map import Home
from safehavens.corpus.agencies.registers import Register
from safehavens.corpus.model import Probe
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import Extent, effect_reaches

_Seat = tuple[date | None, Home, Extent]
"""The government that answers for a place from a day on, and what law can turn on of it."""


@dataclass(frozen=True, slots=True)
class _Law:
    """What tells apart the law on an action, and the registers with a fact that it asks for."""

    key: Hashable
    registers: tuple[Register, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Places under the same norms and rulings on an action, and where each one's agencies are.

    `registers` are those with a fact that the norms of a seat ask for, by the seat's number.
    """

    places: list[str]
    registers: tuple[tuple[int, Register], ...]


class AlikePlaces:
    """Groups places by what can tell apart a probe's answers there.

    That is the norms that bind the agency or may, the rulings that reach it, its level and, where
    the norms ask for a fact of a public list that the probe leaves out, what the list says.

    Parameters
    ----------
    engine : Engine
    places : iterable of str
        Canonical Open Civic Data ids.
    """

    def __init__(self, engine: Engine, places: Iterable[str]) -> None:
        self._engine = engine
        self._places = tuple(places)
        self._extents = {place: engine.extents.of(place) for place in self._places}
        rows = (register.rows for register in engine.lawbook.registers.values())
        self._listed = frozenset[str]().union(*rows)
        self._kin: dict[Hashable, list[str]] = {}
        for place, extent in self._extents.items():
            self._kin.setdefault((engine.agencies.kin(place), extent), []).append(place)
        self._by_seats: dict[str, dict[Hashable, list[str]]] = {}
        self._groups: dict[tuple[str, str], list[_Group]] = {}
        self._laws: dict[tuple[Extent, str, str], _Law] = {}

    def group(self, probe: Probe) -> list[list[str]]:
        """The places in groups of which one may be asked for all, that one first."""
        groups: list[list[str]] = []
        for group in self._under_one_law(probe.who, probe.action):
            asked = [(i, r) for i, r in group.registers if r.fact not in probe.facts]
            groups.extend(self._by_list(group, probe, asked) if asked else [group.places])
        # A listed place has more stretches of time to look at, though they say the same.
        return [sorted(places, key=self._listed.__contains__) for places in groups]

    def _by_list(
        self, group: _Group, probe: Probe, asked: list[tuple[int, Register]]
    ) -> Iterable[list[str]]:
        """A group's places by what lists say of the agency."""
        apart: dict[Hashable, list[str]] = {}
        for place in group.places:
            seats = self._seats(place, probe.who)
            said = tuple(_list_values(r, seats[i][1], probe.action) for i, r in asked)
            apart.setdefault(said, []).append(place)
        return apart.values()

    def _under_one_law(self, who: str, action: str) -> list[_Group]:
        known = self._groups.get((who, action))
        if known is None:
            groups: dict[Hashable, _Group] = {}
            for places in self._group_by_seats(who).values():
                key: list[Hashable] = []
                registers: list[tuple[int, Register]] = []
                for i, (start, home, extent) in enumerate(self._seats(places[0], who)):
                    law = self._describe_law(home, extent, action)
                    key.append((start, law.key))
                    registers.extend((i, register) for register in law.registers)
                group = groups.setdefault(tuple(key), _Group([], tuple(registers)))
                group.places.extend(places)
            known = self._groups[who, action] = list(groups.values())
        return known

    def _describe_law(self, home: Home, extent: Extent, action: str) -> _Law:
        """The law on an action of agencies of a kind, lists left aside."""
        engine = self._engine
        bearing = engine.find_bearing(extent, home.who, action)
        law = self._laws.get((bearing, home.who, action))
        if law is None:
            found = engine.laws.find(home.place, extent, home.who, action)
            bound = tuple([norm.id for norm in found.norms])
            effects = [effect for norm in bound for effect in engine.effects_on(norm)]
            touching = tuple([effect_reaches(effect, bearing) for effect in effects])
            key = (home.who, extent.level, bound, found.may_not_bind, touching)
            law = self._laws[bearing, home.who, action] = _Law(key, found.registers)
        return law

    def _group_by_seats(self, who: str) -> Mapping[Hashable, list[str]]:
        """The places by the extents of the governments that answer for an agency kind there."""
        known = self._by_seats.get(who)
        if known is None:
            known = self._by_seats[who] = {}
            for places in self._kin.values():
                if self._engine.agencies.is_home(places[0], who):
                    known.setdefault(self._extents[places[0]], []).extend(places)
                    continue
                for place in places:
                    seats = tuple((d, home.who, at) for d, home, at in self._seats(place, who))
                    known.setdefault(seats, []).append(place)
        return known

    def _seats(self, place: str, who: str) -> tuple[_Seat, ...]:
        agencies, extents = self._engine.agencies, self._engine.extents
        if agencies.is_home(place, who):
            return ((None, Home(place, who), self._extents[place]),)
        homes = agencies.homes(place, who)
        return tuple((start, home, extents.of(home.place)) for start, home in homes)


def _list_values(register: Register, home: Home, action: str) -> Hashable:
    """What a register says of an agency over time."""
    said: list[tuple[date, Hashable]] = []
    for day in (date.min, *register.days(home.place, home.who, action)):
        listed = register.value(home.place, home.who, day, action)
        values = None if listed is None else listed.values
        if not said or said[-1][1] != values:
            said.append((day, values))
    return tuple(said)
