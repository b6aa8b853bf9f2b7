"""Conditions as decision diagrams: one number for each different condition.

A diagram asks for facts in a fixed order and has a branch for each group of values that no
condition of the set tells apart (R. E. Bryant, "Graph-based algorithms for Boolean function
manipulation", IEEE Transactions on Computers C-35, 1986, with more than two branches). Conditions
that mean the same are the same number, so FALSE is the only one that cannot be met, and fixing
the first fact asked for is a look-up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Self

from safehavens.corpus.errors import Finding, LawTooLarge
from safehavens.corpus.model import Fact, Norm
from safehavens.corpus.reading.forms.law_bounds import MOST_FACTS_AT_ONCE, MOST_STEPS
from safehavens.logic.classes import Classes
from safehavens.logic.residual import Residual, masks, split

FALSE: Final = 0
TRUE: Final = 1


class Diagrams:
    """The diagrams of a set of conditions, and operations on them.

    Law may be written so that they grow without end; then LawTooLarge is raised.

    Parameters
    ----------
    conditions : sequence of Residual
    classes : mapping of str to Classes
    law : sequence of Norm or Fact
        Whose conditions they are: an error names one of them.
    most_steps : int
        How many diagrams there may be, and how many joins of two.

    Attributes
    ----------
    order : tuple of str
        The facts, in the order in which diagrams ask for them; a fact's place in it is its level.
    groups : tuple of tuple of int
        For each level, the masks of the classes that one branch stands for.
    level : list of int
        The level that each diagram asks for first; of TRUE and FALSE, the level after the last.
    branches : list of tuple of int
        Of each diagram: what is left of it once that fact is known, by group.
    asked : list of int
        The levels that each diagram turns on, each as a bit.
    """

    def __init__(
        self,
        conditions: Sequence[Residual],
        classes: Mapping[str, Classes],
        law: Sequence[Norm | Fact] = (),
        most_steps: int = MOST_STEPS,
    ) -> None:
        self._law = law
        self._most_steps = most_steps
        asked = [tuple(masks(condition)) for condition in conditions]
        masks_by_fact: dict[str, set[int]] = {name: set() for name in _order(conditions, asked)}
        for of_one in asked:
            for name, mask in of_one:
                masks_by_fact[name].add(mask)
        self.order = tuple(masks_by_fact)
        if len(self.order) > MOST_FACTS_AT_ONCE:
            raise refuse(law, f"more than {MOST_FACTS_AT_ONCE} facts")
        self.levels = {name: i for i, name in enumerate(self.order)}
        self.groups = tuple(
            split(classes[name].all, fact_masks) for name, fact_masks in masks_by_fact.items()
        )
        self.level = [len(self.order)] * 2
        self.branches: list[tuple[int, ...]] = [(), ()]
        self.asked = [0, 0]
        self._numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        self._read: dict[Residual, int] = {}
        self._joined: dict[tuple[int, int, int], int] = {}
        self._negated = {FALSE: TRUE, TRUE: FALSE}

    def copy(self) -> Self:
        """The same diagrams, to which more can be added without a trace in these."""
        twin = self._begin()
        twin.level, twin.branches = [*self.level], [*self.branches]
        twin.asked = [*self.asked]
        twin._numbers, twin._read = dict(self._numbers), dict(self._read)
        twin._joined, twin._negated = dict(self._joined), dict(self._negated)
        return twin

    def _begin(self) -> Self:
        """Another set over the same facts, still without diagrams."""
        twin = object.__new__(type(self))
        twin._law, twin._most_steps = self._law, self._most_steps
        twin.order, twin.levels, twin.groups = self.order, self.levels, self.groups
        return twin

    def read(self, condition: Residual) -> int:
        """The diagram of a condition whose facts and masks are those of this set."""
        if isinstance(condition, bool):
            return TRUE if condition else FALSE
        diagram = self._read.get(condition)
        if diagram is None:
            if condition[0] == "is":
                level = self.levels[condition[1]]
                mask = condition[2]
                diagram = self.make(
                    level, tuple(TRUE if group & mask else FALSE for group in self.groups[level])
                )
            else:
                parts = [self.read(part) for part in condition[1:]]
                diagram = self.join(parts, TRUE if condition[0] == "and" else FALSE)
            self._read[condition] = diagram
        return diagram

    def join(self, parts: Iterable[int], neutral: int) -> int:
        """All of the diagrams (`neutral` TRUE) or any of them (FALSE)."""
        total = neutral
        for part in sorted(parts, key=self.level.__getitem__, reverse=True):
            total = self._join(total, part, neutral)
        return total

    def _join(self, a: int, b: int, neutral: int) -> int:
        if a == b or b == neutral:
            return a
        if a == neutral:
            return b
        if a <= TRUE or b <= TRUE:  # one of them settles the matter
            return TRUE - neutral
        key = (a, b, neutral) if a < b else (b, a, neutral)
        diagram = self._joined.get(key)
        if diagram is None:
            level_a, level_b = self.level[a], self.level[b]
            level = min(level_a, level_b)
            other, join = TRUE - neutral, self._join
            # Written out, without a call where one side says all: this is most of a search's work.
            if level_a == level_b:
                joined = [
                    x if x == y or y == neutral
                    else y if x == neutral
                    else other if x == other or y == other
                    else join(x, y, neutral)
                    for x, y in zip(self.branches[a], self.branches[b], strict=True)
                ]  # fmt: skip
            else:
                first, rest = (a, b) if level_a == level else (b, a)
                same = (rest, neutral)
                joined = [
                    rest if x in same
                    else other if x == other
                    else join(x, rest, neutral)
                    for x in self.branches[first]
                ]  # fmt: skip
            diagram = self.make(level, tuple(joined))
            self._joined[key] = diagram
            if len(self._joined) > self._most_steps:
                raise self.too_large()
        return diagram

    def too_large(self) -> LawTooLarge:
        """What to raise where working these conditions out takes too much."""
        return refuse(self._law, f"more than {self._most_steps:,} steps")

    def fix(self, nodes: Iterable[int], chosen: Mapping[int, int]) -> tuple[int, ...]:
        """What is left of diagrams once facts are known: the group chosen, by level."""
        known = sum([1 << level for level in chosen])
        done: dict[int, int] = {}
        asked = self.asked
        return tuple(
            [
                self._fixed(node, chosen, known, done) if asked[node] & known else node
                for node in nodes
            ]
        )

    def _fixed(self, node: int, chosen: Mapping[int, int], known: int, done: dict[int, int]) -> int:
        """What is left of a diagram that turns on what is known."""
        diagram = done.get(node)
        if diagram is None:
            level, branches, asked = self.level[node], self.branches[node], self.asked
            while known >> level & 1:  # straight down as far as what is asked is known
                diagram = branches[chosen[level]]
                if not asked[diagram] & known:
                    break
                level, branches = self.level[diagram], self.branches[diagram]
            else:
                left = [
                    self._fixed(branch, chosen, known, done) if asked[branch] & known else branch
                    for branch in branches
                ]
                diagram = self.make(level, tuple(left))
            done[node] = diagram
        return diagram

    def split_by(self, nodes: Iterable[int], level: int) -> Iterator[tuple[int, ...]]:
        """What is left of diagrams that all turn on one fact, for each group of its values."""
        done: dict[int, tuple[int, ...]] = {}
        return zip(*[self._split_by(node, level, done) for node in nodes], strict=True)

    def _split_by(self, node: int, level: int, done: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
        here, branches = self.level[node], self.branches[node]
        if here == level:
            return branches
        left = done.get(node)
        if left is None:
            asked, width, make = self.asked, len(self.groups[level]), self.make
            columns = [
                self._split_by(below, level, done)
                if asked[below] >> level & 1
                else (below,) * width
                for below in branches
            ]
            left = done[node] = tuple([make(here, column) for column in zip(*columns, strict=True)])
        return left

    def without(self, node: int, level: int) -> int:
        """What a diagram demands of the other facts: that some value of this one meets it."""
        return self.without_all(node, 1 << level)

    def without_all(self, node: int, levels: int) -> int:
        """What a diagram demands of other facts: that some values of those at these levels meet it.

        Parameters
        ----------
        node : int
        levels : int
            Each level as a bit.
        """
        return self._freed(node, levels, {}, FALSE) if self.asked[node] & levels else node

    def whatever(self, node: int, levels: int) -> int:
        """Where a diagram holds whatever the values of the facts at these levels (each a bit)."""
        return self._freed(node, levels, {}, TRUE) if self.asked[node] & levels else node

    def _freed(self, node: int, levels: int, done: dict[int, int], neutral: int) -> int:
        """A diagram that asks for some of these levels, without them."""
        diagram = done.get(node)
        if diagram is None:
            level, asked = self.level[node], self.asked
            left = [
                self._freed(branch, levels, done, neutral) if asked[branch] & levels else branch
                for branch in self.branches[node]
            ]
            if levels >> level & 1:
                diagram = self.join(left, neutral)
            else:
                diagram = self.make(level, tuple(left))
            done[node] = diagram
        return diagram

    def leave(self, demands: Iterable[int], levels: int) -> set[int]:
        """What demands come to for the facts of these levels, each a bit.

        Other facts are taken out one by one, with only the demands that mention them, so that what
        is in between stays small.
        """
        asked = self.asked
        left = set(demands)
        gone = self.find_levels(left) & ~levels
        while gone:
            level = gone.bit_length() - 1
            bit = 1 << level
            gone ^= bit
            about = [node for node in left if asked[node] & bit]
            if about:
                left.difference_update(about)
                joined = about[0] if len(about) == 1 else self.join(about, TRUE)
                left.add(self.without_all(joined, bit))
        return left - {TRUE}

    def demand_of(self, conditions: Iterable[Residual], facts: Collection[str]) -> set[int]:
        """What conditions, all of which hold, come to for some facts alone."""
        levels = sum(1 << self.levels[fact] for fact in facts if fact in self.levels)
        return self.leave([self.read(condition) for condition in conditions], levels)

    def extract(self, nodes: Iterable[int]) -> tuple[Self, tuple[int, ...]]:
        """A set of these diagrams alone, and their numbers in it."""
        twin = self._begin()
        twin.level, twin.branches, twin.asked = self.level[:2], [(), ()], [0, 0]
        twin._numbers, twin._read, twin._joined = {}, {}, {}
        twin._negated = {FALSE: TRUE, TRUE: FALSE}
        numbers = {FALSE: FALSE, TRUE: TRUE}

        def enter(node: int) -> int:
            if node not in numbers:
                below = tuple([enter(branch) for branch in self.branches[node]])
                numbers[node] = twin.make(self.level[node], below)
            return numbers[node]

        return twin, tuple([enter(node) for node in nodes])

    def asks(self, nodes: Iterable[int]) -> set[int]:
        """The levels of the facts that these diagrams turn on."""
        return levels_in(self.find_levels(nodes))

    def find_levels(self, nodes: Iterable[int]) -> int:
        """The same, each level as a bit."""
        asked = 0
        for node in nodes:
            asked |= self.asked[node]
        return asked

    def group_of(self, level: int, mask: int) -> int:
        """The group that a class (a mask with one bit) is in."""
        groups, i = self.groups[level], 0
        while not groups[i] & mask:
            i += 1
        return i

    def after(self, node: int, level: int, group: int) -> int:
        """What is left of a diagram once the fact of this level, no later than its first, is
        known to lie in the group."""
        return self.branches[node][group] if self.level[node] == level else node

    def negated(self, node: int) -> int:
        """Where the diagram does not hold."""
        diagram = self._negated.get(node)
        if diagram is None:
            left = tuple([self.negated(branch) for branch in self.branches[node]])
            diagram = self._negated[node] = self.make(self.level[node], left)
            self._negated[diagram] = node
        return diagram

    def make(self, level: int, branches: tuple[int, ...]) -> int:
        """The diagram with these branches at a level, which come later in the order."""
        first = branches[0]
        if branches.count(first) == len(branches):
            return first
        key = (level, branches)
        diagram = self._numbers.get(key)
        if diagram is None:
            diagram = self._numbers[key] = len(self.level)
            self.level.append(level)
            self.branches.append(branches)
            self.asked.append(1 << level | self.find_levels(branches))
            if diagram > self._most_steps:
                raise self.too_large()
        return diagram


def refuse(law: Sequence[Norm | Fact], why: str) -> LawTooLarge:
    """What to raise for law that comes to too much together: it names what asks for most.

    Parameters
    ----------
    law : sequence of Norm or Fact
    why : str
        Which bound is passed.
    """
    text = f"with all that bears on it, this takes {why}; that is more than is worked out"
    if not law:
        return LawTooLarge([Finding("error", "the law", 1, text)])
    one = max(law, key=_length)
    if isinstance(one, Fact):
        field = f"facts.{one.name}"
        return LawTooLarge([Finding("error", one.file, one.line, text, None, field)])
    return LawTooLarge([Finding("error", one.file, one.line, text, one.id.partition("#")[2])])


def _length(one: Norm | Fact) -> int:
    written = (one.implies, one.means) if isinstance(one, Fact) else (one.when, one.unless)
    return sum(len(text) for text in written if text is not None)


def levels_in(asked: int) -> set[int]:
    """The levels that are bits of a number."""
    return {level for level in range(asked.bit_length()) if asked >> level & 1}


def _order(
    conditions: Sequence[Residual], asked: Sequence[Sequence[tuple[str, int]]]
) -> dict[str, None]:
    """The facts as they are first asked for; each brings along those that it is tied to.

    Facts that are asked for together stay together, which keeps diagrams small. `asked` is what
    each condition asks for.
    """
    beside: dict[str, dict[str, None]] = {}
    for condition, of_one in zip(conditions, asked, strict=True):
        if not isinstance(condition, bool) and len(condition) <= 4:
            names = dict.fromkeys(name for name, _ in of_one)
            for name in names:
                beside.setdefault(name, {}).update(names)
    order: dict[str, None] = {}
    for of_one in asked:
        for name, _ in of_one:
            if name not in order:
                order[name] = None
                order.update(dict.fromkeys(beside.get(name, ())))
    return order
