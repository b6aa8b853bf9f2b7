"""Reports as deadlines: what an agency owes for periods that are over, and by when."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from safehavens.corpus.model import Lawbook
from safehavens.corpus.report_templates import ReportTemplate
from safehavens.register.cases.register_case import FoldedBook
from safehavens.register.deadlines.deadline import Deadline, DeadlineState
from safehavens.register.reports.report_periods import ReportPeriod, find_due_day, list_periods


def list_reports_owed(lawbook: Lawbook, book: FoldedBook) -> tuple[ReportTemplate, ...]:
    """The templates of reports that the law demands of an agency, by its place and kinds.

    The general report, which no law demands, is not among them.
    """
    place, who = book.settings.place, frozenset(book.settings.who or ())
    owed = []
    for template in lawbook.reports.values():
        if template.duty is None or place is None or who.isdisjoint(template.who):
            continue
        bound = lawbook.instruments[template.duty.partition("#")[0]].bound
        if any(place == above or place.startswith(f"{above}/") for above in bound):
            owed.append(template)
    return tuple(owed)


def list_report_deadlines(
    lawbook: Lawbook, book: FoldedBook, since: datetime, now: datetime
) -> tuple[Deadline, ...]:
    """The reports of every whole period since the book began, with what became of each.

    Parameters
    ----------
    lawbook : Lawbook
    book : FoldedBook
    since, now : datetime
        When the book began, and now; with their zones.
    """
    zone = ZoneInfo(book.settings.zone or "UTC")
    first, today = since.astimezone(zone).date(), now.astimezone(zone).date()
    found = []
    for template in list_reports_owed(lawbook, book):
        assert template.duty is not None
        norm = lawbook.norms[template.duty]
        for period in list_periods(template.periods, first, today):
            if any(spell.may_hold(period.last) for spell in norm.spells):
                found.append(_place(book, template, period, now, zone, norm.says))
    return tuple(found)


def _place(
    book: FoldedBook,
    template: ReportTemplate,
    period: ReportPeriod,
    now: datetime,
    zone: ZoneInfo,
    says: str,
) -> Deadline:
    sent = [
        one.body.sent_at
        for one in book.reports
        if one.body.report == template.id and one.body.period == period.name
        and one.body.sent_at is not None
    ]  # fmt: skip
    day = find_due_day(template, period)
    due = None if day is None else datetime.combine(day + timedelta(days=1), time(), zone)
    done = min(sent, default=None)
    state: DeadlineState
    if done is not None:
        state = "done_late" if due is not None and done > due else "done"
    elif due is None:
        state = "now"
    else:
        state = "late" if due < now else "running"
    return Deadline(
        case_no=None, source="report", id=template.id, action="report_requests", says=says,
        cite=template.law, certain=True, clock=None, notice=None, started=None, due=due,
        may_be_due=None, unsure_of=(), state=state, done_at=done, period=period.name,
    )  # fmt: skip
