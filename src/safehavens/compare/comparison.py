"""Two places, or one at two dates: for each action, who goes further, proved or shown otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from safehavens.compare.evaluator import Evaluator
from safehavens.compare.ground import Ground, facts_of_both
from safehavens.compare.relation import Related, Relation, Standpoint, relate
from safehavens.compare.simplest import Said
from safehavens.compare.strictness import ORDERS, Strictness, usual
from safehavens.decide.decision import Decision
from safehavens.decide.engine import Engine
from safehavens.decide.facts.known_facts import FactBook
from safehavens.decide.norms.position import Position
from safehavens.decide.reasons import decide
from safehavens.decide.request import Request, check_words


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a place on a day, under an engine's law."""

    engine: Engine
    place: str
    on: date
    label: str

    def position(self, who: str, action: str) -> Position:
        """The norms of a question on this side."""
        return self.engine.stretch(Request(self.place, who, action, self.on)).position

    def decide(self, who: str, action: str, facts: Said) -> Decision:
        """The answer to a request; facts that this side's law has not declared are left out."""
        known = self.engine.lawbook.facts
        given = {name: value for name, value in facts.items() if name in known}
        return decide(self.engine, Request(self.place, who, action, self.on, given))


@dataclass(frozen=True, slots=True)
class Shown:
    """A request with what each side answers to it.

    `who` is one of the agency kinds that it stands for; `facts` what it says: the rest is presumed,
    or not known and without bearing.
    """

    who: str
    facts: Said
    a: Decision
    b: Decision


@dataclass(frozen=True, slots=True)
class ActionCompared:
    """What holds for an action of some agency kinds, to all of which both sides answer alike.

    Attributes
    ----------
    action : str
    who : tuple of str
    order : str
        The order of strictness.
    relation : str
        Of A to B: `equal`, `more`, `less`, `neither`.
    same_norms : bool
        Both sides are under the very same norms, so nothing had to be proved.
    less, more : Shown or None
        The simplest request for which A goes less far than B, and for which it goes further; None:
        that there is none is proved.
    checked : bool
        Z3 came to the same result.
    """

    action: str
    who: tuple[str, ...]
    order: Strictness
    relation: Relation
    same_norms: bool
    less: Shown | None
    more: Shown | None
    checked: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything compared between A and B."""

    a: str
    b: str
    on_a: date
    on_b: date
    actions: tuple[ActionCompared, ...]


class Disagreement(AssertionError):
    """Z3 and the diagrams came to different results: a fault in safehavens, never in the law."""


def compare(
    a: Side,
    b: Side,
    actions: Iterable[str] | None = None,
    who: Iterable[str] | None = None,
    order: Strictness | None = None,
    check: bool = False,
) -> Comparison:
    """Compare two sides.

    Parameters
    ----------
    a, b : Side
    actions, who : iterable of str, optional
        Words of the vocabulary. Left out: every action and every agency kind of which the law of
        either side speaks.
    order : str, optional
        Left out: the order that fits each action (`safehavens.compare.strictness.usual`).
    check : bool
        Whether to prove everything once more with Z3.

    Raises
    ------
    BadRequest
        A word that the vocabulary does not know.
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
    facts = facts_of_both(a.engine, b.engine)
    work = _Work(a, b, facts, Evaluator(a.engine, b.engine) if check else None)
    found: list[ActionCompared] = []
    for action in chosen:
        fitting = order or usual(a.engine.lawbook, action)
        found += work.action(action, kinds, fitting)
    return Comparison(a.label, b.label, a.on, b.on, tuple(found))


@dataclass
class _Work:
    a: Side
    b: Side
    facts: FactBook
    evaluator: Evaluator | None

    def action(
        self, action: str, kinds: Sequence[str], order: Strictness
    ) -> Iterable[ActionCompared]:
        """One action: agency kinds under the same norms are worked out once, then those with the
        same result are put together."""
        pairs: dict[tuple[int, int], tuple[Position, Position, list[str]]] = {}
        for who in kinds:
            one, other = self.a.position(who, action), self.b.position(who, action)
            if one.norms or other.norms:
                pairs.setdefault((id(one), id(other)), (one, other, []))[2].append(who)
        merged: dict[object, ActionCompared] = {}
        for one, other, whos in pairs.values():
            made = self._pair(action, tuple(whos), one, other, order)
            key = (made.same_norms, made.relation, _seen(made.less), _seen(made.more))
            if (held := merged.get(key)) is not None:
                made = _joined(held, made, kinds)
            merged[key] = made
        return merged.values()

    def _pair(
        self, action: str, who: tuple[str, ...], one: Position, other: Position, order: Strictness
    ) -> ActionCompared:
        same = one is other and self.a.engine is self.b.engine
        if same:
            related = Related("equal", None, None)
        else:
            ground = Ground(self.facts, [one, other])
            here, there = Standpoint(self.a.engine, one), Standpoint(self.b.engine, other)
            related = relate(ground, here, there, order)
            if self.evaluator is not None:
                self._check(one, other, related, order, action)
        return ActionCompared(
            action,
            who,
            order,
            related.relation,
            same,
            self._shown(action, who[0], related.less),
            self._shown(action, who[0], related.more),
            self.evaluator is not None and not same,
        )

    def _shown(self, action: str, who: str, facts: Said | None) -> Shown | None:
        if facts is None:
            return None
        a, b = (side.decide(who, action, facts) for side in (self.a, self.b))
        return Shown(who, facts, a, b)

    def _check(
        self, one: Position, other: Position, found: Related, order: Strictness, action: str
    ) -> None:
        """Z3's turn: the same claims, and its own requests asked of the one-case engine."""
        assert self.evaluator is not None
        rank = {verdict: i for i, verdict in enumerate(ORDERS[order])}
        turns = (
            (one, self.a.engine, other, self.b.engine, found.less),
            (other, self.b.engine, one, self.a.engine, found.more),
        )
        for first, mine, second, theirs, request in turns:
            said = self.evaluator.counterexample(first, second, order)
            if (said is None) != (request is None):
                raise Disagreement(f"{action}: Z3 found {said}, the diagrams {request}.")
            if said is not None:
                low, high = mine.judge(first, said), theirs.judge(second, said)
                if not rank[low] > rank[high]:
                    raise Disagreement(f"{action}: Z3's request {said} gives {low} and {high}.")


def _seen(shown: Shown | None) -> object:
    """What two agency kinds must have alike to be shown together."""
    if shown is None:
        return None
    sides = [
        (decision.verdict, tuple(reason.norm for reason in decision.because))
        for decision in (shown.a, shown.b)
    ]
    return (tuple(shown.facts.items()), *sides)


def _joined(one: ActionCompared, other: ActionCompared, kinds: Sequence[str]) -> ActionCompared:
    who = tuple(kind for kind in kinds if kind in (*one.who, *other.who))
    return ActionCompared(
        one.action, who, one.order, one.relation, one.same_norms, one.less, one.more, one.checked
    )
