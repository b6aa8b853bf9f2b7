"""How the answers of two positions lie to each other, over every request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from safehavens.compare.ground import Ground
from safehavens.compare.simplest import Facts, search_simplest
from safehavens.compare.strictness import ORDERS, Strictness
from safehavens.corpus.model import FactValue, Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.norms.position import Position
from safehavens.logic.diagram import FALSE

Relation = Literal["equal", "more", "less", "neither", "unsure"]
"""Of the first to the second: the same answer always; at least as far always, and further for
some request; the other way about; further for some requests and less far for others; one of these,
and which depends on what is not known of the law itself (a day, or whom an ordinance binds)."""


@dataclass(frozen=True, slots=True)
class EnginePosition:
    """A position and the engine that it is of.

    `on_ground` is what stands for it on the ground, where that is another.
    """

    engine: Engine
    position: Position
    on_ground: Position | None = None

    def verdict(self, facts: Mapping[str, FactValue]) -> Verdict | None:
        """What the one-case engine answers; None where the facts contradict each other.

        The facts are those of no person: they are values that conditions may have.
        """
        try:
            return self.engine.judge(self.position, facts, public=True)
        except Contradiction:
            return None


@dataclass(frozen=True, slots=True)
class ShownRelation:
    """A relation, and the simplest requests that show where it is strict.

    `less`: the facts of a request for which the first goes less far than the second; `more`: of
    one for which it goes further. None: there is no such request, which is proved; of `unsure`,
    none whose answers are sure.
    """

    relation: Relation
    less: Facts | None
    more: Facts | None


def requests_further(ground: Ground, one: Position, other: Position, order: Strictness) -> int:
    """The requests for which `one` goes further than `other`, as a diagram.

    It asks for hidden facts, too, where the answers turn on them.
    """
    a, b = ground.judged(one).verdicts, ground.judged(other).verdicts
    return ground.possible(
        ground.any_of(ground.all_of((a[high], b[low])) for high, low in _list_steps(order))
    )


def requests_surely_further(
    ground: Ground, one: Position, other: Position, order: Strictness
) -> int:
    """Those for which it does so with the same answers whatever hidden facts are."""
    a, b = ground.judged(one).verdicts, ground.judged(other).verdicts
    return ground.possible(
        ground.any_of(
            ground.whatever_is_hidden(ground.all_of((a[high], b[low])))
            for high, low in _list_steps(order)
        )
    )


def _list_steps(order: Strictness) -> Iterator[tuple[Verdict, Verdict]]:
    """Every pair of verdicts of which the first goes further."""
    return combinations(ORDERS[order], 2)


def relate_positions(
    ground: Ground, one: EnginePosition, other: EnginePosition, order: Strictness
) -> ShownRelation:
    """The relation of two positions, with requests that show it.

    Parameters
    ----------
    ground : Ground
        Made of (at least) these two positions.
    one, other : EnginePosition
    order : Strictness
    """
    a, b = one.on_ground or one.position, other.on_ground or other.position
    may_be = (
        requests_further(ground, a, b, order) != FALSE,
        requests_further(ground, b, a, order) != FALSE,
    )
    ahead = requests_surely_further(ground, a, b, order)
    behind = requests_surely_further(ground, b, a, order)
    shown = (ahead != FALSE, behind != FALSE)
    rank = {verdict: i for i, verdict in enumerate(ORDERS[order])}

    def shows(sign: int) -> Callable[[Facts], bool]:
        def test(said: Facts) -> bool:
            a = one.verdict(said)
            b = other.verdict(said) if a in rank else None
            return a in rank and b in rank and (rank[b] - rank[a]) * sign > 0

        return test

    return ShownRelation(
        _RELATIONS[shown] if shown == may_be or all(shown) else "unsure",
        None if behind == FALSE else find_simplest(ground, behind, shows(-1)),
        None if ahead == FALSE else find_simplest(ground, ahead, shows(1)),
    )


_RELATIONS: Final[Mapping[tuple[bool, bool], Relation]] = {
    (False, False): "equal",
    (True, False): "more",
    (False, True): "less",
    (True, True): "neither",
}


def find_simplest(ground: Ground, kind: int, shows: Callable[[Facts], bool]) -> Facts:
    """The simplest request of a kind, as the one-case engine confirms it.

    Parameters
    ----------
    ground : Ground
    kind : int
        A diagram that some request meets.
    shows : callable
        Whether a request is of the kind, by the one-case engine; facts left out are presumed or
        not known.
    """
    request = search_simplest(ground, kind)
    assert request is not None
    if not shows(request):
        # Presumptions that implications tie together fall together; then everything is said.
        request = _say_everything(ground, kind, request)
        assert shows(request)
    facts = ground.facts.facts
    for name in sorted(request, key=lambda name: (not facts[name].private, name)):
        fewer = {other: value for other, value in request.items() if other != name}
        if shows(fewer):
            request = fewer
    return request


def _say_everything(ground: Ground, kind: int, request: Facts) -> Facts:
    """A request that says everything, as like the one given as there is."""
    diagrams, classes = ground.diagrams, ground.classes
    left = ground.possible(kind)
    complete: Facts = {}
    for level, name in enumerate(diagrams.order):
        if not ground.asks(name):
            continue
        value = request.get(name, ground.presumed(name))
        groups = range(len(diagrams.groups[level]))
        first = -1 if value is None else diagrams.group_of(level, classes[name].of(value))
        group = next(
            g for g in sorted(groups, key=lambda g: g != first)
            if diagrams.after(left, level, g) != FALSE
        )  # fmt: skip
        left = diagrams.after(left, level, group)
        complete[name] = (
            value if group == first and value is not None
            else classes[name].values(diagrams.groups[level][group])[0]
        )  # fmt: skip
    return complete
