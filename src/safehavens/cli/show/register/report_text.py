"""Reports that laws demand, as text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_count
from safehavens.corpus.model import Lawbook
from safehavens.register.cases.register_case import FoldedBook
from safehavens.register.deadlines.report_deadlines import list_reports_owed
from safehavens.register.reports.figures import Figure, MadeReport

ReportForm = Literal["text", "csv", "html", "json"]


def list_reports(lawbook: Lawbook, book: FoldedBook, json: bool) -> None:
    """Write which reports there are: those that an agency owes, then the others."""
    owed = list_reports_owed(lawbook, book)
    others = [one for one in lawbook.reports.values() if one not in owed]
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json([
            {"report": one.id, "title": one.title, "to": one.to, "law": one.law,
             "every": one.periods.every, "owed": one in owed, "draft": not one.is_complete}
            for one in (*owed, *others)
        ])  # fmt: skip
        return
    page = Page()
    for heading, reports in ((say("This agency owes"), owed), (say("Others"), others)):
        if not reports:
            continue
        page.heading(heading, apart=reports is others)
        for one in reports:
            draft = "" if one.is_complete else " " + say("(draft: not all of it was read)")
            page.line(f"{one.id}{draft}", 2)
            page.line(f"{one.title}. {one.law}", 4)
    page.show()


def show_report(report: MadeReport, form: ReportForm, out: Path | None) -> None:
    """Write a report; where files were written, in a few lines.

    Parameters
    ----------
    report : MadeReport
    form : str
        `text`, `csv`, `html` or `json`.
    out : Path or None
        The folder that was written.
    """
    from safehavens.register.reports.formats.report_csv import write_figures, write_lines
    from safehavens.register.reports.formats.report_json import write_json
    from safehavens.register.reports.formats.report_page import write_page

    if form == "csv":
        sys.stdout.write(write_lines(report) if report.template.columns else write_figures(report))
    elif form == "html":
        sys.stdout.write(write_page(report))
    elif form == "json":
        sys.stdout.write(write_json(report))
    else:
        _show_text(report, out)


def _show_text(report: MadeReport, out: Path | None) -> None:
    from safehavens.register.reports.formats.report_page import list_remarks

    page = Page()
    page.titled(report.template.title, f", {report.period.name}")
    page.line(
        say("%(agency)s, to: %(to)s. %(law)s", agency=report.agency_name, to=report.template.to,
            law=report.template.law)
    )  # fmt: skip
    for remark in list_remarks(report):
        page.line()
        page.line(remark)
    page.line()
    for figure in report.figures:
        part = ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in figure.by)
        label = part if part else figure.label
        page.line(f"{label}: {_tell_number(figure)}", 4 if part else 2)
    if report.template.columns:
        page.line()
        page.line(say_count("%(count)s line", "%(count)s lines", len(report.lines)))
    if out is not None:
        page.line()
        page.line(say("Written: %(folder)s", folder=str(out)))
    page.show()


def _tell_number(figure: Figure) -> str:
    if figure.n is None:
        return say("too small to be told") if figure.merged else say("not entered")
    number = language().number(figure.n)
    if figure.not_known:
        return number + " " + say("(not known: %(count)s)", count=str(figure.not_known))
    return number
