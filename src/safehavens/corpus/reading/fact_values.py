"""Which values a fact can have, and how people write them."""

from __future__ import annotations

import math
from typing import Final

from safehavens.corpus.model import Fact, FactValue

_TRUE: Final = frozenset({"true", "yes", "y"})
_FALSE: Final = frozenset({"false", "no", "n"})
_UNKNOWN: Final = frozenset({"?", "null", "unknown", ""})


def wrong_value(fact: Fact, value: FactValue | None) -> str | None:
    """What is wrong with a value for a fact: one sentence; None where nothing is.

    `None` (not known) suits every fact but a derived one.
    """
    if fact.derived:
        return f"{fact.name} is read off the place asked about and cannot be given."
    if value is None:
        return None
    if fact.type == "bool":
        fits = isinstance(value, bool)
    elif fact.type == "enum":
        fits = value in fact.values
    else:
        fits = (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and -math.inf < value < math.inf
            and (value >= 0 or fact.unit != "years")
        )
    if fits:
        return None
    return f"{value!r} is not a valid value of {fact.name}; allowed: {_list_allowed(fact)}."


def _list_allowed(fact: Fact) -> str:
    if fact.type == "bool":
        return "true or false"
    if fact.type == "enum":
        return ", ".join(fact.values)
    return "a number" + (f" of {fact.unit}, from 0" if fact.unit else "")


def parse_value(text: str, fact: Fact) -> FactValue | None:
    """A value from text: true/false, yes/no, a number, a word; `?` is not known.

    What is not a valid value of the fact comes back as the text, for the engine to refuse.
    """
    word = text.strip().casefold()
    if word in _UNKNOWN:
        return None
    if fact.type == "bool":
        return True if word in _TRUE else False if word in _FALSE else text
    if fact.type == "number":
        try:
            return float(word) if not word.lstrip("+-").isdigit() else int(word)
        except ValueError:
            return text
    return word
