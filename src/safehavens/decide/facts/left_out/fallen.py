"""Presumptions that fall: for requests that settle facts which they do not give.

What is presumed of a fact that is left out is taken as if nothing were known of it. What a request
gives may show otherwise: it may settle that fact to be something else, or one on which the
presumption hangs. Law is worked out for many requests at once, so each way in which presumptions
fall is told apart here, with the requests that it is the way of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import product
from typing import Final

from safehavens.corpus.errors import LawTooLarge
from safehavens.corpus.model import FactValue
from safehavens.decide.engine import Engine
from safehavens.decide.facts.left_out.open_law import (
    LeftOpen,
    OpenLaw,
    find_impossible,
    leave_open,
    read_into,
)
from safehavens.decide.norms.judged import DiagramLogic
from safehavens.decide.norms.position import Position
from safehavens.logic.diagram import FALSE, Diagrams
from safehavens.logic.implicants import Cube, Primes, TooComplex, free_of_others
from safehavens.logic.residual import Residual, apart, find_bearing, is_in, restrict_all

_MOST_WAYS: Final = 64

Tell = Callable[[Position, OpenLaw], Iterable[int]]
"""What is asked of the law, as diagrams; of any law equally many."""

_Option = tuple[str, FactValue | None]
_Options = frozenset[_Option]


@dataclass(frozen=True, slots=True)
class Way:
    """A way in which presumptions fall.

    Attributes
    ----------
    known : dict
        What follows of facts that are left out.
    told : frozenset of str
        Of facts that are given, those that are known, whatever their value: so much that a term
        which they define is presumed.
    when : tuple of Cube
        Where one of these holds of what a request gives, all of that is so of it.
    moves : tuple of Cube
        Those of `when` for which something else is true than if nothing fell.
    """

    known: dict[str, FactValue]
    told: frozenset[str]
    when: tuple[Cube, ...]
    moves: tuple[Cube, ...]


NOTHING_FALLS: Final = Way({}, frozenset(), (), ())
"""The way of all other requests."""


def find_contradictions(
    engine: Engine, position: Position, given: frozenset[str]
) -> tuple[Cube, ...]:
    """What requests cannot give: it contradicts an implication, or what is fixed."""
    about = {*position.facts, *(name for name in given if engine.facts.tied(name))}
    demands = tuple(_find_demands(engine, position, about, given))
    found = (find_impossible(engine.facts, tuple(one), given) for one, _ in apart(demands))
    return tuple(dict.fromkeys(cube for cubes in found for cube in cubes))


def find_ways(
    engine: Engine, position: Position, given: frozenset[str], tell: Tell, plain: bool = False
) -> tuple[Way, ...]:
    """The ways in which presumptions fall so that something else is true of a request.

    Of requests of which several are the way, the first is the one to take: most has fallen there.

    Parameters
    ----------
    engine : Engine
    position : Position
    given : frozenset of str
        The facts that requests give, as for `find_settling`.
    tell : callable
        What is asked of the law.
    plain : bool
        Presumptions that hang on nothing are among those that fall.

    Raises
    ------
    TooComplex
        So many facts may take presumptions away that they are not worth trying together.
    """
    takers = engine.facts.find_takers(given, position.facts, position.circumstances, plain)
    if not takers:
        return ()
    try:
        following = _Following(engine, position, given, takers)
        ways = following.list_ways()
        if len(ways) < 2:
            return ()
        return _Telling(engine, position, given, following, ways, plain).find(tell)
    except LawTooLarge:
        raise TooComplex from None


def _find_demands(
    engine: Engine, position: Position, about: Iterable[str], given: Collection[str]
) -> Iterator[Residual]:
    """What implications demand of facts, with what is fixed."""
    fixed = {
        name: (engine.classes[name].of(value), engine.classes[name].all)
        for name, value in position.circumstances.fixed
    }
    left_out = {name: mask for name, (mask, _) in fixed.items() if name not in given}
    for node in engine.facts.constraints(sorted(about)):
        yield restrict_all(node, left_out)
    for name, (mask, domain) in fixed.items():
        if name in given:
            yield is_in(name, mask, domain)


class _Following:
    """What follows from what requests give, of the facts that take presumptions away."""

    def __init__(
        self,
        engine: Engine,
        position: Position,
        given: frozenset[str],
        takers: Mapping[str, list[FactValue | None]],
    ) -> None:
        self._classes = engine.classes
        self._given = given
        values = [
            self._is(name, value)
            for name, listed in takers.items()
            for value in (engine.classes[name].samples if None in listed else listed)
        ]
        demands = find_bearing(values, _find_demands(engine, position, takers, given))
        self._diagrams = diagrams = Diagrams([*demands, *values], engine.classes, position.norms)
        self._logic = DiagramLogic(diagrams)
        self._demanded = diagrams.demand_of(demands, given.union(takers))
        self._can_be = tuple(diagrams.leave(self._demanded, self._find_levels(given)))
        self._primes = Primes(diagrams)
        self._follows: dict[_Option, int] = {}
        self._options: dict[str, list[_Option]] = {}
        for name, listed in takers.items():
            follows = self._find_follows(name)
            self._follows |= {(name, value): node for value, node in follows.items()}
            self._options[name] = [(name, v) for v in listed if v is None or v in follows]

    def list_ways(self) -> list[_Options]:
        """What may follow together; nothing is among it. Raises TooComplex."""
        ways: list[_Options] = [frozenset()]
        for options in self._options.values():
            more = (way | {one} for way, one in product(ways, options))
            ways += [way for way in more if self._may_follow(way)]
            if len(ways) > _MOST_WAYS:
                raise TooComplex
        return ways

    def list_requests(self, way: Iterable[_Option]) -> tuple[Cube, ...]:
        """Of what requests all of this follows, or is known. Raises TooComplex."""
        so = self._logic.all_of(self._follows[one] for one in way if one[1] is not None)
        parts = [self._primes.list_all(so)]
        parts += [self._list_known(name) for name, value in way if value is None]
        met: tuple[Cube, ...] = reduce(_meet_all, parts)
        return tuple(cube for cube in dict.fromkeys(met) if self._is_possible(cube))

    def _list_known(self, name: str) -> tuple[Cube, ...]:
        """Of what requests it is known what a fact is that they give."""
        masks = (1, self._classes[name].all & ~1)
        known: list[Cube] = [((name, mask),) for mask in masks if mask]
        for (other, _), node in self._follows.items():
            if other == name:
                known += self._primes.list_all(node)
        return tuple(known)

    def _find_follows(self, name: str) -> dict[FactValue, int]:
        """The values that may follow of a fact: of what requests each does, or they cannot be."""
        diagrams, classes = self._diagrams, self._classes[name]
        level = diagrams.levels.get(name)
        if level is None:
            return {}
        left = diagrams.leave(self._demanded, self._find_levels((*self._given, name)))
        reached, about = 1 << level, []
        while near := [node for node in left if diagrams.asked[node] & reached]:
            left = left.difference(near)
            about += near
            reached |= diagrams.find_levels(near)
        joined = self._logic.all_of(about)
        if not diagrams.asked[joined] >> level & 1:
            return {}
        groups = diagrams.groups[level]
        met = [diagrams.fix((joined,), {level: i})[0] for i in range(len(groups))]
        denied = [self._logic.negated(node) for node in met]
        follows = {}
        for i, group in enumerate(groups):
            value = classes.only(group)
            if value is not None:
                node = self._logic.all_of((*denied[:i], *denied[i + 1 :]))
                if self._logic.all_of((node, met[i])) != FALSE:
                    follows[value] = node
        return follows

    def _find_levels(self, names: Iterable[str]) -> int:
        levels = self._diagrams.levels
        return sum(1 << levels[name] for name in names if name in levels)

    def _may_follow(self, way: Iterable[_Option]) -> bool:
        so = (self._follows[one] for one in way if one[1] is not None)
        return self._logic.all_of((*self._can_be, *so)) != FALSE

    def _is_possible(self, cube: Cube) -> bool:
        literals = (self._diagrams.read(is_in(n, m, self._classes[n].all)) for n, m in cube)
        return self._logic.all_of((*self._can_be, *literals)) != FALSE

    def _is(self, name: str, value: FactValue | None) -> Residual:
        assert value is not None
        return is_in(name, self._classes[name].of(value), self._classes[name].all)


def _meet_all(left: tuple[Cube, ...], right: tuple[Cube, ...]) -> tuple[Cube, ...]:
    """The cubes in which one of each side holds."""
    met = (_meet(*both) for both in product(left, right))
    return tuple(cube for cube in met if cube is not None)


def _meet(left: Cube, right: Cube) -> Cube | None:
    masks = dict(left)
    for name, mask in right:
        masks[name] = masks.get(name, mask) & mask
    return tuple(masks.items()) if all(masks.values()) else None


class _Telling:
    """What is told of requests, by the way in which presumptions fall."""

    def __init__(
        self,
        engine: Engine,
        position: Position,
        given: frozenset[str],
        following: _Following,
        ways: list[_Options],
        whole: bool,
    ) -> None:
        self._classes = engine.classes
        self._position = position
        self._given = given
        self._whole = whole  # that presumptions of other facts cannot be so is told of, too
        self._when = {way: following.list_requests(way) for way in ways if way}
        self._left = {way: _leave_open(engine, position, given, way) for way in ways}
        values = [
            is_in(name, mask, self._classes[name].all)
            for cubes in self._when.values()
            for cube in cubes
            for name, mask in cube
        ]
        lefts = self._left.values()
        nodes = [node for left in lefts for node in (*left.norms, *left.constraints)]
        nodes += [node for left in lefts for demands in left.beside for node in demands]
        self._diagrams = Diagrams([*nodes, *values], engine.classes, position.norms)
        self._logic = DiagramLogic(self._diagrams)

    def find(self, tell: Tell) -> tuple[Way, ...]:
        told = {way: self._tell(left, tell) for way, left in self._left.items()}
        ways = list(told)
        for option in dict.fromkeys(one for way in ways for one in sorted(way, key=str)):
            with_it = [way for way in ways if option in way]
            if not any(
                self._differ(self._when[way], told[way], told[way - {option}]) for way in with_it
            ):
                ways = [way for way in ways if option not in way]
        nothing: _Options = frozenset()
        return tuple(
            Way(
                {name: value for name, value in way if value is not None},
                frozenset(name for name, value in way if value is None),
                self._when[way],
                tuple(c for c in self._when[way] if self._differ((c,), told[way], told[nothing])),
            )
            for way in sorted(ways, key=lambda way: (-len(way), sorted(map(str, way))))
            if way
        )

    def _tell(self, left: LeftOpen, tell: Tell) -> tuple[int, ...]:
        open_law = read_into(self._diagrams, left, self._given)
        nodes = [*tell(self._position, open_law)]
        if self._whole:
            beside = (self._diagrams.read(node) for one in left.beside for node in one)
            can_be = self._logic.all_of((self._logic.negated(open_law.refused), *beside))
            nodes.append(self._logic.negated(can_be))
        return tuple(free_of_others(self._diagrams, node, self._given) for node in nodes)

    def _differ(self, cubes: Iterable[Cube], left: tuple[int, ...], right: tuple[int, ...]) -> bool:
        """Whether something else is told of requests in which one of the cubes holds."""
        logic, read = self._logic, self._diagrams.read
        for cube in cubes:
            held = logic.all_of(read(is_in(n, m, self._classes[n].all)) for n, m in cube)
            for both in zip(left, right, strict=True):
                other = logic.all_of((logic.any_of(both), logic.negated(logic.all_of(both))))
                if logic.all_of((held, other)) != FALSE:
                    return True
        return False


def _leave_open(
    engine: Engine, position: Position, given: frozenset[str], way: _Options
) -> LeftOpen:
    known = {name: value for name, value in way if value is not None}
    told = frozenset(name for name, value in way if value is None)
    return leave_open(engine, position, given, known, told)
