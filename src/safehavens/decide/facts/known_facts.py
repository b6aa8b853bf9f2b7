"""Facts: what is given, what follows from it, what is presumed, what is not known.

The rule is in docs/semantics.md: facts. What is given settles what follows (`implies`) before
presumptions are taken. A presumption that cannot hold beside what is given falls; presumptions
that cannot all hold are all dropped, so far as implications tie them together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from safehavens.corpus.model import Fact, FactValue
from safehavens.decide.facts.leanings import Leaning, make_leaning
from safehavens.decide.norms.circumstances import NO_CIRCUMSTANCES, Circumstances
from safehavens.decide.request import BadRequest, Given
from safehavens.logic.classes import Classes
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import FALSE, Expression, facts_of, negation
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


class Contradiction(BadRequest):
    """Facts that cannot all be so. The message is one sentence."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a group of facts tied by implications comes to, given some of them.

    `known` holds given, implied and presumed values alike; `implied` and `presumed` say which;
    `live` is what the implications still demand of the facts that are not known, and `leanings`
    what is taken to be so of those that were left out, where that is no single value; `live` has
    it, too.
    """

    known: dict[str, FactValue]
    implied: dict[str, FactValue]
    presumed: dict[str, FactValue]
    live: tuple[Residual, ...]
    leanings: tuple[Expression, ...] = ()


_Usual = tuple[tuple[str, tuple[FactValue, ...]], ...]
_GivenItems = tuple[tuple[str, FactValue | None], ...]
_NO_FACTS: Final[frozenset[str]] = frozenset()
_NOTHING_SPECIAL: Final[dict[str, tuple[FactValue, ...]]] = {}


class _Tied:
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
        self.defining = _NO_FACTS.union(*self.defined.values())
        self.classes = classes
        self.constraints = tuple(
            any_of([is_in(name, 1, 0b11), residual(condition, classes)])
            for name, condition in self.implied.items()
        ) + tuple(
            any_of([is_in(name, 0b10, 0b11), residual(negation(self.implied[name]), classes)])
            for name in self.defined
        )
        self.mentions = tuple(
            tuple(dict.fromkeys(fact for fact, _ in masks(node))) for node in self.constraints
        )
        self._possible = PossibleValues(self.constraints, classes)
        self._possible_with: dict[tuple[Residual, ...], PossibleValues] = {}
        self.presumptions = {
            name: make_leaning(fact, (fact.presume,), conditions.presumed_unless.get(name, FALSE))
            for name, fact in self.facts.items()
            if fact.presume is not None
        }
        self.private = any(fact.private for fact in self.facts.values())
        self._settled: dict[tuple[_GivenItems, frozenset[str], _Usual], Settled] = {}

    def settle(self, given: Given, asked: Iterable[str] = (), usual: _Usual = ()) -> Settled:
        """Raises Contradiction where what is given breaks an implication.

        `asked` are the facts that norms ask for: what one of them defines is not presumed while
        it is not known, so that a presumption never stands in for its answer.
        """
        facts = self.facts
        items = tuple([item for item in given.items() if item[0] in facts])
        defining = self.defining.intersection(asked) if self.defining else self.defining
        if usual:
            usual = tuple([item for item in usual if item[0] in facts])
        key = (items, defining, usual)
        settled = self._settled.get(key)
        if settled is None:
            settled = self._settle(dict(items), defining, dict(usual))
            # Nothing private outlives the call, and the table must not grow without end.
            if len(self._settled) < 4096 and not any(
                value is not None and facts[name].private for name, value in items
            ):
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
        implied = self._entailed(live, possible)
        live = self._with(live, implied)
        settled = known.keys() | implied.keys()
        leanings = [
            leaning
            for name, leaning in self._lean(usual).items()
            if name not in given
            and name not in implied
            and not (asked & self.defined.get(name, _NO_FACTS)) - settled
        ]
        presumed = {one.fact: one.values[0] for one in leanings if _is_plain(one)}
        masks_known |= {
            name: self.classes[name].of(value) for name, value in (implied | presumed).items()
        }
        open_leanings = [one for one in leanings if one.fact not in presumed]
        if self._may_be(masks_known, open_leanings):
            live = self._with(live, presumed)
        else:
            presumed, open_leanings = {}, []
        everything = {**known, **implied, **presumed}
        left = [(one, self._left_of(one, everything)) for one in open_leanings]
        for one, (unless, _) in left:
            if unless is False and len(one.values) == 1:
                presumed[one.fact] = everything[one.fact] = one.values[0]
                live = self._with(live, {one.fact: one.values[0]})
        still_open = [(one, node) for one, (_, node) in left if one.fact not in presumed]
        nodes = (*live, *(node for _, node in still_open))
        return Settled(
            everything,
            implied,
            presumed,
            tuple(node for node in nodes if not isinstance(node, bool)),
            tuple(one.expression for one, node in still_open if node is not True),
        )

    def _lean(self, usual: Mapping[str, tuple[FactValue, ...]]) -> Mapping[str, Leaning]:
        """What is taken to be so of each fact that is left out."""
        if not usual:
            return self.presumptions
        special = {name: make_leaning(self.facts[name], values) for name, values in usual.items()}
        return {name: (self.presumptions | special)[name] for name in self.facts
                if name in self.presumptions or name in special}  # fmt: skip

    def _may_be(self, masks_known: Mapping[str, int], leanings: Iterable[Leaning]) -> bool:
        """Whether what is known can be so together with these leanings."""
        nodes = tuple(residual(one.expression, self.classes) for one in leanings)
        if not nodes:
            return self._possible.find(masks_known) is not None
        possible = self._possible_with.get(nodes)
        if possible is None:
            possible = PossibleValues((*self.constraints, *nodes), self.classes)
            self._possible_with[nodes] = possible
        return possible.find(masks_known) is not None

    def _left_of(
        self, leaning: Leaning, known: Mapping[str, FactValue]
    ) -> tuple[Residual, Residual]:
        """What is left of the condition under which a leaning falls, and of the leaning itself."""
        unless = residual(leaning.unless, self.classes)
        node = residual(leaning.expression, self.classes)
        for name in {fact for fact, _ in masks(node)} & known.keys():
            mask = self.classes[name].of(known[name])
            unless, node = restrict(unless, name, mask), restrict(node, name, mask)
        return unless, node

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
        self, live: tuple[Residual, ...], possible: Mapping[str, int]
    ) -> dict[str, FactValue]:
        """Facts that have one possible value left (of numbers: where it is a threshold)."""
        entailed: dict[str, FactValue] = {}
        for _, names in apart(live):
            for name in names:
                value = self.classes[name].only(possible[name])
                if value is not None:
                    entailed[name] = value
        return entailed

    def _broken(self, known: Mapping[str, FactValue]) -> str:
        """One sentence naming the implication that what is given breaks."""
        for name, condition in self.implied.items():
            value, met = known.get(name), self._holds(condition, known)
            others = " and ".join(
                _write_fact(fact, known[fact]) for fact in facts_of(condition) if fact in known
            )
            fact = self.facts[name]
            if value is True and met is False:
                return (
                    f"{name}=true contradicts {others}: "
                    f"{name} can only be true where {fact.implies or fact.means}."
                )
            if value is False and met is True and name in self.defined:
                return f"{name}=false contradicts {others}: {name} is true where {fact.means}."
        listed = ", ".join(_write_fact(name, value) for name, value in known.items())
        return f"These facts cannot all be so: {listed}."

    def _holds(self, condition: Expression, known: Mapping[str, FactValue]) -> bool | None:
        """Whether a condition is met by what is known; None: that is not known."""
        remainder = residual(condition, self.classes)
        for other, value in known.items():
            remainder = restrict(remainder, other, self.classes[other].of(value))
        return remainder if isinstance(remainder, bool) else None


def _is_plain(leaning: Leaning) -> bool:
    """Whether a leaning is a presumption that hangs on nothing."""
    return len(leaning.values) == 1 and leaning.unless == FALSE


def _write_fact(name: str, value: FactValue) -> str:
    return f"{name}={str(value).lower() if isinstance(value, bool) else value}"


class FactBook:
    """The facts of a lawbook and the implications that tie some of them together."""

    def __init__(
        self, facts: Mapping[str, Fact], conditions: Conditions, classes: Mapping[str, Classes]
    ) -> None:
        self.facts = facts
        self.classes = classes
        self.domains = {name: known.all for name, known in classes.items()}
        self.presumed = {f.name: f.presume for f in facts.values() if f.presume is not None}
        self._tied: dict[str, _Tied] = {}
        ties = [*conditions.implied.items(), *conditions.presumed_unless.items()]
        for names in _components(ties):
            tied = _Tied((facts[n] for n in sorted(names)), conditions, classes)
            self._tied.update(dict.fromkeys(names, tied))

    def tied(self, name: str) -> bool:
        """Whether an implication mentions the fact."""
        return name in self._tied

    def presumable(self, name: str) -> bool:
        """Whether all presumptions of the facts tied to this one can hold together."""
        tied = self._tied[name]
        taken = tied.settle({}).presumed
        return all(
            name in taken for name, leaning in tied.presumptions.items() if _is_plain(leaning)
        )

    def constraints(self, asked: Iterable[str]) -> Iterator[Residual]:
        """What implications demand of these facts and of all that are tied to them."""
        tied = {id(t): t for name in asked if (t := self._tied.get(name))}
        return (node for group in tied.values() for node in group.constraints)

    def tied_with(self, facts: Iterable[str]) -> frozenset[str]:
        """These facts, and those that implications or presumptions tie to them."""
        names = frozenset(facts)
        tied = {id(t): t for name in names if (t := self._tied.get(name))}
        return names.union(*(t.facts for t in tied.values()))

    def leanings(self, asked: Iterable[str], circumstances: Circumstances) -> Iterator[Expression]:
        """What may be taken to be so of these facts, and of those tied to them, as conditions."""
        names = self.tied_with(asked)
        usual = dict(circumstances.usual)
        for name in sorted(names):
            if name in usual:
                yield make_leaning(self.facts[name], usual[name]).expression
            tied = self._tied.get(name)
            leaning = None if tied is None else tied.presumptions.get(name)
            if leaning is not None and not _is_plain(leaning):
                yield leaning.expression

    def settle(
        self,
        given: Given,
        asked: Iterable[str],
        norms_ask: Collection[str] | None = None,
        circumstances: Circumstances = NO_CIRCUMSTANCES,
    ) -> Settled:
        """The values of the facts asked for.

        Parameters
        ----------
        given : mapping of str to value or None
            Checked values; None is not known.
        asked : iterable of str
            The facts that are wanted.
        norms_ask : collection of str, optional
            Those of them that norms ask for. Left out: all of them.
        circumstances : Circumstances
            What is fixed, and what is taken for facts left out in place of their presumption.

        Raises
        ------
        Contradiction
            What is given breaks an implication.
        """
        known: dict[str, FactValue] = {}
        implied: dict[str, FactValue] = {}
        presumed: dict[str, FactValue] = {}
        live: tuple[Residual, ...] = ()
        leanings: tuple[Expression, ...] = ()
        norms_ask = tuple(asked) if norms_ask is None else norms_ask
        if circumstances.fixed:
            given = _join_fixed(given, circumstances)
        usual = circumstances.usual
        tied_of = self._tied.get
        for tied in dict.fromkeys((*map(tied_of, given), *map(tied_of, asked))):
            if tied is not None:
                part = tied.settle(given, norms_ask, usual)
                known.update(part.known)
                implied.update(part.implied)
                presumed.update(part.presumed)
                live += part.live
                leanings += part.leanings
        special = dict(usual) if usual else _NOTHING_SPECIAL
        for name in asked:
            if name in known or name in self._tied:
                continue
            if name in given:
                value = given[name]
                if value is not None:
                    known[name] = value
            elif name in special:
                if len(special[name]) == 1:
                    known[name] = presumed[name] = special[name][0]
                else:
                    leaning = make_leaning(self.facts[name], special[name]).expression
                    node = residual(leaning, self.classes)
                    if node is not True:
                        live += (node,)
                        leanings += (leaning,)
            elif name in self.presumed:
                known[name] = presumed[name] = self.presumed[name]
        return Settled(known, implied, presumed, live, leanings)


def _join_fixed(given: Given, circumstances: Circumstances) -> Given:
    """What is given and what is fixed.

    Raises Contradiction where they differ.
    """
    for name, value in circumstances.fixed:
        other = given.get(name)
        if other is not None and other != value:
            raise Contradiction(
                f"{_write_fact(name, other)} cannot be here: the action and the kind of agency "
                f"make it {_write_fact(name, value)}."
            )
    return {**given, **dict(circumstances.fixed)}


def _components(ties: Iterable[tuple[str, Expression]]) -> list[set[str]]:
    """Facts tied by implications, or by what their presumption hangs on, as connected sets."""
    components: list[set[str]] = []
    for name, condition in ties:
        names = {name, *facts_of(condition)}
        touching = [c for c in components if c & names]
        components = [c for c in components if not c & names] + [names.union(*touching)]
    return components
