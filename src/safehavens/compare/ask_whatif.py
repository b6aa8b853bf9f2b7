"""What if, asked from Python: a table in memory or a file, under the law as it is and another."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import Any

from safehavens.compare.table_source import TableSource
from safehavens.compare.whatif import Law, WhatIf, other_law, whatif
from safehavens.decide.engine import Engine
from safehavens.screen.files.read_options import format_of
from safehavens.screen.files.sink import Sink
from safehavens.screen.files.source import open_source
from safehavens.screen.requests import Options
from safehavens.wording.languages import ENGLISH


def describe_other_law(
    draft: str | os.PathLike[str] | None, without: Sequence[str], law_of: date | None
) -> str:
    """The other law in words: what differs from the law as it is."""
    parts = [f"with {os.fspath(draft)}"] if draft is not None else []
    parts += [f"without {', '.join(without)}"] if without else []
    parts += [f"of {ENGLISH.day(law_of)} for every row"] if law_of is not None else []
    return f"the law {', '.join(parts) or 'of another corpus'}"


def ask_whatif(
    now: Engine,
    other: Engine,
    table: Any,
    options: Options,
    law_of: date | None,
    title: str,
    by: Sequence[str],
    changed: str | os.PathLike[str] | None,
) -> WhatIf:
    """Ask every row of a table under two laws, and count.

    Parameters
    ----------
    now, other : Engine
        The law as it is, and the other.
    table : table or path
        Whatever speaks Arrow, or a file: CSV, JSON Lines, Parquet or Arrow.
    options : Options
        How the table is read.
    law_of : datetime.date, optional
        The day whose law every row is asked under in the other law, whatever its own day.
    title : str
        The other law, in words.
    by : sequence of str
        Columns to count by, besides action and who.
    changed : path, optional
        A file for the rows whose answer changes.

    Raises
    ------
    BadRequest
        A table or a column that cannot be used.
    """
    is_path = isinstance(table, str | os.PathLike)
    source = open_source(os.fspath(table)) if is_path else TableSource(table)
    path = None if changed is None else os.fspath(changed)
    sink = None if path is None else Sink(path, format_of(path, None, "a name"))
    later = other_law(other, options, law_of, source.schema.names)
    return whatif(source, Law(now, options), later, title, by, sink)
