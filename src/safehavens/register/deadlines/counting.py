"""Count a time limit: real hours in the local days that count, or whole days.

Days begin and end at local midnight, so that a day on which clocks change has 23 or 25 hours.
Where it is not certain whether a day counts (a holiday that is observed on another day; a state's
holidays that the agency has not entered), the limit is counted both ways, and the earlier end is
the safe one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from safehavens.corpus.consequences import Clock, Skipped
from safehavens.register.deadlines.federal_holidays import is_federal_holiday, is_observed_holiday

_LONGEST: Final = 3_660
"""So many days are looked through at most."""

Holidays = Mapping[str, tuple[date, ...]]
"""The agency's own holidays, by year."""


@dataclass(frozen=True, slots=True)
class RunsOut:
    """When a limit ends.

    Attributes
    ----------
    at : datetime
        The earliest end: the safe one. UTC.
    may_be : datetime or None
        The latest, where it is not certain which days count. UTC.
    unsure_of : tuple of date
        The days that it turns on.
    """

    at: datetime
    may_be: datetime | None
    unsure_of: tuple[date, ...]


def run_out(start: datetime, clock: Clock, zone: ZoneInfo, holidays: Holidays) -> RunsOut | None:
    """When a clock runs out.

    Parameters
    ----------
    start : datetime
        The event that it counts from, with its zone.
    clock : Clock
    zone : ZoneInfo
        The agency's.
    holidays : mapping of str to tuple of date
        The agency's own, by year; a year that is left out is not known.

    Returns
    -------
    RunsOut or None
        None of a clock without a number.
    """
    if clock.hours is None and clock.days is None:
        return None

    def skips(day: date, surely: bool) -> bool:
        return any(_is_skipped(day, what, holidays, surely) for what in clock.skips)

    first = _count(start, clock, zone, lambda day: not skips(day, surely=True))
    last = _count(start, clock, zone, lambda day: not skips(day, surely=False))
    if first == last:
        return RunsOut(first, None, ())
    day, end = start.astimezone(zone).date(), last.astimezone(zone).date()
    between = [day + timedelta(days=n) for n in range((end - day).days + 1)]
    return RunsOut(first, last, tuple(d for d in between if skips(d, False) != skips(d, True)))


def _is_skipped(day: date, what: Skipped, holidays: Holidays, surely: bool) -> bool:
    """Whether a day does not count: surely, or as far as it may be."""
    if what == "weekends":
        return day.weekday() >= 5
    own = holidays.get(f"{day.year}")
    federal = is_federal_holiday(day)
    if what == "federal_holidays":
        return federal or (not surely and is_observed_holiday(day))
    if own is not None:
        return day in own
    return not surely and (federal or is_observed_holiday(day))


def _count(
    start: datetime, clock: Clock, zone: ZoneInfo, counts: Callable[[date], bool]
) -> datetime:
    if clock.hours is not None:
        return _count_hours(start.astimezone(UTC), clock.hours, zone, counts)
    assert clock.days is not None
    day = start.astimezone(zone).date()
    left = clock.days
    for _ in range(_LONGEST):
        day += timedelta(days=1)
        if counts(day):
            left -= 1
            if left == 0:
                return _midnight_after(day, zone)
    raise ValueError("no day of ten years counts")


def _count_hours(
    now: datetime, hours: int, zone: ZoneInfo, counts: Callable[[date], bool]
) -> datetime:
    left = timedelta(hours=hours)
    day = now.astimezone(zone).date()
    for _ in range(_LONGEST):
        end = _midnight_after(day, zone)
        if counts(day):
            if left <= end - now:
                return now + left
            left -= end - now
        now, day = end, day + timedelta(days=1)
    raise ValueError("no day of ten years counts")


def _midnight_after(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
