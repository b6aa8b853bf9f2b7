"""A place at a glance, as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console

from safehavens.api import Corpus
from safehavens.cli.output.console import (
    make_cell,
    make_table,
    print_heading,
    print_line,
    print_title,
    wide_console,
)
from safehavens.cli.output.footer import footer_text
from safehavens.cli.output.page import mark_answer
from safehavens.cli.show.place_short import tell_changed_answer
from safehavens.cli.speech import language, say, say_count, say_day, say_message, say_place
from safehavens.decide.place_law import ActionView, Overview
from safehavens.decide.survey.change_words import describe_day, group_by_day
from safehavens.decide.survey.law_changes import LawChange
from safehavens.wording.answers import AnswerKind, answer_kind
from safehavens.wording.labels import EVENT, KIND
from safehavens.wording.sentences import describe_spell

_STYLES: Final[dict[AnswerKind, str]] = {
    "prohibited": "bold red",
    "required": "bold blue",
    "permitted": "bold green",
    "conflict": "bold magenta",
    "depends": "bold yellow",
}


def show_actions(corpus: Corpus, overview: Overview, note: str | None) -> None:
    """Write what the law of a place says of the actions of an overview, and no more."""
    console = wide_console()
    _title(console, overview, note)
    _actions(console, corpus, overview)
    console.print()
    print_line(console, footer_text(corpus.version))


def _title(console: Console, overview: Overview, note: str | None) -> None:
    law = say("law of %(date)s", date=say_day(overview.on))
    print_title(console, say_place(overview.place_name), f", {law}  ({overview.place})")
    if note:
        print_line(console, say_message(note))


def show_place(corpus: Corpus, overview: Overview, note: str | None) -> None:
    """Write the overview of a place."""
    console = wide_console()
    _title(console, overview, note)
    _next_change(console, corpus, overview)
    _actions(console, corpus, overview)
    _instruments(console, corpus, overview)
    _changes(console, corpus, say("What changed last"), overview.last)
    _changes(console, corpus, say("What comes next"), overview.next)
    if overview.rulings:
        print_heading(console, say("Rulings that affect these rules"))
        for touch in overview.rulings:
            print_line(console, f"  • {touch.title}, {touch.citation}: {touch.held}")
    if overview.events:
        print_heading(console, say("Events"))
        for event in overview.events:
            cite = f" ({event.cite})" if event.cite else ""
            kind = say(EVENT[event.kind])
            print_line(console, f"  • {say_day(event.date)}, {kind}: {event.what}{cite}")
    console.print()
    print_line(console, footer_text(corpus.version))


def _actions(console: Console, corpus: Corpus, overview: Overview) -> None:
    table = make_table(
        say("action"), say("who"), say("verdict"), say("rules that decide it, or may")
    )
    without_rule = dict.fromkeys(view.action for view in overview.actions)
    for view in overview.actions:
        if view.deciding or view.outside:
            without_rule.pop(view.action, None)
            table.add_row(
                make_cell(view.action),
                make_cell(_agencies(corpus, view)),
                make_cell(
                    mark_answer(view.verdict, view.basis),
                    _STYLES.get(answer_kind(view.verdict, view.basis), "bold"),
                ),
                make_cell(_rules(view)),
            )
    if table.row_count:
        print_heading(console, say("If nothing is known about the request"),
                      " (" + say("usual case assumed") + ")")  # fmt: skip
        console.print(table)
    if without_rule:
        print_line(console, say("No rule coded here covers: %(actions)s.",
                                actions=", ".join(without_rule)))  # fmt: skip


def _rules(view: ActionView) -> str:
    """The rules that decide, or may, and those found that do not, where that is the answer."""
    rules = [", ".join(view.deciding)] if view.deciding else []
    if view.outside and view.verdict == "permitted":
        rules.append(say("found, not deciding: %(rules)s", rules=", ".join(view.outside)))
    return "; ".join(rules)


def _agencies(corpus: Corpus, view: ActionView) -> str:
    kinds = set(view.who)
    every = corpus.lawbook.vocabulary.who
    if len(kinds) > len(every) // 2:
        left = [who for who in every if who not in kinds]
        return say("all but %(kinds)s", kinds=", ".join(left)) if left else say("all")
    return ", ".join(view.who)


def _instruments(console: Console, corpus: Corpus, overview: Overview) -> None:
    print_heading(console, say("Laws in force"))
    if not overview.instruments:
        print_line(console, "  " + say("None is coded here."))
    for instrument in overview.instruments:
        spell = next(spell for spell in instrument.spells if spell.holds(overview.on))
        issuer = say_place(corpus.gazetteer.get(instrument.maker_for(overview.place)).name)
        print_line(
            console,
            f"  • {instrument.id}: {instrument.title}. {issuer}; {say(KIND[instrument.kind])}; "
            f"{describe_spell(language(), spell)}.",
        )


def _next_change(console: Console, corpus: Corpus, overview: Overview) -> None:
    """The next change of the place's law, and the answers that it makes others."""
    if not overview.next:
        return
    lines = describe_day(language(), corpus.gazetteer, overview.next)
    text = say("Next change, on %(date)s: %(change)s", date=say_day(overview.next[0].on),
               change=lines[0].text)  # fmt: skip
    if len(lines) > 1:
        text += " " + say_count(
            "One more change on that day is listed below.",
            "%(count)s more changes on that day are listed below.", len(lines) - 1,
        )  # fmt: skip
    print_line(console, text)
    for changed in overview.next_answers:
        print_line(console, f"  • {tell_changed_answer(changed)}")


def _changes(console: Console, corpus: Corpus, title: str, changes: Sequence[LawChange]) -> None:
    print_heading(console, title)
    if not changes:
        print_line(console, "  " + say("Nothing is on record."))
    for day, of_day in group_by_day(changes):
        for line in describe_day(language(), corpus.gazetteer, of_day):
            print_line(console, f"  • {say_day(day)}: {line.text}")
