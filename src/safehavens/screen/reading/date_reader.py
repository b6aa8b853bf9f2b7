"""Days in tables: one rule for the whole column, and an instant is the place's own day."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from safehavens.corpus.words.days import (
    DayReading,
    Order,
    UnreadableDay,
    find_order,
    read_day_text,
)
from safehavens.decide.request import BadRequest
from safehavens.screen.column_names import DATE_RULES, DateRule
from safehavens.screen.reading.cells import as_cells, encode, says_not_known, says_nothing, texts_of
from safehavens.screen.reading.column_reader import CellReading, ColumnReader
from safehavens.screen.reading.notes import Note
from safehavens.screen.reading.time_zones import zones_of

_EPOCH: Final = date(1970, 1, 1).toordinal()
_FIRST: Final = date(1, 1, 1).toordinal() - _EPOCH
_LAST: Final = date(9999, 12, 31).toordinal() - _EPOCH
_UNITS: Final = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?")
_INSTANT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?"
    r" ?(z|utc|gmt|[+\-]\d{2}(?::?\d{2})?)(?: ?\[.*\])?",
    re.IGNORECASE,
)
_SERIAL: Final = re.compile(r"\d{1,7}(?:\.\d+)?")
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_NUMBERS: Final = re.compile(r"\d{1,2}([/.\-])\d{1,2}\1(?:\d{4}|\d{2})(?:[T ].*)?")

_INFINITE: Final = "The date is outside the years 1 to 9999: it is not a day."
_AN_INSTANT: Final = (
    "The date is an instant with a time zone, and it is another day in another part of the place; "
    "give the day at the place."
)

Days = tuple[pa.Array, dict[int, str], dict[Note, int]]


def check_rule(rule: str) -> DateRule:
    """Check how dates are said to be written. Raises BadRequest."""
    for known in DATE_RULES:
        if rule == known:
            return known
    raise BadRequest(f"Dates are written {', '.join(DATE_RULES)}; {rule!r} is none of them.")


class DateReader:
    """Reads a column of days. May be used by several threads.

    In `auto` the first batch shows whether the month or the day comes first, or else the month
    does where all places are in the United States.

    Parameters
    ----------
    rule : str
        One of DATE_RULES.
    values : mapping, optional
        From their texts to ours.
    """

    def __init__(
        self, rule: DateRule, values: Mapping[str | None, str | None] | None = None
    ) -> None:
        self._rule = rule
        self._order: Order | None = rule if rule in ("mdy", "dmy") else None
        self._decided = rule != "auto"
        self._mapped = values is not None
        self._cells = ColumnReader(self.read, values)
        self._lock = threading.Lock()

    def column(self, array: pa.Array, place_ids: Sequence[str | None], rows: Any) -> Days:
        """Read a column.

        Parameters
        ----------
        array : pyarrow.Array
        place_ids : sequence of str or None
            The distinct places of the batch, …
        rows : numpy.ndarray
            … and for each row the index of its place.
        """
        array = as_cells(array)
        if pa.types.is_dictionary(array.type) and _is_day(array.type.value_type):
            array = array.cast(array.type.value_type)
        if not self._mapped and _is_day(array.type):
            if getattr(array.type, "tz", None) is not None:
                return _instants(array, place_ids, rows)
            return _plain_days(array)
        encoded = encode(array)
        if not self._decided:
            self._decide(texts_of(encoded.dictionary), place_ids)
        read = self._cells.column(encoded)
        problems = read.problems()
        resolved = {}
        for row in read.where(lambda reading: isinstance(reading.other, datetime)).tolist():
            place = place_ids[int(rows[row])]
            day = _day_at(read.readings[read.rows[row]].other, place)
            if day is None:
                problems[row] = _AN_INSTANT
            else:
                resolved[row] = day
        days = pa.array(
            [None if r.value is None else date.fromisoformat(r.value) for r in read.readings],
            pa.date32(),
        ).take(pa.array(read.rows))
        notes = read.notes()
        if resolved:
            listed = days.to_pylist()
            for row, day in resolved.items():
                listed[row] = day
            days = pa.array(listed, pa.date32())
            notes[_INSTANT_NOTE] = len(resolved)
        return days, problems, notes

    def _decide(self, texts: Iterable[str | None], place_ids: Iterable[str | None]) -> None:
        """Settle the order of day and month, once."""
        with self._lock:
            if self._decided:
                return
            order = find_order(text for text in texts if text)
            ids = [id for id in place_ids if id is not None]
            if order is None and all(id.startswith("ocd-division/country:us") for id in ids):
                order = "mdy"
            self._order = order
            self._decided = True

    def read(self, text: str | None) -> CellReading:
        """Read one text; an instant has its day only at a place, and is in `other` till then."""
        if text is None or says_nothing(text) or says_not_known(text):
            return CellReading(None, "The date is missing.")
        words = " ".join(text.split())
        instant = _INSTANT.fullmatch(words)
        if instant is not None:
            moment = _moment(instant)
            if moment is not None:
                return CellReading(None, other=moment)
        try:
            reading, note = self._day(words)
        except UnreadableDay as error:
            return CellReading(None, str(error))
        except OverflowError:
            return CellReading(None, _INFINITE)
        if reading.last != reading.on:
            return CellReading(None, f"{words[:60]!r} is a month or a year; give the day.")
        return CellReading(reading.on.isoformat(), note=note)

    def _day(self, words: str) -> tuple[DayReading, Note | None]:
        if self._rule == "excel" and _SERIAL.fullmatch(words):
            day = _EXCEL_EPOCH + timedelta(days=int(float(words)))
            return DayReading(day, day), Note("Read dates as Excel's day numbers", words)
        if self._rule in ("iso", "excel") and not _ISO.fullmatch(words):
            form = "as YYYY-MM-DD" if self._rule == "iso" else "as Excel's day number"
            raise UnreadableDay(f"{words[:60]!r} is not a date {form}.")
        reading = read_day_text(words, self._order, date.today())
        if _NUMBERS.fullmatch(words):
            order = "month" if self._order == "mdy" else "day"
            if self._order is not None:
                return reading, Note(f"Read dates in numbers with the {order} first", repr(words))
        elif reading.note and "Excel" in reading.note:
            return reading, Note("Read dates of five digits as Excel's day numbers", words)
        return reading, None


_INSTANT_NOTE: Final = Note("Read instants with a time zone as the day at the place")


def _is_day(kind: pa.DataType) -> bool:
    return bool(pa.types.is_date(kind) or pa.types.is_timestamp(kind))


def _plain_days(array: pa.Array) -> Days:
    """Days from dates, and from timestamps without a zone."""
    kind = array.type
    known = pc.fill_null(array.cast(pa.int32() if pa.types.is_date32(kind) else pa.int64()), 0)
    numbers: npt.NDArray[Any] = known.to_numpy(zero_copy_only=False)
    if pa.types.is_date64(kind):
        numbers = numbers // _UNITS["ms"]
    elif pa.types.is_timestamp(kind):
        numbers = numbers // _UNITS[kind.unit]
    outside = (numbers < _FIRST) | (numbers > _LAST)
    missing = array.is_null().to_numpy(zero_copy_only=False) if array.null_count else None
    problems = {}
    if missing is not None:
        problems = dict.fromkeys(np.flatnonzero(missing).tolist(), "The date is missing.")
    if outside.any():
        problems |= dict.fromkeys(np.flatnonzero(outside).tolist(), _INFINITE)
        missing = outside if missing is None else missing | outside
        numbers = np.where(outside, 0, numbers)
    elif pa.types.is_date32(kind):
        return array, problems, {}
    days = pa.array(numbers.astype(np.int32), pa.int32(), mask=missing)
    return days.cast(pa.date32()), problems, {}


def _instants(array: pa.Array, place_ids: Sequence[str | None], rows: Any) -> Days:
    """The days of timestamps with a zone, each at its place."""
    own_zone = array.type.tz
    _, problems, _ = _plain_days(array.cast(pa.timestamp(array.type.unit)))
    bad = np.zeros(len(array), np.bool_)
    bad[list(problems)] = True
    safe = pc.if_else(pa.array(bad), pa.scalar(0, array.type), array)
    numbers = _local_days(safe, own_zone)
    for zones in {zones_of(id) for id in place_ids if id is not None} | {()}:
        here = np.array([zones_of(id or "") == zones for id in place_ids], np.bool_)[rows] & ~bad
        if not here.any():
            continue
        if not zones:  # elsewhere: the zone is the place's own, unless it is that of no place
            if own_zone.casefold() in ("utc", "z", "gmt", "etc/utc", "+00:00", "etc/gmt"):
                problems |= dict.fromkeys(np.flatnonzero(here).tolist(), _AN_INSTANT)
            continue
        if own_zone in zones:
            continue
        days = [_local_days(safe, zone) for zone in zones]
        apart = np.zeros(len(array), np.bool_)
        for other in days[1:]:
            apart |= other != days[0]
        numbers = np.where(here, days[0], numbers)
        problems |= dict.fromkeys(np.flatnonzero(apart & here).tolist(), _AN_INSTANT)
    missing = np.zeros(len(array), np.bool_)
    missing[list(problems)] = True
    days32 = pa.array(numbers.astype(np.int32), pa.int32(), mask=missing).cast(pa.date32())
    good = len(array) - len(problems)
    return days32, problems, {_INSTANT_NOTE: good} if good else {}


def _local_days(array: pa.Array, zone: str) -> npt.NDArray[np.int64]:
    local = pc.local_timestamp(array.cast(pa.timestamp(array.type.unit, zone)))
    numbers: npt.NDArray[np.int64] = local.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return numbers // _UNITS[array.type.unit]


def _moment(match: re.Match[str]) -> datetime | None:
    zone = match[3].casefold()
    if zone in ("z", "utc", "gmt"):
        zone = "+00:00"
    elif len(zone) == 3:
        zone += ":00"
    clock = match[2] if len(match[2].split(":")[0]) == 2 else "0" + match[2]
    try:
        return datetime.fromisoformat(f"{match[1]}T{clock}{zone}")
    except ValueError:
        return None


def _day_at(moment: datetime, place_id: str | None) -> date | None:
    """The day of an instant at a place; None where it may be two days."""
    if place_id is None:
        return None
    zones = zones_of(place_id)
    try:
        local = [moment.astimezone(ZoneInfo(zone)) for zone in zones]
    except OverflowError:
        return None
    if moment.utcoffset() != timedelta(0) or not zones:
        own = [here for here in local if here.utcoffset() == moment.utcoffset()]
        if own or (not zones and moment.utcoffset() != timedelta(0)):
            return moment.date()
    days = {here.date() for here in local}
    return days.pop() if len(days) == 1 else None
