"""`safehavens register report`: the reports that laws demand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, cast, get_args

import typer

from safehavens.cli import options, register_options

EXAMPLE: Final = "safehavens register report trust-act-detainers --period 2026 -o report"


def run(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[REPORT]",
            help="A report by its id, or the last part of it. If left out, all are listed, those "
            "that the agency owes first.",
            show_default=False,
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="PERIOD",
            help="The period: 2026, 2026-F (the fiscal year that ends in 2026), 2026-H1, 2026-Q1, "
            "2026-03.",
            show_default=False,
        ),
    ] = None,
    csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV: its lines, or its figures if it has none.")
    ] = False,
    html: Annotated[
        bool, typer.Option("--html", help="Print a page of HTML, for a printer.")
    ] = False,
    json: options.Json = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="FOLDER",
            help="Write report.html, report.json, figures.csv, lines.csv and labels.csv into a "
            "folder.",
            show_default=False,
        ),
    ] = None,
    sent: Annotated[
        str | None,
        typer.Option(
            "--sent",
            metavar="HOW",
            help="Note in the book that it was sent: email, portal, mail, posted_on_website, "
            "in_person.",
            show_default=False,
        ),
    ] = None,
    book: register_options.BookAddress = None,
    by: register_options.By = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Make a report that a law demands, from the book.

    What the book cannot count is told: write it with `register add tally`. A report of which a
    column was not read in the law says on each page: Draft, compare with the statute.
    """
    corpus = options.load_corpus(law, alone)
    with register_options.opened_book(book, None, corpus.lawbook) as opened:
        from safehavens.cli.show.register.report_text import list_reports, show_report
        from safehavens.register.cases.folding import fold_entries
        from safehavens.register.entries.closed_lists import SentHow
        from safehavens.register.refusals import RegisterError
        from safehavens.register.reports.making import find_report, note_sending, prepare_report

        if name is None:
            list_reports(corpus.lawbook, fold_entries(opened.entries()), json)
            return
        template = find_report(corpus.lawbook, name)
        if period is None:
            raise RegisterError("Name the period: --period, such as 2026 or 2026-03.")
        if sent is not None and sent not in get_args(SentHow):
            raise RegisterError(f"--sent: allowed are {', '.join(get_args(SentHow))}.")
        writer = None if sent is None else register_options.check_writer(by)
        entries = opened.entries()
        now = datetime.now(UTC)
        report = prepare_report(corpus.lawbook, entries, template, period, now)
        if out is not None:
            from safehavens.register.reports.writing_files import write_report_files

            write_report_files(report, out)
        if writer is not None:
            how = cast(SentHow, sent)
            opened.append([note_sending(report, fold_entries(entries), how, now)], by=writer)
    show_report(report, "json" if json else "csv" if csv else "html" if html else "text", out)
