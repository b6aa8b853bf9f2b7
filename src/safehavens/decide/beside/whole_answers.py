"""A whole answer to one request: the decision, what comes next, and neighboring actions."""

from __future__ import annotations

from dataclasses import replace

from safehavens.decide.beside.next_answers import find_next_answer
from safehavens.decide.beside.related_answers import list_related
from safehavens.decide.decision import Decision
from safehavens.decide.engine import Engine
from safehavens.decide.reasons import decide
from safehavens.decide.request import Request


def answer_request(engine: Engine, request: Request, note: str | None = None) -> Decision:
    """Decide one request, with all that stands beside the answer.

    Parameters and errors are those of `safehavens.decide.reasons.decide`, which does not look
    beside the answer and costs less.
    """
    decision = decide(engine, request, note)
    next_answer = find_next_answer(
        engine, request, decision.verdict, decision.basis, bool(decision.uncertain_in_time)
    )
    return replace(decision, next=next_answer, see_also=list_related(engine, request))
