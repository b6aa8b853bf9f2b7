"""What a request itself tells: facts that its paper shows, and those that follow from its asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from safehavens.corpus.model import Fact, FactValue, Lawbook
from safehavens.corpus.reading.fact_values import wrong_value
from safehavens.decide.request import Given
from safehavens.register.entries.bodies import PublicFact, RequestBody
from safehavens.register.entries.reading_bodies import RefusedEntry
from safehavens.register.entries.status_facts import is_kept_outside

ASKED_FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ca_ice_interview_planned": ("allow_interview",),
    "ca_ice_request_received": ("hold", "notify_release", "transfer"),
    "den_ice_notification_request": ("notify_release",),
    "id_detainer": ("hold",),
}
"""Facts that ask whether something was asked for, and the actions of which one must have been."""
POSSIBLE_FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ca_release_notice_given": ("notify_release",),
    "co_interview_arranged": ("allow_interview",),
    "co_interview_outside": ("allow_interview",),
    "dc_requested_interview": ("allow_interview",),
    "nh_detainer_refused": ("hold",),
}
"""Facts that cannot be so unless one of these actions was asked for; otherwise nothing follows."""


def split_facts(lawbook: Lawbook, facts: Mapping[str, Any]) -> tuple[Given, Given]:
    """Facts that may be kept, and those that may not: private ones, and others of a status.

    Parameters
    ----------
    lawbook : Lawbook
    facts : mapping
        As given from outside: names and values are checked.

    Returns
    -------
    public, private : mapping of str to bool, str, number or None

    Raises
    ------
    RefusedEntry
        A fact is not in the vocabulary, or its value is not one of its own. Values are not told,
        nor a name that the vocabulary does not have.
    """
    public: dict[str, FactValue | None] = {}
    private: dict[str, FactValue | None] = {}
    for name, value in facts.items():
        fact = lawbook.facts.get(name)
        if fact is None:
            raise RefusedEntry("facts: one of them is not in the vocabulary.")
        (private if is_kept_outside(fact) else public)[fact.name] = _read_value(fact, value)
    return public, private


def _read_value(fact: Fact, value: Any) -> FactValue | None:
    if value is not None and not isinstance(value, bool | int | float | str):
        raise RefusedEntry(f"facts, {fact.name}: {_allowed(fact)}.")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if wrong_value(fact, value) is not None:
        raise RefusedEntry(f"facts, {fact.name}: {_allowed(fact)}.")
    if isinstance(value, float) and not is_kept_outside(fact):
        raise RefusedEntry(f"facts, {fact.name}: takes a whole number.")
    checked: FactValue | None = value
    return checked


def _allowed(fact: Fact) -> str:
    if fact.derived:
        return "read off the place, never given"
    if fact.type == "enum":
        return f"allowed are {', '.join(fact.values)}"
    return "allowed are true and false" if fact.type == "bool" else "takes a number from 0"


def gather_public_facts(
    lawbook: Lawbook, request: RequestBody, given: Given
) -> dict[str, PublicFact | None]:
    """The public facts of a request: those given, and those that its paper and its asks tell.

    Parameters
    ----------
    lawbook : Lawbook
    request : RequestBody
    given : mapping
        Public facts, read by `split_facts`; None: not known, and so not presumed.

    Raises
    ------
    RefusedEntry
        Two of them contradict each other, such as Form I-200 with a judge's warrant.
    """
    told: dict[str, FactValue] = {}
    for name, value in (*_show_paper(lawbook, request), *_read_fields(request)):
        if _fits(lawbook, name, value) and told.setdefault(name, value) != value:
            raise RefusedEntry(f"{name}: the form says otherwise.")
    asked = {n: v for n, v in _read_asks(request) if n not in told and _fits(lawbook, n, v)}
    for name, known in given.items():
        if name in told and known is not None and known != told[name]:
            raise RefusedEntry(f"facts, {name}: the request says otherwise.")
    facts = {**asked, **given, **told}
    return {name: _whole(value) for name, value in facts.items()}


def _show_paper(lawbook: Lawbook, request: RequestBody) -> list[tuple[str, FactValue]]:
    """What the paper itself tells; a letter or a visit tells nothing."""
    papers = {paper.id: paper.facts for paper in lawbook.synonyms.papers}
    return list(papers.get(request.form, {}).items())


def _read_fields(request: RequestBody) -> list[tuple[str, FactValue]]:
    fields: dict[str, FactValue | None] = {
        "warrant": request.warrant,
        "information": request.information,
        "location": request.location,
        "removability_probable_cause": request.probable_cause_box_checked,
    }
    return [(name, value) for name, value in fields.items() if value is not None]


def _read_asks(request: RequestBody) -> list[tuple[str, FactValue]]:
    asks = set(request.asks)
    told: list[tuple[str, FactValue]] = [
        (name, not asks.isdisjoint(actions)) for name, actions in ASKED_FACTS.items()
    ]
    told += [(name, False) for name, for_ in POSSIBLE_FACTS.items() if asks.isdisjoint(for_)]
    return told


def _fits(lawbook: Lawbook, name: str, value: FactValue) -> bool:
    """Whether a fact is public and takes the value: the form's lists may be finer."""
    fact = lawbook.facts.get(name)
    return fact is not None and not is_kept_outside(fact) and wrong_value(fact, value) is None


def _whole(value: FactValue | None) -> PublicFact | None:
    assert not isinstance(value, float)
    return value
