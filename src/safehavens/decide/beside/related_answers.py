"""See also: what the same place's law says of neighboring actions, for the same request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from safehavens.corpus.model import Basis, Verdict
from safehavens.decide.brief import Brief, decide_briefly
from safehavens.decide.cited import Citation, cite_deciding
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.request import Request, find_answered_days
from safehavens.values.quick_dataclass import dataclass

_MOST: Final = 4


@dataclass(frozen=True, slots=True)
class RelatedAnswer:
    """What law says of a neighboring action of the same agency, on the same day and facts.

    Attributes
    ----------
    action : str
    verdict, basis : str
        As in `safehavens.decide.decision.Decision`.
    deciding : tuple of str
        The norms that give the verdict, or may, by id.
    citation : Citation
        The first of those that say what the verdict says.
    """

    action: str
    verdict: Verdict
    basis: Basis
    deciding: tuple[str, ...]
    citation: Citation


def list_related(engine: Engine, request: Request) -> tuple[RelatedAnswer, ...]:
    """The neighboring actions on which there is a rule: duties and bans first, four at most.

    The vocabulary says which actions are neighbors (`see_also`). An action is left out where the
    law is silent, or says at most that it does not require the act or that its rule does not apply.

    Parameters
    ----------
    engine : Engine
    request : Request
        Words and facts are checked already. A fact that a neighboring action settles by what it
        says is not taken over.
    """
    return tuple(sorted(_find(engine, request), key=_rank)[:_MOST])


def _find(engine: Engine, request: Request) -> Iterator[RelatedAnswer]:
    vocabulary = engine.lawbook.vocabulary
    deed = vocabulary.deeds.get(request.action)
    for action in () if deed is None else deed.see_also:
        if find_answered_days(engine.lawbook, (action,)).refuse(request.on) is not None:
            continue
        fixed = vocabulary.fixes(action)
        facts = {name: value for name, value in request.facts.items() if name not in fixed}
        stretch = engine.stretch(replace(request, action=action, facts=facts))
        if not stretch.position.binding:
            continue
        try:
            answer = decide_briefly(engine, stretch.position, facts, questions=False)
        except Contradiction:  # what the action settles rules out what was said of the request
            continue
        cited = cite_deciding(stretch.considered, answer.verdict, answer.deciding)
        if cited is not None and _is_telling(answer, cited):
            yield RelatedAnswer(action, answer.verdict, answer.basis, answer.deciding, cited)


def _is_telling(answer: Brief, cited: Citation) -> bool:
    if answer.verdict == "permitted":
        return answer.basis == "power"
    return answer.verdict != "depends" or cited.modality != "may"


def _rank(related: RelatedAnswer) -> int:
    return {"depends": 1, "permitted": 2}.get(related.verdict, 0)
