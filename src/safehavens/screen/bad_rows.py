"""Rows without a verdict, counted by what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

_MOST_KINDS: Final = 200
_FEW: Final = 10
_OTHER: Final = "other"
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_DETAIL: Final = re.compile(r" may be .*| may mean .*|; the nearest.*|\d+")


@dataclass(slots=True)
class BadKind:
    """Rows with which the same is wrong: how many, and the first of them."""

    number: int
    problem: str
    rows: int = 0


@dataclass(slots=True)
class BadRows:
    """The rows of a table without a verdict.

    Attributes
    ----------
    rows : int
    first : list of (int, str)
        The first few: the number of the line or row, and what is wrong.
    kinds : dict
        By kind of problem, in the order in which they were met.
    """

    rows: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)
    kinds: dict[str, BadKind] = field(default_factory=dict)

    def add(self, numbered: Iterable[tuple[int, str]]) -> None:
        """Count more rows: the number of each, and what is wrong with it."""
        known: dict[str, BadKind] = {}
        for number, problem in numbered:
            self.rows += 1
            if len(self.first) < _FEW:
                self.first.append((number, problem))
            kind = known.get(problem)
            if kind is None:
                name = _kind_of(problem)
                if name not in self.kinds and len(self.kinds) >= _MOST_KINDS:
                    name = _OTHER
                kind = known[problem] = self.kinds.setdefault(name, BadKind(number, problem))
            kind.rows += 1

    def examples(self) -> list[BadKind]:
        """What to show: each row where there are few, else the first of each kind, most first."""
        if self.rows <= _FEW:
            return [BadKind(number, problem, 1) for number, problem in self.first]
        return sorted(self.kinds.values(), key=lambda kind: (-kind.rows, kind.number))


def _kind_of(problem: str) -> str:
    return _DETAIL.sub("", _QUOTED.sub("", problem))
