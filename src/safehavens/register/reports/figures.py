"""A report made of a book: its lines, its figures, and what could not be known or was not entered.

A case of which a condition is not known is counted apart, never left out.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from safehavens.corpus.errors import Finding
from safehavens.corpus.model import FactValue, Lawbook
from safehavens.corpus.near import unknown
from safehavens.corpus.report_templates import ReportTemplate, ReportTotal
from safehavens.logic.expression import Constant, Expression, truth
from safehavens.logic.parse import ConditionError, Reader
from safehavens.register.cases.register_case import FoldedBook, RegisterCase
from safehavens.register.refusals import RegisterError
from safehavens.register.reports.case_columns import (
    CaseColumn,
    CaseValue,
    list_case_columns,
    list_condition_facts,
)
from safehavens.register.reports.report_periods import ReportPeriod

_NOT_KNOWN = "not_known"


class BadTemplate(RegisterError):
    """A template that asks for what no case has. The message is one sentence."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure.

    Attributes
    ----------
    name, label : str
    by : tuple of (str, str)
        The part that it is of, by column.
    n : int or None
        None: it was not entered, or, of one that is `merged`, it is too small to be told.
    not_known : int
        Cases that may belong to it; the book does not say.
    entered : bool
        The agency gave it as a total; it was not counted here.
    merged : bool
        Small figures are in it, or it was merged into another.
    read : bool
        Whether the text that demands it was read.
    """

    name: str
    label: str
    by: tuple[tuple[str, str], ...]
    n: int | None
    not_known: int
    entered: bool
    merged: bool
    read: bool


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report of a period.

    Attributes
    ----------
    template : ReportTemplate
    agency, agency_name : str
    period : ReportPeriod
    lines : tuple of dict
        By name of column; a line each case.
    lines_not_known : int
        Cases of the period of which it is not known whether they belong to it.
    figures : tuple of Figure
    to_enter : tuple of str
        The figures that the book cannot count and that were not entered.
    nil : bool
        Nothing of its kind was received.
    certified : bool
        A nil certificate is in the book.
    destroyed : int
        Cases of any period whose request was destroyed: they are in no line and no figure.
    began : date or None
        The book's first day, where the period began before it.
    is_over : bool
        Whether the period was over on the day the report was made.
    up_to : int
        The last entry that was read.
    corpus : str
        The digest of the law.
    """

    template: ReportTemplate
    agency: str
    agency_name: str
    period: ReportPeriod
    lines: tuple[dict[str, CaseValue], ...]
    lines_not_known: int
    figures: tuple[Figure, ...]
    to_enter: tuple[str, ...]
    nil: bool
    certified: bool
    destroyed: int
    began: date | None
    is_over: bool
    up_to: int
    corpus: str

    @property
    def is_complete(self) -> bool:
        """Whether each column was read in the law, and each figure is there and known."""
        known = self.lines_not_known == 0 and all(one.not_known == 0 for one in self.figures)
        certified = self.template.nil is None or self.certified == self.nil
        made = self.template.is_complete and self.is_over and not self.to_enter
        return made and known and certified

    def digest_figures(self) -> str:
        """A digest of every line and figure, for the entry that says that it was sent."""
        told = {
            "lines": [{name: write_value(value) for name, value in one.items()}
                      for one in self.lines],
            "figures": [[one.name, one.by, one.n, one.not_known] for one in self.figures],
        }  # fmt: skip
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def make_report(
    lawbook: Lawbook,
    book: FoldedBook,
    template: ReportTemplate,
    period: ReportPeriod,
    today: date,
) -> MadeReport:
    """Make a report.

    Parameters
    ----------
    lawbook : Lawbook
    book : FoldedBook
    template : ReportTemplate
    period : ReportPeriod
    today : date
        Where the agency is.

    Raises
    ------
    BadTemplate
        A column, a figure or a condition of the template asks for what no case has.
    """
    columns = list_case_columns(lawbook, ZoneInfo(book.settings.zone or "UTC"))
    work = _Report(template, columns, Reader(list_condition_facts(columns), {}))
    cases = tuple(book.cases.values())
    listed, unsure = work.select(cases, period, template.where, template.counted_on)
    figures = [one for total in template.totals for one in work.count(total, cases, period)]
    entered = {
        (one.body.measure, tuple(sorted(one.body.by.items()))): one.body.n
        for one in book.tallies
        if one.body.report == template.id and one.body.period == period.name
    }
    for total in template.totals:
        if total.count is None:
            figures += _take_entered(total, entered)
    nil = not listed and unsure == 0 and not any(one.n or one.not_known for one in figures)
    return MadeReport(
        template=template,
        agency=book.agency,
        agency_name=book.settings.agency_name or book.agency,
        period=period,
        lines=tuple(work.line(case) for case in listed) if template.columns else (),
        lines_not_known=unsure,
        figures=tuple(figures),
        to_enter=tuple(one.name for one in figures if one.n is None),
        nil=nil,
        certified=any(
            one.body.report == template.id and one.body.period == period.name for one in book.nils
        ),
        destroyed=sum(case.request is None for case in cases),
        began=_find_late_start(book, period),
        is_over=period.last < today,
        up_to=book.up_to,
        corpus=lawbook.version,
    )


def _find_late_start(book: FoldedBook, period: ReportPeriod) -> date | None:
    """The day on which the book began, where that is after the period's first."""
    if book.began is None:
        return None
    day = book.began.astimezone(ZoneInfo(book.settings.zone or "UTC")).date()
    return day if day > period.first else None


def check_template(lawbook: Lawbook, template: ReportTemplate) -> None:
    """Check that a template asks only for what cases have.

    Raises
    ------
    BadTemplate
    """
    columns = list_case_columns(lawbook, ZoneInfo("UTC"))
    work = _Report(template, columns, Reader(list_condition_facts(columns), {}))
    work.read(template.where)
    work.day_column(template.counted_on)
    for column in template.columns:
        work.column(column.of)
    for total in template.totals:
        if total.count is not None:
            work.read(total.count)
            work.day_column(total.counted_on or template.counted_on)
            for name in total.by:
                work.column(name)


def check_templates(lawbook: Lawbook) -> list[Finding]:
    """What is wrong in the report templates of a corpus, one finding a file."""
    wrong = []
    for template in lawbook.reports.values():
        try:
            check_template(lawbook, template)
        except BadTemplate as error:
            wrong.append(Finding("error", template.file, 1, str(error).rstrip(".")))
    return wrong


@dataclass(frozen=True, slots=True)
class _Report:
    template: ReportTemplate
    columns: Mapping[str, CaseColumn]
    reader: Reader

    def read(self, text: str | None) -> Expression:
        if text is None:
            return Constant(True)
        try:
            return self.reader.read(text)
        except ConditionError as error:
            raise BadTemplate(f"{text!r}: {error}") from None

    def column(self, name: str) -> CaseColumn:
        if name not in self.columns:
            raise BadTemplate(unknown("column of cases", name, self.columns, 3, 0.6))
        return self.columns[name]

    def day_column(self, name: str) -> CaseColumn:
        column = self.column(name)
        if column.type != "day":
            raise BadTemplate(f"counted_on: {name!r} is not a day.")
        return column

    def select(
        self, cases: Iterable[RegisterCase], period: ReportPeriod, where: str | None, on: str
    ) -> tuple[list[RegisterCase], int]:
        """The cases of a period that meet a condition, and how many of them may."""
        condition, day = self.read(where), self.day_column(on)
        listed, unsure = [], 0
        for case in cases:
            at = day.tell(case)
            if isinstance(at, date) and period.holds(at):
                held = truth(condition, self._facts(case))
                if held:
                    listed.append(case)
                unsure += held is None
        return listed, unsure

    def count(
        self, total: ReportTotal, cases: Iterable[RegisterCase], period: ReportPeriod
    ) -> list[Figure]:
        """The figures of a total: one, or one for each part."""
        if total.count is None:
            return []
        on = total.counted_on or self.template.counted_on
        listed, unsure = self.select(cases, period, total.count, on)
        by = [self.column(name) for name in total.by]
        parts = Counter(
            tuple((one.name, write_value(one.tell(case)) or _NOT_KNOWN) for one in by)
            for case in listed
        )
        whole = Figure(total.name, total.label, (), len(listed), unsure, False, False, total.read)
        return [whole] + [
            Figure(total.name, total.label, part, n, 0, False, False, total.read)
            for part, n in sorted(parts.items())
            if part
        ]

    def line(self, case: RegisterCase) -> dict[str, CaseValue]:
        """A case as a line of the report."""
        return {one.name: self.column(one.of).tell(case) for one in self.template.columns}

    def _facts(self, case: RegisterCase) -> Mapping[str, FactValue | None]:
        return _LazyFacts(self.columns, case)


class _LazyFacts(dict[str, FactValue | None]):
    """The columns of a case as facts; each is worked out when a condition asks for it."""

    def __init__(self, columns: Mapping[str, CaseColumn], case: RegisterCase) -> None:
        super().__init__()
        self._columns = columns
        self._case = case

    def __missing__(self, name: str) -> FactValue | None:
        value = self._columns[name].tell(self._case)
        assert not isinstance(value, date)
        self[name] = value
        return value

    def get(self, name: str, default: object = None) -> FactValue | None:
        """The value of a column; None: the book does not say."""
        return self[name]


def _take_entered(
    total: ReportTotal, entered: Mapping[tuple[str, tuple[tuple[str, str], ...]], int]
) -> list[Figure]:
    found = [(by, n) for (measure, by), n in entered.items() if measure == total.name]
    if not found:
        return [Figure(total.name, total.label, (), None, 0, True, False, total.read)]
    return [
        Figure(total.name, total.label, by, n, 0, True, False, total.read)
        for by, n in sorted(found)
    ]


def write_value(value: CaseValue) -> str:
    """A value as files have it: `yes`, a day, a time with its zone, a word; empty: not known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
