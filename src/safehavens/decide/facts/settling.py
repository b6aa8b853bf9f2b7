"""What settles a verdict: for each, the prime implicants of "this is the answer".

The table evaluator and the SQL that is printed for warehouses both work from these, so that facts
not known are answered exactly there too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from safehavens.corpus.model import FactValue, Verdict
from safehavens.corpus.reading.forms.law_bounds import MOST_STEPS
from safehavens.decide.engine import Engine
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Given
from safehavens.logic.diagram import FALSE, TRUE, Diagrams
from safehavens.logic.expression import Expression
from safehavens.logic.implicants import Cube, primes
from safehavens.logic.residual import find_bearing, is_in, residual, restrict

_NOTHING: Final[Given] = MappingProxyType({})


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
        was taken: such a request is for the one-case engine.
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


def find_settling(
    engine: Engine,
    position: Position,
    given: Iterable[str],
    known: Given = _NOTHING,
    *,
    bearing: bool = False,
) -> Settling:
    """Work out what settles a position.

    Parameters
    ----------
    engine : Engine
    position : Position
    given : iterable of str
        The facts that requests give (possibly as not known); all others are left out, so that
        those with a presumption take it.
    known : mapping of str to value, optional
        Facts that all requests give with these values. What settles the position is said of the
        others alone.
    bearing : bool
        Leave out what implications demand of facts that hang together with nothing that the law
        asks for. It changes no verdict of facts that can be so; `impossible` is then left empty.

    Raises
    ------
    TooComplex
        More implicants than are worth listing.
    """
    given = set(given)
    open_law = find_open_law(engine, position, given, known, bearing=bearing)
    diagrams, start = open_law.diagrams, open_law.norms
    search = _Search(position, diagrams, open_law.refused)
    implicants_of: list[tuple[Verdict, tuple[Cube, ...]]] = []
    for verdict in sorted(position.reachable(search.truths(start))):
        cubes = primes_given(diagrams, search.settles(start, verdict), given)
        if cubes:
            implicants_of.append((verdict, cubes))
    impossible = () if bearing else primes_given(diagrams, search.refused, given)
    mentioned = {fact for _, cubes in implicants_of for cube in cubes for fact, _ in cube}
    mentioned |= {fact for cube in impossible for fact, _ in cube}
    return Settling(
        tuple(implicants_of),
        impossible,
        tuple(sorted(mentioned)),
        open_law.presumed,
        open_law.leanings,
    )


@dataclass(frozen=True, slots=True)
class OpenLaw:
    """What a position leaves open once presumptions are taken for facts that are left out.

    `norms` are the diagrams of the binding norms' conditions; `refused` that of what cannot be.
    """

    diagrams: Diagrams
    norms: tuple[int, ...]
    refused: int
    presumed: dict[str, FactValue]
    leanings: tuple[Expression, ...]


def find_open_law(
    engine: Engine,
    position: Position,
    given: Collection[str],
    known: Given = _NOTHING,
    *,
    bearing: bool = False,
) -> OpenLaw:
    """What a position leaves open for requests that give certain facts; as `find_settling`."""
    about = {*position.facts, *(name for name in (*given, *known) if engine.facts.tied(name))}
    constraints = tuple(engine.facts.constraints(sorted(about)))
    circumstances = position.circumstances
    settled = engine.facts.settle(
        {**dict.fromkeys(given), **known}, sorted(about), position.facts, circumstances
    )
    presumed = {name: value for name, value in settled.known.items() if name not in given}
    leanings = tuple(residual(leaning, engine.classes) for leaning in settled.leanings)
    said = (
        is_in(name, engine.classes[name].of(value), engine.classes[name].all)
        for name, value in circumstances.fixed
        if name in given
    )
    constraints = (*constraints, *leanings, *said)
    norms = tuple(residual(c, engine.classes) for c in position.conditions[: position.binding])
    for name, value in presumed.items():
        mask = engine.classes[name].of(value)
        norms = tuple(restrict(node, name, mask) for node in norms)
        constraints = tuple(restrict(node, name, mask) for node in constraints)
    if bearing:
        constraints = tuple(find_bearing(norms, constraints))
    diagrams = Diagrams([*norms, *constraints], engine.classes, position.norms)
    demanded = diagrams.join([diagrams.read(node) for node in constraints], TRUE)
    start = tuple(diagrams.read(node) for node in norms)
    return OpenLaw(diagrams, start, diagrams.negated(demanded), presumed, settled.leanings)


def primes_given(diagrams: Diagrams, node: int, given: Collection[str]) -> tuple[Cube, ...]:
    """The prime implicants of a diagram that ask only for these facts.

    Other facts are taken out first: what holds whatever they are. So none is listed in vain.
    """
    others = sum(1 << level for level, fact in enumerate(diagrams.order) if fact not in given)
    free = diagrams.negated(diagrams.without_all(diagrams.negated(node), others))
    return primes(diagrams, free)


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
