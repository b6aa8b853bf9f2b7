"""What changed in the law, as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from safehavens.api import Corpus
from safehavens.cli.output.footer import footer_text
from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_day, say_message, say_place
from safehavens.corpus.places import Match
from safehavens.decide.survey.change_words import (
    days_words,
    describe_day,
    group_by_day,
    group_by_state,
    title_words,
)
from safehavens.decide.survey.law_changes import LawChange


def show_changes(
    corpus: Corpus,
    changes: Sequence[LawChange],
    since: date,
    until: date | None,
    match: Match | None,
) -> None:
    """Write the changes of one place by day; of all places by state, then by day."""
    page = Page()
    name = None if match is None else match.place.name
    page.titled(title_words(language(), name), f", {days_words(language(), since, until)}")
    if match is not None and match.note:
        page.line(say_message(match.note))
    if not changes:
        page.line(say("Nothing is on record."))
    if match is not None:
        _add_days(page, corpus, changes, 0)
    else:
        for section, in_section in group_by_state(corpus.gazetteer, changes):
            page.heading(say_place(section))
            _add_days(page, corpus, in_section, 2)
    page.line()
    page.line(footer_text(corpus.version))
    page.show()


def _add_days(page: Page, corpus: Corpus, changes: Sequence[LawChange], indent: int) -> None:
    for day, of_day in group_by_day(changes):
        if indent:
            page.line(say_day(day), indent)
        else:
            page.heading(say_day(day))
        for line in describe_day(language(), corpus.gazetteer, of_day):
            page.line(f"• {line.text}", indent + 2)
