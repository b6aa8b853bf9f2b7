"""Registers: public lists that say, with days, a fact of agencies, such as who has an agreement.

A register is complete for stated spells and kinds of agencies: within them an agency that is not
listed has the register's value for absence; outside them nothing is known of it. What a register
says is presumed: what is given overrules it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from datetime import date, timedelta
from typing import Final

from safehavens.corpus.sources import Source
from safehavens.values.quick_dataclass import dataclass

RegisterValue = bool | str

Row = tuple[
    str, RegisterValue, int | None, int | None, int | None, int | None, str, str | None, str | None,
    int,
]  # fmt: skip
"""An entry in few and plain parts, as a snapshot has to load thousands: the kinds of agencies
parted by blanks, the value, the days `start`, `end`, `first_listed` and `last_listed` as ordinals,
the name and form as listed, the note, the line."""

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a register: a value that agencies of a place had for a time.

    Attributes
    ----------
    place : str
        Open Civic Data id of the agencies' government.
    who : tuple of str
        The agency kinds of that place that have the value.
    value : str or bool
    start, end : datetime.date or None
        The first day, and the first day no longer, where a source gives them.
    first_listed, last_listed : datetime.date or None
        The days of the first and the last list that has it.
    agency : str
        The agency's name as listed.
    form : str or None
        What the list calls the value.
    note : str or None
    line : int
        Where it stands in the register's table.
    """

    place: str
    who: tuple[str, ...]
    value: RegisterValue
    start: date | None
    end: date | None
    first_listed: date | None
    last_listed: date | None
    agency: str
    form: str | None
    note: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Complete:
    """A spell in which every agency of these kinds that has a value is listed.

    `end` is the first day after it.
    """

    start: date
    end: date
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Listed:
    """What a register says of one agency on one day.

    Attributes
    ----------
    register : str
        The register's id.
    values : tuple of str or bool
        The values that the fact may have, in the order of the fact's own: one is presumed; of
        several it is not known which. Several stand here where several entries hold at once,
        where an entry may have ended or not begun yet, and, all of them, where the list is not
        complete.
    entries : tuple of Entry
        What this rests on; empty where the agency is not listed.
    listed : datetime.date or None
        The day of the list that this rests on: the last that has the entries or, where the agency
        is not listed, the last one up to that day. None: no list has such a day.
    """

    register: str
    values: tuple[RegisterValue, ...]
    entries: tuple[Entry, ...]
    listed: date | None

    @property
    def presumed(self) -> RegisterValue | None:
        """The value that is taken where the fact is left out; None: it is not known."""
        return self.values[0] if len(self.values) == 1 else None

    @property
    def absent(self) -> bool:
        """Whether the value is presumed because the agency is not listed."""
        return len(self.values) == 1 and not self.entries


_Steps = tuple[tuple[date, ...], tuple[Listed, ...]]


@dataclass(frozen=True)
class Register:
    """A public list as dated facts of agencies.

    Attributes
    ----------
    id, title : str
    fact : str
        The fact whose value it gives.
    values : tuple of str or bool
        All values of the fact, in its order.
    absent : str or bool
        The value presumed of an agency that is not listed, where the register is complete.
    within : str
        Open Civic Data id of the place whose agencies it lists.
    kinds : frozenset of str
        The agency kinds that it lists; of others it says nothing.
    lists : tuple of datetime.date
        The days of the lists that were read, in order.
    complete : tuple of Complete
    covers : dict of str or bool to frozenset of str
        By value, the actions that it covers: of values in force at once, those that cover the
        action asked about are the ones under which the agency does it.
    rows : dict of str to tuple of Row
        By place; `find_entries` makes entries of them.
    unread : int
        How many agreements of the lists were left out, as their agency is not one that the
        corpus has.
    sources : tuple of Source
    note : str or None
    file : str
    """

    id: str
    title: str
    fact: str
    values: tuple[RegisterValue, ...]
    absent: RegisterValue
    within: str
    kinds: frozenset[str]
    lists: tuple[date, ...]
    complete: tuple[Complete, ...]
    covers: dict[RegisterValue, frozenset[str]]
    rows: dict[str, tuple[Row, ...]]
    unread: int
    sources: tuple[Source, ...]
    note: str | None
    file: str
    _steps: dict[tuple[str, str, str], _Steps] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def places(self) -> frozenset[str]:
        """The places of which an agency is listed."""
        return frozenset(self.rows)

    def value(self, place: str, who: str, on: date, action: str | None = None) -> Listed | None:
        """What the register says of an agency on a day.

        Parameters
        ----------
        place : str
            Canonical Open Civic Data id.
        who : str
            Agency kind.
        on : datetime.date
        action : str, optional
            What the agency is asked to do. Left out: anything.

        Returns
        -------
        Listed or None
            None: the register is not about this agency, and says nothing.
        """
        if who not in self.kinds or not self._lists(place):
            return None
        starts, steps = self._find_steps(place, who, action)
        listed = steps[bisect_right(starts, on) - 1]
        if listed.entries:
            return listed
        at = bisect_right(self.lists, on)
        return Listed(self.id, listed.values, (), self.lists[at - 1] if at else None)

    def days(self, place: str, who: str, action: str | None = None) -> tuple[date, ...]:
        """The days on which what the register says of an agency changes, in order."""
        if who not in self.kinds or not self._lists(place):
            return ()
        return self._find_steps(place, who, action)[0][1:]

    def find_entries(self, place: str, who: str | None = None) -> tuple[Entry, ...]:
        """The entries of a place, or of its agencies of one kind, in the order of the table."""
        entries = (_make_entry(place, row) for row in self.rows.get(place, ()))
        return tuple(entry for entry in entries if who is None or who in entry.who)

    def sure_spell(self, entry: Entry) -> tuple[date, date]:
        """The spell in which an entry's value is sure to be in force.

        It begins on the day given or, without one, on the day of the first list that has it. It
        ends on the day given or, without one, after the last list that has it; an entry of the
        newest list is taken as in force until a newer list is read.
        """
        start = entry.start or entry.first_listed or date.min
        if entry.end is not None:
            return start, entry.end
        if entry.last_listed is None or self._next_list(entry.last_listed) is None:
            return start, date.max
        return start, entry.last_listed + _DAY

    def possible_spell(self, entry: Entry) -> tuple[date, date]:
        """The spell outside which an entry's value is sure not to be in force.

        A list that does not have the entry bounds it: the one before the first that has it, and
        the one after the last.
        """
        sure_start, sure_end = self.sure_spell(entry)
        start = sure_start
        if entry.start is None:
            before = [day for day in self.lists if day < sure_start]
            start = before[-1] + _DAY if before else date.min
        if entry.end is None and entry.last_listed is not None:
            after = self._next_list(entry.last_listed)
            return start, after or date.max
        return start, sure_end

    def _covers_action(self, entry: Entry, action: str) -> bool:
        return action in self.covers.get(entry.value, ())

    def _lists(self, place: str) -> bool:
        return place == self.within or place.startswith(f"{self.within}/")

    def _next_list(self, day: date) -> date | None:
        at = bisect_right(self.lists, day)
        return self.lists[at] if at < len(self.lists) else None

    def _find_steps(self, place: str, who: str, action: str | None) -> _Steps:
        """The days on which something changes, the first of all days before them, and what it is.

        Agencies without entries share their steps.
        """
        covered = any(action in actions for actions in self.covers.values())
        key = (place if place in self.rows else "", who, action if action and covered else "")
        steps = self._steps.get(key)
        if steps is None:
            entries = self.find_entries(place, who)
            steps = self._steps[key] = self._make_steps(entries, who, key[2])
        return steps

    def _make_steps(self, entries: tuple[Entry, ...], who: str, action: str) -> _Steps:
        days = {date.min}
        for spell in self.complete:
            days |= {spell.start, spell.end} if who in spell.kinds else set()
        for entry in entries:
            days |= {*self.sure_spell(entry), *self.possible_spell(entry)}
        starts: list[date] = []
        steps: list[Listed] = []
        for day in sorted(days - {date.max}):
            listed = self._look_up(entries, who, action, day)
            if not steps or _says(listed) != _says(steps[-1]):
                starts.append(day)
                steps.append(listed)
        return tuple(starts), tuple(steps)

    def _look_up(self, entries: tuple[Entry, ...], who: str, action: str, on: date) -> Listed:
        sure = [entry for entry in entries if _holds(self.sure_spell(entry), on)]
        possible = [entry for entry in entries if _holds(self.possible_spell(entry), on)]
        if any(self._covers_action(entry, action) for entry in sure):
            possible = [entry for entry in possible if self._covers_action(entry, action)]
        complete = any(s.start <= on < s.end for s in self.complete if who in s.kinds)
        if sure or complete:
            values = {entry.value for entry in possible} | (set() if sure else {self.absent})
        else:
            values = set(self.values)
        days = [entry.last_listed for entry in possible if entry.last_listed is not None]
        return Listed(
            self.id,
            tuple(value for value in self.values if value in values),
            tuple(possible),
            max(days, default=None),
        )


def _says(listed: Listed) -> tuple[object, ...]:
    return listed.values, listed.entries


def _holds(spell: tuple[date, date], on: date) -> bool:
    return spell[0] <= on < spell[1]


def _make_entry(place: str, row: Row) -> Entry:
    who, value, start, end, first, last, agency, form, note, line = row
    days = (_make_day(start), _make_day(end), _make_day(first), _make_day(last))
    return Entry(place, tuple(who.split()), value, *days, agency, form, note, line)


def _make_day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
