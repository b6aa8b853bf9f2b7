"""What no rule refuses, and what rules dispute, whatever else is so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from safehavens.corpus.model import FactValue
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.request import Given

Refusal = Literal["never", "disputed", "refused"]


def find_refusal(search: CaseSearch, facts: Given) -> Refusal:
    """Whether something is refused beside any values of facts that are not given: never, by none
    but rules that others contradict, or so.

    Parameters
    ----------
    search : CaseSearch
    facts : mapping of str to value or None
        What the request gives. Nothing is presumed beside it.
    """
    presumed = search.settle(facts).presumed
    settled = search.settle({**dict.fromkeys(presumed), **facts})
    found = search.complete(settled).verdicts()
    if "prohibited" in found:
        return "refused"
    return "disputed" if "conflict" in found else "never"


def list_never_refused(
    search: CaseSearch,
    facts: Given,
    among: Mapping[str, Collection[FactValue]],
) -> Iterator[FactValue]:
    """The values beside which nothing is forbidden or disputed, whatever the other facts are.

    Parameters
    ----------
    search : CaseSearch
    facts : mapping of str to value or None
        What the request gives. Nothing is presumed beside it.
    among : mapping of str to values
        Of facts that the request does not give, the values to be tried.
    """
    for fact, values in among.items():
        if fact in search.position.facts:
            for value in values:
                if find_refusal(search, {**facts, fact: value}) == "never":
                    yield value
