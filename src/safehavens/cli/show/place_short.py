"""A place in some twenty lines: what its law says of the usual requests, and whose law that is."""

from __future__ import annotations

from safehavens.api import Corpus
from safehavens.cli.output.footer import footer_text
from safehavens.cli.output.page import Page, mark_answer
from safehavens.cli.speech import (
    language,
    say,
    say_answer,
    say_count,
    say_day,
    say_message,
    say_place,
)
from safehavens.decide.cards.usual_answers import UsualAnswer, list_usual_answers
from safehavens.decide.place_law import ChangedAnswer, Overview
from safehavens.decide.survey.change_words import describe_day
from safehavens.wording.coverage_sentences import search_sentence
from safehavens.wording.labels import LAW_OF


def show_place_short(corpus: Corpus, overview: Overview, note: str | None) -> None:
    """Write a place at a glance.

    Parameters
    ----------
    corpus : Corpus
    overview : Overview
    note : str or None
        How the name of the place was read.
    """
    page = Page()
    page.titled(
        say_place(overview.place_name), ", " + say("law of %(date)s", date=say_day(overview.on))
    )
    page.line(f"({overview.place})")
    if note:
        page.line(say_message(note))
    page.line(_count_laws(overview))
    page.heading(say("If nothing is known about the request"), apart=False)
    for answer in list_usual_answers(corpus.lawbook, overview):
        page.line(_tell_action(answer), 2)
    if overview.next:
        change = describe_day(language(), corpus.gazetteer, overview.next)[0].text
        page.line(say("Next change, on %(date)s: %(change)s",
                      date=say_day(overview.next[0].on), change=change))  # fmt: skip
        for changed in overview.next_answers[:2]:
            page.line(tell_changed_answer(changed), 2)
    elif overview.last:
        last = next((one for one in overview.last if one.level != "national"), overview.last[0])
        change = describe_day(language(), corpus.gazetteer, [last])[0].text
        page.line(say("Last change, on %(date)s: %(change)s", date=say_day(last.on), change=change))
    for sentence in _tell_coverage(corpus, overview):
        page.line(sentence)
    page.line(" ".join((footer_text(corpus.version), say("All of it: --full."))))
    page.show()


def tell_changed_answer(changed: ChangedAnswer) -> str:
    """What an answer becomes, and what it was."""
    return say(
        "%(action)s (%(who)s): %(answer)s, before: %(before)s",
        action=changed.action,
        who=", ".join(changed.who),
        answer=say_answer(changed.verdict, changed.basis),
        before=say_answer(changed.before, changed.basis_before),
    )


def _count_laws(overview: Overview) -> str:
    """How many laws of the place itself, and of those above it, are in force."""
    own = sum(overview.place in one.makers for one in overview.instruments)
    above = len(overview.instruments) - own
    return " ".join(
        [
            say_count("%(count)s law of its own is in force.",
                      "%(count)s laws of its own are in force.", own),
            say_count("%(count)s law of governments above it applies, too.",
                      "%(count)s laws of governments above it apply, too.", above),
        ]
    )  # fmt: skip


def _tell_action(answer: UsualAnswer) -> str:
    text = f"{answer.action} ({answer.who}): {mark_answer(answer.verdict, answer.basis)}"
    return f"{text} ({say(LAW_OF[answer.levels])})" if answer.levels else text


def _tell_coverage(corpus: Corpus, overview: Overview) -> list[str]:
    """Of the place's own law on custody: how far it was searched, where that is not in full."""
    found = corpus.coverage(overview.place, overview.on)
    rows = [row for row in found.searches if row.place == overview.place]
    custody = next((row for row in rows if row.domain == "custody"), None)
    if custody is None or custody.came == "coded":
        return []
    sentence = search_sentence(language(), custody, overview.on)
    return [say("Its own law on custody: %(searched)s.", searched=sentence)]
