"""Days as people write them, read by one rule at a time and never by guess.

Permissive date parsers take `05/06/2024` for some day and do not say for which. Here the order of
day and month is a rule that the caller chooses, once for a request or for a whole column, and what
was decided is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from typing import Final, Literal

from safehavens.values.quick_dataclass import dataclass

Order = Literal["mdy", "dmy"]
"""Whether the month or the day comes first where both are numbers."""

_ISO: Final = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_YEAR_FIRST: Final = r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})"
_COMPACT: Final = r"((?:19|20)\d{2})(\d{2})(\d{2})"
_NUMBERS: Final = r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})"
_MONTH_NAMED: Final = r"([a-záéíóú]{3,10})\.?[ \-](\d{1,2})(?:st|nd|rd|th)?,?[ \-](\d{4})"
_DAY_NAMED: Final = (
    r"(\d{1,2})(?:st|nd|rd|th|º)?[ \-](?:de |of )?([a-záéíóú]{3,10})\.?,?"
    r"[ \-](?:de |del )?(\d{4}|\d{2})"
)
_YEAR: Final = r"(?:19|20)\d{2}|17\d{2}|18\d{2}"
_YEAR_MONTH: Final = r"(\d{4})-(\d{1,2})"
_MONTH_YEAR: Final = r"(\d{1,2})/(\d{4})"
_NAMED_MONTH_YEAR: Final = r"([a-záéíóú]{3,10})\.?,? (?:de |del )?(\d{4})"
_CLOCK: Final = (
    r"(?i)[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?"
    r"(?P<zone> ?(?:z|utc|gmt|[+\-]\d{2}:?\d{2}))?$"
)
_SERIAL: Final = r"\d{5}(?:\.0+)?"
_EXCEL_EPOCH: Final = date(1899, 12, 30)
"""Day 0 of Excel's calendar, as its days after February 1900 count."""
_EXCEL_DAYS: Final = range(18264, 73051)
"""1950 to 2099: other numbers of five digits are no days that anybody would write so."""
_TWO_DIGITS: Final = 70
"""Years of two digits are of this century below this, else of the last."""

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene", "february feb febrero", "march mar marzo",
            "april apr abril abr", "may mayo", "june jun junio", "july jul julio",
            "august aug agosto ago", "september sep sept septiembre setiembre set",
            "october oct octubre", "november nov noviembre", "december dec diciembre dic",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_NAMED_DAYS: Final = {
    "today": 0, "now": 0, "hoy": 0, "ahora": 0,
    "yesterday": -1, "ayer": -1, "tomorrow": 1, "mañana": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayReading:
    """A day as it was read.

    Attributes
    ----------
    on : datetime.date
    last : datetime.date
        The last day that may be meant: that of the month or year, where no day was given; else
        the same day.
    note : str or None
        What was decided: which order of day and month, that the first day was taken.
    """

    on: date
    last: date
    note: str | None = None


class UnreadableDay(ValueError):
    """A text that is not a day, or not for sure. The message is one sentence."""


def read_day_text(text: str, order: Order | None, today: date) -> DayReading:
    """Read a day.

    Parameters
    ----------
    text : str
        ISO (2024-05-01), numbers (5/1/2024), with a month's name (May 1, 2024; 1 de mayo de 2024),
        with a time of day, an Excel serial number, a month, a year, or a word such as `today`.
    order : {"mdy", "dmy"}, optional
        What comes first where day and month are numbers. None: such a day is refused where it
        could be read both ways.
    today : datetime.date
        The day that `today` means.

    Raises
    ------
    UnreadableDay
    """
    if (plain_day := _read_plainly(text)) is not None:
        return DayReading(plain_day, plain_day)
    words = " ".join(text.split())
    lower = words.casefold()
    if lower in _NAMED_DAYS:
        day = today + timedelta(days=_NAMED_DAYS[lower])
        return DayReading(day, day, f"Read {text!r} as {day}.")
    plain, zone = _without_clock(words)
    if zone:
        raise UnreadableDay(
            f"{text!r} is an instant with a time zone, which is another day in another place; "
            "give the day at the place."
        )
    reading = _whole_day(plain, order) or _month_or_year(plain)
    if reading is None:
        raise UnreadableDay(
            f"{text!r} is not a valid date; write YYYY-MM-DD, such as 2024-05-01, or May 1, 2024."
        )
    return reading


def _read_plainly(text: str) -> date | None:
    """A day that is written as 2024-05-01; None for any other text, be it a day or not."""
    if len(text) == 10 and text[4] == text[7] == "-" and text.isascii():
        year, month, day = text.split("-") if text.count("-") == 2 else ("", "", "")
        if year.isdecimal() and month.isdecimal() and day.isdecimal():
            with suppress(ValueError):  # there is no such day: it is said below
                return date(int(year), int(month), int(day))
    return None


def _without_clock(words: str) -> tuple[str, str]:
    """A day without its time of day, and the time zone, if one is given."""
    clock = re.search(_CLOCK, words)
    if clock is None:
        return words, ""
    return words[: clock.start()], clock.group("zone") or ""


def _whole_day(text: str, order: Order | None) -> DayReading | None:
    if (
        iso := re.fullmatch(_ISO, text)
        or re.fullmatch(_YEAR_FIRST, text)
        or re.fullmatch(_COMPACT, text)
    ):
        day = _make(text, *map(int, iso.groups()))
        same = day.isoformat() == text
        return DayReading(day, day, None if same else f"Read {text!r} as {day}.")
    if numbers := re.fullmatch(_NUMBERS, text):
        return _numbered(text, int(numbers[1]), int(numbers[3]), _year(numbers[4]), order)
    lower = text.casefold()
    if (named := re.fullmatch(_MONTH_NAMED, lower)) and named[1] in _MONTHS:
        day = _make(text, int(named[3]), _MONTHS[named[1]], int(named[2]))
        return DayReading(day, day, f"Read {text!r} as {day}.")
    if (named := re.fullmatch(_DAY_NAMED, lower)) and named[2] in _MONTHS:
        day = _make(text, _year(named[3]), _MONTHS[named[2]], int(named[1]))
        return DayReading(day, day, f"Read {text!r} as {day}.")
    if re.fullmatch(_SERIAL, text) and int(float(text)) in _EXCEL_DAYS:
        day = _EXCEL_EPOCH + timedelta(days=int(float(text)))
        return DayReading(day, day, f"Read {text!r} as an Excel day number: {day}.")
    return None


def _numbered(text: str, first: int, second: int, year: int, order: Order | None) -> DayReading:
    """A day whose month and day are both numbers."""
    fits_mdy = _exists(year, first, second)
    fits_dmy = _exists(year, second, first)
    if not fits_mdy and not fits_dmy:
        raise UnreadableDay(f"{text!r} is not a valid date: there is no such day.")
    if order is None:
        if fits_mdy and fits_dmy and first != second:
            raise UnreadableDay(
                f"{text!r} may be {date(year, first, second)} or {date(year, second, first)}; "
                "say which comes first, month or day, or write YYYY-MM-DD."
            )
        order = "mdy" if fits_mdy else "dmy"
    if order == "mdy":
        if not fits_mdy:
            raise UnreadableDay(f"{text!r} is not a valid date with the month first.")
        day, rule = date(year, first, second), "month first"
    else:
        if not fits_dmy:
            raise UnreadableDay(f"{text!r} is not a valid date with the day first.")
        day, rule = date(year, second, first), "day first"
    return DayReading(day, day, f"Read {text!r} as {day} ({rule}).")


def _month_or_year(text: str) -> DayReading | None:
    lower = text.casefold()
    if re.fullmatch(_YEAR, text):
        first, last = date(int(text), 1, 1), date(int(text), 12, 31)
        return DayReading(first, last, f"Read {text!r} as its first day, {first}.")
    if month := re.fullmatch(_YEAR_MONTH, text):
        return _month(text, int(month[1]), int(month[2]))
    if month := re.fullmatch(_MONTH_YEAR, text):
        return _month(text, int(month[2]), int(month[1]))
    if (named := re.fullmatch(_NAMED_MONTH_YEAR, lower)) and named[1] in _MONTHS:
        return _month(text, int(named[2]), _MONTHS[named[1]])
    return None


def _month(text: str, year: int, month: int) -> DayReading:
    first = _make(text, year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    note = f"Read {text!r} as its first day, {first}."
    return DayReading(first, after - timedelta(days=1), note)


def _make(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableDay(f"{text!r} is not a valid date: there is no such day.") from None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < _TWO_DIGITS else 1900)


def find_order(texts: Iterable[str]) -> Order | None:
    """Which of day and month comes first in a column, if a value of it shows it.

    Returns None where no value shows it; a column in which values show both has no one order, and
    the first that shows one is taken: the others do not fit it and are refused one by one.
    """
    for text in texts:
        numbers = re.fullmatch(_NUMBERS, _without_clock(" ".join(text.split()))[0])
        if numbers is None:
            continue
        first, second = int(numbers[1]), int(numbers[3])
        if first > 12 >= second:
            return "dmy"
        if second > 12 >= first:
            return "mdy"
    return None
