"""The data beside a page: which form an address asks for, and tables as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from starlette.responses import Response


def split_form(text: str, forms: Iterable[str]) -> tuple[str, str]:
    """A path without its ending, and the form that the ending asks for (`html` without one)."""
    head, dot, tail = text.rpartition(".")
    if dot and tail in forms:
        return head, tail
    return text, "html"


def table_response(name: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> Response:
    """A table as CSV, under a file name."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return Response(
        out.getvalue(),
        media_type="text/csv",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
