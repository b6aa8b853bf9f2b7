"""What a clerk says of an answer: decided so, on this ground; this duty done. Nothing private."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.decide.engine import Engine
from safehavens.logic.expression import facts_of
from safehavens.register.cases.case_states import find_latest, is_contrary
from safehavens.register.cases.register_case import Written
from safehavens.register.entries.bodies import AnswerBody, DecisionBody, DutyBody
from safehavens.register.entries.closed_lists import Decided, Ground, Role
from safehavens.register.entries.reading_bodies import RefusedEntry


def judge_decision(
    engine: Engine,
    answers: Sequence[Written[AnswerBody]],
    *,
    action: str,
    decided: Decided,
    ground: Ground | str,
    approved_by: Role | None = None,
    reason: str | None = None,
) -> DecisionBody:
    """A decision, with whether it goes against the law's answer on public facts.

    Parameters
    ----------
    engine : Engine
    answers : sequence of Written
        The answers of the case.
    action, decided, ground, approved_by, reason
        Fields of the decision.

    Raises
    ------
    RefusedEntry
        The ground is a norm that the last answer on the action does not name, or one that tests a
        private fact: to name it would tell the fact.
    """
    answer = find_latest(answers, action)
    if "#" in ground:
        if answer is None or ground not in answer.deciding:
            raise RefusedEntry("ground: not a norm that the answer on this action names.")
        if asks_private_fact(engine, ground):
            raise RefusedEntry(
                "ground: that norm depends on a fact of the person's status. Write: law."
            )
    return DecisionBody.model_validate({
        "action": action, "decided": decided, "ground": ground,
        "contrary": answer is not None and is_contrary(decided, answer.verdict),
        "approved_by": approved_by, "reason": reason,
    })  # fmt: skip


def check_duty(engine: Engine, answers: Sequence[Written[AnswerBody]], body: DutyBody) -> None:
    """Check what a clerk says became of a duty.

    A duty that depends on a private fact is only ever done: dealt with, one way or the other.

    Raises
    ------
    RefusedEntry
        No answer of the case has the duty, or its state would tell a private fact.
    """
    if not any(body.norm in one.body.duties for one in answers):
        raise RefusedEntry("norm: not a duty that came with an answer of this case.")
    told = body.state != "done" or body.act is not None or body.why is not None
    if told and asks_private_fact(engine, body.norm):
        raise RefusedEntry(
            "state: that duty depends on a fact of the person's status. Write only: done, which "
            "says that it was dealt with."
        )


def asks_private_fact(engine: Engine, norm: str) -> bool:
    """Whether a norm's condition asks for a private fact, or for one that tells a private one."""
    condition = engine.conditions.applies.get(norm)
    declared = engine.lawbook.facts
    return condition is not None and any(declared[name].private for name in facts_of(condition))
