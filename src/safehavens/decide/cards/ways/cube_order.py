"""Which of several ways to an answer is told first: the one that says least and fits most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from safehavens.decide.engine import Engine
from safehavens.logic.expression import facts_of
from safehavens.logic.implicants import Cube


def order_cubes(engine: Engine, cubes: Sequence[Cube], refuses: bool) -> list[Cube]:
    """Cubes, the shortest first. Of two as long that differ in one fact, the one that says less:
    that one was convicted of no misdemeanor says more than that one was of none that a law lists.

    Parameters
    ----------
    engine : Engine
    cubes : sequence of Cube
    refuses : bool
        They are ways to not having a service: then those come first that name little beside the
        status of the person, as they shut out most.
    """
    declared, known = engine.lawbook.facts, frozenset(frozenset(cube) for cube in cubes)

    def weigh(cube: Cube) -> tuple[int, bool, int]:
        says_less = any(other in known for other in _list_weaker(engine, cube))
        others = [fact for fact, _ in cube if not declared[fact].private]
        return len(cube), says_less, len(others) if refuses else 0

    return sorted(cubes, key=weigh)


def _list_weaker(engine: Engine, cube: Cube) -> Iterator[frozenset[tuple[str, int]]]:
    """A cube with the no of a fact in place of the no of one that this fact implies."""
    declared, implied = engine.lawbook.facts, engine.conditions.implied
    for fact, mask in cube:
        if declared[fact].type != "bool" or mask != engine.classes[fact].of(False):
            continue
        for other in engine.facts.tied_with({fact}):
            is_narrower = other in implied and fact in facts_of(implied[other])
            if is_narrower and declared[other].type == "bool":
                no = other, engine.classes[other].of(False)
                yield frozenset({*cube, no} - {(fact, mask)})
