"""A place at a glance, as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.console import Console

from safehavens.api import Corpus
from safehavens.cli.show.console import (
    make_cell,
    make_table,
    print_heading,
    print_line,
    print_title,
    wide_console,
)
from safehavens.cli.show.page import VERDICT_MARKS
from safehavens.corpus.model import Verdict
from safehavens.decide.decision import DISCLAIMER
from safehavens.decide.norms.changes import Change
from safehavens.decide.place_law import ActionView, Overview
from safehavens.wording.languages import ENGLISH
from safehavens.wording.sentences import describe_days

_STYLES: Final[dict[Verdict, str]] = {
    "prohibited": "bold red",
    "required": "bold blue",
    "permitted": "bold green",
    "conflict": "bold magenta",
    "depends": "bold yellow",
}


def show_place(corpus: Corpus, overview: Overview, note: str | None) -> None:
    """Write the overview of a place."""
    console = wide_console()
    law_of = f", law of {ENGLISH.day(overview.on)}"
    print_title(console, overview.place_name, f"{law_of}  ({overview.place})")
    if note:
        print_line(console, note)
    _actions(console, corpus, overview)
    _instruments(console, corpus, overview)
    _changes(console, "What changed last", overview.last)
    _changes(console, "What comes next", overview.next)
    if overview.rulings:
        print_heading(console, "Rulings that affect these rules")
        for touch in overview.rulings:
            print_line(console, f"  • {touch.title}, {touch.citation}: {touch.held}")
    if overview.events:
        print_heading(console, "Events")
        for event in overview.events:
            cite = f" ({event.cite})" if event.cite else ""
            print_line(console, f"  • {event.date} {event.kind}: {event.what}{cite}")
    console.print()
    print_line(console, f"Corpus {corpus.version[:12]}. {DISCLAIMER}")


def _actions(console: Console, corpus: Corpus, overview: Overview) -> None:
    table = make_table("action", "who", "verdict", "rules that decide it, or may")
    without_rule = dict.fromkeys(view.action for view in overview.actions)
    for view in overview.actions:
        if view.deciding:
            without_rule.pop(view.action, None)
            table.add_row(
                make_cell(view.action),
                make_cell(_agencies(corpus, view)),
                make_cell(f"{VERDICT_MARKS[view.verdict]} {view.verdict}", _STYLES[view.verdict]),
                make_cell(", ".join(view.deciding)),
            )
    print_heading(console, "If nothing is known about the request", " (usual case assumed)")
    console.print(table)
    if without_rule:
        print_line(console, f"No rule coded here covers: {', '.join(without_rule)}.")


def _agencies(corpus: Corpus, view: ActionView) -> str:
    kinds = set(view.who)
    every = corpus.lawbook.vocabulary.who
    if len(kinds) > len(every) // 2:
        left = [who for who in every if who not in kinds]
        return "all" if not left else f"all but {', '.join(left)}"
    return ", ".join(view.who)


def _instruments(console: Console, corpus: Corpus, overview: Overview) -> None:
    print_heading(console, "Laws in force")
    if not overview.instruments:
        print_line(console, "  None is coded here.")
    for instrument in overview.instruments:
        spell = next(spell for spell in instrument.spells if spell.holds(overview.on))
        issuer = corpus.gazetteer.get(instrument.issuer).name
        print_line(
            console,
            f"  • {instrument.id}: {instrument.title}. {issuer}; {instrument.kind}; "
            f"{describe_days(ENGLISH, spell.start, spell.end)}.",
        )


def _changes(console: Console, title: str, changes: Iterable[Change]) -> None:
    print_heading(console, title)
    listed = list(changes)
    if not listed:
        print_line(console, "  Nothing is on record.")
    for change in listed:
        by = f" ({change.ruling})" if change.ruling else ""
        print_line(console, f"  • {change.on}: {change.norm} {change.what}{by}")
