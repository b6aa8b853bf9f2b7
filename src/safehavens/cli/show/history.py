"""The verdict over time, as text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table

from safehavens.api import Corpus
from safehavens.cli.show.page import VERDICT_MARKS
from safehavens.cli.show.tables import wide_console
from safehavens.decide.decision import DISCLAIMER
from safehavens.decide.history import VerdictSpell
from safehavens.decide.norms.changes import Change


def show_history(
    corpus: Corpus, place: str, action: str, who: str, spells: Sequence[VerdictSpell]
) -> None:
    """Write each spell of one answer, oldest first."""
    console = wide_console()
    match = corpus.place(place)
    console.print(f"[bold]{match.place.name}[/bold]: {who}, {action}")
    if match.note:
        console.print(match.note)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in ("from", "until", "verdict", "what decides it, or may", "what began it"):
        table.add_column(column, overflow="fold")
    for spell in spells:
        table.add_row(
            str(spell.start or ""),
            str(spell.end or ""),
            f"{VERDICT_MARKS[spell.verdict]} {spell.verdict}",
            "\n".join(spell.deciding) or "the law's silence",
            "\n".join(_said(change) for change in spell.began),
        )
    console.print(table)
    console.print(f"Corpus {corpus.version[:12]}. {DISCLAIMER}")


def _said(change: Change) -> str:
    return f"{change.norm} {change.what}" + (f" ({change.ruling})" if change.ruling else "")
