"""The stretches that reports are about: how they are written, their days, when they are due."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from safehavens.corpus.report_templates import ReportDue, ReportPeriods, ReportTemplate
from safehavens.register.refusals import RegisterError

_MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_HOW: Final = {
    "month": "a month such as 2026-03",
    "quarter": "a quarter such as 2026-Q1",
    "half": "a half year such as 2026-H1",
    "year": "a year such as 2026",
}
_SHAPE: Final = re.compile(r"^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])|(F)))?$")


class BadPeriod(RegisterError):
    """A period that a report is not made for. The message is one sentence."""


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """A stretch of days, both of them in it. `name` is how it is written."""

    name: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


def read_period(periods: ReportPeriods, text: str) -> ReportPeriod:
    """A period as it is written.

    Parameters
    ----------
    periods : ReportPeriods
        Those of the report.
    text : str
        `2026`, `2026-F` (the fiscal year that ends in 2026), `2026-H1`, `2026-Q1` or `2026-03`.

    Raises
    ------
    BadPeriod
        It is not of the report's kind.
    """
    found = _SHAPE.match(text)
    given = None if found is None else _tell_kind(found)
    fiscal = periods.every == "year" and periods.starts != 1
    if found is None or given != ("fiscal" if fiscal else periods.every):
        wanted = (
            "a fiscal year by the year it ends in, such as 2026-F" if fiscal
            else _HOW[periods.every]
        )  # fmt: skip
        raise BadPeriod(f"--period: this report takes {wanted}.")
    year = int(found[1])
    if year < 1990:
        raise BadPeriod("--period: the year must be 1990 or later.")
    start = date(year - 1, periods.starts, 1) if fiscal else date(year, _first_month(found), 1)
    return ReportPeriod(text, start, _add_months(start, _MONTHS[periods.every]) - timedelta(days=1))


def list_periods(periods: ReportPeriods, since: date, until: date) -> Iterator[ReportPeriod]:
    """The whole periods that lie between two days, oldest first."""
    first = (
        since if periods.first is None else max(since, read_period(periods, periods.first).first)
    )
    start = date(first.year - 1, periods.starts if periods.every == "year" else 1, 1)
    months = _MONTHS[periods.every]
    while (end := _add_months(start, months) - timedelta(days=1)) < until:
        if end >= first:
            yield ReportPeriod(_name(periods, start, end), start, end)
        start = end + timedelta(days=1)


def find_due_day(template: ReportTemplate, period: ReportPeriod) -> date | None:
    """The day by which the report of a period is due; None: the text read gives none."""
    return None if template.due is None else _due_day(template.due, period)


def _due_day(due: ReportDue, period: ReportPeriod) -> date:
    month = _add_months(period.last.replace(day=1), due.months_after)
    return month.replace(day=min(due.day, monthrange(month.year, month.month)[1]))


def _tell_kind(found: re.Match[str]) -> str:
    kinds = ("month", "quarter", "half", "fiscal")
    return next((kind for at, kind in enumerate(kinds, 2) if found[at]), "year")


def _first_month(found: re.Match[str]) -> int:
    if found[2]:
        return int(found[2])
    if found[3]:
        return 3 * int(found[3]) - 2
    return 6 * int(found[4]) - 5 if found[4] else 1


def _name(periods: ReportPeriods, start: date, end: date) -> str:
    if periods.every == "month":
        return f"{start:%Y-%m}"
    if periods.every == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if periods.every == "half":
        return f"{start.year}-H{1 if start.month == 1 else 2}"
    return f"{end.year}" if periods.starts == 1 else f"{end.year}-F"


def _add_months(day: date, months: int) -> date:
    at = day.month - 1 + months
    return day.replace(year=day.year + at // 12, month=at % 12 + 1)
