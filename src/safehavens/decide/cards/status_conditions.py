"""Whether conditions say something of anybody's immigration status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice, product
from typing import Final

from safehavens.corpus.model import FactValue
from safehavens.decide.cards.assumed_facts import Condition
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.facts.tied_facts import Contradiction

_STATUS_OF_OTHERS: Final = frozenset({"mixed_household"})
"""Facts about the status of others of the household: no person's own, and a status all the same."""
_SHARED: Final = "vocabulary.yaml"
_MOST_CHOICES: Final = 64


def tells_status(search: CaseSearch, conditions: Iterable[Condition]) -> bool:
    """Whether conditions that must all be met are about the status of the person or of others of
    the household, or rule out a value of a fact about it.

    Facts that only another state's law asks for do not count: that nobody of 40 can be a minor
    under the old rules of one state says nothing of a status here.

    Parameters
    ----------
    search : CaseSearch
    conditions : iterable of Condition
    """
    engine, position, conditions = search.engine, search.position, tuple(conditions)
    declared = engine.lawbook.facts
    named = {one.fact for one in conditions}
    about = {
        name
        for name in engine.facts.tied_with(named)
        if name in _STATUS_OF_OTHERS or (name in declared and declared[name].private)
    }
    if not named.isdisjoint(about):
        return True
    near = sorted(
        name for name in about if name in position.facts or declared[name].file == _SHARED
    )
    return any(
        _rule_out(search, conditions, name, value)
        for name in near
        for value in engine.classes[name].samples
    )


def _rule_out(
    search: CaseSearch,
    conditions: Sequence[Condition],
    name: str,
    value: FactValue,
) -> bool:
    """Whether a fact cannot have a value where the conditions are met."""
    names = [one.fact for one in conditions]
    for chosen in islice(product(*(one.values for one in conditions)), _MOST_CHOICES):
        try:
            search.settle({**dict(zip(names, chosen, strict=True)), name: value})
        except Contradiction:
            continue
        return False
    return True
