"""What settles an answer, apart for how firm the norms are that give it.

With facts that are not named, an answer may rest on a norm of high confidence for one person and on
one of low confidence alone for another. Who is told the answer must know which it is: so the
requests of a verdict are split by the norms that stand, before their prime implicants are taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from safehavens.corpus.model import Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.facts.settling import find_open_law
from safehavens.decide.norms.judged import judge_formulas
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Given
from safehavens.logic.diagram import FALSE, DiagramLogic
from safehavens.logic.implicants import Cube, primes_given

_GIVING = {"prohibited": ("must_not",), "required": ("must",), "conflict": ("must", "must_not")}


@dataclass(frozen=True, slots=True)
class SettledAnswer:
    """A verdict, and the cubes of which one must hold of what is given for it to be the answer.

    `power`: of *permitted*, a norm gives leave. `unsure`: every norm that gives the answer is of
    low confidence.
    """

    verdict: Verdict
    power: bool
    unsure: bool
    cubes: tuple[Cube, ...]


def find_settled_answers(
    engine: Engine, position: Position, given: Collection[str], known: Given
) -> tuple[SettledAnswer, ...]:
    """Work out what settles each answer, those of firmer norms first.

    Parameters
    ----------
    engine : Engine
    position : Position
    given : collection of str
        The facts that requests give (possibly as not known), as for `find_settling`.
    known : mapping of str to value
        Facts that all requests give with these values.

    Raises
    ------
    TooComplex
        More implicants than are worth listing.
    """
    open_law = find_open_law(engine, position, given, known)
    logic = DiagramLogic(open_law.diagrams)
    norms = position.norms[: position.binding]
    judged = judge_formulas(norms, open_law.norms, position.attacks, position.clashes, logic)
    can_be = logic.negated(open_law.refused)

    def split(verdict: Verdict, requests: int) -> Iterator[tuple[bool, bool, int]]:
        """Of the requests of a verdict: whether a norm gives leave, whether all that give it are of
        low confidence, and for which of them."""
        if verdict == "permitted":
            giving = [i for i, n in enumerate(norms) if n.modality == "may" and n.grants == "power"]
        else:
            giving = [i for i, n in enumerate(norms) if n.modality in _GIVING[verdict]]
        firm = [i for i in giving if norms[i].confidence != "low"]
        stand = logic.any_of(judged.stands[i] for i in giving)
        stand_firm = logic.any_of(judged.stands[i] for i in firm)
        leave = verdict == "permitted"
        yield leave, False, logic.all_of((requests, stand_firm))
        yield leave, True, logic.all_of((requests, stand, logic.negated(stand_firm)))
        yield False, False, logic.all_of((requests, logic.negated(stand)))

    answers = []
    for verdict, requests in sorted(judged.verdicts.items()):
        for power, unsure, some in split(verdict, requests):
            if logic.all_of((some, can_be)) == FALSE:
                continue
            settled = logic.any_of((open_law.refused, some))
            cubes = primes_given(logic.diagrams, settled, given)
            if cubes:
                answers.append(SettledAnswer(verdict, power, unsure, cubes))
    return tuple(answers)
