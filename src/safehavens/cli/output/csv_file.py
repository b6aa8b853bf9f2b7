"""Lists as files of CSV, written whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from safehavens.cli.speech import say_count
from safehavens.cli.terminal import tell
from safehavens.decide.request import BadRequest
from safehavens.files.whole import check_target, write_whole


def check_csv_name(out: Path | None) -> None:
    """Check the name of a file before any work is done. Raises BadRequest and CannotWrite."""
    if out is None:
        return
    if out.suffix != ".csv":
        raise BadRequest(f"{out} is not a valid name for the file; it must end in .csv.")
    check_target(out)


def write_csv(out: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a file of CSV, and say how many rows it has. Raises CannotWrite."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    write_whole(out, text.getvalue())
    tell(f"{out}: " + say_count("%(count)s row", "%(count)s rows", count))
