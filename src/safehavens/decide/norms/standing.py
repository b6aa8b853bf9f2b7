"""Standing: which true norms are set aside by which, and the verdict of those that stand.

The rules are in docs/semantics.md: standing and verdict. Who could set whom aside is fixed for
the norms of a position; which of them are true depends on the facts. Among the true norms the
grounded extension of the attack graph is taken (P. M. Dung, "On the acceptability of arguments",
Artificial Intelligence 77, 1995): a norm stands unless a norm that itself stands sets it aside,
and norms caught in a circle all stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from typing import Final, Literal

from safehavens.corpus.model import Modality, Norm, Verdict
from safehavens.corpus.reading.forms.law_bounds import MOST_RELATIONS
from safehavens.logic.diagram import refuse
from safehavens.logic.expression import Truth
from safehavens.values.quick_dataclass import dataclass

Rule = Literal["defeats", "yields_to", "preempts", "higher"]

_CONTRARY: Final = frozenset(
    {("must_not", "must"), ("must", "must_not"), ("must_not", "may"), ("may", "must_not")}
)


@dataclass(frozen=True, slots=True)
class Attack:
    """Norm `by` sets norm `on` aside where both are true (indices into the position's norms)."""

    by: int
    on: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the true norms come to.

    `deciding` are the norms that give the verdict (empty: permitted by silence); `aside` maps a
    norm that is set aside to the attacks that succeed against it.
    """

    verdict: Verdict
    deciding: tuple[int, ...]
    standing: frozenset[int]
    aside: dict[int, tuple[Attack, ...]]


class Patterns:
    """What was worked out of patterns of truths: the same for all positions of one structure."""

    __slots__ = ("may_decide", "moot", "outcomes", "reachable")

    def __init__(self) -> None:
        self.outcomes: dict[tuple[Truth, ...], Outcome] = {}
        self.reachable: dict[tuple[Truth, ...], frozenset[Verdict]] = {}
        self.may_decide: dict[tuple[Truth, ...], tuple[frozenset[int], frozenset[int]]] = {}
        self.moot: dict[tuple[tuple[Truth, ...], int | None], frozenset[int]] = {}


def contrary(a: Norm, b: Norm) -> bool:
    """Contrary are `must_not` and `must`, and `must_not` and `may`."""
    return (a.modality, b.modality) in _CONTRARY


def find_attacks(norms: Sequence[Norm], above: Callable[[Norm, Norm], bool]) -> tuple[Attack, ...]:
    """Every attack that is possible among these norms.

    Parameters
    ----------
    norms : sequence of Norm
        Binding norms on one action.
    above : callable
        ``above(a, b)``: a comes from a higher place than b.
    """
    pairs = set(_explicit_pairs(norms))
    for i, j in _contrary_pairs(norms, range(len(norms)), above):
        pairs.add((i, j))
        _check_number(norms, pairs)
    rules = ((i, j, _rule(norms[i], norms[j], above)) for i, j in sorted(pairs))
    return tuple([Attack(i, j, rule) for i, j, rule in rules if rule is not None])


def _explicit_pairs(norms: Sequence[Norm]) -> Iterator[tuple[int, int]]:
    """Pairs of which one names the other: (what sets aside, what it sets aside)."""
    at = {norm.id: i for i, norm in enumerate(norms)}
    for i, norm in enumerate(norms):
        yield from ((i, at[id]) for id in norm.defeats if id in at and at[id] != i)
        yield from ((at[id], i) for id in norm.yields_to if id in at and at[id] != i)


def _contrary_pairs(
    norms: Sequence[Norm], ones: Iterable[int], above: Callable[[Norm, Norm], bool]
) -> Iterator[tuple[int, int]]:
    """Pairs of contrary norms, the first one of these and from a higher place than the second."""
    for i, others in _contrary_groups(norms, ones):
        if above(norms[i], norms[others[0]]):
            yield from ((i, j) for j in others)


def _contrary_groups(
    norms: Sequence[Norm], ones: Iterable[int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each of these norms with those that say the contrary, in groups of one instrument."""
    grouped: dict[tuple[Modality, str], list[int]] = {}
    for j, norm in enumerate(norms):
        grouped.setdefault((norm.modality, norm.instrument), []).append(j)
    groups = [(modality, tuple(members)) for (modality, _), members in grouped.items()]
    for i in ones:
        for modality, members in groups:
            if (norms[i].modality, modality) in _CONTRARY:
                yield i, members


def _check_number(norms: Sequence[Norm], pairs: Sized) -> None:
    if len(pairs) > MOST_RELATIONS:
        raise refuse(norms, f"more than {MOST_RELATIONS:,} pairs of rules")


def _rule(a: Norm, b: Norm, above: Callable[[Norm, Norm], bool]) -> Rule | None:
    """By which rule a sets b aside, if it does."""
    if b.id in a.defeats:
        return "defeats"
    if a.id in b.yields_to:
        return "yields_to"
    if a.id in b.defeats or b.id in a.yields_to:  # settled the other way: rank is not asked
        return None
    if a.preempts == "disputed" or not contrary(a, b) or not above(a, b):
        return None
    if a.preempts == "yes":
        return "preempts"
    return None if a.modality == "may" else "higher"


def find_clashes(
    norms: Sequence[Norm], above: Callable[[Norm, Norm], bool]
) -> tuple[tuple[int, int], ...]:
    """Pairs (disputed, contrary) that make a conflict where both stand.

    The contrary norm is of the disputed one's own place or of a lower one.
    """
    clashes: list[tuple[int, int]] = []
    disputed = (i for i, norm in enumerate(norms) if norm.preempts == "disputed")
    for i, others in _contrary_groups(norms, disputed):
        if not above(norms[others[0]], norms[i]):
            clashes += ((i, j) for j in others)
            _check_number(norms, clashes)
    return tuple(sorted(clashes))


def settle(
    norms: Sequence[Norm],
    edges: Iterable[Attack],
    disputes: Iterable[tuple[int, int]],
    true: frozenset[int],
) -> Outcome:
    """The outcome, given which norms are true."""
    live = [edge for edge in edges if edge.by in true and edge.on in true]
    attackers: dict[int, list[Attack]] = {i: [] for i in true}
    for edge in live:
        attackers[edge.on].append(edge)
    accepted, out = _grounded(attackers)
    standing = true - out
    aside = {i: tuple(edge for edge in attackers[i] if edge.by in accepted) for i in sorted(out)}
    verdict, deciding = _verdict(norms, standing, disputes)
    return Outcome(verdict, deciding, frozenset(standing), aside)


def _grounded(attackers: dict[int, list[Attack]]) -> tuple[set[int], set[int]]:
    """The norms in the grounded extension, and those it sets aside."""
    accepted: set[int] = set()
    out: set[int] = set()
    while True:
        grown = {
            i
            for i, edges in attackers.items()
            if i not in accepted and i not in out and all(edge.by in out for edge in edges)
        }
        fallen = {
            i
            for i, edges in attackers.items()
            if i not in out and any(edge.by in accepted or edge.by in grown for edge in edges)
        }
        if not grown and not fallen:
            return accepted, out
        accepted |= grown
        out |= fallen


def _verdict(
    norms: Sequence[Norm], standing: Iterable[int], disputes: Iterable[tuple[int, int]]
) -> tuple[Verdict, tuple[int, ...]]:
    kept = frozenset(standing)
    disputed = {i for pair in disputes if kept.issuperset(pair) for i in pair}
    if disputed:
        return "conflict", tuple(sorted(disputed))
    by_modality = {
        modality: tuple(sorted(i for i in kept if norms[i].modality == modality))
        for modality in ("must_not", "must", "may")
    }
    forbidding, requiring = by_modality["must_not"], by_modality["must"]
    if forbidding and requiring:
        return "conflict", tuple(sorted(forbidding + requiring))
    if forbidding:
        return "prohibited", forbidding
    if requiring:
        return "required", requiring
    return "permitted", by_modality["may"]
