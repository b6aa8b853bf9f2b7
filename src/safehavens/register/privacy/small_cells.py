"""Public totals by month, with numbers too small to show merged, so that none can be had back.

Months are gathered, oldest first, until every number of the stretch is none or at least the
smallest that may be shown. A stretch, once shown, never changes as later months come in, and no
two stretches overlap; so neither a page nor two pages of different days can be subtracted to give a
smaller number. A stretch that has not come so far is not shown yet. Where one rare thing keeps a
stretch from ending for a year, its total alone is shown. The month that is not over is never
counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from safehavens.register.cases.register_case import FoldedBook

SMALLEST: Final = 5
"""The smallest number that is shown, unless the agency's settings say another."""
_LONGEST: Final = 12


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A stretch of months: how many in all, and of each kind.

    Attributes
    ----------
    first, last : str
        Months, YYYY-MM.
    total : int
        None, or at least the smallest number that is shown.
    cells : mapping of str to int, or None
        Each none or at least that number. None: one is smaller, so only the total is shown.
    """

    first: str
    last: str
    total: int
    cells: Mapping[str, int] | None


def merge_small_cells(
    months: Sequence[tuple[str, Mapping[str, int]]], smallest: int = SMALLEST
) -> tuple[PublicRow, ...]:
    """Counts by month as they may be shown.

    Parameters
    ----------
    months : sequence of (str, mapping)
        Every month that is over, oldest first, and its counts by kind. Kinds do not overlap.
    smallest : int
        The smallest number that may be shown; none may be shown, too.

    Returns
    -------
    tuple of PublicRow
        What is shown after a month stays as it is after every later one.
    """
    rows: list[PublicRow] = []
    gathered: Counter[str] = Counter()
    first, length = "", 0
    for month, counts in months:
        first = first or month
        length += 1
        gathered.update(counts)
        total = gathered.total()
        if all(n == 0 or n >= smallest for n in gathered.values()):
            rows.append(PublicRow(first, month, total, dict(gathered)))
        elif length >= _LONGEST and total >= smallest:
            rows.append(PublicRow(first, month, total, None))
        else:
            continue
        gathered, first, length = Counter(), "", 0
    return tuple(rows)


def count_requests(book: FoldedBook, today: date) -> tuple[PublicRow, ...]:
    """Requests by the month in which they were written, as they may be shown to anyone.

    That month never changes: one that was received in a month already shown, or whose time was
    corrected, would otherwise show by itself as the difference of two pages.

    Parameters
    ----------
    book : FoldedBook
    today : datetime.date
        Its month is not over and is not counted.
    """
    zone = ZoneInfo(book.settings.zone or "UTC")
    times = [case.request.at for case in book.cases.values() if case.request]
    return _count(((at, "requests") for at in times), ("requests",), zone, book, today)


def count_decisions(book: FoldedBook, today: date) -> tuple[PublicRow, ...]:
    """What was decided first on each action asked for, by the month in which it was written.

    A later decision on the same action is not counted: it would move one from kind to kind between
    two pages.

    Parameters
    ----------
    book : FoldedBook
    today : datetime.date
    """
    zone = ZoneInfo(book.settings.zone or "UTC")
    firsts: dict[tuple[str, str], tuple[datetime, str]] = {}
    for case in book.cases.values():
        for one in case.decisions:
            written = (one.as_written or one.body).decided
            kind = "complied" if written.startswith("comply") else "not_complied"
            firsts.setdefault((case.number, one.body.action), (one.at, kind))
    return _count(firsts.values(), ("complied", "not_complied"), zone, book, today)


def _count(
    times: Iterable[tuple[datetime, str]], kinds: Sequence[str], zone: ZoneInfo, book: FoldedBook,
    today: date,
) -> tuple[PublicRow, ...]:  # fmt: skip
    counted: dict[str, Counter[str]] = {}
    for at, kind in times:
        counted.setdefault(f"{at.astimezone(zone):%Y-%m}", Counter())[kind] += 1
    months = _list_months(min(counted), today) if counted else []
    rows = [
        (month, {kind: counted.get(month, Counter())[kind] for kind in kinds}) for month in months
    ]
    return merge_small_cells(rows, book.settings.smallest_cell or SMALLEST)


def _list_months(first: str, today: date) -> list[str]:
    """The months from the first until the one before today's."""
    year, month = int(first[:4]), int(first[5:])
    months = []
    while (year, month) < (today.year, today.month):
        months.append(f"{year:04d}-{month:02d}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months
