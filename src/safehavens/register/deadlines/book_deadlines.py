"""All deadlines of a book: of its cases, and of the reports that are owed."""

from __future__ import annotations

from datetime import datetime

from safehavens.decide.engine import Engine
from safehavens.register.cases.register_case import FoldedBook
from safehavens.register.deadlines.case_deadlines import list_case_deadlines
from safehavens.register.deadlines.deadline import Deadline
from safehavens.register.deadlines.order import order_deadlines
from safehavens.register.deadlines.report_deadlines import list_report_deadlines


def list_deadlines(
    engine: Engine, book: FoldedBook, now: datetime, case_no: str | None = None
) -> tuple[Deadline, ...]:
    """What must be done and by when, what cannot wait first.

    Parameters
    ----------
    engine : Engine
        The law.
    book : FoldedBook
    now : datetime
        With its zone.
    case_no : str, optional
        Of this case alone, which the book has. Left out: of all, with the reports.
    """
    cases = book.cases.values() if case_no is None else (book.cases[case_no],)
    found = [one for case in cases for one in list_case_deadlines(engine, book, case, now)]
    if case_no is None and book.began is not None:
        found += list_report_deadlines(engine.lawbook, book, book.began, now)
    return order_deadlines(found)
