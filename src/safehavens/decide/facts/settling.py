"""What settles a verdict: for each, the prime implicants of "this is the answer".

The table evaluator and the SQL that is printed for warehouses both work from these, so that facts
not known are answered exactly there too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from types import MappingProxyType
from typing import Final
from weakref import WeakKeyDictionary

from safehavens.corpus.model import VERDICTS, FactValue, Verdict
from safehavens.corpus.reading.forms.law_bounds import MOST_STEPS
from safehavens.decide.engine import Engine
from safehavens.decide.facts.known_facts import FactBook
from safehavens.decide.facts.tied_facts import TiedFacts
from safehavens.decide.norms.judged import DiagramLogic
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Given
from safehavens.logic.diagram import FALSE, TRUE, Diagrams
from safehavens.logic.expression import Expression
from safehavens.logic.implicants import Cube, Primes, TooComplex, free_of_others, primes_given
from safehavens.logic.residual import (
    Residual,
    apart,
    find_bearing,
    is_in,
    masks,
    part_bearing,
    residual,
    restrict_all,
    with_facts,
)

_NOTHING: Final[Given] = MappingProxyType({})
_MOST_DEMANDS: Final = 1024
_MOST_WAYS: Final = 64


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
        was taken, or may take a presumption away: such a request is for the one-case engine.
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
    open_law = find_open_law(engine, position, given)
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
        impossible |= dict.fromkeys(_find_impossible(engine.facts, demands, given))
    impossible |= dict.fromkeys(find_moved(engine, position, given, _find_verdicts))
    mentioned = {fact for _, cubes in implicants_of for cube in cubes for fact, _ in cube}
    mentioned |= {fact for cube in impossible for fact, _ in cube}
    return Settling(
        tuple(implicants_of),
        tuple(impossible),
        tuple(sorted(mentioned)),
        open_law.presumed,
        open_law.leanings,
    )


@dataclass(frozen=True, slots=True)
class OpenLaw:
    """What a position leaves open once presumptions are taken for facts that are left out.

    `norms` are the diagrams of the binding norms' conditions; `refused` that of what cannot be, of
    the facts that hang together with them. `beside` is what is demanded of others, in sets that
    share no fact: it changes no verdict of facts that can be so.
    """

    diagrams: Diagrams
    norms: tuple[int, ...]
    refused: int
    presumed: dict[str, FactValue]
    leanings: tuple[Expression, ...]
    beside: tuple[tuple[Residual, ...], ...]


def find_open_law(
    engine: Engine,
    position: Position,
    given: Collection[str],
    known: Given = _NOTHING,
) -> OpenLaw:
    """What a position leaves open for requests that give certain facts, as for `find_settling`.

    Parameters
    ----------
    engine : Engine
    position : Position
    given : collection of str
    known : mapping of str to value, optional
        Facts that all requests give with these values. What is left open is said of the others.
    """
    left = _leave_open(engine, position, given, known)
    conditions = [*left.norms, *left.constraints]
    return _read(Diagrams(conditions, engine.classes, position.norms), left, given)


def find_moved(
    engine: Engine,
    position: Position,
    given: frozenset[str],
    tell: Callable[[Position, OpenLaw], Iterable[int]],
) -> Iterator[Cube]:
    """The requests of which something else is true than what the law that was left open says.

    What they give settles a fact that was left out and on which a presumption hangs. That
    presumption was made as if nothing were known of it.

    Parameters
    ----------
    engine : Engine
    position : Position
    given : frozenset of str
        The facts that requests give, as for `find_settling`.
    tell : callable
        What is asked of the law, as diagrams; of any law equally many.

    Raises
    ------
    TooComplex
        So many facts may take presumptions away that they are not worth trying together.
    """
    takers = engine.facts.find_takers(given, position.facts, position.circumstances)
    if prod(len(values) + 1 for values in takers.values()) > _MOST_WAYS:
        raise TooComplex
    for way in product(*([(name, None), *((name, v) for v in takers[name])] for name in takers)):
        known = {name: value for name, value in way if value is not None}
        if known:
            yield from _find_moved_by(engine, position, given, known, tell)


def _find_moved_by(
    engine: Engine,
    position: Position,
    given: frozenset[str],
    known: Mapping[str, FactValue],
    tell: Callable[[Position, OpenLaw], Iterable[int]],
) -> Iterator[Cube]:
    """As `find_moved`, where what requests give settles these facts."""
    classes = engine.classes
    ways = [_leave_open(engine, position, given, one) for one in (_NOTHING, known)]
    values = tuple(is_in(n, classes[n].of(v), classes[n].all) for n, v in known.items())
    constraints = find_bearing(values, engine.facts.constraints(known))
    every = [node for left in ways for node in (*left.norms, *left.constraints)]
    diagrams = Diagrams([*every, *constraints, *values], classes, position.norms)
    logic = DiagramLogic(diagrams)
    as_left, as_settled = (
        [
            free_of_others(diagrams, node, given)
            for node in tell(position, _read(diagrams, left, given))
        ]
        for left in ways
    )
    moved = logic.any_of(
        logic.all_of((logic.any_of(both), logic.negated(logic.all_of(both))))
        for both in zip(as_left, as_settled, strict=True)
    )
    may_be, so = (logic.all_of(map(diagrams.read, nodes)) for nodes in (constraints, values))
    for cube in primes_given(diagrams, logic.any_of((logic.negated(may_be), so)), given):
        held = logic.all_of(diagrams.read(is_in(n, m, classes[n].all)) for n, m in cube)
        if logic.all_of((held, moved)) != FALSE:
            yield cube


@dataclass(frozen=True, slots=True)
class _Left:
    """What a position leaves open, as residuals."""

    norms: tuple[Residual, ...]
    constraints: tuple[Residual, ...]
    beside: tuple[tuple[Residual, ...], ...]
    presumed: dict[str, FactValue]
    leanings: tuple[Expression, ...]


def _leave_open(engine: Engine, position: Position, given: Collection[str], known: Given) -> _Left:
    about = {*position.facts, *(name for name in (*given, *known) if engine.facts.tied(name))}
    circumstances = position.circumstances
    settled = engine.facts.settle(
        {**dict.fromkeys(given), **known}, sorted(about), position.facts, circumstances
    )
    presumed = {name: value for name, value in settled.known.items() if name not in given}
    taken = {name: engine.classes[name].of(value) for name, value in presumed.items()}
    kept = _Kept() if known else _kept.setdefault(engine.facts, _Kept())
    constraints = _find_demanded(engine.facts, about, taken, kept)
    leanings = (residual(leaning, engine.classes) for leaning in settled.leanings)
    said = (
        is_in(name, engine.classes[name].of(value), engine.classes[name].all)
        for name, value in circumstances.fixed
        if name in given
    )
    own = with_facts(restrict_all(node, taken) for node in (*leanings, *said))
    norms = tuple(
        restrict_all(residual(condition, engine.classes), taken)
        for condition in position.conditions[: position.binding]
    )
    bearing, others = part_bearing(norms, (*constraints, *own))
    beside = _set_apart(tuple(dict.fromkeys(others)), kept)
    return _Left(norms, tuple(bearing), beside, presumed, settled.leanings)


_WithFacts = tuple[tuple[Residual, frozenset[str]], ...]
_Apart = tuple[tuple[Residual, ...], ...]
_Taken = tuple[tuple[TiedFacts, ...], frozenset[tuple[str, int]]]


class _Kept:
    """What was worked out of the law alone: positions have most of it in common. Nothing that a
    request tells is in it."""

    def __init__(self) -> None:
        self.demanded: dict[_Taken, _WithFacts] = {}
        self.apart: dict[tuple[Residual, ...], _Apart] = {}
        self.impossible: dict[tuple[tuple[Residual, ...], frozenset[str]], tuple[Cube, ...]] = {}


_kept: WeakKeyDictionary[FactBook, _Kept] = WeakKeyDictionary()


def _find_demanded(
    facts: FactBook,
    about: Collection[str],
    taken: Mapping[str, int],
    kept: _Kept,
) -> _WithFacts:
    """What implications demand of these facts where others are taken to be so, each with what it
    asks for."""
    in_order = sorted(about)
    key = facts.find_tied(in_order), frozenset([one for one in taken.items() if facts.tied(one[0])])
    found = kept.demanded.get(key)
    if found is None:
        demands = facts.constraints(in_order)
        found = tuple(with_facts(restrict_all(node, taken) for node in demands))
        if len(kept.demanded) < _MOST_DEMANDS:
            kept.demanded[key] = found
    return found


def _set_apart(nodes: tuple[Residual, ...], kept: _Kept) -> _Apart:
    """What is demanded, in sets that share no fact."""
    found = kept.apart.get(nodes)
    if found is None:
        found = tuple(tuple(demands) for demands, _ in apart(nodes))
        if len(kept.apart) < _MOST_DEMANDS:
            kept.apart[nodes] = found
    return found


def _read(diagrams: Diagrams, left: _Left, given: Collection[str]) -> OpenLaw:
    """What is left open, as diagrams.

    Of facts that no condition asks for and no request gives, only what follows for others is kept.
    """
    start = tuple(diagrams.read(node) for node in left.norms)
    asked = {diagrams.order[level] for level in diagrams.asks(start)}
    demands = diagrams.demand_of(left.constraints, asked.union(given))
    refused = diagrams.negated(diagrams.join(demands, TRUE))
    return OpenLaw(diagrams, start, refused, left.presumed, left.leanings, left.beside)


def _find_impossible(
    facts: FactBook, demands: tuple[Residual, ...], given: frozenset[str]
) -> tuple[Cube, ...]:
    """The values of facts that are given which no others meet these demands with."""
    about = given.intersection(name for node in demands for name, _ in masks(node))
    found = _kept.setdefault(facts, _Kept()).impossible
    cubes = found.get((demands, about))
    if cubes is None:
        diagrams = Diagrams(demands, facts.classes)
        demanded = diagrams.join(diagrams.demand_of(demands, about), TRUE)
        cubes = primes_given(diagrams, diagrams.negated(demanded), about)
        if len(found) < _MOST_DEMANDS:
            found[demands, about] = cubes
    return cubes


def _find_verdicts(position: Position, open_law: OpenLaw) -> list[int]:
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
