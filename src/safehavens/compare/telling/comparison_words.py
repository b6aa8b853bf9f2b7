"""A comparison in words: who goes further, by order of strictness and by action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from safehavens.compare.comparison import ComparedAction, Comparison
from safehavens.compare.relation import Relation
from safehavens.compare.strictness import VERB, Strictness
from safehavens.wording.languages import Language
from safehavens.wording.sentences import capitalize

_MOST_AGENCIES: Final = 6
_ORDER: Final[tuple[Relation, ...]] = ("more", "less", "equal", "neither", "unsure")


def count_questions(language: Language, comparison: Comparison, a: str, b: str) -> Iterator[str]:
    """Who goes further on how many questions, a sentence for each order of strictness.

    Parameters
    ----------
    language : Language
    comparison : Comparison
    a, b : str
        What to call the two sides.
    """
    for order in dict.fromkeys(item.order for item in comparison.actions):
        items = [item for item in comparison.actions if item.order == order]
        yield _count_questions(language, items, order, a, b)


def tell_actions(
    language: Language, comparison: Comparison, a: str, b: str
) -> Iterator[tuple[str, str]]:
    """Each action, and who goes further on it for which agencies. Parameters as above."""
    for action, compared in groupby(comparison.actions, key=lambda item: item.action):
        yield action, "; ".join(_tell_action(language, list(compared), a, b))


def name_relations(language: Language, order: Strictness, a: str, b: str) -> dict[Relation, str]:
    """What each relation comes to in an order of strictness, in small letters."""
    say = language.gettext
    verb = say(VERB[order])
    return {
        "more": say("%(place)s %(verb)s more") % {"place": a, "verb": verb},
        "less": say("%(place)s %(verb)s more") % {"place": b, "verb": verb},
        "neither": say("each %(verb)s more for some request") % {"verb": verb},
        "unsure": say("not known"),
        "equal": say("the same"),
    }


def _count_questions(
    language: Language, items: list[ComparedAction], order: Strictness, a: str, b: str
) -> str:
    """A sentence that counts questions: one agency kind's action each."""
    counts: Counter[Relation] = Counter()
    for item in items:
        counts[item.relation] += len(item.who)
    say = language.gettext
    words = name_relations(language, order, a, b)
    words["equal"] = say("the same verdict on every request")
    words["unsure"] = say("it depends on what is not known of the law")
    parts = [_count(language, counts[relation], words[relation]) for relation in _ORDER]
    total = language.number(counts.total())
    told = "; ".join(part for part in parts if part)
    sentence = say("Of %(count)s questions: %(parts)s.") % {"count": total, "parts": told}
    if counts["unsure"]:
        return sentence
    return " ".join((sentence, say("All of it is proved.")))


def _count(language: Language, number: int, what: str) -> str:
    return f"{what}: {language.number(number)}" if number else ""


def _tell_action(language: Language, items: list[ComparedAction], a: str, b: str) -> Iterator[str]:
    """Who goes further on one action, and for which agencies."""
    said = name_relations(language, items[0].order, a, b)
    for relation, words in said.items():
        kinds = [kind for item in items if item.relation == relation for kind in item.who]
        if kinds:
            yield capitalize(f"{words} ({_list_kinds(language, kinds)})")


def _list_kinds(language: Language, kinds: list[str]) -> str:
    """Agency kinds, the first few by name."""
    told = ", ".join(kinds[:_MOST_AGENCIES])
    more = len(kinds) - _MOST_AGENCIES
    if more <= 0:
        return told
    words = {"kinds": told, "count": language.number(more)}
    return language.gettext("%(kinds)s and %(count)s more") % words
