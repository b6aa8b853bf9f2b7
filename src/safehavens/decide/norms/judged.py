"""A position's verdict as a formula: rules 5 and 6 of docs/semantics.md, for all requests at once.

The rules are written once, over any logic that has "all", "any" and "not". With decision diagrams
(`safehavens.compare.ground`) they answer fast; with Z3's formulas
(`safehavens.compare.evaluator`) they are an evaluator that shares no decision procedure with the
first. Both are held to `safehavens.decide.norms.standing.settle`, which works on one set of
true norms and knows nothing of this.

The grounded extension is a least fixed point. It is unrolled: each round settles at least one
norm under attack or changes nothing, so as many rounds as there are such norms suffice (P. M. Dung,
"On the acceptability of arguments", Artificial Intelligence 77, 1995, section 2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from safehavens.corpus.model import Norm, Verdict
from safehavens.decide.norms.standing import Attack
from safehavens.logic.diagram import FALSE, TRUE, Diagrams
from safehavens.values.quick_dataclass import dataclass

T = TypeVar("T")


class Logic(Protocol[T]):
    """What the rules need of a logic."""

    def constant(self, value: bool) -> T:
        """TRUE or FALSE."""

    def negated(self, part: T) -> T:
        """Not it."""

    def all_of(self, parts: Iterable[T]) -> T:
        """All of them; TRUE of none."""

    def any_of(self, parts: Iterable[T]) -> T:
        """Any of them; FALSE of none."""

    def same(self, one: T, other: T) -> bool:
        """Whether two formulas are known to be one; False where that is not seen."""


class DiagramLogic:
    """All, any and not of decision diagrams, for rules that are written over any logic.

    Satisfies `Logic`.

    Parameters
    ----------
    diagrams : Diagrams
        What is worked out is added to these.
    """

    def __init__(self, diagrams: Diagrams) -> None:
        self.diagrams = diagrams

    def constant(self, value: bool) -> int:
        """TRUE or FALSE."""
        return TRUE if value else FALSE

    def negated(self, part: int) -> int:
        """Not it."""
        return self.diagrams.negated(part)

    def all_of(self, parts: Iterable[int]) -> int:
        """All of them."""
        return self.diagrams.join(parts, TRUE)

    def any_of(self, parts: Iterable[int]) -> int:
        """Any of them."""
        return self.diagrams.join(parts, FALSE)

    def same(self, one: int, other: int) -> bool:
        """Diagrams that mean the same are the same number."""
        return one == other


@dataclass(frozen=True, slots=True)
class Judged(Generic[T]):
    """The requests for which things are so, each as a formula.

    Attributes
    ----------
    true : tuple
        For each binding norm: its condition holds.
    stands : tuple
        For each binding norm: it holds and nothing sets it aside.
    accepted : tuple
        For each binding norm: it is in the grounded extension, so that it can set others aside.
    verdicts : dict of Verdict
        For each verdict but `depends`: it is the answer. Exactly one of them holds of a request
        that says everything.
    """

    true: tuple[T, ...]
    stands: tuple[T, ...]
    accepted: tuple[T, ...]
    verdicts: dict[Verdict, T]


def judge_formulas(
    norms: Sequence[Norm],
    true: Sequence[T],
    attacks: Sequence[Attack],
    clashes: Sequence[tuple[int, int]],
    logic: Logic[T],
) -> Judged[T]:
    """Work out what stands and what the verdict is.

    Parameters
    ----------
    norms : sequence of Norm
        The binding norms of a position.
    true : sequence
        For each of them, where its condition holds.
    attacks, clashes
        Those of the position.
    logic : Logic
    """
    stands, accepted = _standing(true, attacks, logic)

    def some(modality: str) -> T:
        return logic.any_of(s for s, n in zip(stands, norms, strict=True) if n.modality == modality)

    forbidden, required = some("must_not"), some("must")
    disputed = logic.any_of(logic.all_of((stands[i], stands[j])) for i, j in clashes)
    conflict = logic.any_of((disputed, logic.all_of((forbidden, required))))
    agreed = logic.negated(conflict)
    verdicts: dict[Verdict, T] = {
        "prohibited": logic.all_of((forbidden, agreed)),
        "required": logic.all_of((required, agreed)),
        "conflict": conflict,
        "permitted": logic.all_of((logic.negated(logic.any_of((forbidden, required))), agreed)),
    }
    return Judged(tuple(true), stands, accepted, verdicts)


def _standing(
    true: Sequence[T], attacks: Sequence[Attack], logic: Logic[T]
) -> tuple[tuple[T, ...], tuple[T, ...]]:
    by: dict[int, list[int]] = {}
    for edge in attacks:
        by.setdefault(edge.on, []).append(edge.by)
    out = dict.fromkeys(by, logic.constant(False))
    for _ in range(len(by) + 1):
        accepted = {
            i: logic.all_of(
                [true[i]]
                + [
                    logic.any_of((logic.negated(true[j]), out[j])) if j in out
                    else logic.negated(true[j])
                    for j in attackers
                ]
            )
            for i, attackers in by.items()
        }  # fmt: skip
        grown = {
            i: logic.all_of((true[i], logic.any_of(accepted.get(j, true[j]) for j in attackers)))
            for i, attackers in by.items()
        }
        settled = all(logic.same(grown[i], out[i]) for i in by)
        out = grown
        if settled:
            break
    stands = tuple(
        logic.all_of((holds, logic.negated(out[i]))) if i in out else holds
        for i, holds in enumerate(true)
    )
    final = tuple(accepted.get(i, holds) if by else holds for i, holds in enumerate(true))
    return stands, final
