"""A report as it may leave the house: made of a book, with small figures merged where they must."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from safehavens.corpus.model import Lawbook
from safehavens.corpus.near import unknown
from safehavens.corpus.report_templates import ReportTemplate
from safehavens.register.cases.folding import fold_entries
from safehavens.register.cases.register_case import FoldedBook
from safehavens.register.entries.bodies import ReportBody
from safehavens.register.entries.closed_lists import SentHow
from safehavens.register.entries.entry import Entry, NewEntry
from safehavens.register.privacy.small_cells import SMALLEST
from safehavens.register.refusals import RegisterError
from safehavens.register.reports.figures import MadeReport, make_report
from safehavens.register.reports.report_periods import read_period
from safehavens.register.reports.small_figures import merge_small_figures


def find_report(lawbook: Lawbook, name: str) -> ReportTemplate:
    """A report by its id, or by the last part of it where one alone has it.

    Raises
    ------
    RegisterError
        None has it, or several.
    """
    reports = lawbook.reports
    if name in reports:
        return reports[name]
    ends = [id for id in reports if id.rpartition("/")[2] == name]
    if len(ends) == 1:
        return reports[ends[0]]
    raise RegisterError(unknown("report", name, ends or sorted(reports), 3, 0.5))


def prepare_report(
    lawbook: Lawbook, entries: Sequence[Entry], template: ReportTemplate, period: str, now: datetime
) -> MadeReport:
    """Make a report of a book.

    Parameters
    ----------
    lawbook : Lawbook
    entries : sequence of Entry
        All of the book.
    template : ReportTemplate
    period : str
        As it is written: 2026, 2026-F, 2026-H1, 2026-Q1, 2026-03.
    now : datetime
        With its zone.

    Raises
    ------
    RegisterError
        The period is not of the report's kind.
    """
    book = fold_entries(entries)
    today = now.astimezone(ZoneInfo(book.settings.zone or "UTC")).date()
    report = make_report(lawbook, book, template, read_period(template.periods, period), today)
    if not template.merge_small:
        return report
    smallest = book.settings.smallest_cell or SMALLEST
    return replace(report, figures=merge_small_figures(report.figures, smallest))


def note_sending(report: MadeReport, book: FoldedBook, how: SentHow, at: datetime) -> NewEntry:
    """The entry that says that a report was sent. One sent before stays, and is named by it.

    Parameters
    ----------
    report : MadeReport
    book : FoldedBook
    how : str
    at : datetime
        When it was sent, with its zone.
    """
    template = report.template
    earlier = [
        one.no
        for one in book.reports
        if one.body.report == template.id and one.body.period == report.period.name
    ]
    text = json.dumps(asdict(template), sort_keys=True, default=str)
    body = ReportBody(
        report=template.id,
        period=report.period.name,
        template=hashlib.sha256(text.encode()).hexdigest(),
        figures=report.digest_figures(),
        corpus=report.corpus,
        up_to=report.up_to,
        complete=report.is_complete,
        sent_at=at,
        how=how,
        replaces=earlier[-1] if earlier else None,
    )
    return NewEntry("report", body)
