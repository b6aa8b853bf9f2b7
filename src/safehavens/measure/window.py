"""The stretch of time that a panel covers, and the days on which it looks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from safehavens.corpus.model import Battery, Lawbook
from safehavens.decide.request import EVERY_DAY, AnsweredDays, find_answered_days
from safehavens.measure.probes import BadProbe

Freq = Literal["spell", "month", "quarter", "year"]
Days = npt.NDArray[np.int32]

FREQS: Final[tuple[Freq, ...]] = ("spell", "month", "quarter", "year")
FIRST: Final = date(1985, 1, 1)
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Window:
    """Whole months: `start` is the first day, `end` the first day after the last."""

    start: date
    end: date

    def days(self, freq: Freq) -> Days:
        """The first day of every month, quarter or year that begins in the window, as numbers."""
        step = _MONTHS[freq]
        firsts = [n for n in range(_month(self.start), _month(self.end)) if n % step == 0]
        return np.array([day_number(_first(n)) for n in firsts], dtype=np.int32)


def answered_days(lawbook: Lawbook, battery: Battery) -> AnsweredDays:
    """The days on which every probe of a battery is answered."""
    return find_answered_days(lawbook, (probe.action for probe in battery.probes.values()))


def read_window(
    start: date | str | None, end: date | str | None, answered: AnsweredDays = EVERY_DAY
) -> Window:
    """The months from `start` to `end`, both included.

    Parameters
    ----------
    start, end : datetime.date or str, optional
        YYYY-MM, or YYYY for its first and its last month; a date stands for its month. If left out,
        January 1985 (or the first whole month that is answered) and the present month.
    answered : AnsweredDays
        The days that are answered of what the panel asks.

    Raises
    ------
    BadProbe
        A text of another form, a start after the end, or a month that is not answered.
    """
    first = _first_month(answered) if start is None else _read_month(start, 1)
    last = _month(date.today()) if end is None else _read_month(end, 12)
    if first > last:
        raise BadProbe(
            f"The panel would start ({_write_month(first)}) after its end ({_write_month(last)})."
        )
    window = Window(_first(first), _first(last + 1))
    for day in (window.start, window.end - timedelta(days=1)):
        if (problem := answered.refuse(day)) is not None:
            raise BadProbe(problem)
    return window


def _first_month(answered: AnsweredDays) -> int:
    """The first month where none is given: whole, and answered."""
    if answered.start is None:
        return _month(FIRST)
    return max(_month(FIRST), _month(answered.start) + (answered.start.day > 1))


def day_number(day: date) -> int:
    """A day as Arrow counts days."""
    return day.toordinal() - _EPOCH


def _read_month(value: date | str, month_of_year: int) -> int:
    if isinstance(value, date):
        return _month(value)
    parts = re.fullmatch(r"([12]\d{3})(?:-(0[1-9]|1[0-2]))?", value)
    if parts is None:
        raise BadProbe(f"{value!r} is not a valid month; write YYYY-MM, such as 1985-01.")
    return int(parts[1]) * 12 + int(parts[2] or month_of_year) - 1


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _write_month(month: int) -> str:
    return f"{_first(month):%Y-%m}"
