"""A comparison in a sentence for each order of strictness, and a line for each action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say
from safehavens.compare.comparison import ComparedAction, Comparison
from safehavens.compare.relation import Relation
from safehavens.compare.strictness import VERB, Strictness
from safehavens.wording.sentences import capitalize

_MOST_AGENCIES: Final = 6


def add_summary(page: Page, comparison: Comparison, a: str, b: str) -> None:
    """Write who goes further on how many questions, then on each action for which agencies.

    Parameters
    ----------
    page : Page
    comparison : Comparison
    a, b : str
        What to call the two sides.
    """
    for order in dict.fromkeys(item.order for item in comparison.actions):
        items = [item for item in comparison.actions if item.order == order]
        page.line(_count_questions(items, order, a, b))
    page.heading(say("Who goes further, by action"))
    for action, compared in groupby(comparison.actions, key=lambda item: item.action):
        told = "; ".join(_tell_action(list(compared), a, b))
        page.line(f"• {action}: {told}.", 2)


def _count_questions(items: list[ComparedAction], order: Strictness, a: str, b: str) -> str:
    """A sentence that counts questions: one agency kind's action each."""
    counts: Counter[Relation] = Counter()
    for item in items:
        counts[item.relation] += len(item.who)
    verb = say(VERB[order])
    parts = [
        _count(counts["more"], say("%(place)s %(verb)s more", place=a, verb=verb)),
        _count(counts["less"], say("%(place)s %(verb)s more", place=b, verb=verb)),
        _count(counts["equal"], say("the same verdict on every request")),
        _count(counts["neither"], say("each %(verb)s more for some request", verb=verb)),
        _count(counts["unsure"], say("it depends on what is not known of the law")),
    ]
    total = language().number(counts.total())
    told = "; ".join(part for part in parts if part)
    sentence = say("Of %(count)s questions: %(parts)s.", count=total, parts=told)
    if counts["unsure"]:
        return sentence
    return " ".join((sentence, say("All of it is proved.")))


def _count(number: int, what: str) -> str:
    return f"{what}: {language().number(number)}" if number else ""


def _tell_action(items: list[ComparedAction], a: str, b: str) -> Iterator[str]:
    """Who goes further on one action, and for which agencies."""
    verb = say(VERB[items[0].order])
    said: dict[Relation, str] = {
        "more": say("%(place)s %(verb)s more", place=a, verb=verb),
        "less": say("%(place)s %(verb)s more", place=b, verb=verb),
        "neither": say("each %(verb)s more for some request", verb=verb),
        "unsure": say("not known"),
        "equal": say("the same"),
    }
    for relation, words in said.items():
        kinds = [kind for item in items if item.relation == relation for kind in item.who]
        if kinds:
            yield capitalize(f"{words} ({_list_kinds(kinds)})")


def _list_kinds(kinds: list[str]) -> str:
    """Agency kinds, the first few by name."""
    told = ", ".join(kinds[:_MOST_AGENCIES])
    more = len(kinds) - _MOST_AGENCIES
    if more <= 0:
        return told
    return say("%(kinds)s and %(count)s more", kinds=told, count=language().number(more))
