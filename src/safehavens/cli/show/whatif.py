"""How answers change under another law, as tables and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rich.table import Table

from safehavens.api import Corpus
from safehavens.cli.output.console import make_cell, make_table, print_line, wide_console
from safehavens.cli.output.footer import footer_text
from safehavens.cli.speech import language, say, say_answer, say_count
from safehavens.compare.whatif import Answer, Tally, WhatIf

_MOST: Final = 40
"""As many values of a column as a table shows, those with most changes first."""


def count_as_plain(counts: WhatIf) -> dict[str, object]:
    """The counts as JSON can hold them."""

    def tally(of: Tally) -> dict[str, object]:
        pairs = [
            {"now": before, "then": after, "rows": n} for (before, after), n in of.counts.items()
        ]
        return {"rows": of.rows, "changed": of.changed, "answers": pairs}

    by = {name: {v: tally(t) for v, t in values.items()} for name, values in counts.by.items()}
    problems = [
        {"line": kind.number, "problem": kind.problem, "rows": kind.rows}
        for kind in counts.bad.examples()
    ]
    return {
        "what": counts.what,
        "rows": counts.rows,
        "without_verdict": {"rows": counts.bad.rows, "problems": problems},
        "total": tally(counts.total),
        "by": by,
    }


def show_changes(corpus: Corpus, counts: WhatIf) -> None:
    """Write the counts as tables; each adds up to the same rows."""
    console = wide_console()
    print_line(console, say("The law as it is, against %(law)s", law=counts.what))
    total = counts.total
    print_line(
        console,
        say("%(rows)s, %(changed)s with another answer (%(share)s)",
            rows=say_count("%(count)s row", "%(count)s rows", total.rows),
            changed=_number(total.changed), share=_share(total)),
    )  # fmt: skip
    table = make_table(say("now"), say("then"), say("rows"), numbers=(2,))
    for (before, after), n in total.changes.items():
        table.add_row(_answer(before), _answer(after), _number(n))
    if total.changed:
        console.print(table)
    for name, values in counts.by.items():
        console.print(_by_column(name, values, total))
    print_line(console, footer_text(corpus.version))


def _by_column(name: str, values: Mapping[str, Tally], total: Tally) -> Table:
    table = make_table(name, say("rows"), say("changed"), say("share"), say("now → then"),
                       numbers=(1, 2, 3))  # fmt: skip
    table.columns[0].no_wrap = True
    ranked = sorted(values.items(), key=lambda item: (-item[1].changed, item[0]))
    for value, tally in ranked[:_MOST]:
        table.add_row(make_cell(value), *_cells(tally))
    if rest := ranked[_MOST:]:
        counts: dict[tuple[Answer, Answer], int] = {}
        for _, tally in rest:
            for pair, n in tally.counts.items():
                counts[pair] = counts.get(pair, 0) + n
        table.add_row(say("%(count)s others", count=_number(len(rest))), *_cells(Tally(counts)))
    table.add_section()
    table.add_row(say("total"), *_cells(total))
    return table


def _cells(tally: Tally) -> tuple[str, str, str, str]:
    moves = "; ".join(
        f"{_answer(a)} → {_answer(b)} {_number(n)}" for (a, b), n in tally.changes.items()
    )
    return _number(tally.rows), _number(tally.changed), _share(tally), moves


def _share(tally: Tally) -> str:
    return f"{tally.changed / tally.rows:.1%}" if tally.rows else "–"


def _answer(answer: Answer) -> str:
    return say_answer(answer, None)


def _number(number: int) -> str:
    return language().number(number)
