"""An answer that is one and the same for all that a question asks about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from safehavens.corpus.model import BASES, FactValue
from safehavens.decide.brief import Brief
from safehavens.decide.cards.answer_sureness import is_answer_unsure
from safehavens.decide.cards.assumed_facts import Condition, list_needed, write_condition
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.cards.policy_share import PolicyShare, find_policy_share
from safehavens.decide.request import Given


@dataclass(frozen=True, slots=True)
class AnswerWithin:
    """A settled answer of a request that leaves one fact open, within what the question is about.

    `within` are the values of that fact. `assumed`, `unsure` and `by_policy` are as of a card.
    """

    brief: Brief
    within: Condition
    assumed: tuple[Condition, ...]
    unsure: bool
    by_policy: PolicyShare


def find_answer_within(
    search: CaseSearch,
    facts: Given,
    not_about: Mapping[str, Collection[FactValue]],
) -> AnswerWithin | None:
    """The answer, where it is the same whichever value a fact has that the question is about.

    That something is permitted is no such answer: whether a rule gives leave may differ.

    Parameters
    ----------
    search : CaseSearch
    facts : mapping of str to value or None
        What the request gives. What it leaves out is presumed where there is a presumption.
    not_about : mapping of str to values
        Values of facts that the question is not about. Of several facts that the law asks for, the
        first counts.
    """
    engine = search.engine
    fact = next((name for name in not_about if name in search.position.facts), None)
    if fact is None or fact in facts:
        return None
    known = engine.classes[fact]
    values = [value for value in known.samples if value not in not_about[fact]]
    requests = [{**facts, fact: value} for value in values]
    verdict = search.decide(requests[0]).verdict
    if verdict in ("depends", "permitted"):
        return None
    briefs = []
    for request in requests:
        briefs.append(search.decide(request))
        if briefs[-1].verdict != verdict:
            return None
    cube = ((fact, sum(known.of(value) for value in values)),)
    assumed = list_needed(search, [(cube, requests)], verdict)
    within = write_condition(engine, *cube[0])
    deciding = tuple(dict.fromkeys(id for brief in briefs for id in brief.deciding))
    return AnswerWithin(
        replace(
            briefs[0],
            basis=max((brief.basis for brief in briefs), key=BASES.index),
            deciding=deciding,
        ),
        within,
        assumed,
        any(
            is_answer_unsure(search, request, brief)
            for request, brief in zip(requests, briefs, strict=True)
        ),
        find_policy_share(search, facts, verdict, deciding, ways=((within,),), assumed=assumed),
    )
