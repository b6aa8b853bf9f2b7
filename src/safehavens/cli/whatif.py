"""`safehavens whatif`: a table of requests under the law as it is and under another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from safehavens.api import Corpus
from safehavens.cli.show.tables import wide_console
from safehavens.compare.whatif import Answer, Law, Tallied, WhatIf, then, whatif
from safehavens.decide.decision import DISCLAIMER
from safehavens.decide.request import BadRequest
from safehavens.screen.files.formats import Sink, Source, format_of, open_source
from safehavens.screen.requests import Options

_MOST: Final = 40
"""As many values of a column as a table shows, those with most changes first."""


def other_law(
    corpus: Corpus, draft: Path | None, without: Sequence[str], law_of: date | None
) -> tuple[Corpus, str]:
    """The other law, and what to call it.

    Raises
    ------
    BadRequest
        Nothing says what is to be other.
    """
    other, said = corpus, []
    if draft is not None:
        other = other.with_draft(draft)
        said.append(f"with {draft.name}")
    if without:
        other = other.without(without)
        said.append(f"without {', '.join(without)}")
    if law_of is not None:
        said.append(f"of {law_of} for every row")
    if not said:
        raise BadRequest(
            "Say what is to be other: a draft before the table, --without ID, or --law-of DATE."
        )
    return other, f"the law {', '.join(said)}"


def run(
    corpus: Corpus,
    other: Corpus,
    what: str,
    table: str,
    options: Options,
    law_of: date | None,
    by: Sequence[str],
    changed: Path | None,
    picture: Path | None,
    as_json: bool,
) -> None:
    """Ask every row twice, and show what changes."""
    if picture is not None:
        from safehavens.pictures.style import check_path  # Altair is slow to import

        check_path(picture)
    source = open_source(table)
    sink = None
    if changed is not None:
        if changed.exists() and Path(table).exists() and changed.samefile(table):
            raise BadRequest(f"{changed} is read and cannot be written too; name another file.")
        sink = Sink(str(changed), format_of(str(changed), None, "a name"))
    now = Law(corpus.engine, options)
    later = then(other.engine, options, law_of, source.schema.names)
    try:
        with _progress(source) as told:
            found = whatif(source, now, later, what, by, sink, told)
    except BaseException:
        if sink is not None:
            sink.abandon()
        raise
    if as_json:
        from safehavens.cli.proofs import print_json

        print_json(as_plain(found))
    else:
        show(corpus, found)
    if picture is not None:
        from safehavens.pictures.changes import changes_picture

        changes_picture(found, corpus.version).write(picture)
    if changed is not None:
        print(f"{found.total.changed:,} changed rows written to {changed}", file=sys.stderr)


def as_plain(found: WhatIf) -> dict[str, object]:
    """The counts as JSON can hold them."""

    def tally(of: Tallied) -> dict[str, object]:
        pairs = [
            {"now": before, "then": after, "rows": n} for (before, after), n in of.counts.items()
        ]
        return {"rows": of.rows, "changed": of.changed, "answers": pairs}

    by = {name: {v: tally(t) for v, t in values.items()} for name, values in found.by.items()}
    return {"what": found.what, "total": tally(found.total), "by": by}


def show(corpus: Corpus, found: WhatIf) -> None:
    """Write the counts as tables; each adds up to the same rows."""
    console = wide_console()
    console.print(f"The law as it is, against {found.what}", markup=False)
    total = found.total
    console.print(
        f"{total.rows:,} rows, {total.changed:,} with another answer ({_share(total)})",
        markup=False,
    )
    table = _table("now", "then", "rows")
    for (before, after), n in total.changes.items():
        table.add_row(_answer(before), _answer(after), f"{n:,}")
    if total.changed:
        console.print(table)
    for name, values in found.by.items():
        console.print(_by(name, values, total))
    console.print(f"Corpus {corpus.version[:12]}. {DISCLAIMER}", markup=False)


def _by(name: str, values: Mapping[str, Tallied], total: Tallied) -> Table:
    table = _table(name, "rows", "changed", "share", "now → then")
    ranked = sorted(values.items(), key=lambda item: (-item[1].changed, item[0]))
    for value, tally in ranked[:_MOST]:
        table.add_row(value, *_cells(tally))
    if rest := ranked[_MOST:]:
        counts: dict[tuple[Answer, Answer], int] = {}
        for _, tally in rest:
            for pair, n in tally.counts.items():
                counts[pair] = counts.get(pair, 0) + n
        table.add_row(f"{len(rest):,} others", *_cells(Tallied(counts)))
    table.add_section()
    table.add_row("total", *_cells(total))
    return table


def _cells(tally: Tallied) -> tuple[str, str, str, str]:
    moves = "; ".join(f"{_answer(a)} → {_answer(b)} {n:,}" for (a, b), n in tally.changes.items())
    return f"{tally.rows:,}", f"{tally.changed:,}", _share(tally), moves


def _share(tally: Tallied) -> str:
    return f"{tally.changed / tally.rows:.1%}" if tally.rows else "–"


def _answer(answer: Answer) -> str:
    return answer or "no verdict"


def _table(*columns: str) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for i, column in enumerate(columns):
        number = column in ("rows", "changed", "share")
        table.add_column(column, justify="right" if number else "left", overflow="fold",
                         no_wrap=number or i == 0)  # fmt: skip
    return table


@contextmanager
def _progress(source: Source) -> Iterator[Callable[[int, int], None]]:
    bar = Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    with bar:
        task = bar.add_task(Path(source.name).name, total=source.total)
        yield lambda size, rows: bar.advance(task, size)
