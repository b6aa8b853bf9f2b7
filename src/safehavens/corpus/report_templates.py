"""Reports that a law demands of agencies, as templates: who reports what to whom, by when."""

from __future__ import annotations

from typing import Literal

from safehavens.corpus.sources import Seen, Source
from safehavens.values.quick_dataclass import dataclass

Every = Literal["month", "quarter", "half", "year"]
Shape = Literal["day", "time", "word", "yes_no", "number"]


@dataclass(frozen=True, slots=True)
class ReportPeriods:
    """The stretches that reports are about.

    Attributes
    ----------
    every : str
    starts : int
        The month in which the (fiscal) year begins, 1 to 12.
    first : str or None
        The first period that a report was due for, as it is written.
    """

    every: Every
    starts: int = 1
    first: str | None = None


@dataclass(frozen=True, slots=True)
class ReportDue:
    """The day by which a report must be there: day `day` of the `months_after`-th month after the
    last month of its period."""

    months_after: int
    day: int


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column of the lines of a report, one line a case.

    `of` is a column of cases (`safehavens.register.reports.case_columns`); `read`: whether the text
    that demands it was read.
    """

    name: str
    label: str
    of: str
    shape: Shape
    read: bool


@dataclass(frozen=True, slots=True)
class ReportTotal:
    """A figure of a report.

    Attributes
    ----------
    name, label : str
    count : str or None
        The condition of the cases that are counted. None: the book cannot know it, and the agency
        enters it (`register add tally`).
    by : tuple of str
        What it is broken down by: columns of cases, or words that the tally gives.
    counted_on : str or None
        The day of a case that places it in a period; None: that of the report.
    read : bool
        Whether the text that demands it was read.
    """

    name: str
    label: str
    count: str | None
    by: tuple[str, ...]
    counted_on: str | None
    read: bool


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """A report.

    Attributes
    ----------
    id : str
        Its path: `us/il/reports/trust-act-detainers`.
    title, to, law : str
        What it is called, who gets it, and where that is written.
    duty : str or None
        The norm that demands it; None of the general report.
    who : tuple of str
        The agency kinds that make it.
    periods : ReportPeriods
    due : ReportDue or None
        None where the text read gives no day: see `due_note`.
    due_note : str or None
    nil : str or None
        What an agency certifies that received nothing; None where no such certificate is asked for.
    merge_small : bool
        Whether small figures are merged: in what the public sees, and not in what goes to an
        officer of the state.
    where : str or None
        The condition of the cases that it is about; None: all of the period.
    counted_on : str
        The column of cases that holds the day on which a case counts: `received_on`, as a rule.
    columns : tuple of ReportColumn
        Empty: totals alone.
    totals : tuple of ReportTotal
    sources : tuple of Source
    note : str or None
    file : str
    """

    id: str
    title: str
    to: str
    law: str
    duty: str | None
    who: tuple[str, ...]
    periods: ReportPeriods
    due: ReportDue | None
    due_note: str | None
    nil: str | None
    merge_small: bool
    where: str | None
    counted_on: str
    columns: tuple[ReportColumn, ...]
    totals: tuple[ReportTotal, ...]
    sources: tuple[Source, ...]
    note: str | None
    file: str

    @property
    def seen(self) -> Seen:
        """How the firmest of its sources was seen."""
        return self.sources[0].seen

    @property
    def is_complete(self) -> bool:
        """Whether the text of every column and figure was read. Else it prints as a draft."""
        return all(one.read for one in self.columns) and all(one.read for one in self.totals)
