"""What is left of a condition while facts become known.

A residual is a condition in negation normal form over classes of values (see
`safehavens.logic.classes`): True, False, or a tuple

    ("is", fact, mask)      the fact lies in one of these classes
    ("and", residual, …)    all of them
    ("or", residual, …)     any of them

Plain tuples hash and compare fast, so equal residuals are met only once in a search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from safehavens.corpus.model import FactValue
from safehavens.logic.classes import Classes
from safehavens.logic.expression import And, Constant, Expression, Not, Or, holds

Residual = bool | tuple[Any, ...]

_NOTHING: Final[Mapping[str, FactValue]] = {}


def residual(
    expression: Expression,
    classes: Mapping[str, Classes],
    negated: bool = False,
    known: Mapping[str, FactValue] = _NOTHING,
) -> Residual:
    """A condition (or its negation) as a residual, once these facts are known."""
    match expression:
        case Constant(value):
            return value != negated
        case Not(part):
            return residual(part, classes, not negated, known)
        case And(parts):
            inner = (residual(part, classes, negated, known) for part in parts)
            return any_of(inner) if negated else all_of(inner)
        case Or(parts):
            inner = (residual(part, classes, negated, known) for part in parts)
            return all_of(inner) if negated else any_of(inner)
        case atom:
            value_known = known.get(atom.fact)
            if value_known is not None:
                return holds(atom, value_known) != negated
            of_fact = classes[atom.fact]
            mask = of_fact.where(atom)
            return is_in(atom.fact, of_fact.all & ~mask if negated else mask, of_fact.all)


def is_in(fact: str, mask: int, domain: int) -> Residual:
    """The fact lies in the mask, where all that is possible is the domain."""
    return False if not mask else True if mask == domain else ("is", fact, mask)


def all_of(parts: Iterable[Residual]) -> Residual:
    """Conjunction; constants fold away, repeats are dropped."""
    kept: dict[Residual, None] = {}
    for part in parts:
        if isinstance(part, bool):
            if not part:
                return False
        elif part[0] == "and":
            kept.update(dict.fromkeys(part[1:]))
        else:
            kept[part] = None
    return True if not kept else next(iter(kept)) if len(kept) == 1 else ("and", *kept)


def any_of(parts: Iterable[Residual]) -> Residual:
    """Disjunction; constants fold away, repeats are dropped."""
    kept: dict[Residual, None] = {}
    for part in parts:
        if isinstance(part, bool):
            if part:
                return True
        elif part[0] == "or":
            kept.update(dict.fromkeys(part[1:]))
        else:
            kept[part] = None
    return False if not kept else next(iter(kept)) if len(kept) == 1 else ("or", *kept)


def restrict(node: Residual, fact: str, mask: int) -> Residual:
    """The residual once the fact is known to lie in the mask."""
    if isinstance(node, bool):
        return node
    kind = node[0]
    if kind == "is":
        if node[1] != fact:
            return node
        return is_in(fact, node[2] & mask, mask)
    changed = False
    parts = []
    for part in node[1:]:
        after = restrict(part, fact, mask)
        changed = changed or after is not part
        parts.append(after)
    if not changed:
        return node
    return all_of(parts) if kind == "and" else any_of(parts)


def restrict_all(node: Residual, known: Mapping[str, int]) -> Residual:
    """The residual once each of these facts is known to lie in its mask."""
    if isinstance(node, bool):
        return node
    kind = node[0]
    if kind == "is":
        mask = known.get(node[1])
        return node if mask is None else is_in(node[1], node[2] & mask, mask)
    parts = [restrict_all(part, known) for part in node[1:]]
    if all(after is before for after, before in zip(parts, node[1:], strict=True)):
        return node
    return all_of(parts) if kind == "and" else any_of(parts)


def masks(node: Residual) -> Iterator[tuple[str, int]]:
    """Every (fact, mask) still asked for, with repeats."""
    found: list[tuple[str, int]] = []
    if not isinstance(node, bool):
        _collect((node,), found)
    return iter(found)


def _collect(nodes: Iterable[tuple[Any, ...]], found: list[tuple[str, int]]) -> None:
    for node in nodes:
        if node[0] == "is":
            found.append(node[1:])
        else:
            _collect(node[1:], found)


def with_facts(nodes: Iterable[Residual]) -> Iterator[tuple[Residual, frozenset[str]]]:
    """Residuals, each with the facts that it asks for."""
    return ((node, frozenset([fact for fact, _ in masks(node)])) for node in nodes)


def find_bearing(nodes: Iterable[Residual], demands: Iterable[Residual]) -> list[Residual]:
    """Of what is demanded, what bears on the facts of some residuals, be it through others."""
    return part_bearing(nodes, with_facts(demands))[0]


def part_bearing(
    nodes: Iterable[Residual], demands: Iterable[tuple[Residual, frozenset[str]]]
) -> tuple[list[Residual], list[Residual]]:
    """What is demanded, each with its facts, parted: what bears on the facts of some residuals, be
    it through others, and what does not."""
    reached = {fact for node in nodes for fact, _ in masks(node)}
    left = list(demands)
    bearing: list[Residual] = []
    while met := [pair for pair in left if not reached.isdisjoint(pair[1])]:
        left = [pair for pair in left if reached.isdisjoint(pair[1])]
        bearing += [demand for demand, _ in met]
        reached = reached.union(*(facts for _, facts in met))
    return bearing, [demand for demand, _ in left]


def groups(nodes: Iterable[Residual], fact: str, domain: int) -> tuple[int, ...]:
    """The domain of a fact, split into the sets of classes that these residuals tell apart."""
    return split(domain, (mask for node in nodes for name, mask in masks(node) if name == fact))


def split(domain: int, fact_masks: Iterable[int]) -> tuple[int, ...]:
    """A fact's classes, split into the sets that these masks tell apart, in order."""
    parts = [domain]
    for mask in fact_masks:
        parts = [part for whole in parts for part in (whole & mask, whole & ~mask) if part]
    return tuple(sorted(parts, key=lambda part: part & -part))


class OutOfSteps(Exception):
    """A search that has taken as many steps as it may."""


def satisfiable(
    constraints: Iterable[Residual],
    domains: Mapping[str, int],
    steps: Iterator[int] | None = None,
) -> bool:
    """Whether some choice of a class for each fact makes all the constraints true.

    Parameters
    ----------
    constraints : iterable of Residual
    domains : mapping of str to int
        Every class of each fact.
    steps : iterator of int, optional
        One is taken for each step; None: there is no bound.

    Raises
    ------
    OutOfSteps
        There are no steps left.
    """
    if steps is not None and next(steps, None) is None:
        raise OutOfSteps
    live: list[Residual] = []
    for node in constraints:
        if not isinstance(node, bool):
            live.append(node)
        elif not node:
            return False
    if not live:
        return True
    fact = next(masks(live[0]))[0]
    return any(
        satisfiable([restrict(node, fact, part) for node in live], domains, steps)
        for part in groups(live, fact, domains[fact])
    )


def apart(nodes: Iterable[Residual]) -> list[tuple[list[Residual], dict[str, None]]]:
    """The residuals that are still open, in sets that share no fact, each with its facts."""
    sets: list[tuple[list[Residual], dict[str, None]]] = []
    for node in nodes:
        if isinstance(node, bool):
            continue
        together: list[Residual] = [node]
        facts: dict[str, None] = dict.fromkeys((fact for fact, _ in masks(node)), None)
        separate = []
        for others, theirs in sets:
            if facts.keys().isdisjoint(theirs):
                separate.append((others, theirs))
            else:
                together, facts = [*others, *together], {**theirs, **facts}
        sets = [*separate, (together, facts)]
    return sets
