"""What settles a verdict: for each, the prime implicants of "this is the answer".

The table evaluator and the SQL that is printed for warehouses both work from these, so that facts
not known are answered exactly there too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from safehavens.corpus.model import VERDICTS, FactValue, Verdict
from safehavens.corpus.reading.forms.law_bounds import MOST_STEPS
from safehavens.decide.engine import Engine
from safehavens.decide.facts.left_out.fallen import NOTHING_FALLS, Way, find_ways
from safehavens.decide.facts.left_out.open_law import (
    OpenLaw,
    find_impossible,
    leave_open,
    read_left,
)
from safehavens.decide.norms.position import Position
from safehavens.logic.diagram import FALSE, TRUE, Diagrams
from safehavens.logic.expression import Expression
from safehavens.logic.implicants import Cube, Primes, lies_inside


@dataclass(frozen=True, slots=True)
class Settling:
    """What settles the verdict of a position, for requests that give certain facts.

    Attributes
    ----------
    verdicts : tuple of (verdict, cubes)
        For each verdict that is possible, the cubes of which one must hold of what is given for
        it to be the answer. None holding, the answer depends.
    impossible : tuple of Cube
        Where one of these holds, what is given contradicts an implication or a presumption that
        was taken, or takes a presumption away: such a request is for the one-case engine.
    facts : tuple of str
        The facts that the cubes mention.
    presumed : dict
        The facts left out that are presumed or fixed, with the value taken.
    leanings : tuple of Expression
        What is taken to be so of facts left out, where it is no single value.
    """

    verdicts: tuple[tuple[Verdict, tuple[Cube, ...]], ...]
    impossible: tuple[Cube, ...]
    facts: tuple[str, ...]
    presumed: dict[str, FactValue]
    leanings: tuple[Expression, ...]


def find_settling(engine: Engine, position: Position, given: Iterable[str]) -> Settling:
    """Work out what settles a position.

    Parameters
    ----------
    engine : Engine
    position : Position
    given : iterable of str
        The facts that requests give (possibly as not known); all others are left out, so that
        those with a presumption take it.

    Raises
    ------
    TooComplex
        More implicants than are worth listing.
    """
    given = frozenset(given)
    settling = settle_way(engine, position, given)
    ways = find_ways(engine, position, given, find_verdicts)
    return refuse_more(settling, (cube for way in ways for cube in way.moves))


def settle_way(
    engine: Engine, position: Position, given: frozenset[str], way: Way = NOTHING_FALLS
) -> Settling:
    """What settles a position of requests of one way in which presumptions fall. Raises
    TooComplex."""
    left = leave_open(engine, position, given, way.known, way.told)
    open_law = read_left(engine, position, left, given)
    diagrams, start = open_law.diagrams, open_law.norms
    search = _Search(position, diagrams, open_law.refused)
    primes = Primes(diagrams)
    implicants_of: list[tuple[Verdict, tuple[Cube, ...]]] = []
    for verdict in sorted(position.reachable(search.truths(start))):
        cubes = primes.list_given(search.settles(start, verdict), given)
        if cubes:
            implicants_of.append((verdict, cubes))
    impossible = dict.fromkeys(primes.list_given(search.refused, given))
    for demands in open_law.beside:
        impossible |= dict.fromkeys(find_impossible(engine.facts, demands, given))
    return _settling(tuple(implicants_of), tuple(impossible), open_law.presumed, open_law.leanings)


def refuse_more(settling: Settling, cubes: Iterable[Cube]) -> Settling:
    """The same, with more requests that it does not settle."""
    impossible = tuple(dict.fromkeys((*settling.impossible, *cubes)))
    return _settling(settling.verdicts, impossible, settling.presumed, settling.leanings)


def limit_settling(settling: Settling, apart: Collection[Cube]) -> Settling:
    """The same, without the cubes of requests that it does not settle, or told of apart."""
    impossible = tuple(c for c in settling.impossible if not lies_inside(c, apart))
    others = (*apart, *impossible)
    kept = (
        (verdict, tuple(c for c in cubes if not lies_inside(c, others)))
        for verdict, cubes in settling.verdicts
    )
    verdicts = tuple((verdict, cubes) for verdict, cubes in kept if cubes)
    return _settling(verdicts, impossible, settling.presumed, settling.leanings)


def _settling(
    verdicts: tuple[tuple[Verdict, tuple[Cube, ...]], ...],
    impossible: tuple[Cube, ...],
    presumed: dict[str, FactValue],
    leanings: tuple[Expression, ...],
) -> Settling:
    every = [*(cube for _, cubes in verdicts for cube in cubes), *impossible]
    facts = tuple(sorted({fact for cube in every for fact, _ in cube}))
    return Settling(verdicts, impossible, facts, presumed, leanings)


def find_verdicts(position: Position, open_law: OpenLaw) -> list[int]:
    """For each verdict, where it is the answer, or the facts cannot be so."""
    search = _Search(position, open_law.diagrams, open_law.refused)
    return [search.settles(open_law.norms, verdict) for verdict in VERDICTS]


class _Search:
    """The condition under which a verdict is the answer, or the facts cannot be so."""

    def __init__(self, position: Position, diagrams: Diagrams, refused: int) -> None:
        self._position = position
        self._diagrams = diagrams
        self.refused = refused
        self._known: dict[tuple[tuple[int, ...], int, Verdict], int] = {}

    def truths(self, norms: tuple[int, ...]) -> tuple[bool | None, ...]:
        known = tuple(node == TRUE if node in (FALSE, TRUE) else None for node in norms)
        return known + (False,) * (len(self._position.norms) - len(norms))

    def settles(self, norms: tuple[int, ...], verdict: Verdict) -> int:
        """The condition under which the verdict is this one, or the facts cannot be so."""
        return self._visit(norms, self.refused, verdict)

    def _visit(self, norms: tuple[int, ...], refused: int, verdict: Verdict) -> int:
        bound = self._position.reachable(self.truths(norms))
        if refused == TRUE or bound == {verdict}:
            return TRUE
        if verdict not in bound:
            return refused
        key = (norms, refused, verdict)
        condition = self._known.get(key)
        if condition is None:
            diagrams = self._diagrams
            level = min(diagrams.level[node] for node in (*norms, refused))
            branches = []
            for group in range(len(diagrams.groups[level])):
                step = tuple(diagrams.after(node, level, group) for node in norms)
                after = diagrams.after(refused, level, group)
                branches.append(self._visit(step, after, verdict))
            condition = self._known[key] = diagrams.make(level, tuple(branches))
            if len(self._known) > MOST_STEPS:
                raise diagrams.too_large()
        return condition
