"""Whether an answer of a card is sure: not one that norms of low confidence alone give."""

from __future__ import annotations

from collections.abc import Collection

from safehavens.decide.brief import Brief
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.engine import Engine
from safehavens.decide.request import Given


def is_unsure(engine: Engine, deciding: Collection[str]) -> bool:
    """Whether all norms that give an answer are of low confidence; without norms, it is none.

    Where some give leave, only these count: that another law demands nothing makes no leave surer.
    """
    found = [engine.lawbook.norms[id] for id in deciding if id in engine.lawbook.norms]
    found = [norm for norm in found if norm.grants == "power"] or found
    return bool(found) and all(norm.confidence == "low" for norm in found)


def is_answer_unsure(search: CaseSearch, facts: Given, brief: Brief) -> bool:
    """Whether an answer rests, of some facts that it leaves open, on norms of low confidence alone.

    Parameters
    ----------
    search : CaseSearch
    facts : mapping of str to value or None
        What the request gives.
    brief : Brief
        The answer, which does not depend.
    """
    norms = search.engine.lawbook.norms
    confidences = {norms[id].confidence for id in brief.deciding if id in norms}
    if confidences <= {"low"} or brief.basis not in ("rule", "power"):
        return is_unsure(search.engine, brief.deciding)
    if "low" not in confidences:
        return False
    return not search.gives_firmly(facts, brief.verdict)
