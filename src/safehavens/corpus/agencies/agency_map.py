"""The agencies of a place: whether it has one of a kind, whose agency answers there, who is bound.

The facts are rows of `governments/` (`safehavens.corpus.agencies.governments`); the gazetteer knows
the level of a place, the governments that are one with it, and the county that a city lies in.
Where a corpus has no such tables, every place has every agency, its own, and nobody is elected
apart.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, timedelta
from typing import Final

from safehavens.corpus.agencies.governments import (
    GovernmentFact,
    Governments,
    Known,
    SchoolGovernment,
    Service,
)
from safehavens.corpus.places import Gazetteer, Level, UnknownPlace, division
from safehavens.values.quick_dataclass import dataclass

_DAY: Final = timedelta(days=1)
_STEPS: Final = 4  # a city's jail is the county's, whose jail is the state's; no way is longer


@dataclass(frozen=True, slots=True)
class Home:
    """The government and the agency that answer for an agency kind at a place.

    Attributes
    ----------
    place : str
        Open Civic Data id of the government.
    who : str
        Its agency kind: a city's police may be the county's sheriff.
    because : tuple of Service and GovernmentFact
        The rows that led there; empty where the place answers for itself.
    """

    place: str
    who: str
    because: tuple[Service | GovernmentFact, ...] = ()


class AgencyMap:
    """What a corpus's tables of governments say of single places. Answers are remembered.

    Parameters
    ----------
    governments : Governments
        `Lawbook.governments`.
    gazetteer : Gazetteer
    """

    def __init__(self, governments: Governments, gazetteer: Gazetteer) -> None:
        self._governments = governments
        self._gazetteer = gazetteer
        self._facts: dict[tuple[str, str], GovernmentFact | None] = {}
        self._has: dict[str, dict[str, Known]] = {}
        self._services: dict[str, dict[str, list[Service]]] = {}
        self._homes: dict[tuple[str, str], Home] = {}
        self._levels: dict[str, tuple[Level, ...]] = {}
        self._places_with_rows: frozenset[str] | None = None

    def has(self, place: str, who: str) -> Known:
        """Whether the government of a place has an agency of a kind.

        Parameters
        ----------
        place : str
            Open Civic Data id; a part of a consolidated government is the whole.
        who : str
            Agency kind.
        """
        place = self._gazetteer.canonical(place)
        known = self._has.setdefault(who, {})
        has = known.get(place)
        if has is None:
            has = known[place] = self._find_whether(place, who)
        return has

    def _find_whether(self, place: str, who: str) -> Known:
        if not self._covers(place):
            return "yes"
        district = self._governments.districts.get(_type_of(place))
        if district is not None:
            return "yes" if who in district.who else "no"
        if place in self._governments.services and self._all_services(place, who):
            return "no"
        if who == "school" and place in self._governments.schools:
            return "yes"
        fact = self.find_fact(place, who)
        return "not_known" if fact is None else fact.has

    def find_fact(self, place: str, who: str) -> GovernmentFact | None:
        """The row that says whether a place has an agency of a kind, for citing; None: no row."""
        place = self._gazetteer.canonical(place)
        key = (place, who)
        if key not in self._facts:
            self._facts[key] = self._look_up(place, who)
        return self._facts[key]

    def find_service(self, place: str, who: str, on: date) -> Service | None:
        """The row by which another government's agency serves a place on a day, or None."""
        services = self._services_of(self._gazetteer.canonical(place), who)
        return next((row for row in services if row.holds(on)), None)

    def home(self, place: str, who: str, on: date) -> Home:
        """The government whose agency answers for a place: whose law binds it, and whom to ask.

        Parameters
        ----------
        place : str
            Open Civic Data id.
        who : str
            Agency kind.
        on : datetime.date
            The day asked about.

        Returns
        -------
        Home
            The serving government; else, where the place has no such agency, the state or the
            county that has it, or may have it; else the place itself. A home is its own home.
        """
        here = home = Home(self._gazetteer.canonical(place), who)
        for _ in range(_STEPS):
            onward = self._served(home, on) or self._above(home)
            if onward is None:
                break
            home = Home(onward.place, onward.who, (*home.because, *onward.because))
        return home if home is here or self.has(home.place, home.who) != "no" else here

    def has_own_rows(self, place: str) -> bool:
        """Whether the tables have a row about this place itself (canonical id)."""
        if self._places_with_rows is None:
            rows = {at for at, level, _ in self._governments.facts if level is None}
            self._places_with_rows = frozenset(rows.union(self._governments.services))
        return place in self._places_with_rows

    def kin(self, place: str) -> Hashable:
        """A key that is equal for places of which `is_home` says the same.

        Of a city, of a place that a row is about, and of one with others in it, it is the place.

        Parameters
        ----------
        place : str
            Canonical Open Civic Data id.
        """
        short_id = division.short(place)
        level = division.level(short_id)
        if (
            level == "place"
            or place in self._governments.schools
            or self.has_own_rows(place)
            or self._gazetteer.members(short_id)
        ):
            return place
        return _nation_of(place), _states_of(place), _type_of(place), level

    def is_home(self, place: str, who: str) -> bool:
        """Whether a place's agency has always been its own, so that its own law binds it.

        Parameters
        ----------
        place : str
            Canonical Open Civic Data id.
        who : str
        """
        if self._services_of(place, who):
            return False
        return self._above(Home(place, who)) is None

    def homes(self, place: str, who: str) -> tuple[tuple[date | None, Home], ...]:
        """The governments that answer for a place, one after the other.

        Returns
        -------
        tuple of (date or None, Home)
            Each with its first day; the first one has none.
        """
        days = sorted(self._days_of_change(self._gazetteer.canonical(place), who, _STEPS))
        homes = [(None, self.home(place, who, days[0] - _DAY if days else date.max))]
        return (*homes, *((day, self.home(place, who, day)) for day in days))

    def _days_of_change(self, place: str, who: str, steps: int) -> set[date]:
        """The days on which one agency that serves a place gives way to another."""
        days: set[date] = set()
        for row in self._services_of(place, who) if steps else ():
            days |= {day for day in (row.since, row.until) if day is not None}
            days |= self._days_of_change(row.by, row.by_who, steps - 1)
        return days

    def elected(self, place: str, who: str) -> Known:
        """Whether an agency's head is elected apart, so that the place's own law may not bind it.

        A jail that the sheriff runs is the sheriff's. Of a sheriff of whom nothing is known:
        "not_known"; of any other agency: "no".
        """
        place = self._gazetteer.canonical(place)
        if not self._covers(place):
            return "no"
        fact = self.find_fact(place, who)
        if fact is None or fact.has == "no":
            return "no"
        if fact.elected is not None:
            return fact.elected
        if who == "jail" and fact.run_by == "sheriff":
            return self.elected(place, "sheriff")
        unsure = who == "sheriff" or (who == "jail" and fact.run_by == "not_known")
        return "not_known" if unsure else "no"

    def runs_schools(self, place: str) -> bool:
        """Whether a charter or statute puts the public schools under the government of a place."""
        place = self._gazetteer.canonical(place)
        if not self._covers(place):
            return True
        district = self._governments.districts.get(_type_of(place))
        if district is not None:
            return "school" in district.who
        if place in self._governments.schools:
            return True
        fact = self.find_fact(place, "school")  # a state's own schools, as in Hawaii
        return fact is not None and fact.has == "yes"

    def find_schools(self, place: str) -> SchoolGovernment | None:
        """The row of `schools.csv` that says that a place runs its schools, for citing."""
        return self._governments.schools.get(self._gazetteer.canonical(place))

    def _covers(self, place: str) -> bool:
        """Whether the tables say anything of the nation that a place lies in."""
        return _nation_of(place) in self._governments.nations

    def _all_services(self, place: str, who: str) -> bool:
        """Whether another's agency has served a place throughout, as far as is known."""
        return any(row.until is None for row in self._services_of(place, who))

    def _services_of(self, place: str, who: str) -> list[Service]:
        """The rows by which other governments' agencies of a kind serve a place (canonical id)."""
        services = self._services.get(place)
        if services is None:
            if place not in self._governments.services:
                return []
            services = self._services[place] = {}
            for row in self._governments.services[place]:
                services.setdefault(row.who, []).append(row)
        return services.get(who, [])

    def _look_up(self, place: str, who: str) -> GovernmentFact | None:
        facts = self._governments.facts
        own = facts.get((place, None, who))
        if own is not None:
            return own
        rows = []
        for level in self._levels_of(place):
            row = next(
                (
                    row
                    for above in (*_states_of(place), _nation_of(place))
                    if (row := facts.get((above, level, who))) is not None
                ),
                None,
            )
            if row is not None:
                rows.append(row)
        # of a city and county in one, the half that has the agency decides
        return min(rows, key=lambda row: ("yes", "not_known", "no").index(row.has), default=None)

    def _levels_of(self, place: str) -> tuple[Level, ...]:
        levels = self._levels.get(place)
        if levels is None:
            short_id = division.short(place)
            parts = {division.level(short_id)}
            for member in self._gazetteer.members(short_id):
                parts.add(division.level(member))
            levels = self._levels[place] = tuple(sorted(parts))
        return levels

    def _served(self, home: Home, on: date) -> Home | None:
        row = self.find_service(home.place, home.who, on)
        return None if row is None else Home(row.by, row.by_who, (row,))

    def _above(self, home: Home) -> Home | None:
        key = (home.place, home.who)
        if key not in self._homes:
            self._homes[key] = self._find_above(home.place, home.who)
        above = self._homes[key]
        return None if above.place == home.place else above

    def _find_above(self, place: str, who: str) -> Home:
        here = Home(place, who)
        if not self._covers(place) or self.has(place, who) != "no":
            return here
        fact = self.find_fact(place, who)
        if fact is None or fact.has != "no":
            return here
        if fact.by == "state":
            states = _states_of(place)
            return Home(states[0], who, (fact,)) if states else here
        if fact.by == "county":
            try:
                county = self._gazetteer.county_of(place)
            except UnknownPlace:
                return here
            return here if county is None else Home(county.id, who, (fact,))
        return here


def _type_of(place: str) -> str:
    return division.split(division.short(place))[0]


def _nation_of(place: str) -> str:
    """The id of a place's nation; of a region of nations, its own."""
    return "/".join(place.split("/", 2)[:2])


def _states_of(place: str) -> tuple[str, ...]:
    """The id of the state that a place is or lies in, or nothing."""
    parts = place.split("/", 3)
    return ("/".join(parts[:3]),) if len(parts) > 2 else ()
