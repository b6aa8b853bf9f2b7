"""Worked cases: the engine's answer against the one a lawyer read from the law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from safehavens.corpus.model import Case
from safehavens.decide.decision import Decision
from safehavens.decide.engine import Engine
from safehavens.decide.reasons import decide
from safehavens.decide.request import BadRequest, Request


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and what came of it. `problem` None: it passed."""

    case: Case
    decision: Decision | None
    problem: str | None


def request_of(case: Case) -> Request:
    """What a worked case asks."""
    return Request(case.place, case.who, case.action, case.date, case.facts)


def run_cases(engine: Engine, cases: Iterable[Case]) -> Iterator[CaseResult]:
    """Decide every case; one fails where the verdict or a norm it should rest on differs."""
    for case in cases:
        yield run_case(engine, case)


def run_case(engine: Engine, case: Case) -> CaseResult:
    """Decide one case."""
    try:
        decision = decide(engine, request_of(case))
    except BadRequest as error:
        return CaseResult(case, None, str(error))
    if decision.verdict != case.expect:
        return CaseResult(case, decision, f"expected {case.expect}, got {decision.verdict}")
    deciding = {reason.norm for reason in decision.because}
    missing = [norm for norm in case.because if norm not in deciding]
    if missing:
        deciding_ids = ", ".join(sorted(deciding)) or "no rule"
        return CaseResult(
            case, decision, f"expected {', '.join(missing)} to decide; what decides: {deciding_ids}"
        )
    return CaseResult(case, decision, None)
