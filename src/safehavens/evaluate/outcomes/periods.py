"""Years, quarters and months as numbers: consecutive periods differ by one."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from safehavens.evaluate.nouns import BadEvaluation, Frequency, Timing

_MONTHS: Final[dict[Frequency, int]] = {"year": 12, "quarter": 3, "month": 1}
_YEAR: Final = re.compile(r"(\d{4})(?:\.0+)?")
_QUARTER: Final = re.compile(r"(\d{4})[-\s]?[Qq]([1-4])")
_MONTH: Final = re.compile(r"(\d{4})[-/](\d{1,2})")
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")


def read_period(text: str) -> tuple[Frequency | None, date]:
    """Read a cell of time: its frequency, where the text tells it, and its first day.

    Parameters
    ----------
    text : str
        `2014`, `2014Q1`, `2014-03`, `2014/3`, or a day such as `2014-03-01`, which tells none.

    Raises
    ------
    ValueError
        It is none of these.
    """
    text = text.strip()
    if found := _YEAR.fullmatch(text):
        return "year", date(int(found[1]), 1, 1)
    if found := _QUARTER.fullmatch(text):
        return "quarter", date(int(found[1]), 3 * int(found[2]) - 2, 1)
    if found := _MONTH.fullmatch(text):
        return "month", date(int(found[1]), int(found[2]), 1)
    if found := _DAY.fullmatch(text):
        return None, date(int(found[1]), int(found[2]), int(found[3]))
    raise ValueError(text)


def number_of(day: date, frequency: Frequency) -> int:
    """The number of the period that a day lies in."""
    return (day.year * 12 + day.month - 1) // _MONTHS[frequency]


def first_day(number: int, frequency: Frequency) -> date:
    """The first day of a period."""
    month = number * _MONTHS[frequency]
    return date(month // 12, month % 12 + 1, 1)


def name_period(number: int, frequency: Frequency) -> str:
    """A period as people write it: `2014`, `2014Q1`, `2014-03`."""
    day = first_day(number, frequency)
    if frequency == "year":
        return str(day.year)
    if frequency == "quarter":
        return f"{day.year}Q{(day.month + 2) // 3}"
    return f"{day.year}-{day.month:02}"


def find_frequency(days: list[date]) -> Frequency:
    """The widest period in which each of these days is the first day of its own.

    Raises
    ------
    BadEvaluation
        They are no first days of months.
    """
    wrong = next((day for day in days if day.day != 1), None)
    if wrong is not None:
        raise BadEvaluation(
            f"The day {wrong} is not the first of a month; an outcome is by year, quarter or month."
        )
    months = {day.month for day in days}
    if months == {1}:
        return "year"
    return "quarter" if months <= {1, 4, 7, 10} else "month"


def treat_from(day: date, frequency: Frequency, timing: Timing) -> int:
    """The first treated period of a place that came under the law on a day.

    Parameters
    ----------
    day : datetime.date
    frequency : str
    timing : str
        `first-full`: the first period that lies wholly under the law. `any`: the one in which it
        began. `half`: the first at least half of whose days lie under it.
    """
    number = number_of(day, frequency)
    start, after = first_day(number, frequency), first_day(number + 1, frequency)
    if timing == "any" or day == start:
        return number
    if timing == "first-full":
        return number + 1
    under, whole = after - day, after - start
    return number if 2 * under >= whole else number + 1


def last_day(number: int, frequency: Frequency) -> date:
    """The last day of a period."""
    return first_day(number + 1, frequency) - timedelta(days=1)
