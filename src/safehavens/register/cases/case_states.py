"""How far a case has come, and whether a decision goes against the law's answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from safehavens.corpus.model import Verdict
from safehavens.register.cases.register_case import CaseState, Written
from safehavens.register.entries.bodies import ActBody, AnswerBody, DecisionBody, DutyBody
from safehavens.register.entries.closed_lists import ActDone, Decided

_ENDS: Final[Mapping[str, frozenset[ActDone]]] = {
    "hold": frozenset({"held_until", "released", "transferred"}),
    "notify_release": frozenset({"notified_ice"}),
    "transfer": frozenset({"transferred"}),
    "allow_interview": frozenset({"interview_held", "consent_refused"}),
    "allow_jail_access": frozenset({"access_given"}),
    "allow_nonpublic_access": frozenset({"access_given"}),
    "allow_property_use": frozenset({"access_given", "operation_supported"}),
    "share_status": frozenset({"information_given"}),
    "share_personal_info": frozenset({"information_given"}),
    "certify_u_visa": frozenset({"certified"}),
}
"""Which acts do what was asked. Of other actions, any act that does not merely tell someone."""
_TELLING: Final[frozenset[ActDone]] = frozenset({
    "served_copy", "told_person", "told_counsel", "told_designee", "told_court", "told_board",
    "told_management", "consent_form_given", "filed_paper", "answered_none",
})  # fmt: skip
_COMPLIES: Final[frozenset[Decided]] = frozenset({"comply", "comply_in_part"})


def is_contrary(decided: Decided, verdict: Verdict) -> bool:
    """Whether a decision goes against the verdict on public facts.

    To do what the law prohibits, or not to do what it requires. A verdict that depends on facts
    not told is gone against by nothing: to say so would give the fact away.
    """
    if verdict == "prohibited":
        return decided in _COMPLIES
    return verdict == "required" and decided in ("decline", "no_action")


def find_latest(answers: Sequence[Written[AnswerBody]], action: str) -> AnswerBody | None:
    """The latest answer on an action; None: there is none."""
    return next((one.body for one in reversed(answers) if one.body.action == action), None)


def list_open_duties(
    answers: Sequence[Written[AnswerBody]], duties: Iterable[Written[DutyBody]]
) -> tuple[str, ...]:
    """The norms of the duties that came with the latest answers and stand open."""
    latest = {one.body.action: one.body for one in answers}
    told = {duty.body.norm for duty in duties}
    owed = dict.fromkeys(norm for answer in latest.values() for norm in answer.duties)
    return tuple(norm for norm in owed if norm not in told)


def tell_state(
    asks: Iterable[str],
    answers: Sequence[Written[AnswerBody]],
    decisions: Sequence[Written[DecisionBody]],
    acts: Sequence[Written[ActBody]],
    withdrawn: bool,
    open_duties: Sequence[str],
) -> CaseState:
    """How far a case has come: `open`, `answered`, `decided`, `acted` or `closed`.

    Parameters
    ----------
    asks : iterable of str
        The actions asked for; none where the request was destroyed, then those answered or decided.
    answers, decisions, acts : sequence of Written
    withdrawn : bool
    open_duties : sequence of str
    """
    answered = {one.body.action for one in answers}
    asked = set(asks) or answered | {one.body.action for one in decisions}
    latest = {one.body.action: one.body.decided for one in decisions}
    resolved = {a for a in asked if latest.get(a, "referred_to_counsel") != "referred_to_counsel"}
    done = {one.body.act for one in acts}
    ended = {a for a in resolved if latest[a] not in _COMPLIES or _is_done(a, done)}
    if withdrawn or (asked and ended == asked):
        return "acted" if open_duties else "closed"
    if asked and resolved == asked:
        return "decided"
    return "answered" if asked and asked <= answered else "open"


def _is_done(action: str, acts: set[ActDone]) -> bool:
    ends = _ENDS.get(action)
    return bool(acts & ends if ends is not None else acts - _TELLING)
