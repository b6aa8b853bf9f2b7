"""Facts tied together: what is given of them, what follows, what is presumed, what is not known.

The rule is in docs/semantics.md: facts. What is given settles what follows (`implies`) before
presumptions are taken. A presumption that cannot hold beside what is given falls; presumptions
that cannot all hold are all dropped, so far as implications tie them together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from safehavens.corpus.model import Fact, FactValue
from safehavens.decide.facts.leanings import Leaning, make_leaning
from safehavens.decide.norms.circumstances import Usual
from safehavens.decide.request import BadRequest, Given
from safehavens.logic.classes import Classes
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import (
    FALSE,
    Expression,
    conjunction,
    facts_of,
    negation,
    substitute,
)
from safehavens.logic.possible import PossibleValues
from safehavens.logic.residual import (
    Residual,
    any_of,
    apart,
    is_in,
    masks,
    residual,
    restrict,
)
from safehavens.values.quick_dataclass import dataclass


class Contradiction(BadRequest):
    """Facts that cannot all be so. The message is one sentence."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a group of facts tied by implications comes to, given some of them.

    `known` holds given, implied and presumed values alike; `implied` and `presumed` say which;
    `live` is what the implications still demand of the facts that are not known, and `leanings`
    what is taken to be so of those that were left out, where that is no single value; `live` has
    it, too. Where tables settled the facts, `demands` is in place of `live` and `leanings`: what is
    demanded of the facts that are asked for, nothing known yet.
    """

    known: dict[str, FactValue]
    implied: dict[str, FactValue]
    presumed: dict[str, FactValue]
    live: tuple[Residual, ...]
    leanings: tuple[Expression, ...] = ()
    demands: Demands | None = None


class Demands:
    """What implications and presumptions demand of facts; one object for all requests that it is
    the same for. `facts` are those that such a request may say something of."""

    __slots__ = ("facts", "nodes")

    def __init__(self, nodes: tuple[Residual, ...], facts: frozenset[str]) -> None:
        self.nodes = nodes
        self.facts = facts


_MOST_SETTLED: Final = 4_096
GivenItem = tuple[str, FactValue | None]
_GivenItems = tuple[GivenItem, ...]
_NO_FACTS: Final[frozenset[str]] = frozenset()
_NOTHING_SPECIAL: Final[Mapping[str, tuple[FactValue, ...]]] = {}


class TiedFacts:
    """Facts that implications tie together, directly or through others."""

    def __init__(
        self,
        facts: Iterable[Fact],
        conditions: Conditions,
        classes: Mapping[str, Classes],
    ) -> None:
        implied = conditions.implied
        self.facts = {fact.name: fact for fact in facts}
        self.implied = {name: implied[name] for name in self.facts if name in implied}
        self.defined = {
            name: frozenset(facts_of(self.implied[name]))
            for name in self.implied
            if name in conditions.defined
        }
        self._defining = _NO_FACTS.union(self.defined, *self.defined.values())
        self.classes = classes
        self._tying = [self.facts[name] for name in self.implied]
        self.presumptions = {
            name: make_leaning(fact, (fact.presume,), conditions.presumed_unless.get(name, FALSE))
            for name, fact in self.facts.items()
            if fact.presume is not None
        }
        self.private = any(fact.private for fact in self.facts.values())
        self._settled: dict[tuple[_GivenItems, frozenset[str], Usual], Settled] = {}

    @cached_property
    def constraints(self) -> tuple[Residual | bool, ...]:
        """What the implications demand, nothing known yet."""
        classes = self.classes
        return tuple(
            any_of([is_in(name, 1, 0b11), residual(condition, classes)])
            for name, condition in self.implied.items()
        ) + tuple(
            any_of([is_in(name, 0b10, 0b11), residual(negation(self.implied[name]), classes)])
            for name in self.defined
        )

    @cached_property
    def mentions(self) -> tuple[tuple[str, ...], ...]:
        """The facts that each of them mentions."""
        return tuple(
            tuple(dict.fromkeys(fact for fact, _ in masks(node))) for node in self.constraints
        )

    @cached_property
    def _mentioning(self) -> dict[str, list[Residual]]:
        """What the implications demand, by each fact that it mentions."""
        mentioning: dict[str, list[Residual]] = {}
        for node, mentioned in zip(self.constraints, self.mentions, strict=True):
            for name in mentioned:
                mentioning.setdefault(name, []).append(node)
        return mentioning

    @cached_property
    def _possible(self) -> PossibleValues:
        presumed = [residual(one.expression, self.classes) for one in self.presumptions.values()]
        return PossibleValues(self.constraints, self.classes, law=self._tying, beside=presumed)

    def settle(
        self,
        given: Given,
        asked: Iterable[str] = (),
        usual: Mapping[str, tuple[FactValue, ...]] = _NOTHING_SPECIAL,
        public: bool = False,
    ) -> Settled:
        """Raises Contradiction where what is given breaks an implication.

        `asked` are the facts that norms ask for: what one of them defines is not presumed while
        it is not known, so that a presumption never stands in for its answer; and what is defined
        by others is not presumed where it is not among them. `public`: what is given is nobody's
        own.
        """
        items = tuple([item for item in given.items() if item[0] in self.facts])
        return self.settle_items(items, asked, usual, public)

    def settle_items(
        self,
        items: _GivenItems,
        asked: Iterable[str],
        usual: Mapping[str, tuple[FactValue, ...]],
        public: bool,
    ) -> Settled:
        """The same, of what is given of these facts alone."""
        facts = self.facts
        defining = self._defining.intersection(asked) if self._defining else self._defining
        special: Usual = ()
        if usual and not facts.keys().isdisjoint(usual):
            given = dict(items)
            special = tuple(
                [item for item in usual.items() if item[0] in facts and item[0] not in given]
            )
        key = (items, defining, special)
        settled = self._settled.get(key)
        if settled is None:
            settled = self._settle(dict(items), defining, dict(special))
            # Nothing private outlives the call, and the table must not grow without end.
            if public or not any(
                value is not None and facts[name].private for name, value in items
            ):
                if len(self._settled) >= _MOST_SETTLED:
                    self._settled.clear()
                self._settled[key] = settled
        return settled

    def _settle(
        self,
        given: dict[str, FactValue | None],
        asked: frozenset[str],
        usual: dict[str, tuple[FactValue, ...]],
    ) -> Settled:
        known = {name: value for name, value in given.items() if value is not None}
        masks_known = {name: self.classes[name].of(value) for name, value in known.items()}
        possible = self._possible.find(masks_known)
        if possible is None:
            raise Contradiction(self._broken(known))
        live = self._with(self.constraints, known)
        implied = self._entailed(live, possible, known)
        live = self._with(live, implied)
        settled = known.keys() | implied.keys()
        leanings = [
            leaning
            for name, leaning in self.lean(usual).items()
            if name not in given
            and name not in implied
            and not (name in self.defined and self._is_open(name, asked, settled))
        ]
        plain = {one.fact: one.values[0] for one in leanings if is_plain(one)}
        hanging = [
            self._settle_condition(one, {**known, **implied, **plain}, given)
            for one in leanings
            if one.fact not in plain
        ]
        presumed = plain | {one.fact: one.values[0] for one in hanging if is_plain(one)}
        left_open = [one for one in hanging if one.fact not in presumed]
        masks_known |= {
            name: self.classes[name].of(value) for name, value in (implied | presumed).items()
        }
        if self._may_be(masks_known, left_open):
            live = self._with(live, presumed)
        else:
            presumed, left_open = {}, []
        everything = {**known, **implied, **presumed}
        nodes = [*live, *(self._left_of(one.expression, everything) for one in left_open)]
        return Settled(
            everything,
            implied,
            presumed,
            tuple(node for node in nodes if not isinstance(node, bool)),
            tuple(one.expression for one in left_open),
        )

    def _is_open(self, name: str, asked: Collection[str], settled: Collection[str]) -> bool:
        """Whether a fact that others define is not presumed."""
        return name not in asked or any(
            fact in asked and fact not in settled for fact in self.defined[name]
        )

    def _settle_condition(
        self,
        leaning: Leaning,
        known: Mapping[str, FactValue],
        given: Mapping[str, FactValue | None],
    ) -> Leaning:
        """A leaning with what is known filled into its condition.

        What the condition asks for and was left out does not make it hold: only what is given can
        take a presumption away.
        """
        unless = leaning.unless
        for name in facts_of(unless):
            if name in known:
                unless = substitute(unless, name, known[name])
            elif name not in given:
                samples = self.classes[name].samples
                unless = conjunction(*(substitute(unless, name, value) for value in samples))
        return make_leaning(self.facts[leaning.fact], leaning.values, unless)

    def find_takers(
        self,
        given: Given,
        asked: Collection[str],
        usual: Mapping[str, tuple[FactValue, ...]],
        plain: bool,
    ) -> Iterator[tuple[str, FactValue | None]]:
        """As `FactBook.find_takers`. A presumption of a fact that is not asked for and that
        implications do not bind has no bearing."""
        leanings = self.lean({name: usual[name] for name in usual if name in self.facts})
        left_out = [
            leaning
            for name, leaning in leanings.items()
            if name not in given and self._bears(leaning, asked)
        ]
        implied = self.settle(given, asked, usual).implied if left_out else {}
        for leaning in left_out:
            name = leaning.fact
            if name not in implied and (plain or leaning.unless != FALSE):
                yield from ((name, v) for v in self._single(name) if v not in leaning.values)
            for other in facts_of(leaning.unless):
                if other in given or other in implied:
                    continue
                taken = leanings.get(other)
                sure = taken is not None and is_plain(taken) and other not in self.defined
                if plain or not sure:
                    same = taken.values if taken is not None and sure else ()
                    yield from ((other, v) for v in self._single(other) if v not in same)
            if name in self.defined and name in asked and not self.defined[name].issubset(asked):
                for other in sorted(self.defined[name].intersection(asked)):
                    if other not in given:
                        if other not in implied:
                            yield from ((other, v) for v in self._single(other))
                    elif given[other] is None:
                        yield other, None

    def _single(self, name: str) -> Iterator[FactValue]:
        """The values that can follow from other facts: of numbers, those at a threshold."""
        classes = self.classes[name]
        return (v for v in classes.samples if classes.only(classes.of(v)) is not None)

    def _bears(self, leaning: Leaning, asked: Collection[str]) -> bool:
        """Whether a presumption can change what is asked for: it is asked for itself, or
        something is still demanded of other facts once it is taken."""
        if leaning.fact in asked:
            return True
        domain, mask = self.classes[leaning.fact], 0
        for value in leaning.values:
            mask |= domain.of(value)
        return any(
            restrict(node, leaning.fact, mask) is not True
            for node in self._mentioning.get(leaning.fact, ())
        )

    def lean(self, usual: Mapping[str, tuple[FactValue, ...]]) -> Mapping[str, Leaning]:
        """What is taken to be so of each fact that is left out."""
        if not usual:
            return self.presumptions
        special = {name: make_leaning(self.facts[name], values) for name, values in usual.items()}
        return {name: (self.presumptions | special)[name] for name in self.facts
                if name in self.presumptions or name in special}  # fmt: skip

    def _may_be(self, masks_known: Mapping[str, int], leanings: Iterable[Leaning]) -> bool:
        """Whether what is known can be so together with these leanings."""
        beside = tuple(residual(one.expression, self.classes) for one in leanings)
        return self._possible.allow(masks_known, beside)

    def _left_of(self, condition: Expression, known: Mapping[str, FactValue]) -> Residual:
        """What is left of a condition once some facts are known."""
        node = residual(condition, self.classes)
        for name in {fact for fact, _ in masks(node)} & known.keys():
            node = restrict(node, name, self.classes[name].of(known[name]))
        return node

    def _with(
        self, nodes: tuple[Residual, ...], values: Mapping[str, FactValue]
    ) -> tuple[Residual, ...]:
        """What is left of each constraint once these values are known."""
        known = {name: self.classes[name].of(value) for name, value in values.items()}
        remaining = []
        for node, mentioned in zip(nodes, self.mentions, strict=True):
            for name in mentioned:
                if name in known:
                    node = restrict(node, name, known[name])
            remaining.append(node)
        return tuple(remaining)

    def _entailed(
        self,
        live: tuple[Residual, ...],
        possible: Mapping[str, int],
        known: Mapping[str, FactValue],
    ) -> dict[str, FactValue]:
        """Facts that have one possible value left (of numbers: where it is a threshold)."""
        single = {
            name: value
            for name, mask in possible.items()
            if not mask & mask - 1
            and name not in known
            and (value := self.classes[name].only(mask)) is not None
        }
        if not single:
            return single
        return {name: single[name] for _, names in apart(live) for name in names if name in single}

    def _broken(self, known: Mapping[str, FactValue]) -> str:
        """One sentence naming the implication that what is given breaks."""
        for name, condition in self.implied.items():
            value, met = known.get(name), self._holds(condition, known)
            others = " and ".join(
                write_fact(fact, known[fact]) for fact in facts_of(condition) if fact in known
            )
            fact = self.facts[name]
            if value is True and met is False:
                return (
                    f"{name}=true contradicts {others}: "
                    f"{name} can only be true where {fact.implies or fact.means}."
                )
            if value is False and met is True and name in self.defined:
                return f"{name}=false contradicts {others}: {name} is true where {fact.means}."
        listed = ", ".join(write_fact(name, value) for name, value in known.items())
        return f"These facts cannot all be so: {listed}."

    def _holds(self, condition: Expression, known: Mapping[str, FactValue]) -> bool | None:
        """Whether a condition is met by what is known; None: that is not known."""
        remainder = residual(condition, self.classes)
        for other, value in known.items():
            remainder = restrict(remainder, other, self.classes[other].of(value))
        return remainder if isinstance(remainder, bool) else None


def is_plain(leaning: Leaning) -> bool:
    """Whether a leaning is a presumption that hangs on nothing."""
    return len(leaning.values) == 1 and leaning.unless == FALSE


def write_fact(name: str, value: FactValue) -> str:
    """A fact and its value, as people give them."""
    return f"{name}={str(value).lower() if isinstance(value, bool) else value}"
