"""What lies in a cube, and in none of some others."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.decide.engine import Engine
from safehavens.logic.implicants import Cube


def covers(engine: Engine, cubes: Sequence[Cube], cube: Cube) -> bool:
    """Whether all that lies in a cube lies in one of some others.

    Parameters
    ----------
    engine : Engine
    cubes : sequence of Cube
    cube : Cube
    """
    if not cubes:
        return False
    inside = dict(cube)
    for fact, mask in cubes[0]:
        has = inside.get(fact, engine.classes[fact].all)
        outside = {**inside, fact: has & ~mask}
        if has & ~mask and not covers(engine, cubes[1:], tuple(outside.items())):
            return False
        inside[fact] = has & mask
        if not has & mask:
            break
    return True


def lies_in(cube: Cube, other: Cube) -> bool:
    """Whether all that lies in a cube lies in another one."""
    inside = dict(cube)
    return all(fact in inside and not inside[fact] & ~mask for fact, mask in other)


def meets(cube: Cube, other: Cube) -> bool:
    """Whether something may lie in both of two cubes."""
    inside = dict(cube)
    return all(mask & inside.get(fact, mask) for fact, mask in other)


def take_away(engine: Engine, earlier: Sequence[Cube], cube: Cube) -> Cube:
    """A cube without the values of its facts that others cover, whatever its other facts are.

    Parameters
    ----------
    engine : Engine
    earlier : sequence of Cube
    cube : Cube
    """
    rest = dict(cube)
    for fact, mask in cube:
        for bit in (1 << place for place in range(mask.bit_length()) if mask >> place & 1):
            if rest[fact] != bit and covers(engine, earlier, tuple({**rest, fact: bit}.items())):
                rest[fact] &= ~bit
    return tuple(rest.items())


def split_off(engine: Engine, cube: Cube, others: Sequence[Cube], most: int) -> list[Cube] | None:
    """What lies in a cube and in none of some others, as cubes that have nothing in common; None
    where they are more than so many.

    Parameters
    ----------
    engine : Engine
    cube : Cube
    others : sequence of Cube
    most : int
    """
    left = [cube]
    for other in others:
        left = [part for one in left for part in _split(engine, one, other)]
        if len(left) > most:
            return None
    return left


def _split(engine: Engine, cube: Cube, other: Cube) -> list[Cube]:
    inside, parts = dict(cube), []
    for fact, mask in other:
        has = inside.get(fact, engine.classes[fact].all)
        if not has & mask:
            return [cube]
        if has & ~mask:
            parts.append(tuple({**inside, fact: has & ~mask}.items()))
        inside[fact] = has & mask
    return parts
