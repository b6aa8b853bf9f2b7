"""A report as a page that prints: no script, nothing fetched from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from safehavens.decide.decision import DISCLAIMER
from safehavens.register.reports.figures import Figure, MadeReport, write_value

DRAFT: Final = "Draft: compare with the statute"
_STYLE: Final = """
@page { size: letter; margin: 18mm 15mm; }
body { font: 11pt/1.4 system-ui, sans-serif; color: #111; background: #fff; max-width: 60rem;
  margin: 1rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; }
dt { color: #555; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; } thead { display: table-header-group; }
th, td { border: 1px solid #bbb; padding: .25rem .5rem; text-align: left; vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; } tr { break-inside: avoid; }
.draft { border: 2px solid #8a5a00; padding: .3rem .6rem; font-weight: 600; background: #fff6e0; }
.foot { color: #555; font-size: .85rem; margin-top: 2rem; }
@media print { .draft { position: fixed; top: 0; right: 0; } body.is-draft { margin-top: 3rem; } }
"""


def write_page(report: MadeReport) -> str:
    """A report as one HTML page."""
    return "".join(_page(report))


def _page(report: MadeReport) -> Iterator[str]:
    template = report.template
    draft = not template.is_complete
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    title = f"{template.title}, {report.period.name}"
    yield f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
    yield '<body class="is-draft">\n' if draft else "<body>\n"
    if draft:
        yield f'<p class="draft" role="note">{DRAFT}</p>\n'
    yield f"<h1>{escape(title)}</h1>\n"
    yield "<dl>\n"
    period = f"{report.period.first} to {report.period.last}"
    for head, text in (
        ("Agency", report.agency_name), ("To", template.to), ("Law", template.law),
        ("Period", period), ("Book", f"{report.agency}, up to entry {report.up_to}"),
    ):  # fmt: skip
        yield f"<dt>{head}</dt><dd>{escape(text)}</dd>\n"
    yield "</dl>\n"
    for sentence in list_remarks(report):
        yield f"<p>{escape(sentence)}</p>\n"
    yield "<h2>Figures</h2>\n"
    yield from _figures(report.figures)
    if template.columns:
        yield "<h2>Lines</h2>\n"
        yield from _lines(report)
    yield f'<p class="foot">Law: {report.corpus[:16]}. {escape(DISCLAIMER)}</p>\n'
    yield "</body>\n</html>\n"


def list_remarks(report: MadeReport) -> Iterator[str]:
    """What a reader must know of a report before its figures, a sentence each."""
    template = report.template
    unread = [one.label for one in template.columns if not one.read]
    unread += [one.label for one in template.totals if not one.read]
    if unread:
        yield f"{DRAFT}. Not read in the law: {'; '.join(unread)}."
    if report.nil and template.nil:
        yield template.nil
        if not report.certified and report.is_over:
            yield "The law asks for a certificate: write it with `safehavens register add nil`."
    if not report.is_over:
        yield f"The period is not over: it ends on {report.period.last}."
    if report.began is not None:
        yield (
            f"The book began on {report.began}: what came before that day is in it only if it was "
            "entered later."
        )
    if report.certified and not report.nil:
        yield "The book has a certificate that nothing came, and this report has cases."
    if report.destroyed:
        yield (
            f"Cases whose request was destroyed, of any period: {report.destroyed}. They are in no "
            "line and no figure."
        )
    if report.to_enter:
        names = ", ".join(report.to_enter)
        yield f"The book cannot count these, and they were not entered: {names}."
    if report.lines_not_known:
        yield f"Cases that may belong here, which the book does not say: {report.lines_not_known}."
    if template.due is None and template.due_note:
        yield template.due_note
    if template.note:
        yield template.note


def _figures(figures: Iterable[Figure]) -> Iterator[str]:
    yield '<table>\n<thead><tr><th scope="col">Figure</th><th scope="col">Of</th>'
    yield '<th scope="col" class="n">Number</th><th scope="col" class="n">Not known</th>'
    yield '<th scope="col">Origin</th></tr></thead>\n<tbody>\n'
    for figure in figures:
        part = ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in figure.by)
        n = _tell_number(figure)
        origin = "entered by the agency" if figure.entered else "counted from the book"
        yield f'<tr><th scope="row">{escape(figure.label)}</th><td>{escape(part)}</td>'
        yield f'<td class="n">{n}</td><td class="n">{figure.not_known or ""}</td>'
        yield f"<td>{origin}</td></tr>\n"
    yield "</tbody>\n</table>\n"


def _tell_number(figure: Figure) -> str:
    if figure.n is None:
        return "too small to be told" if figure.merged else "not entered"
    return f"{figure.n:,}"


def _lines(report: MadeReport) -> Iterator[str]:
    columns = report.template.columns
    yield "<table>\n<thead><tr>"
    yield from (f'<th scope="col">{escape(column.label)}</th>' for column in columns)
    yield "</tr></thead>\n<tbody>\n"
    for line in report.lines:
        cells = (escape(write_value(line[column.name]).replace("_", " ")) for column in columns)
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"
    yield "</tbody>\n</table>\n"
