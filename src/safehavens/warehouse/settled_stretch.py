"""What settles a stretch of law, also of rows that take presumptions away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from safehavens.decide.engine import Engine
from safehavens.decide.facts.left_out.fallen import (
    NOTHING_FALLS,
    Way,
    find_contradictions,
    find_ways,
)
from safehavens.decide.facts.left_out.open_law import OpenLaw
from safehavens.decide.facts.settled_basis import SettledBasis, find_settled_basis, tell_basis
from safehavens.decide.facts.settling import (
    Settling,
    find_verdicts,
    limit_settling,
    refuse_more,
    settle_way,
)
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.timeline import Stretch
from safehavens.decide.request import BadRequest
from safehavens.logic.implicants import Cube, TooComplex, lies_inside
from safehavens.warehouse.patterns import Patterns, find_patterns

_Cubes = tuple[Cube, ...]


@dataclass(frozen=True, slots=True)
class SettledStretch:
    """A stretch of law, with what settles it of rows that give certain facts.

    Attributes
    ----------
    stretch : Stretch
    settling : Settling
        What settles the verdict of rows that are neither contradictory nor of one of the ways. Of
        `impossible`, the presumptions that were taken cannot all be so beside what a row gives.
    patterns : Patterns
    basis : SettledBasis or None
        None: it is not asked for.
    contradictory : tuple of Cube
        Where one of these holds, what is given contradicts itself.
    ways : tuple of SettledWay
        The ways in which presumptions fall; of several, the first is the one to take.
    """

    stretch: Stretch
    settling: Settling
    patterns: Patterns
    basis: SettledBasis | None
    contradictory: _Cubes = ()
    ways: tuple[SettledWay, ...] = ()

    def find_facts(self) -> set[str]:
        """The facts that what settles it asks for."""
        facts = {*self.settling.facts, *(f for cube in self.contradictory for f, _ in cube)}
        facts |= frozenset() if self.basis is None else self.basis.facts
        for way in self.ways:
            facts |= way.law.find_facts() | {fact for cube in way.when for fact, _ in cube}
        return facts

    def find_others(self) -> _Cubes:
        """The rows that are told of apart: contradictory ones, and those of some way."""
        return (*self.contradictory, *(cube for way in self.ways for cube in way.when))


@dataclass(frozen=True, slots=True)
class SettledWay:
    """A way in which presumptions fall: of which rows, and what settles these."""

    way: Way
    when: _Cubes
    law: SettledStretch


class SettledStretches:
    """What settles stretches; each position is worked out once.

    Parameters
    ----------
    engine : Engine
    basis : bool
        Whether the basis is asked for, and what is not known of the law itself.
    """

    def __init__(self, engine: Engine, basis: bool) -> None:
        self._engine = engine
        self._basis = basis
        self._settlings: dict[tuple[int, frozenset[str]], Settling] = {}
        self._found: dict[tuple[int, frozenset[str]], SettledStretch] = {}

    def settle(self, stretch: Stretch, given: Collection[str]) -> Settling:
        """What settles a stretch where no presumption falls."""
        key = (id(stretch.position), frozenset(given))
        if key not in self._settlings:
            with _not_too_complex(stretch):
                settling = settle_way(self._engine, stretch.position, key[1])
                self._settlings[key] = limit_settling(settling, ())
        return self._settlings[key]

    def find(self, stretch: Stretch, given: Collection[str]) -> SettledStretch:
        """What settles a stretch."""
        key = (id(stretch.position), frozenset(given))
        if key not in self._found:
            with _not_too_complex(stretch):
                self._found[key] = self._find(stretch, key[1])
        found = self._found[key]
        return found if found.stretch is stretch else _of_stretch(found, stretch)

    def _find(self, stretch: Stretch, given: frozenset[str]) -> SettledStretch:
        engine, position = self._engine, stretch.position
        contradictory = find_contradictions(engine, position, given)
        ways, refused = self._find_ways(position, given)
        laws = [(way, self._settle_way(stretch, given, way, (), contradictory)) for way in ways]
        law = self._settle_way(stretch, given, NOTHING_FALLS, refused, contradictory)
        laws, law = _leave_out_alike(laws, law)
        apart = list(contradictory)
        settled: list[SettledWay] = []
        for way, own in laws:
            when = _drop_inside(way.when, apart)
            if when:
                settled.append(SettledWay(way, when, _limit(own, apart)))
                apart += when
        law = _limit(law, apart)
        return replace(law, contradictory=contradictory, ways=tuple(settled))

    def _find_ways(
        self, position: Position, given: frozenset[str]
    ) -> tuple[tuple[Way, ...], _Cubes]:
        """The ways in which presumptions fall, and the rows that are left to the one-case engine
        as there are too many ways."""

        def tell(position: Position, open_law: OpenLaw) -> Iterable[int]:
            yield from find_verdicts(position, open_law)
            if self._basis:
                yield from tell_basis(position, open_law)

        try:
            return find_ways(self._engine, position, given, tell, plain=True), ()
        except TooComplex:
            ways = find_ways(self._engine, position, given, tell)
            return (), tuple(cube for way in ways for cube in way.moves)

    def _settle_way(
        self,
        stretch: Stretch,
        given: frozenset[str],
        way: Way,
        refused: _Cubes,
        apart: Collection[Cube],
    ) -> SettledStretch:
        """What settles the rows of one way, but those that are told of apart."""
        engine, position = self._engine, stretch.position
        settling = refuse_more(settle_way(engine, position, given, way), refused)
        settling = limit_settling(settling, apart)
        patterns = find_patterns(engine, position, given, settling)
        basis = None
        if self._basis:
            basis = find_settled_basis(engine, position, given, way)
            basis = _limit_basis(basis, (*apart, *settling.impossible))
        return SettledStretch(stretch, settling, patterns, basis)


_Laws = list[tuple[Way, SettledStretch]]


def _leave_out_alike(laws: _Laws, law: SettledStretch) -> tuple[_Laws, SettledStretch]:
    """Without ways that come to the same as if less had fallen; `law` is that of no way.

    What is left out is a fact with its value, of all ways at once: so those that are left are still
    all that may be so together.
    """
    left = {_options(way): (way, one) for way, one in laws}
    for option in dict.fromkeys(one for options in left for one in sorted(options, key=str)):
        mine = {options: both for options, both in left.items() if option in options}
        if not mine:
            continue
        when = [cube for way, _ in mine.values() for cube in way.when]
        others = [options - {option} for options in mine]
        if all(
            _say(one) == _say(_excuse(left[less][1] if less else law, when))
            for (_, one), less in zip(mine.values(), others, strict=True)
            if less in left or not less
        ):
            left = {options: both for options, both in left.items() if option not in options}
            left = {o: (way, _excuse(one, when)) for o, (way, one) in left.items()}
            law = _excuse(law, when)
    return [*left.values()], law


def _options(way: Way) -> frozenset[tuple[str, object]]:
    return frozenset([*way.known.items(), *((name, None) for name in way.told)])


def _excuse(law: SettledStretch, when: Collection[Cube]) -> SettledStretch:
    """The same where what is presumed falls of these rows, and so does not stand against them."""
    impossible = _drop_inside(law.settling.impossible, when)
    return replace(law, settling=replace(law.settling, impossible=impossible))


def _say(law: SettledStretch) -> object:
    verdicts = [(verdict, frozenset(cubes)) for verdict, cubes in law.settling.verdicts]
    bases = sure = None
    if law.basis is not None:
        bases = [(basis, frozenset(cubes)) for basis, cubes in law.basis.bases]
        sure = {doubt: frozenset(cubes) for doubt, cubes in law.basis.sure.items()}
    return verdicts, bases, sure, frozenset(law.settling.impossible)


def _limit(law: SettledStretch, apart: Collection[Cube]) -> SettledStretch:
    """The same without the rows that are told of apart."""
    settling = limit_settling(law.settling, apart)
    basis = law.basis and _limit_basis(law.basis, apart)
    return replace(law, settling=settling, basis=basis)


def _of_stretch(found: SettledStretch, stretch: Stretch) -> SettledStretch:
    """The same law in another stretch."""
    ways = tuple(SettledWay(w.way, w.when, _of_stretch(w.law, stretch)) for w in found.ways)
    return SettledStretch(
        stretch, found.settling, found.patterns, found.basis, found.contradictory, ways
    )


@contextmanager
def _not_too_complex(stretch: Stretch) -> Iterator[None]:
    try:
        yield
    except TooComplex:
        raise BadRequest(
            f"The law from {stretch.start or 'the beginning'} can be settled in too many "
            f"ways to write down; name fewer facts, or screen the table."
        ) from None


def _limit_basis(basis: SettledBasis, apart: Collection[Cube]) -> SettledBasis:
    """Without the cubes of rows that are told of apart, as with verdicts."""
    kept = ((level, _drop_inside(cubes, apart)) for level, cubes in basis.bases)
    return SettledBasis(
        tuple((level, cubes) for level, cubes in kept if cubes),
        {doubt: _drop_inside(cubes, apart) for doubt, cubes in basis.sure.items()},
    )


def _drop_inside(cubes: Iterable[Cube], apart: Collection[Cube]) -> _Cubes:
    return tuple(cube for cube in cubes if not lies_inside(cube, apart))
