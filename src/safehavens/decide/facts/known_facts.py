"""The facts of a lawbook: what is known of those that a question asks for.

The rule is in docs/semantics.md: facts. What is given settles what follows (`implies`) before
presumptions are taken. A presumption that cannot hold beside what is given falls; presumptions
that cannot all hold are all dropped, so far as implications tie them together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from safehavens.corpus.model import Fact, FactValue
from safehavens.decide.facts.leanings import make_leaning
from safehavens.decide.facts.tied_facts import (
    Contradiction,
    GivenItem,
    Settled,
    TiedFacts,
    is_plain,
    write_fact,
)
from safehavens.decide.norms.circumstances import NO_CIRCUMSTANCES, Circumstances
from safehavens.decide.request import Given
from safehavens.logic.classes import Classes
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import Expression, facts_of
from safehavens.logic.residual import Residual, residual

_Asked = tuple[tuple[TiedFacts, ...], tuple[str, ...]]
_MOST_ASKED: Final = 4_096


class FactBook:
    """The facts of a lawbook and the implications that tie some of them together."""

    def __init__(
        self, facts: Mapping[str, Fact], conditions: Conditions, classes: Mapping[str, Classes]
    ) -> None:
        self.facts = facts
        self.classes = classes
        self.domains = {name: known.all for name, known in classes.items()}
        self.presumed = {f.name: f.presume for f in facts.values() if f.presume is not None}
        self._tied: dict[str, TiedFacts] = {}
        self._asked: dict[tuple[str, ...], _Asked] = {}
        ties = [*conditions.implied.items(), *conditions.presumed_unless.items()]
        for names in _components(ties):
            tied = TiedFacts((facts[n] for n in sorted(names)), conditions, classes)
            self._tied.update(dict.fromkeys(names, tied))

    def find_tied(self, names: Iterable[str]) -> tuple[TiedFacts, ...]:
        """The sets of facts tied together that any of these facts is in."""
        return tuple(dict.fromkeys(tied for name in names if (tied := self._tied.get(name))))

    def tied(self, name: str) -> bool:
        """Whether an implication mentions the fact."""
        return name in self._tied

    def presumable(self, name: str) -> bool:
        """Whether all presumptions of the facts tied to this one can hold together."""
        tied = self._tied[name]
        taken = tied.settle({}, tied.defined).presumed
        return all(
            name in taken for name, leaning in tied.presumptions.items() if is_plain(leaning)
        )

    def constraints(self, asked: Iterable[str]) -> Iterator[Residual]:
        """What implications demand of these facts and of all that are tied to them."""
        return (node for group in self.find_tied(asked) for node in group.constraints)

    def tied_with(self, facts: Iterable[str]) -> frozenset[str]:
        """These facts, and those that implications or presumptions tie to them."""
        names = frozenset(facts)
        return names.union(*(tied.facts for tied in self.find_tied(names)))

    def leanings(self, asked: Iterable[str], circumstances: Circumstances) -> Iterator[Expression]:
        """What may be taken to be so of these facts, and of those tied to them, as conditions."""
        names = self.tied_with(asked)
        usual = circumstances.usual_values
        for name in sorted(names):
            if name in usual:
                yield make_leaning(self.facts[name], usual[name]).expression
            tied = self._tied.get(name)
            leaning = None if tied is None else tied.presumptions.get(name)
            if leaning is not None and not is_plain(leaning):
                yield leaning.expression

    def find_takers(
        self,
        given: Collection[str],
        asked: Collection[str],
        circumstances: Circumstances,
        plain: bool,
    ) -> dict[str, list[FactValue | None]]:
        """Facts that change what is presumed of others, or of themselves, once what is given
        settles them, with the values that do. None: whatever the value, of a fact that is given.

        `given` names the facts that requests give; `asked` are those that norms ask for. `plain`:
        presumptions that hang on nothing are among those that fall. What is given contradicts
        such a presumption, unless that it falls is told apart.
        """
        unknown: Given = dict.fromkeys(given)
        if circumstances.fixed:
            unknown = self._join_fixed(unknown, circumstances)
        takers: dict[str, list[FactValue | None]] = {}
        usual = circumstances.usual_values
        for tied in self.find_tied((*unknown, *asked)):
            for name, value in tied.find_takers(unknown, asked, usual, plain):
                if value not in takers.setdefault(name, []):
                    takers[name].append(value)
        return takers

    def settle(
        self,
        given: Given,
        asked: Iterable[str],
        norms_ask: Collection[str] | None = None,
        circumstances: Circumstances = NO_CIRCUMSTANCES,
        public: bool = False,
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
        public : bool
            Whether what is given is nobody's own, so that private facts may be kept, too.

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
        asked = tuple(asked)
        norms_ask = asked if norms_ask is None else norms_ask
        if circumstances.fixed:
            given = self._join_fixed(given, circumstances)
        special = circumstances.usual_values
        for tied, items in self._sort(given, asked).items():
            part = tied.settle_items(tuple(items), norms_ask, special, public)
            known.update(part.known)
            implied.update(part.implied)
            presumed.update(part.presumed)
            live += part.live
            leanings += part.leanings
        for name in self._find_asked(asked)[1]:
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

    def _sort(self, given: Given, asked: tuple[str, ...]) -> dict[TiedFacts, list[GivenItem]]:
        """What is given, by the facts that it is tied to; those too of which nothing is given."""
        tied_of = self._tied.get
        parts: dict[TiedFacts, list[GivenItem]] = {}
        for item in given.items():
            tied = tied_of(item[0])
            if tied is not None:
                part = parts.get(tied)
                if part is None:
                    parts[tied] = [item]
                else:
                    part.append(item)
        for tied in self._find_asked(asked)[0]:
            if tied not in parts:
                parts[tied] = []
        return parts

    def _find_asked(self, asked: tuple[str, ...]) -> _Asked:
        """Of facts that are asked for: the sets of tied facts that they are in, and the others."""
        found = self._asked.get(asked)
        if found is None:
            untied = tuple([name for name in asked if name not in self._tied])
            found = self.find_tied(asked), untied
            if len(self._asked) >= _MOST_ASKED:
                self._asked.clear()
            self._asked[asked] = found
        return found

    def _join_fixed(self, given: Given, circumstances: Circumstances) -> Given:
        """What is given, and of what is fixed that which implications tie to other facts.

        Conditions have what is fixed filled in already. Raises Contradiction where they differ.
        """
        for name, value in circumstances.fixed:
            other = given.get(name)
            if other is not None and other != value:
                raise Contradiction(
                    f"{write_fact(name, other)} cannot be here: the action and the kind of agency "
                    f"make it {write_fact(name, value)}."
                )
        tied = [(name, value) for name, value in circumstances.fixed if name in self._tied]
        return {**given, **dict(tied)} if tied else given


def _components(ties: Iterable[tuple[str, Expression]]) -> list[set[str]]:
    """Facts tied by implications, or by what their presumption hangs on, as connected sets."""
    components: list[set[str]] = []
    for name, condition in ties:
        names = {name, *facts_of(condition)}
        touching = [c for c in components if c & names]
        components = [c for c in components if not c & names] + [names.union(*touching)]
    return components
