"""A case asked again: after a correction, or of a later corpus. The first answer stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from safehavens.decide.engine import Engine
from safehavens.register.answering.answering_requests import answer_request
from safehavens.register.answering.paper_facts import gather_public_facts
from safehavens.register.cases.case_states import find_latest
from safehavens.register.cases.register_case import RegisterCase
from safehavens.register.entries.bodies import AnswerBody

_BESIDE: Final = frozenset({"corpus", "version", "settled_outside"})


def answer_again(
    engine: Engine,
    case: RegisterCase,
    *,
    place: str,
    who: str,
    zone: str,
    public_facts: Mapping[str, Any] | None = None,
    private_facts: Mapping[str, Any] | None = None,
) -> tuple[AnswerBody, ...]:
    """The answers of a case that are no longer what they were, to stand beside the first.

    The law is that of the day the request came in; the corpus that of today. Public facts are
    those of the last answers, with what the request, as corrected, tells in place of what it told.

    Parameters
    ----------
    engine : Engine
    case : RegisterCase
    place, who, zone : str
        As in `safehavens.register.answering.answering_requests.answer_request`.
    public_facts, private_facts : mapping, optional
        What is known now and was not kept.

    Returns
    -------
    tuple of AnswerBody
        None of a case whose request was destroyed, or where every answer is the same.

    Raises
    ------
    RefusedEntry
        As `answer_request`.
    """
    if case.request is None:
        return ()
    before = case.request.as_written or case.request.body
    told_before = gather_public_facts(engine.lawbook, before, {})
    kept = {
        name: value
        for action in before.asks
        for name, value in _facts_of(find_latest(case.answers, action)).items()
        if name not in told_before
    }
    answers, _ = answer_request(
        engine, case.request.body, place=place, who=who, zone=zone,
        public_facts={**kept, **(public_facts or {})}, private_facts=private_facts,
    )  # fmt: skip
    return tuple(one for one in answers if _differs(one, find_latest(case.answers, one.action)))


def _facts_of(answer: AnswerBody | None) -> Mapping[str, Any]:
    return {} if answer is None else answer.facts


def _differs(answer: AnswerBody, last: AnswerBody | None) -> bool:
    return last is None or any(
        value != getattr(last, name) for name, value in answer if name not in _BESIDE
    )
