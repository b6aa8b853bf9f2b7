"""The partial order of places on one action: who goes further than whom, who cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from safehavens.compare.comparison import Side
from safehavens.compare.ground import Ground
from safehavens.compare.relation import requests_further, requests_surely_further
from safehavens.compare.strictness import Strictness
from safehavens.corpus.model import Basis, Verdict
from safehavens.decide.brief import decide_briefly
from safehavens.decide.coverage.level_coverage import is_searched_in_full
from safehavens.decide.norms.position import Position
from safehavens.decide.request import BadRequest, check_day, check_words
from safehavens.logic.diagram import FALSE


@dataclass(frozen=True, slots=True)
class Rank:
    """Places that answer every request alike.

    `below` are the ranks (by number) next below it: it goes at least as far as they do for every
    request, further for some, and nothing lies between. `depth` is 0 for what nothing is above.
    """

    places: tuple[str, ...]
    below: tuple[int, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class UsualAnswer:
    """What a place's law answers an agency kind where nothing is known of the request.

    `basis` is what it rests on; `searched`: whether the law of the day was searched by every
    government that the place lies in.
    """

    place: str
    who: str
    verdict: Verdict
    basis: Basis
    searched: bool


@dataclass(frozen=True, slots=True)
class PartialOrder:
    """Places ordered by strictness on an action.

    `who` are the agency kinds asked about: a place goes at least as far as another if it does for
    each of them. `apart` are the pairs of ranks that cannot be compared; `unsure` those of them of
    which it depends on what is not known of the law itself. `usual` has the answer of each place to
    each kind; `on` is the day whose law it is, None where the places have days of their own.
    """

    action: str
    who: tuple[str, ...]
    order: Strictness
    ranks: tuple[Rank, ...]
    apart: tuple[tuple[int, int], ...]
    unsure: tuple[tuple[int, int], ...] = ()
    usual: tuple[UsualAnswer, ...] = ()
    on: date | None = None


def partial_order(
    sides: Sequence[Side], who: str | None, action: str, order: Strictness
) -> PartialOrder:
    """Order places, all of them under one engine's law.

    Parameters
    ----------
    sides : sequence of Side
    who : str or None
        An agency kind. None: every kind of which the law of one of the places speaks.
    action : str
    order : Strictness

    Raises
    ------
    BadRequest
        A word that is not known, a day that is not answered, or fewer than two places.
    """
    if len(sides) < 2:
        raise BadRequest("An order needs two places or more.")
    engine = sides[0].engine
    check_words(engine.lawbook, who or next(iter(engine.lawbook.vocabulary.who)), action)
    for side in sides:
        check_day(engine.lawbook, action, side.on)
    kinds = [who] if who else list(engine.lawbook.vocabulary.who)
    positions = {kind: [side.position(kind, action) for side in sides] for kind in kinds}
    if who is None:
        positions = {
            kind: row for kind, row in positions.items() if any(position.norms for position in row)
        }
    pairs = _FurtherPairs(sides, order)
    count = range(len(sides))
    at_least = [
        [all(pairs.never_further(row[j], row[i]) for row in positions.values()) for j in count]
        for i in count
    ]
    goes_further = [
        [any(pairs.surely_further(row[i], row[j]) for row in positions.values()) for j in count]
        for i in count
    ]
    ranks, apart, unsure = _rank_sides(sides, at_least, goes_further)
    usual = tuple(
        _answer(side, kind, action, row[i])
        for i, side in enumerate(sides)
        for kind, row in positions.items()
    )
    days = {side.on for side in sides}
    on = days.pop() if len(days) == 1 else None
    return PartialOrder(action, tuple(positions), order, ranks, apart, unsure, usual, on)


def _answer(side: Side, who: str, action: str, position: Position) -> UsualAnswer:
    engine = side.engine
    brief = decide_briefly(engine, position, {}, questions=False)
    levels = engine.levels(engine.gazetteer.canonical(side.place))
    domain = engine.lawbook.vocabulary.domain_of[action]
    searched = is_searched_in_full(engine.lawbook, levels, domain, side.on)
    return UsualAnswer(side.label, who, brief.verdict, brief.basis, searched)


class _FurtherPairs:
    """Whether one position ever goes further than another; each pair is worked out once."""

    def __init__(self, sides: Sequence[Side], order: Strictness) -> None:
        self._facts = sides[0].engine.facts
        self._order = order
        self._never: dict[tuple[int, int], bool] = {}
        self._surely: dict[tuple[int, int], bool] = {}

    def never_further(self, one: Position, other: Position) -> bool:
        """`one` goes further than `other` for no request."""
        if one is other:
            return True
        self._relate(one, other)
        return self._never[id(one), id(other)]

    def surely_further(self, one: Position, other: Position) -> bool:
        """`one` goes further than `other` for a request whose answers are sure."""
        if one is other:
            return False
        self._relate(one, other)
        return self._surely[id(one), id(other)]

    def _relate(self, one: Position, other: Position) -> None:
        if (id(one), id(other)) in self._never:
            return
        ground = Ground(self._facts, [one, other])
        for a, b in ((one, other), (other, one)):
            never = requests_further(ground, a, b, self._order) == FALSE
            surely = not never and requests_surely_further(ground, a, b, self._order) != FALSE
            self._never[id(a), id(b)] = never
            self._surely[id(a), id(b)] = surely


def _rank_sides(
    sides: Sequence[Side],
    at_least: Sequence[Sequence[bool]],
    goes_further: Sequence[Sequence[bool]],
) -> tuple[tuple[Rank, ...], tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Places with the same answers as one rank; of the order between ranks, the next steps."""
    groups: list[list[int]] = []
    for i in range(len(sides)):
        alike = [g for g in groups if at_least[i][g[0]] and at_least[g[0]][i]]
        alike[0].append(i) if alike else groups.append([i])
    heads = [group[0] for group in groups]
    above = {(a, b) for a in heads for b in heads if a != b and at_least[a][b]}
    depth: dict[int, int] = {}

    def deep(head: int) -> int:
        if head not in depth:
            depth[head] = max((deep(a) + 1 for a, b in above if b == head), default=0)
        return depth[head]

    heads.sort(key=lambda head: (deep(head), sides[head].label))
    number = {head: i for i, head in enumerate(heads)}
    by_head = {group[0]: group for group in groups}
    ranks = tuple(
        Rank(
            tuple(sorted(sides[i].label for i in by_head[head])),
            tuple(
                sorted(
                    number[b]
                    for a, b in above
                    if a == head and not any((a, c) in above and (c, b) in above for c in heads)
                )
            ),
            deep(head),
        )
        for head in heads
    )
    apart = [
        (a, b)
        for i, a in enumerate(heads)
        for b in heads[i + 1 :]
        if (a, b) not in above and (b, a) not in above
    ]
    unsure = [(a, b) for a, b in apart if not (goes_further[a][b] and goes_further[b][a])]

    def numbered(pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((number[a], number[b]) for a, b in pairs)

    return ranks, numbered(apart), numbered(unsure)
