"""The verdict over time, as text."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.api import Corpus
from safehavens.cli.show.console import make_cell, make_table, print_line, print_title, wide_console
from safehavens.cli.show.page import VERDICT_MARKS
from safehavens.decide.decision import DISCLAIMER
from safehavens.decide.history import VerdictSpell
from safehavens.decide.norms.changes import Change


def show_history(
    corpus: Corpus, place: str, action: str, who: str, spells: Sequence[VerdictSpell]
) -> None:
    """Write each spell of one answer, oldest first."""
    console = wide_console()
    match = corpus.place(place)
    print_title(console, match.place.name, f": {who}, {action}")
    if match.note:
        print_line(console, match.note)
    table = make_table("from", "until", "verdict", "what decides it, or may", "what began it")
    for spell in spells:
        row = (
            str(spell.start or ""),
            str(spell.end or ""),
            f"{VERDICT_MARKS[spell.verdict]} {spell.verdict}",
            "\n".join(spell.deciding) or "no rule found",
            "\n".join(_describe_change(change) for change in spell.began),
        )
        table.add_row(*map(make_cell, row))
    console.print(table)
    print_line(console, f"Corpus {corpus.version[:12]}. {DISCLAIMER}")


def _describe_change(change: Change) -> str:
    return f"{change.norm} {change.what}" + (f" ({change.ruling})" if change.ruling else "")
