"""A report as CSV: lines, figures, and what each column is called."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from safehavens.register.reports.figures import MadeReport, write_value


def write_lines(report: MadeReport) -> str:
    """The lines, one a case, under the names of the columns."""
    names = [column.name for column in report.template.columns]
    return _write(names, ([write_value(line[name]) for name in names] for line in report.lines))


def write_figures(report: MadeReport) -> str:
    """The figures, one a line; `by_…` are the parts, empty in the whole."""
    parts = sorted({name for figure in report.figures for name, _ in figure.by})
    rows = (
        [
            figure.name,
            *(dict(figure.by).get(part, "") for part in parts),
            "" if figure.n is None else figure.n,
            figure.not_known,
            "entered" if figure.entered else "counted",
            write_value(figure.merged),
        ]
        for figure in report.figures
    )
    heads = ["figure", *(f"by_{part}" for part in parts), "n", "not_known", "origin", "merged"]
    return _write(heads, rows)


def write_labels(report: MadeReport) -> str:
    """What each column and figure is, and whether the text that demands it was read."""
    template = report.template
    rows = [(one.name, one.label, write_value(one.read)) for one in template.columns]
    rows += [(one.name, one.label, write_value(one.read)) for one in template.totals]
    return _write(["name", "label", "read_in_the_law"], rows)


def _write(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return text.getvalue()
