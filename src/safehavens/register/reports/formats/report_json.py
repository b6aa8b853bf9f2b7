"""A report as JSON."""

from __future__ import annotations

import json
from typing import Any

from safehavens.decide.decision import DISCLAIMER
from safehavens.register.reports.figures import MadeReport, write_value


def tell_report(report: MadeReport) -> dict[str, Any]:
    """A report as values ready for JSON."""
    template = report.template
    return {
        "report": template.id,
        "title": template.title,
        "to": template.to,
        "law": template.law,
        "agency": report.agency,
        "agency_name": report.agency_name,
        "period": report.period.name,
        "from": report.period.first.isoformat(),
        "to_day": report.period.last.isoformat(),
        "draft": not template.is_complete,
        "complete": report.is_complete,
        "period_is_over": report.is_over,
        "destroyed_cases": report.destroyed,
        "book_began": None if report.began is None else report.began.isoformat(),
        "to_enter": list(report.to_enter),
        "nil": report.nil,
        "certified": report.certified,
        "lines": [
            {name: write_value(value) or None for name, value in line.items()}
            for line in report.lines
        ],
        "lines_not_known": report.lines_not_known,
        "figures": [
            {
                "name": figure.name,
                "label": figure.label,
                "by": dict(figure.by),
                "n": figure.n,
                "not_known": figure.not_known,
                "origin": "entered" if figure.entered else "counted",
                "merged": figure.merged,
                "read_in_the_law": figure.read,
            }
            for figure in report.figures
        ],
        "up_to_entry": report.up_to,
        "corpus": report.corpus,
        "disclaimer": DISCLAIMER,
    }


def write_json(report: MadeReport) -> str:
    """A report as JSON text, with a line break at its end."""
    return json.dumps(tell_report(report), indent=2, ensure_ascii=False) + "\n"
