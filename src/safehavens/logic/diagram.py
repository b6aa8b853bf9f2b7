"""Conditions as decision diagrams: one number for each different condition.

A diagram asks for facts in a fixed order and has a branch for each group of values that no
condition of the set tells apart (R. E. Bryant, "Graph-based algorithms for Boolean function
manipulation", IEEE Transactions on Computers C-35, 1986, with more than two branches). Conditions
that mean the same are the same number, so FALSE is the only one that cannot be met, and fixing
the first fact asked for is a look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Self

from safehavens.logic.classes import Classes
from safehavens.logic.residual import Residual, masks

FALSE: Final = 0
TRUE: Final = 1


class Diagrams:
    """The diagrams of a set of conditions, and operations on them.

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
    """

    def __init__(self, conditions: Sequence[Residual], classes: Mapping[str, Classes]) -> None:
        asked: dict[str, set[int]] = {}
        for name in _order(conditions):
            asked[name] = set()
        for condition in conditions:
            for name, mask in masks(condition):
                asked[name].add(mask)
        self.order = tuple(asked)
        self.levels = {name: i for i, name in enumerate(self.order)}
        self.groups = tuple(_split(classes[name].all, found) for name, found in asked.items())
        self.level = [len(self.order)] * 2
        self.branches: list[tuple[int, ...]] = [(), ()]
        self._made: dict[tuple[int, tuple[int, ...]], int] = {}
        self._read: dict[Residual, int] = {}
        self._joined: dict[tuple[int, int, int], int] = {}

    def copy(self) -> Self:
        """The same diagrams, to which more can be added without a trace in these."""
        made = object.__new__(type(self))
        made.order, made.levels, made.groups = self.order, self.levels, self.groups
        made.level, made.branches = [*self.level], [*self.branches]
        made._made, made._read = dict(self._made), dict(self._read)
        made._joined = dict(self._joined)
        return made

    def read(self, condition: Residual) -> int:
        """The diagram of a condition whose facts and masks are those of this set."""
        if isinstance(condition, bool):
            return TRUE if condition else FALSE
        found = self._read.get(condition)
        if found is None:
            if condition[0] == "is":
                level = self.levels[condition[1]]
                mask = condition[2]
                found = self.make(
                    level, tuple(TRUE if group & mask else FALSE for group in self.groups[level])
                )
            else:
                parts = [self.read(part) for part in condition[1:]]
                found = self.join(parts, TRUE if condition[0] == "and" else FALSE)
            self._read[condition] = found
        return found

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
        found = self._joined.get(key)
        if found is None:
            level_a, level_b = self.level[a], self.level[b]
            level = min(level_a, level_b)
            width = len(self.groups[level])
            left = self.branches[a] if level_a == level else (a,) * width
            right = self.branches[b] if level_b == level else (b,) * width
            found = self.make(
                level,
                tuple(self._join(x, y, neutral) for x, y in zip(left, right, strict=True)),
            )
            self._joined[key] = found
        return found

    def fix(self, nodes: Iterable[int], chosen: Mapping[int, int]) -> tuple[int, ...]:
        """What is left of diagrams once facts are known: the group chosen, by level."""
        done: dict[int, int] = {FALSE: FALSE, TRUE: TRUE}

        def fixed(node: int) -> int:
            found = done.get(node)
            if found is None:
                level, branches = self.level[node], self.branches[node]
                group = chosen.get(level)
                if group is not None:
                    found = fixed(branches[group])
                else:
                    found = self.make(level, tuple(fixed(branch) for branch in branches))
                done[node] = found
            return found

        return tuple(fixed(node) for node in nodes)

    def without(self, node: int, level: int) -> int:
        """What a diagram demands of the other facts: that some value of this one meets it."""
        groups = range(len(self.groups[level]))
        return self.join({self.fix((node,), {level: group})[0] for group in groups}, FALSE)

    def asks(self, nodes: Iterable[int]) -> set[int]:
        """The levels of the facts that these diagrams turn on."""
        seen: set[int] = {FALSE, TRUE}
        left = list(nodes)
        levels: set[int] = set()
        while left:
            node = left.pop()
            if node not in seen:
                seen.add(node)
                levels.add(self.level[node])
                left += self.branches[node]
        return levels

    def group_of(self, level: int, mask: int) -> int:
        """The group that a class (a mask with one bit) is in."""
        return next(i for i, group in enumerate(self.groups[level]) if group & mask)

    def after(self, node: int, level: int, group: int) -> int:
        """What is left of a diagram once the fact of this level, no later than its first, is
        known to lie in the group."""
        return self.branches[node][group] if self.level[node] == level else node

    def negated(self, node: int) -> int:
        """Where the diagram does not hold."""
        done: dict[int, int] = {FALSE: TRUE, TRUE: FALSE}

        def turned(at: int) -> int:
            found = done.get(at)
            if found is None:
                found = self.make(self.level[at], tuple(turned(b) for b in self.branches[at]))
                done[at] = found
            return found

        return turned(node)

    def make(self, level: int, branches: tuple[int, ...]) -> int:
        """The diagram with these branches at a level, which come later in the order."""
        first = branches[0]
        if branches.count(first) == len(branches):
            return first
        key = (level, branches)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = len(self.level)
            self.level.append(level)
            self.branches.append(branches)
        return found


def _order(conditions: Sequence[Residual]) -> dict[str, None]:
    """The facts as they are first asked for; each brings along those that it is tied to.

    Facts that are asked for together stay together, which keeps diagrams small.
    """
    beside: dict[str, dict[str, None]] = {}
    for condition in conditions:
        if not isinstance(condition, bool) and len(condition) <= 4:
            names = dict.fromkeys(name for name, _ in masks(condition))
            for name in names:
                beside.setdefault(name, {}).update(names)
    found: dict[str, None] = {}
    for condition in conditions:
        for name, _ in masks(condition):
            if name not in found:
                found[name] = None
                found.update(dict.fromkeys(beside.get(name, ())))
    return found


def _split(domain: int, asked: Iterable[int]) -> tuple[int, ...]:
    """A fact's classes, split into the sets that these masks tell apart, in order."""
    split = [domain]
    for mask in asked:
        split = [part for whole in split for part in (whole & mask, whole & ~mask) if part]
    return tuple(sorted(split, key=lambda part: part & -part))
