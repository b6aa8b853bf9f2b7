"""A request answered by the law of the day it came in: once to be kept, once to be shown.

What is kept is worked out from public facts alone, as if no private fact had been told; that some
were told is all that it says of them. The verdict with private facts is a value in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from safehavens import __version__
from safehavens.corpus.places import UnknownPlace
from safehavens.decide.beside import whole_answers
from safehavens.decide.decision import Decision
from safehavens.decide.engine import Engine
from safehavens.decide.reasons import decide
from safehavens.decide.request import BadRequest, Request, check_day
from safehavens.logic.expression import facts_of
from safehavens.register.answering.case_duties import list_case_duties
from safehavens.register.answering.paper_facts import gather_public_facts, split_facts
from safehavens.register.entries.bodies import AnswerBody, PublicFact, RequestBody
from safehavens.register.entries.reading_bodies import RefusedEntry, check_words


def answer_request(
    engine: Engine,
    request: RequestBody,
    *,
    place: str,
    who: str,
    zone: str,
    public_facts: Mapping[str, Any] | None = None,
    private_facts: Mapping[str, Any] | None = None,
) -> tuple[tuple[AnswerBody, ...], tuple[Decision, ...]]:
    """Answer each action that a request asks for, by the law of the day it came in.

    Parameters
    ----------
    engine : Engine
    request : RequestBody
    place : str
        An Open Civic Data id.
    who : str
        Agency kind, a word of the vocabulary.
    zone : str
        The agency's time zone: it says which day it was.
    public_facts, private_facts : mapping, optional
        What is known besides what the paper tells. It does not matter in which of the two a fact
        is given: `safehavens.register.entries.status_facts` says which are kept outside.

    Returns
    -------
    answers : tuple of AnswerBody
        To be kept, one for each action asked for, on public facts alone.
    told : tuple of Decision
        To be shown and dropped: the same answers with all facts.

    Raises
    ------
    RefusedEntry
        A word or a fact is not in the corpus, facts contradict each other, the zone or the place
        is not known, or questions on the day are not answered. Values are not told.
    """
    check_words(request, engine.lawbook)
    public, private = split_facts(engine.lawbook, {**(public_facts or {}), **(private_facts or {})})
    facts = gather_public_facts(engine.lawbook, request, public)
    day = tell_law_day(request, zone)
    answers, told = [], []
    for action in dict.fromkeys(request.asks):
        asked = Request(place, who, action, day, facts)
        decision = _decide(engine, asked)
        answers.append(_keep(engine, request, decision, facts, bool(private)))
        told.append(_tell(engine, replace(asked, facts={**facts, **private})))
    return tuple(answers), tuple(told)


def tell_law_day(request: RequestBody, zone: str) -> date:
    """The day on which a request came in, where the agency is.

    Raises
    ------
    RefusedEntry
        The time zone is not known.
    """
    try:
        return request.received_at.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RefusedEntry("zone: not a time zone, such as America/Chicago.") from None


def find_changed_fields(engine: Engine, request: RequestBody, answer: AnswerBody) -> list[str]:
    """The fields in which an answer that was kept differs from what the corpus says now.

    Parameters
    ----------
    engine : Engine
    request : RequestBody
        The request that was answered.
    answer : AnswerBody

    Raises
    ------
    RefusedEntry
        The corpus no longer has a word of the answer.
    """
    asked = Request(answer.place, answer.who, answer.action, answer.law_day, answer.facts)
    now = _keep(engine, request, _decide(engine, asked), answer.facts, answer.settled_outside)
    return [
        name
        for name, value in now
        if value != getattr(answer, name) and name not in ("facts", "corpus", "version")
    ]


def _decide(engine: Engine, request: Request) -> Decision:
    try:
        check_day(engine.lawbook, request.action, request.on)
    except BadRequest as refused:  # it tells of the day alone
        raise RefusedEntry(f"received_at: {refused}") from None
    try:
        return decide(engine, request)
    except UnknownPlace:
        raise RefusedEntry("place: not a place of the gazetteer.") from None
    except BadRequest:
        raise RefusedEntry("facts: they contradict each other, or a word is not known.") from None


def _tell(engine: Engine, request: Request) -> Decision:
    try:
        return whole_answers.answer_request(engine, request)
    except BadRequest:
        raise RefusedEntry("facts: they contradict each other, or a word is not known.") from None


def _keep(
    engine: Engine, request: RequestBody, decision: Decision,
    facts: Mapping[str, PublicFact | None], settled_outside: bool,
) -> AnswerBody:  # fmt: skip
    """What is kept of an answer on public facts: of these, the ones that it may rest on."""
    duties = list_case_duties(decision.duties, request.asks)
    relevant = _find_relevant(engine, decision, duties)
    return AnswerBody(
        action=decision.action,
        who=decision.who,
        place=decision.place,
        law_day=decision.on,
        facts={name: facts[name] for name in sorted(facts) if name in relevant},
        verdict=decision.verdict,
        possible=decision.possible,
        basis=decision.basis,
        deciding=tuple(reason.norm for reason in decision.because),
        duties=duties,
        presumed=tuple(one.fact for one in decision.presumed),
        settled_outside=settled_outside,
        confidence=decision.confidence,
        corpus=decision.corpus,
        version=__version__,
    )


def _find_relevant(engine: Engine, decision: Decision, duties: tuple[str, ...]) -> frozenset[str]:
    """The facts that the answer and its duties may rest on, and those tied to them."""
    asked = Request(decision.place, decision.who, decision.action, decision.on)
    names = set(engine.stretch(asked).position.facts)
    for norm in (*duties, *(duty.citation.norm for duty in decision.duties)):
        names.update(facts_of(engine.conditions.applies[norm]))
    return engine.facts.tied_with(names)
