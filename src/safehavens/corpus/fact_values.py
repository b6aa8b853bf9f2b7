"""Which values a fact can have."""

from __future__ import annotations

import math

from safehavens.corpus.model import Fact, FactValue


def wrong_value(fact: Fact, value: FactValue | None) -> str | None:
    """What is wrong with a value for a fact: one sentence; None where nothing is.

    `None` (not known) suits every fact but a derived one.
    """
    if fact.derived:
        return f"{fact.name} is read off the place asked about and cannot be given."
    if value is None:
        return None
    if fact.type == "bool":
        fits, allowed = isinstance(value, bool), "true or false"
    elif fact.type == "enum":
        fits, allowed = value in fact.values, ", ".join(fact.values)
    else:
        fits = (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and -math.inf < value < math.inf
            and (value >= 0 or fact.unit != "years")
        )
        allowed = "a number" + (f" of {fact.unit}, from 0" if fact.unit else "")
    return None if fits else f"{value!r} is no value of {fact.name}; allowed: {allowed}."
