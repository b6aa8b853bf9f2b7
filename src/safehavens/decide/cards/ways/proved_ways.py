"""Ways to an answer, proved: each a few conditions that are enough, or are where nothing fits that
is told above them.

What is told above may be left out of a way, so that it needs fewer conditions: *you cannot, if none
of the above fits and …*. Then what lies in the way and in none of these is proved piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final

from safehavens.corpus.model import Basis, Lawbook, Verdict
from safehavens.decide.brief import Brief
from safehavens.decide.cards.assumed_facts import (
    Condition,
    CubeRequests,
    list_needed,
    read_mask,
    write_condition,
)
from safehavens.decide.cards.case_search import CaseSearch
from safehavens.decide.cards.ways.cube_sets import covers, lies_in, meets, split_off, take_away
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.request import Given
from safehavens.logic.implicants import Cube
from safehavens.wording.condition_phrases import is_for_all_others, is_told_by_exclusion

MOST_CONDITIONS: Final = 6
"""As many facts may be named together; what takes more is left to the questions of Ask."""
_MOST_COMBINATIONS: Final = 200
_MOST_PARTS: Final = 60

Confirmed = Sequence[tuple[Given, Brief]]
"""Requests, and what the one-case engine says of them."""


class AboveWays:
    """What is told before a way: ways to other answers.

    Parameters
    ----------
    engine : Engine
    told : sequence of (conditions, conditions)
        Their conditions, and what is assumed beside them.

    Attributes
    ----------
    ways : tuple of conditions
        With what is assumed.
    cubes, bare_cubes : list of Cube
        The same, with and without it.
    assumed : frozenset of str
        The facts about which something is assumed.
    """

    def __init__(
        self,
        engine: Engine,
        told: Sequence[tuple[tuple[Condition, ...], tuple[Condition, ...]]] = (),
    ) -> None:
        self.ways = tuple((*way, *assumed) for way, assumed in told)
        self.cubes = [_read_way(engine, way) for way in self.ways]
        self.bare_cubes = [_read_way(engine, way) for way, _ in told]
        self.assumed = frozenset(one.fact for _, assumed in told for one in assumed)


@dataclass(frozen=True, slots=True)
class ProvedWay:
    """A cube, the cubes of which it consists where some cases are left to what is told above, and
    what the one-case engine says of every combination of their values.

    `unless` is what is told above, where it is left out. `limits`: of what has to be assumed for
    it, what alone is presumed. `needed`: what has to be presumed, where that is known already.
    """

    cube: Cube
    parts: Sequence[tuple[Cube, Confirmed]]
    unless: tuple[tuple[Condition, ...], ...] = ()
    limits: Mapping[str, Condition] = field(default_factory=dict)
    needed: tuple[Condition, ...] | None = None

    @property
    def confirmed(self) -> list[tuple[Given, Brief]]:
        """All that the engine says of it."""
        return [one for _, confirmed in self.parts for one in confirmed]

    @property
    def requests(self) -> list[CubeRequests]:
        """Its parts, and the requests that the engine was asked."""
        return [(part, [given for given, _ in confirmed]) for part, confirmed in self.parts]


def prove_ways(
    search: CaseSearch,
    facts: Given,
    verdict: Verdict,
    cubes: Sequence[Cube],
    most: int,
    basis: Basis | None = None,
    before: Sequence[Cube] = (),
    above: AboveWays | None = None,
    shorter: Sequence[Cube] = (),
    apart: bool = False,
) -> list[ProvedWay]:
    """The first cubes that the one-case engine confirms and that say more than those before them;
    each without what those before it say already.

    Parameters
    ----------
    search : CaseSearch
    facts : mapping of str to value or None
        What all requests give.
    verdict : Verdict
    cubes : sequence of Cube
        Those that are enough by themselves, the shortest first.
    most : int
        As many are looked for.
    basis : Basis, optional
        What the verdict has to rest on.
    before : sequence of Cube, optional
        Ways to the same verdict that are told already.
    above : AboveWays, optional
        What is told before.
    shorter : sequence of Cube, optional
        Those that are enough where nothing fits that is told above. They are tried first, if one
        that is enough by itself lies in them: others tell of what is left over between two ways.
    apart : bool, optional
        What is told before has the same verdict and is surer: a way that reaches into it is told of
        what is left.
    """
    engine = search.engine
    above = above or AboveWays(engine)
    ways: list[ProvedWay] = []
    wider = [cube for cube in shorter if any(lies_in(one, cube) for one in cubes)]
    for cube in (*wider, *cubes):
        if len(ways) == most:
            break
        if len(cube) > MOST_CONDITIONS:
            continue
        earlier = [*before, *(way.cube for way in ways), *above.bare_cubes]
        if covers(engine, earlier, cube):
            continue
        way = _prove_way(search, facts, verdict, take_away(engine, earlier, cube), above, apart)
        if way is None or any(basis not in (None, brief.basis) for _, brief in way.confirmed):
            continue
        if way.limits:
            way = replace(way, needed=list_needed(search, way.requests, verdict))
            if _says_more_alone(engine, way, cubes, above):
                continue
        ways.append(way)
    return ways


def _says_more_alone(
    engine: Engine, way: ProvedWay, cubes: Sequence[Cube], above: AboveWays
) -> bool:
    """Whether a way that leaves out what is told above spares fewer conditions than it has to
    assume more, or assumes what these assume of anything but a status: that one meets the other
    rules of a service is no ground for not having it."""
    declared = engine.lawbook.facts
    more = way.limits.keys() - {one.fact for one in way.needed or ()}
    inside = [len(cube) for cube in cubes if lies_in(cube, way.cube)]
    spared = min(inside, default=0) - len(way.cube)
    others = {fact for fact in more if not declared[fact].private}
    return len(more) > spared or not others.isdisjoint(above.assumed)


def _prove_way(
    search: CaseSearch, facts: Given, verdict: Verdict, cube: Cube, above: AboveWays, apart: bool
) -> ProvedWay | None:
    """A cube of which the engine confirms all that is not told above, but for cases that what must
    be assumed for the rest rules out."""
    engine = search.engine
    reaches = apart and any(meets(cube, other) for other in above.cubes)
    confirmed = None if reaches else _confirm(search, facts, verdict, cube)
    if confirmed:
        return ProvedWay(cube, [(cube, confirmed)])
    parts = split_off(engine, cube, above.cubes, _MOST_PARTS) if above.cubes else None
    if parts is None or not can_be_told(
        engine.lawbook, [write_condition(engine, *one) for one in cube], False
    ):
        return None
    presumed = {
        name: engine.classes[name].of(value)
        for name, value in search.settle(facts).presumed.items()
    }
    proved, limits = [], dict[str, int]()
    for part in parts:
        if any(not mask & limits.get(fact, mask) for fact, mask in part):
            continue
        confirmed = _confirm(search, facts, verdict, part)
        if confirmed is None:
            unusual = [name for name, mask in part if not mask & presumed.get(name, mask)]
            if not unusual:
                return None
            limits[unusual[0]] = presumed[unusual[0]]
        else:
            proved.append((part, confirmed))
    proved = [
        (part, confirmed)
        for part, confirmed in proved
        if all(mask & limits.get(fact, mask) for fact, mask in part)
    ]
    if not any(confirmed for _, confirmed in proved):
        return None
    told = {fact: write_condition(engine, fact, mask) for fact, mask in limits.items()}
    return ProvedWay(cube, proved, above.ways, told)


def _read_way(engine: Engine, way: Iterable[Condition]) -> Cube:
    return tuple((one.fact, read_mask(engine, one)) for one in way)


def _confirm(search: CaseSearch, facts: Given, verdict: Verdict, cube: Cube) -> Confirmed | None:
    """What the one-case engine says of every combination of a cube's values; None if one of its
    answers is another. Values that cannot be together are passed over."""
    names = [fact for fact, _ in cube]
    choices = [search.list_values(fact, mask) for fact, mask in cube]
    confirmed: list[tuple[Given, Brief]] = []
    for count, combination in enumerate(product(*choices)):
        if count == _MOST_COMBINATIONS:
            return None
        try:
            given = {**facts, **dict(zip(names, combination, strict=True))}
            brief = search.decide(given)
        except Contradiction:
            continue
        if brief.verdict != verdict:
            return None
        confirmed.append((given, brief))
    return confirmed


def can_be_told(lawbook: Lawbook, way: Iterable[Condition], gives: bool) -> bool:
    """Whether a way to an answer is told: none that a judge's warrant is one of, which must be
    obeyed, nor what only a list of what it is not could tell, as nobody knows all that is left,
    unless law gives every service but those in the list.

    Parameters
    ----------
    lawbook : Lawbook
    way : iterable of Condition
    gives : bool
        The answer is that a service is given.
    """
    for one in way:
        fact = lawbook.facts[one.fact]
        if one.fact == "warrant" and one.values == ("judicial",):
            return False
        for_others = gives and is_for_all_others(fact, one.values)
        if is_told_by_exclusion(fact, one.values, one.every) and not for_others:
            return False
    return True
