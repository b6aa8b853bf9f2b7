"""Whether a card's answer is law, or rests on a policy that whoever made it can change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from safehavens.corpus.model import Lawbook, Norm, Verdict
from safehavens.corpus.places.division import level, short
from safehavens.decide.cards.assumed_facts import Condition, read_mask
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.facts.left_out.open_law import find_open_law
from safehavens.decide.norms.judged import DiagramLogic, judge_formulas
from safehavens.decide.request import Given
from safehavens.logic.diagram import FALSE
from safehavens.logic.residual import is_in

PolicyShare = Literal["none", "some", "all"]
"""Of the cases of an answer, those in which no law gives it and a policy does."""


def find_policy_share(
    search: CaseSearch,
    facts: Given,
    verdict: Verdict,
    deciding: Collection[str],
    ways: Sequence[Sequence[Condition]] = ((),),
    assumed: Sequence[Condition] = (),
) -> PolicyShare:
    """In which cases of an answer a policy of a state, county or city alone gives it.

    Policies of the nation are left out: no one here can change them.

    Parameters
    ----------
    search : CaseSearch
    facts : mapping of str to value or None
        What the request gives.
    verdict : Verdict
    deciding : collection of str
        The norms that give the answer, or may.
    ways : sequence of conditions, optional
        The conditions under which it is given: those of one way must all be met.
    assumed : sequence of Condition, optional
        What must be so beside them.
    """
    engine, position, lawbook = search.engine, search.position, search.engine.lawbook
    found = [lawbook.norms[id] for id in deciding if id in lawbook.norms]
    found = [norm for norm in found if norm.grants == "power"] or found
    policies = {norm.id for norm in found if is_own_policy(lawbook, norm)}
    if not policies:
        return "none"
    if len(policies) == len(found):
        return "all"
    laws = {norm.id for norm in found} - policies
    known = {name: value for name, value in facts.items() if value is not None}
    settled = search.settle(facts)
    asked = {
        name for name in position.facts if name not in settled.known or name in settled.presumed
    }
    open_law = find_open_law(engine, position, asked, known)
    diagrams = open_law.diagrams
    logic = DiagramLogic(diagrams)
    norms = position.norms[: position.binding]
    judged = judge_formulas(norms, open_law.norms, position.attacks, position.clashes, logic)
    by_law = logic.any_of(judged.stands[i] for i, norm in enumerate(norms) if norm.id in laws)
    met = logic.any_of(
        logic.all_of(
            diagrams.read(is_in(one.fact, mask, engine.classes[one.fact].all))
            for one in (*way, *assumed)
            if one.fact in diagrams.levels
            for mask in [read_mask(engine, one)]
        )
        for way in ways
    )
    can_be = logic.negated(open_law.refused)
    without_law = logic.all_of((judged.verdicts[verdict], met, can_be, logic.negated(by_law)))
    return "none" if without_law == FALSE else "some"


def join_policy_shares(shares: Iterable[PolicyShare]) -> PolicyShare:
    """The share of policy in all cases together."""
    different = set(shares)
    return different.pop() if len(different) == 1 else "some"


def is_own_policy(lawbook: Lawbook, norm: Norm) -> bool:
    """Whether a norm is of a policy of a state, county or city for its own agencies.

    What a state's officer or board directs to agencies of others, as the attorney general of New
    Jersey does, is law to them.
    """
    instrument = lawbook.instruments[norm.instrument]
    own = instrument.kind == "agency_policy" and instrument.reach == "own"
    return own and level(short(instrument.issuer)) != "national"
