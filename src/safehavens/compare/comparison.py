"""Two places, or one at two dates: for each action, who goes further, proved or shown otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from safehavens.compare.doubts import (
    ConditionsOf,
    SetApart,
    copy_position,
    read_conditions,
)
from safehavens.compare.evaluator import Evaluator
from safehavens.compare.ground import Ground, facts_of_both
from safehavens.compare.relation import EnginePosition, Relation, ShownRelation, relate_positions
from safehavens.compare.simplest import Facts
from safehavens.compare.strictness import ORDERS, Strictness, usual_strictness
from safehavens.decide.decision import Decision
from safehavens.decide.engine import Engine
from safehavens.decide.facts.known_facts import FactBook
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.unsure import find_doubt
from safehavens.decide.reasons import decide
from safehavens.decide.request import Request, check_words, find_answered_days


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a place on a day, under an engine's law."""

    engine: Engine
    place: str
    on: date
    label: str

    def position(self, who: str, action: str) -> Position:
        """The norms that apply to an agency kind's action on this side."""
        return self.engine.stretch(Request(self.place, who, action, self.on)).position

    def decide(self, who: str, action: str, facts: Facts) -> Decision:
        """The answer to a request; facts that this side's law has not declared are left out."""
        known = self.engine.lawbook.facts
        given = {name: value for name, value in facts.items() if name in known}
        return decide(self.engine, Request(self.place, who, action, self.on, given))


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """A request with what each side answers to it.

    `who` is one of the agency kinds that it stands for; `facts` what it says: the rest is presumed,
    or not known and without bearing.
    """

    who: str
    facts: Facts
    a: Decision
    b: Decision


@dataclass(frozen=True, slots=True)
class ComparedAction:
    """What holds for an action of some agency kinds, to all of which both sides answer alike.

    Attributes
    ----------
    action : str
    who : tuple of str
    order : str
        The order of strictness.
    relation : str
        Of A to B: `equal`, `more`, `less`, `neither`; `unsure`: which of them it is depends on what
        is not known of the law itself.
    same_norms : bool
        Both sides are under the very same norms, so nothing had to be proved.
    less, more : ShownRequest or None
        The simplest request for which A goes less far than B, and for which it goes further. None
        where it is proved that there is none; of `unsure`, none whose answers are sure.
    checked : bool
        Z3 came to the same result.
    """

    action: str
    who: tuple[str, ...]
    order: Strictness
    relation: Relation
    same_norms: bool
    less: ShownRequest | None
    more: ShownRequest | None
    checked: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything compared between A and B."""

    a: str
    b: str
    on_a: date
    on_b: date
    actions: tuple[ComparedAction, ...]


class Disagreement(AssertionError):
    """Z3 and the diagrams came to different results: a fault in safehavens, never in the law."""


def compare(
    a: Side,
    b: Side,
    who: Iterable[str] | None = None,
    actions: Iterable[str] | None = None,
    order: Strictness | None = None,
    check: bool = False,
) -> Comparison:
    """Compare two sides.

    Parameters
    ----------
    a, b : Side
    who, actions : iterable of str, optional
        Words of the vocabulary. Left out: every action and every agency kind of which the law of
        either side speaks.
    order : str, optional
        Left out: the order that fits each action (`strictness.usual_strictness`).
    check : bool
        Whether to prove everything once more with Z3.

    Raises
    ------
    BadRequest
        A word that the vocabulary does not know, or a day that is not answered.
    NoSolver
        `check`, and Z3 is not installed.
    Disagreement
        `check`, and Z3 comes to another result.
    """
    vocabulary = a.engine.lawbook.vocabulary
    chosen = tuple(actions or vocabulary.actions)
    kinds = tuple(who or vocabulary.who)
    for action in chosen:
        for kind in kinds:
            check_words(a.engine.lawbook, kind, action)
    for side in (a, b):
        find_answered_days(side.engine.lawbook, chosen).check(side.on)
    facts = facts_of_both(a.engine, b.engine)
    comparer = _Comparer(a, b, facts, Evaluator(a.engine, b.engine) if check else None)
    compared: list[ComparedAction] = []
    for action in chosen:
        fitting = order or usual_strictness(a.engine.lawbook, action)
        compared += comparer.compare_action(kinds, action, fitting)
    return Comparison(a.label, b.label, a.on, b.on, tuple(compared))


@dataclass
class _Comparer:
    """Compares two sides action by action.

    `facts` are those of both laws; `evaluator` proves everything once more, where it is there.
    """

    a: Side
    b: Side
    facts: FactBook
    evaluator: Evaluator | None

    def compare_action(
        self, kinds: Sequence[str], action: str, order: Strictness
    ) -> Iterable[ComparedAction]:
        """One action: agency kinds under the same norms are worked out once, then those with the
        same result are put together."""
        pairs: dict[tuple[int, int], tuple[Position, Position, list[str]]] = {}
        for who in kinds:
            one, other = self.a.position(who, action), self.b.position(who, action)
            if one.norms or other.norms:
                pairs.setdefault((id(one), id(other)), (one, other, []))[2].append(who)
        merged: dict[object, ComparedAction] = {}
        for one, other, alike in pairs.values():
            result = self._compare_positions(tuple(alike), action, one, other, order)
            key = (
                result.same_norms,
                result.relation,
                _likeness(result.less),
                _likeness(result.more),
            )
            if (earlier := merged.get(key)) is not None:
                result = _join_kinds(earlier, result, kinds)
            merged[key] = result
        return merged.values()

    def _compare_positions(
        self, who: tuple[str, ...], action: str, one: Position, other: Position, order: Strictness
    ) -> ComparedAction:
        may_change = self.a.on != self.b.on and any(find_doubt(f) == "day" for f in other.hidden)
        same = one is other and self.a.engine is self.b.engine and not may_change
        if same:
            shown = ShownRelation("equal", None, None)
        else:
            second = copy_position(other) if may_change else other
            conditions_of = SetApart(second) if may_change else read_conditions
            ground = Ground(self.facts, [one, second], conditions_of)
            here = EnginePosition(self.a.engine, one)
            there = EnginePosition(self.b.engine, other, second)
            shown = relate_positions(ground, here, there, order)
            if self.evaluator is not None:
                sides = (here, there)
                self._check_with_z3(action, sides, shown, order, conditions_of)
        return ComparedAction(
            action,
            who,
            order,
            shown.relation,
            same,
            self._answer_both(who[0], action, shown.less),
            self._answer_both(who[0], action, shown.more),
            self.evaluator is not None and not same,
        )

    def _answer_both(self, who: str, action: str, facts: Facts | None) -> ShownRequest | None:
        if facts is None:
            return None
        a, b = (side.decide(who, action, facts) for side in (self.a, self.b))
        return ShownRequest(who, facts, a, b)

    def _check_with_z3(
        self,
        action: str,
        sides: tuple[EnginePosition, EnginePosition],
        shown: ShownRelation,
        order: Strictness,
        conditions_of: ConditionsOf,
    ) -> None:
        """Prove the same claims with Z3, and ask its own requests of the one-case engine."""
        assert self.evaluator is not None
        rank = {verdict: i for i, verdict in enumerate(ORDERS[order])}
        here, there = sides
        may_be = []
        for first, second, ours in ((here, there, shown.less), (there, here, shown.more)):
            grounds = first.on_ground or first.position, second.on_ground or second.position
            z3s = self.evaluator.counterexample(*grounds, order, conditions_of, sure=True)
            if (z3s is None) != (ours is None):
                raise Disagreement(f"{action}: Z3 found {z3s}, the diagrams {ours}.")
            if z3s is not None:
                low, high = first.verdict(z3s), second.verdict(z3s)
                if low not in rank or high not in rank or not rank[low] > rank[high]:
                    raise Disagreement(f"{action}: Z3's request {z3s} gives {low} and {high}.")
            may_be.append(
                z3s is not None
                or self.evaluator.counterexample(*grounds, order, conditions_of) is not None
            )
        proved = (shown.less is not None, shown.more is not None)
        if (shown.relation == "unsure") != (tuple(may_be) != proved and not all(proved)):
            raise Disagreement(f"{action}: Z3 does not find that the relation is {shown.relation}.")


def _likeness(shown: ShownRequest | None) -> object:
    """What two agency kinds must have alike to be shown together."""
    if shown is None:
        return None
    sides = [
        (decision.verdict, tuple(reason.norm for reason in decision.because))
        for decision in (shown.a, shown.b)
    ]
    return (tuple(shown.facts.items()), *sides)


def _join_kinds(one: ComparedAction, other: ComparedAction, kinds: Sequence[str]) -> ComparedAction:
    who = tuple(kind for kind in kinds if kind in (*one.who, *other.who))
    return ComparedAction(
        one.action, who, one.order, one.relation, one.same_norms, one.less, one.more, one.checked
    )
