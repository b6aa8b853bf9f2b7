"""A plan: who would be compared with whom, and what could be found, before outcomes are read.

It rests on the outcomes of controls and on those of treated places before treatment. Changing any
outcome of a treated place after treatment changes nothing in it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from safehavens.evaluate.design.design import Design
from safehavens.evaluate.inference.foretold_power import foretell_detectable
from safehavens.evaluate.nouns import BadEvaluation
from safehavens.evaluate.question import Question

FORM: Final = "safehavens-plan-1"


@dataclass(frozen=True, slots=True)
class Plan:
    """What was settled before any outcome after treatment was read.

    Attributes
    ----------
    settled : dict
        Condition, outcome, window, roles, estimators and seed, as JSON has them.
    digest : str
        SHA-256 of it.
    detectable : float
        The smallest effect found with a chance of 80%, from placebo laws among the controls; NaN
        where there are too few of them.
    """

    settled: dict[str, Any]
    digest: str
    detectable: float


def make_plan(design: Design, corpus: str, question: Question) -> Plan:
    """Settle a design as a plan.

    Parameters
    ----------
    design : Design
    corpus : str
        Digest of the law.
    question : Question
    """
    settled = {
        "form": FORM,
        "corpus": corpus,
        "condition": design.condition,
        "outcome": design.outcome,
        "frequency": design.frequency,
        "first": design.name(design.periods[0]),
        "last": design.name(design.periods[-1]),
        "options": asdict(design.options),
        "searched": question.searched,
        "curve": question.curve,
        "estimators": list(question.effort.estimators),
        "draws": question.effort.draws,
        "window": list(question.effort.window),
        "seed": question.effort.seed,
        "places": {
            one.place: [one.role, None if one.cohort is None else design.name(one.cohort)]
            for one in sorted(design.roles, key=lambda one: one.place)
        },
    }
    text = json.dumps(settled, sort_keys=True, separators=(",", ":"))
    detectable = foretell_detectable(design.sample, design.options.anticipation)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Plan(json.loads(text), digest, detectable)


def read_plan(text: str) -> dict[str, Any]:
    """What a kept plan settled.

    Raises
    ------
    BadEvaluation
        It is no plan of this form, or was changed after it was made.
    """
    try:
        kept = json.loads(text)
        settled, digest = kept["settled"], kept["digest"]
    except (ValueError, KeyError, TypeError):
        raise BadEvaluation("The plan cannot be read; `evaluate --plan` writes one.") from None
    plain = json.dumps(settled, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(plain.encode()).hexdigest() != digest:
        raise BadEvaluation("The plan was changed after it was made: its digest does not fit.")
    if not isinstance(settled, dict) or settled.get("form") != FORM:
        raise BadEvaluation(f"The plan is of another form than {FORM}.")
    return settled


def compare_plans(planned: dict[str, Any], done: dict[str, Any]) -> list[str]:
    """In what a run departed from its plan, in words; empty: in nothing."""
    told = []
    for key in sorted({*planned, *done}):
        before, after = planned.get(key), done.get(key)
        if before == after:
            continue
        if key == "places" and isinstance(before, dict) and isinstance(after, dict):
            moved = [
                place
                for place in sorted({*before, *after})
                if before.get(place) != after.get(place)
            ]
            told.append(f"{len(moved)} places have another role or period: {', '.join(moved[:5])}")
        else:
            told.append(f"{key} was {json.dumps(before)} and is {json.dumps(after)}")
    return told
