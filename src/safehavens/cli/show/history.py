"""The verdict over time, as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from safehavens.api import Corpus
from safehavens.cli.output.console import (
    make_cell,
    make_table,
    print_line,
    print_title,
    wide_console,
)
from safehavens.cli.output.footer import footer_text
from safehavens.cli.output.page import mark_answer
from safehavens.cli.speech import say, say_day, say_message, say_place
from safehavens.decide.coverage.level_coverage import is_searched_throughout
from safehavens.decide.history import VerdictSpell
from safehavens.decide.norms.changes import Change
from safehavens.decide.request import Request, find_answered_days
from safehavens.decide.request_reader import ReadRequest
from safehavens.wording.labels import CHANGE

if TYPE_CHECKING:
    from rich.console import Console

_ROOMY: Final = 100
"""From this many columns on, dates are written out."""


def show_history(corpus: Corpus, read: ReadRequest, spells: Sequence[VerdictSpell]) -> None:
    """Write each spell of one answer, oldest first."""
    console = wide_console()
    request = read.request
    print_title(console, say_place(read.match.place.name), f": {request.who}, {request.action}")
    if read.notes:
        print_line(console, " ".join(map(say_message, read.notes)))
    _print_today(console, spells)
    table = make_table(say("from"), say("until"), say("verdict"), say("what decides it, or may"),
                       say("what began it"))  # fmt: skip
    # In a narrow terminal the ids need the room more than the names of months do.
    write_day = say_day if console.width >= _ROOMY else str
    first = find_answered_days(corpus.lawbook, (request.action,)).start
    for spell in spells:
        earliest = say("the first day answered") if spell.start == first and not spell.began else ""
        row = (
            write_day(spell.start) if spell.start else "",
            write_day(spell.end) if spell.end else "",
            _describe_answer(corpus, request, spell),
            "\n".join(spell.deciding),
            "\n".join(describe_change(change) for change in spell.began) or earliest,
        )
        table.add_row(*map(make_cell, row))
    console.print(table)
    print_line(console, footer_text(corpus.version))


def _print_today(console: Console, spells: Sequence[VerdictSpell]) -> None:
    """The answer of today, and since when it has been the same."""
    today = date.today()
    until_now = [spell for spell in spells if spell.start is None or spell.start <= today]
    if not until_now:
        return
    *before, last = until_now
    since = last.start
    for spell in reversed(before):
        if (spell.verdict, spell.basis) != (last.verdict, last.basis):
            break
        since = spell.start
    answer = mark_answer(last.verdict, last.basis)
    if since is None:
        print_line(console, say("Today: %(answer)s.", answer=answer))
    else:
        print_line(
            console, say("Today: %(answer)s, since %(date)s.", answer=answer, date=say_day(since))
        )


def _describe_answer(corpus: Corpus, request: Request, spell: VerdictSpell) -> str:
    """The answer; of one that rests on no rule, also whether the law was searched for its days."""
    words = mark_answer(spell.verdict, spell.basis)
    if spell.verdict != "permitted" or spell.basis in ("rule", "power"):
        return words
    engine = corpus.engine
    levels = engine.levels(engine.gazetteer.canonical(request.place))
    domain = corpus.lawbook.vocabulary.domain_of[request.action]
    end = date.today() if spell.end is None else min(spell.end, date.today())
    if is_searched_throughout(corpus.lawbook, levels, domain, spell.start, end):
        return words
    return f"{words}\n({say('not searched in full')})"


def describe_change(change: Change) -> str:
    """What happened to a norm, and by which ruling."""
    by = f" ({change.ruling})" if change.ruling else ""
    return f"{change.norm} {say(CHANGE[change.what])}{by}"
