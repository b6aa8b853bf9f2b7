"""A place at a glance, as text."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from safehavens.api import Corpus
from safehavens.cli.show import words
from safehavens.cli.show.page import VERDICT_MARKS
from safehavens.cli.show.tables import wide_console
from safehavens.decide.decision import DISCLAIMER
from safehavens.decide.norms.changes import Change
from safehavens.decide.place_law import ActionView, Overview

_STYLES = {
    "prohibited": "bold red",
    "required": "bold blue",
    "permitted": "bold green",
    "conflict": "bold magenta",
    "depends": "bold yellow",
}


def show_place(corpus: Corpus, view: Overview, note: str | None) -> None:
    """Write the overview of a place."""
    console = wide_console()
    console.print(f"[bold]{view.place_name}[/bold], law of {view.on}  ({view.place})")
    if note:
        console.print(note)
    _actions(console, corpus, view)
    _instruments(console, corpus, view)
    _changes(console, "What changed last", view.last)
    _changes(console, "What comes next", view.next)
    if view.rulings:
        console.print("\n[bold]Rulings that touch these norms[/bold]")
        for touch in view.rulings:
            console.print(f"  • {touch.title}, {touch.citation}: {touch.held}", markup=False)
    if view.events:
        console.print("\n[bold]Events[/bold]")
        for event in view.events:
            cite = f" ({event.cite})" if event.cite else ""
            console.print(f"  • {event.date} {event.kind}: {event.what}{cite}", markup=False)
    console.print(f"\nCorpus {corpus.version[:12]}. {DISCLAIMER}")


def _actions(console: Console, corpus: Corpus, view: Overview) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in ("action", "who", "verdict", "norms that decide it, or may"):
        table.add_column(column, overflow="fold")
    silent = dict.fromkeys(action.action for action in view.actions)
    for action in view.actions:
        if action.deciding:
            silent.pop(action.action, None)
            verdict = f"{VERDICT_MARKS[action.verdict]} {action.verdict}"
            table.add_row(
                action.action,
                _agencies(corpus, action),
                f"[{_STYLES[action.verdict]}]{verdict}[/]",
                ", ".join(action.deciding),
            )
    console.print("\n[bold]Before anything of a request is known[/bold] (usual case presumed)")
    console.print(table)
    if silent:
        console.print(f"The law coded here says nothing that decides on: {', '.join(silent)}.")


def _agencies(corpus: Corpus, action: ActionView) -> str:
    kinds = set(action.who)
    every = corpus.lawbook.vocabulary.who
    if len(kinds) > len(every) // 2:
        left = [who for who in every if who not in kinds]
        return "all" if not left else f"all but {', '.join(left)}"
    return ", ".join(action.who)


def _instruments(console: Console, corpus: Corpus, view: Overview) -> None:
    console.print("\n[bold]Instruments in force[/bold]")
    if not view.instruments:
        console.print("  None that is coded here.")
    for instrument in view.instruments:
        spell = next(spell for spell in instrument.spells if spell.holds(view.on))
        issuer = corpus.gazetteer.get(instrument.issuer).name
        console.print(
            f"  • {instrument.id}: {instrument.title}. {issuer}; {instrument.kind}; "
            f"{words.days(spell.start, spell.end)}.",
            markup=False,
        )


def _changes(console: Console, title: str, changes: Iterable[Change]) -> None:
    console.print(f"\n[bold]{title}[/bold]")
    listed = list(changes)
    if not listed:
        console.print("  Nothing on record.")
    for change in listed:
        by = f" ({change.ruling})" if change.ruling else ""
        console.print(f"  • {change.on}: {change.norm} {change.what}{by}", markup=False)
