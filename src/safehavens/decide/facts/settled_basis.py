"""What settles the basis of an answer, and that what is not known of the law itself has no bearing.

As with verdicts (`safehavens.decide.facts.settling`): prime implicants, so that facts not known are
answered exactly. A basis is settled to be no weaker than a given one where no completion has a
weaker one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from safehavens.corpus.model import BASES, Basis
from safehavens.decide.engine import Engine
from safehavens.decide.facts.left_out.fallen import NOTHING_FALLS, Way
from safehavens.decide.facts.left_out.open_law import OpenLaw, leave_open, read_left
from safehavens.decide.norms.judged import DiagramLogic, judge_formulas
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.unsure import DOUBTS, Doubt, find_doubt
from safehavens.logic.diagram import FALSE
from safehavens.logic.implicants import Cube, Primes


@dataclass(frozen=True, slots=True)
class SettledBasis:
    """What settles the basis of a position, for requests that give certain facts.

    Attributes
    ----------
    bases : tuple of (basis, cubes)
        From firm to weak: where one of the cubes holds of what is given, the basis is no weaker
        than this. The last has the empty cube, which holds always.
    sure : dict of Doubt to cubes
        For what is not known of the law itself, by sort: where one of the cubes holds of what is
        given, it changes no verdict. A sort that is not here: there is nothing of it.
    """

    bases: tuple[tuple[Basis, tuple[Cube, ...]], ...]
    sure: dict[Doubt, tuple[Cube, ...]]

    @property
    def facts(self) -> frozenset[str]:
        """The facts that the cubes mention."""
        every = [*(cubes for _, cubes in self.bases), *self.sure.values()]
        return frozenset(fact for cubes in every for cube in cubes for fact, _ in cube)


def find_settled_basis(
    engine: Engine, position: Position, given: Collection[str], way: Way = NOTHING_FALLS
) -> SettledBasis:
    """Work out what settles the basis.

    Parameters
    ----------
    engine : Engine
    position : Position
    given : collection of str
        The facts that requests give, as for `find_settling`.
    way : Way, optional
        The way in which presumptions fall.

    Raises
    ------
    TooComplex
        More implicants than are worth listing.
    """
    given = frozenset(given)
    left = leave_open(engine, position, given, way.known, way.told)
    open_law = read_left(engine, position, left, given)
    work = _Work(position, open_law, DiagramLogic(open_law.diagrams))
    return SettledBasis(
        tuple(work.list_bases(given)),
        {doubt: work.primes.list_given(node, given) for doubt, node in work.find_sure().items()},
    )


def tell_basis(position: Position, open_law: OpenLaw) -> list[int]:
    """Where each basis is the weakest, and where nothing that is not known changes a verdict."""
    work = _Work(position, open_law, DiagramLogic(open_law.diagrams))
    return [*work.find_no_weaker(BASES), *work.find_sure().values()]


class _Work:
    """The conditions for each basis, over the diagrams of what a position leaves open."""

    def __init__(self, position: Position, open_law: OpenLaw, logic: DiagramLogic) -> None:
        self._position = position
        self._open_law = open_law
        self._logic = logic
        self.primes = Primes(logic.diagrams)
        self._norms = norms = position.norms[: position.binding]
        self._judged = judge_formulas(
            norms, open_law.norms, position.attacks, position.clashes, logic
        )
        self._where = self._find_where()

    def list_bases(self, given: Collection[str]) -> Iterator[tuple[Basis, tuple[Cube, ...]]]:
        """Each basis that is possible, with what settles that there is none weaker."""
        logic, where = self._logic, self._where
        can_be = logic.negated(self._open_law.refused)
        found = [b for b in BASES if logic.all_of((where.get(b, FALSE), can_be)) != FALSE]
        for basis, no_weaker in zip(found[:-1], self.find_no_weaker(found), strict=False):
            cubes = self.primes.list_given(no_weaker, given)
            if cubes:
                yield basis, cubes
        yield (found or ["silence"])[-1], ((),)

    def find_no_weaker(self, bases: Iterable[Basis]) -> Iterator[int]:
        """For each of these bases, from firm to weak: where there is none weaker."""
        no_weaker = self._open_law.refused
        for basis in bases:
            no_weaker = self._logic.any_of((no_weaker, self._where.get(basis, FALSE)))
            yield no_weaker

    def _find_where(self) -> dict[Basis, int]:
        """For each basis, the requests that have it."""
        logic, footing = self._logic, self._position.footing
        permitted = self._judged.verdicts["permitted"]
        where: dict[Basis, int] = {"rule": logic.negated(permitted)}
        leaves: dict[Basis, list[int]] = {}
        for i, norm in enumerate(self._norms):
            if norm.modality == "may":
                basis = footing.basis("permitted", (i,))
                leaves.setdefault(basis, []).append(self._judged.stands[i])
        bare = footing.basis("permitted", ())
        left = permitted
        for basis in BASES:
            if basis in leaves and basis != bare:
                stands = logic.any_of(leaves[basis])
                where[basis] = logic.all_of((left, stands))
                left = logic.all_of((left, logic.negated(stands)))
        where[bare] = left
        return where

    def find_sure(self) -> dict[Doubt, int]:
        """For each sort of doubt there is: where none of it changes the verdict.

        A doubt changes no verdict of a request for which the same one is the answer either way.
        """
        hidden: dict[Doubt, list[str]] = {}
        for fact in self._position.hidden:
            hidden.setdefault(find_doubt(fact), []).append(fact)
        return {doubt: self._find_unmoved(hidden[doubt]) for doubt in DOUBTS if doubt in hidden}

    def _find_unmoved(self, hidden: Iterable[str]) -> int:
        logic, diagrams = self._logic, self._logic.diagrams
        verdicts = tuple(self._judged.verdicts.values())
        unmoved = []
        for fact in hidden:
            level = diagrams.levels.get(fact)
            if level is None:
                continue
            either_way = [
                diagrams.fix(verdicts, {level: group})
                for group in range(len(diagrams.groups[level]))
            ]
            same = (logic.all_of(both) for both in zip(*either_way, strict=True))
            unmoved.append(logic.any_of(same))
        return logic.any_of((self._open_law.refused, logic.all_of(unmoved)))
