"""A decision in brief: what a row of a table, or a cell of a panel, says of its reasons."""

from __future__ import annotations

from dataclasses import dataclass

from safehavens.corpus.model import Confidence, Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Given


@dataclass(frozen=True, slots=True)
class Brief:
    """A verdict, the ids of the norms that give it or may, what a `depends` waits for (facts, best
    question first), and the lowest confidence along the deciding path."""

    verdict: Verdict
    deciding: tuple[str, ...]
    waits_for: tuple[str, ...]
    confidence: Confidence | None


def decide_briefly(
    engine: Engine, position: Position, facts: Given, questions: bool = True
) -> Brief:
    """Decide checked facts under a position, in brief.

    Parameters
    ----------
    engine : Engine
    position : Position
    facts : mapping of str to value or None
    questions : bool
        Whether to work out what a `depends` waits for.

    Raises
    ------
    Contradiction
        The facts cannot all be so.
    """
    settled = engine.facts.settle(facts, position.facts)
    truths = engine.truths(position, settled.known)
    waits_for: tuple[str, ...] = ()
    outcome = position.outcome(tuple(bool(truth) for truth in truths))
    if None not in truths:
        verdict, deciding = outcome.verdict, outcome.deciding
    else:
        verdicts = engine.open_verdicts(position, truths, settled)
        search = engine.completions(position, settled)
        deciding = search.deciding_norms()
        verdict = next(iter(verdicts)) if len(verdicts) == 1 else "depends"
        if verdict == "depends" and questions:
            waits_for = tuple(answered.fact for answered in search.questions())
    return Brief(
        verdict,
        tuple(position.norms[i].id for i in deciding),
        waits_for,
        position.confidence(outcome, deciding),
    )
