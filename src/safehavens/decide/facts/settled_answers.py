"""What settles an answer, apart for how firm the norms are that give it.

With facts that are not named, an answer may rest on a norm of high confidence for one person and on
one of low confidence alone for another. Who is told the answer must know which it is: so the
requests of a verdict are split by the norms that stand, before their prime implicants are taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from safehavens.corpus.model import Norm, Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.facts.left_out.open_law import find_open_law
from safehavens.decide.norms.judged import DiagramLogic, judge_formulas
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Given
from safehavens.logic.diagram import FALSE
from safehavens.logic.implicants import Cube, Primes
from safehavens.logic.residual import is_in

_GIVING = {"prohibited": ("must_not",), "required": ("must",), "conflict": ("must", "must_not")}


@dataclass(frozen=True, slots=True)
class SettledAnswer:
    """A verdict, and of which requests it is the answer.

    `power`: of *permitted*, a norm gives leave. `unsure`: every norm that gives the answer is of
    low confidence.
    """

    verdict: Verdict
    power: bool
    unsure: bool
    requests: int


class SettledAnswers:
    """What settles each answer, those of firmer norms first.

    Parameters
    ----------
    engine : Engine
    position : Position
    given : collection of str
        The facts that requests give (possibly as not known), as for `find_settling`.
    known : mapping of str to value
        Facts that all requests give with these values.
    """

    def __init__(
        self, engine: Engine, position: Position, given: Collection[str], known: Given
    ) -> None:
        open_law = find_open_law(engine, position, given, known)
        self._engine = engine
        self._given = given
        self._settled = {**open_law.presumed, **known}
        self._refused = open_law.refused
        self._logic = logic = DiagramLogic(open_law.diagrams)
        self._primes = Primes(logic.diagrams)
        norms = position.norms[: position.binding]
        judged = judge_formulas(norms, open_law.norms, position.attacks, position.clashes, logic)
        can_be = logic.negated(open_law.refused)
        self.answers = tuple(
            SettledAnswer(verdict, power, unsure, some)
            for verdict, requests in sorted(judged.verdicts.items())
            for power, unsure, some in split_answer(logic, norms, judged.stands, verdict, requests)
            if logic.all_of((some, can_be)) != FALSE
        )

    def list_cubes(self, answer: SettledAnswer, told: Iterable[Cube] = ()) -> tuple[Cube, ...]:
        """The cubes of which one must hold of what is given for an answer, or for it or what is
        told already.

        Parameters
        ----------
        answer : SettledAnswer
        told : iterable of Cube, optional
            Cubes that are told already: an answer's may reach into them.

        Raises
        ------
        TooComplex
            More implicants than are worth listing.
        """
        logic = self._logic
        before = [self._read(cube) for cube in told]
        settled = logic.any_of((self._refused, answer.requests, *before))
        return self._primes.list_given(settled, self._given)

    def _read(self, cube: Cube) -> int:
        """Where a cube holds, once what is settled is taken."""
        logic, classes = self._logic, self._engine.classes
        parts = []
        for fact, mask in cube:
            if fact in logic.diagrams.levels:
                parts.append(logic.diagrams.read(is_in(fact, mask, classes[fact].all)))
                continue
            value = self._settled.get(fact)
            if value is None or not classes[fact].of(value) & mask:
                return FALSE
        return logic.all_of(parts)


def split_answer(
    logic: DiagramLogic,
    norms: Sequence[Norm],
    stands: Sequence[int],
    verdict: Verdict,
    requests: int,
) -> Iterator[tuple[bool, bool, int]]:
    """Of the requests of a verdict: whether a norm gives leave, whether all that give it are of low
    confidence, and for which of them.

    Parameters
    ----------
    logic : DiagramLogic
    norms : sequence of Norm
        The binding norms.
    stands : sequence of int
        For each of them, where it stands.
    verdict : Verdict
    requests : int
        Where the verdict is the answer.
    """
    if verdict == "permitted":
        giving = [i for i, n in enumerate(norms) if n.modality == "may" and n.grants == "power"]
    else:
        giving = [i for i, n in enumerate(norms) if n.modality in _GIVING[verdict]]
    firm = [i for i in giving if norms[i].confidence != "low"]
    stand = logic.any_of(stands[i] for i in giving)
    stand_firm = logic.any_of(stands[i] for i in firm)
    leave = verdict == "permitted"
    yield leave, False, logic.all_of((requests, stand_firm))
    yield leave, True, logic.all_of((requests, stand, logic.negated(stand_firm)))
    yield False, False, logic.all_of((requests, logic.negated(stand)))
