"""The legal public holidays of the United States (5 U.S.C. § 6103), worked out, not looked up.

A deadline must never move because a package was updated, so the list is here; a test compares it
with the package `holidays`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_MONDAY, _THURSDAY = 0, 3
_KING_DAY: Final = 1986
"""Birthday of Martin Luther King, Jr.: first observed in 1986 (Pub. L. 98-144)."""
_JUNETEENTH: Final = date(2021, 6, 17)
"""The day on which Juneteenth became a holiday (Pub. L. 117-17)."""
FIRST_YEAR: Final = 1979
"""The first year that is worked out: since 1978 Veterans Day is November 11 again."""


@lru_cache(maxsize=256)
def list_federal_holidays(year: int) -> frozenset[date]:
    """The days themselves, as the statute names them.

    Parameters
    ----------
    year : int
        From 1979 on.

    Raises
    ------
    ValueError
        The year is before 1979.
    """
    if year < FIRST_YEAR:
        raise ValueError(f"federal holidays are worked out from {FIRST_YEAR} on")
    days = {
        date(year, 1, 1),
        _nth(year, 2, _MONDAY, 3),
        _last(year, 5, _MONDAY),
        date(year, 7, 4),
        _nth(year, 9, _MONDAY, 1),
        _nth(year, 10, _MONDAY, 2),
        date(year, 11, 11),
        _nth(year, 11, _THURSDAY, 4),
        date(year, 12, 25),
    }
    if year >= _KING_DAY:
        days.add(_nth(year, 1, _MONDAY, 3))
    if date(year, 6, 19) > _JUNETEENTH:
        days.add(date(year, 6, 19))
    return frozenset(days)


def is_federal_holiday(day: date) -> bool:
    """Whether a day is a federal holiday itself."""
    return day in list_federal_holidays(day.year)


def is_observed_holiday(day: date) -> bool:
    """Whether federal offices are closed on a day in place of a holiday that fell on a weekend.

    A Saturday's holiday is kept on the Friday before (5 U.S.C. § 6103(b)), a Sunday's on the Monday
    after (Executive Order 11582). Both rules are written for pay and leave.
    """
    if day.weekday() == 4:
        return is_federal_holiday(day + timedelta(days=1))
    return day.weekday() == 0 and is_federal_holiday(day - timedelta(days=1))


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last(year: int, month: int, weekday: int) -> date:
    end = date(year, month, monthrange(year, month)[1])
    return end - timedelta(days=(end.weekday() - weekday) % 7)
