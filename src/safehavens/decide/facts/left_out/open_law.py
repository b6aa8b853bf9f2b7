"""What a position leaves open once presumptions are taken for the facts that are left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from weakref import WeakKeyDictionary

from safehavens.corpus.model import FactValue
from safehavens.decide.engine import Engine
from safehavens.decide.facts.known_facts import FactBook
from safehavens.decide.facts.tied_facts import TiedFacts
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Given
from safehavens.logic.diagram import TRUE, Diagrams
from safehavens.logic.expression import Expression
from safehavens.logic.implicants import Cube, primes_given
from safehavens.logic.residual import (
    Residual,
    apart,
    is_in,
    masks,
    part_bearing,
    residual,
    restrict_all,
    with_facts,
)

_NOTHING: Final[Given] = MappingProxyType({})
_NO_FACTS: Final[frozenset[str]] = frozenset()
_MOST_DEMANDS: Final = 1024


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
    return read_left(engine, position, leave_open(engine, position, given, known), given)


def read_left(
    engine: Engine, position: Position, left: LeftOpen, given: Collection[str]
) -> OpenLaw:
    """What is left open, as diagrams."""
    diagrams = Diagrams([*left.norms, *left.constraints], engine.classes, position.norms)
    return read_into(diagrams, left, given)


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What a position leaves open, as residuals."""

    norms: tuple[Residual, ...]
    constraints: tuple[Residual, ...]
    beside: tuple[tuple[Residual, ...], ...]
    presumed: dict[str, FactValue]
    leanings: tuple[Expression, ...]


def leave_open(
    engine: Engine,
    position: Position,
    given: Collection[str],
    known: Given = _NOTHING,
    told: frozenset[str] = _NO_FACTS,
) -> LeftOpen:
    """What a position leaves open.

    Parameters
    ----------
    engine : Engine
    position : Position
    given : collection of str
        The facts that requests give, possibly as not known.
    known : mapping of str to value, optional
        What follows, beside them.
    told : frozenset of str, optional
        Those that are given which are known in all requests, whatever their value.
    """
    about = {*position.facts, *(name for name in (*given, *known) if engine.facts.tied(name))}
    circumstances = position.circumstances
    # A term whose facts are known is presumed as if norms did not ask for these.
    norms_ask = position.facts if not told else [n for n in position.facts if n not in told]
    settled = engine.facts.settle(
        {**dict.fromkeys(given), **known}, sorted(about), norms_ask, circumstances
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
    return LeftOpen(norms, tuple(bearing), beside, presumed, settled.leanings)


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


def read_into(diagrams: Diagrams, left: LeftOpen, given: Collection[str]) -> OpenLaw:
    """What is left open, as diagrams of this set.

    Of facts that no condition asks for and no request gives, only what follows for others is kept.
    """
    start = tuple(diagrams.read(node) for node in left.norms)
    asked = {diagrams.order[level] for level in diagrams.asks(start)}
    demands = diagrams.demand_of(left.constraints, asked.union(given))
    refused = diagrams.negated(diagrams.join(demands, TRUE))
    return OpenLaw(diagrams, start, refused, left.presumed, left.leanings, left.beside)


def find_impossible(
    facts: FactBook, demands: tuple[Residual, ...], given: frozenset[str]
) -> tuple[Cube, ...]:
    """The values of facts that are given which no others meet these demands with.

    Demands that share no fact are looked at apart.
    """
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
