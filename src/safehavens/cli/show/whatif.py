"""How answers change under another law, as tables and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rich.table import Table

from safehavens.api import Corpus
from safehavens.cli.show.console import make_cell, make_table, print_line, wide_console
from safehavens.compare.whatif import Answer, Tally, WhatIf
from safehavens.decide.decision import DISCLAIMER

_MOST: Final = 40
"""As many values of a column as a table shows, those with most changes first."""
_NUMBERS: Final = ("rows", "changed", "share")


def count_as_plain(counts: WhatIf) -> dict[str, object]:
    """The counts as JSON can hold them."""

    def tally(of: Tally) -> dict[str, object]:
        pairs = [
            {"now": before, "then": after, "rows": n} for (before, after), n in of.counts.items()
        ]
        return {"rows": of.rows, "changed": of.changed, "answers": pairs}

    by = {name: {v: tally(t) for v, t in values.items()} for name, values in counts.by.items()}
    return {"what": counts.what, "total": tally(counts.total), "by": by}


def show_changes(corpus: Corpus, counts: WhatIf) -> None:
    """Write the counts as tables; each adds up to the same rows."""
    console = wide_console()
    print_line(console, f"The law as it is, against {counts.what}")
    total = counts.total
    print_line(
        console, f"{total.rows:,} rows, {total.changed:,} with another answer ({_share(total)})"
    )
    table = make_table("now", "then", "rows", numbers=_NUMBERS)
    for (before, after), n in total.changes.items():
        table.add_row(_answer(before), _answer(after), f"{n:,}")
    if total.changed:
        console.print(table)
    for name, values in counts.by.items():
        console.print(_by_column(name, values, total))
    print_line(console, f"Corpus {corpus.version[:12]}. {DISCLAIMER}")


def _by_column(name: str, values: Mapping[str, Tally], total: Tally) -> Table:
    table = make_table(name, "rows", "changed", "share", "now → then", numbers=_NUMBERS)
    table.columns[0].no_wrap = True
    ranked = sorted(values.items(), key=lambda item: (-item[1].changed, item[0]))
    for value, tally in ranked[:_MOST]:
        table.add_row(make_cell(value), *_cells(tally))
    if rest := ranked[_MOST:]:
        counts: dict[tuple[Answer, Answer], int] = {}
        for _, tally in rest:
            for pair, n in tally.counts.items():
                counts[pair] = counts.get(pair, 0) + n
        table.add_row(f"{len(rest):,} others", *_cells(Tally(counts)))
    table.add_section()
    table.add_row("total", *_cells(total))
    return table


def _cells(tally: Tally) -> tuple[str, str, str, str]:
    moves = "; ".join(f"{_answer(a)} → {_answer(b)} {n:,}" for (a, b), n in tally.changes.items())
    return f"{tally.rows:,}", f"{tally.changed:,}", _share(tally), moves


def _share(tally: Tally) -> str:
    return f"{tally.changed / tally.rows:.1%}" if tally.rows else "–"


def _answer(answer: Answer) -> str:
    return answer or "no verdict"
