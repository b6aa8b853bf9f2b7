"""What stands beside a row's verdict: deciding norms, what it waits for, confidence.

Each distinct pattern of facts under a position is decided once by the one-case engine. A pattern
tells apart only what the position's conditions, and what implications say of its facts, tell
apart. Patterns that leave the same of the law open share what is searched for it, whatever columns
a table has.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from safehavens.corpus.model import FactValue
from safehavens.decide.brief import Brief, BriefDecider
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.logic.residual import is_in, masks, residual, split
from safehavens.screen.kernels.fact_columns import FactColumn
from safehavens.screen.kernels.gather import alike
from safehavens.screen.kernels.row_law import LawFinder

_TABLED: Final = 1 << 22
"""Up to this many patterns, a position has a table from pattern to detail."""

_REMEMBERED: Final = 1 << 20
"""Without a table, as many patterns are remembered."""

_NUMBERED: Final = 1 << 62
"""Up to this many patterns, a pattern's number fits in 64 bits."""

NONE: Final = Brief("depends", "silence", (), (), None)
"""The detail of rows that have no verdict: number 0, never shown."""

_Ints = npt.NDArray[np.int64]
_Codes = Mapping[str, npt.NDArray[Any]]
"""Of each fact, the code of each row's value."""


class _Patterns:
    """The patterns of one position: how rows are numbered, and the detail of each number.

    `ranks` tell of each fact, by the code of its value (0 not known), the group; `radices` how many
    groups there are; `values` a value of each group, None first.
    """

    def __init__(
        self,
        facts: Sequence[str],
        ranks: Sequence[_Ints],
        radices: Sequence[int],
        values: Sequence[Sequence[FactValue | None]],
    ) -> None:
        self.facts = tuple(facts)
        self._values = tuple(values)
        self.space = int(np.prod(radices, dtype=np.float64))
        self.numbered = self.space < _NUMBERED  # else a number has more than 64 bits
        kind: type = np.int32 if self.space < 1 << 31 else np.int64 if self.numbered else object
        shares: list[npt.NDArray[Any]] = []
        stride = 1
        for rank, radix in zip(reversed(ranks), reversed(radices), strict=True):
            shares.append(np.array([group * stride for group in rank.tolist()], kind))
            stride *= radix
        self._shares = tuple(reversed(shares))  # of each fact: what its code adds to the number
        self.table = np.zeros(self.space, np.int32) if self.space <= _TABLED else None
        self.seen: dict[int, int] = {}

    def number(self, codes: _Codes, rows: int) -> npt.NDArray[Any]:
        """The number of each row's pattern: Python's own integers where it is not `numbered`."""
        total: npt.NDArray[Any] | None = None
        for fact, share in zip(self.facts, self._shares, strict=True):
            part = np.take(share, codes[fact])
            if total is None:
                total = part
            else:
                total += part
        return np.zeros(rows, np.int32) if total is None else total

    def read(self, number: int) -> dict[str, FactValue | None]:
        """Facts of the pattern that has this number."""
        facts: dict[str, FactValue | None] = {}
        for fact, values in zip(reversed(self.facts), reversed(self._values), strict=True):
            number, group = divmod(number, len(values))
            facts[fact] = values[group]
        return facts


class Deciders:
    """What decides the patterns of each position, whichever facts a table gives."""

    def __init__(self, engine: Engine, finder: LawFinder) -> None:
        self._engine = engine
        self._finder = finder
        self._deciders: dict[int, BriefDecider] = {}
        self.lock = threading.Lock()

    def of(self, i: int) -> BriefDecider:
        """The decider of a position; to be used by who holds the lock."""
        decider = self._deciders.get(i)
        if decider is None:
            decider = BriefDecider(self._engine, self._finder.positions[i])
            self._deciders[i] = decider
        return decider


class Details:
    """Details for tables that give the same facts. May be used by several threads."""

    def __init__(
        self, engine: Engine, finder: LawFinder, facts: Sequence[str], deciders: Deciders
    ) -> None:
        self._engine = engine
        self._deciders = deciders
        self._finder = finder
        self._facts = tuple(facts)
        self._patterns: dict[int, _Patterns] = {}
        self._numbers: dict[Brief, int] = {NONE: 0}
        self.briefs: list[Brief] = [NONE]
        self._lock = threading.Lock()

    def find(
        self, positions: npt.NDArray[np.int32], columns: Mapping[str, FactColumn]
    ) -> npt.NDArray[np.int32]:
        """For each row an index into `found`; 0 for rows of position -1."""
        rows = len(positions)
        details = np.zeros(rows, np.int32)
        if not rows:
            return details
        if positions[0] >= 0 and alike(positions):
            codes = {name: column.codes() for name, column in columns.items()}
            return self._one(int(positions[0]), codes, rows)
        # Numbers of two bytes are sorted by radix, several times as quickly.
        small = len(self._finder.positions) <= np.iinfo(np.int16).max
        order = np.argsort(positions.astype(np.int16) if small else positions, kind="stable")
        starts = np.flatnonzero(np.diff(positions[order], prepend=-2))
        codes = {name: np.take(column.codes(), order) for name, column in columns.items()}
        for start, end in zip(starts, [*starts[1:], rows], strict=True):
            mine = order[start:end]
            i = int(positions[mine[0]])
            if i >= 0:
                of_mine = {name: array[start:end] for name, array in codes.items()}
                details[mine] = self._one(i, of_mine, len(mine))
        return details

    def _one(self, i: int, codes: _Codes, rows: int) -> npt.NDArray[np.int32]:
        with self._lock:
            if i not in self._patterns:
                self._patterns[i] = self._split(i)
        patterns = self._patterns[i]
        numbers = patterns.number(codes, rows)
        if patterns.table is not None:
            found = np.take(patterns.table, numbers)
            missing = np.flatnonzero(found == 0)
            if len(missing):
                self._decide(i, patterns, np.unique(numbers[missing]).tolist())
                found = np.take(patterns.table, numbers)
            return found
        distinct, inverse = np.unique(numbers, return_inverse=True)
        decided = np.array(self._decide(i, patterns, distinct.tolist()), np.int32)
        return np.take(decided, inverse)

    def _decide(self, i: int, patterns: _Patterns, numbers: Sequence[int]) -> list[int]:
        """The detail of each pattern; those that have not been met are decided."""
        details: list[int] = []
        with self._lock, self._deciders.lock:
            decider = self._deciders.of(i)
            for number in numbers:
                known = patterns.seen.get(number)
                if known is not None:
                    details.append(known)
                    continue
                if patterns.table is None and len(patterns.seen) >= _REMEMBERED:
                    patterns.seen = {}
                try:
                    brief = decider.decide(patterns.read(number))
                except Contradiction:
                    brief = NONE
                index = self._numbers.setdefault(brief, len(self.briefs))
                if index == len(self.briefs):
                    self.briefs.append(brief)
                details.append(index)
                patterns.seen[number] = index
                if patterns.table is not None:
                    patterns.table[number] = index
        return details

    def _split(self, i: int) -> _Patterns:
        """The facts that bear on a position, and the groups of their values."""
        engine = self._engine
        position = self._finder.positions[i]
        tied = [name for name in self._facts if engine.facts.tied(name)]
        nodes = [residual(condition, engine.classes) for condition in position.conditions]
        bearing = [*position.facts, *tied]
        nodes += engine.facts.constraints(bearing)
        leanings = engine.facts.leanings(bearing, position.circumstances)
        nodes += [residual(leaning, engine.classes) for leaning in leanings]
        for name, value in position.circumstances.fixed:
            known = engine.classes[name]
            nodes.append(is_in(name, known.of(value), known.all))
        masks_of: dict[str, set[int]] = {}
        for node in nodes:
            for fact, mask in masks(node):
                masks_of.setdefault(fact, set()).add(mask)
        facts = [fact for fact in self._facts if fact in masks_of]
        ranks, radices, values = [], [], []
        for fact in facts:
            known = engine.classes[fact]
            parts = split(known.all, masks_of[fact])
            rank = np.zeros(len(known.samples) + 1, np.int64)
            for number, part in enumerate(parts, 1):
                for bit in range(len(known.samples)):
                    if part >> bit & 1:
                        rank[bit + 1] = number
            ranks.append(rank)
            radices.append(len(parts) + 1)
            firsts = ((part & -part).bit_length() - 1 for part in parts)
            values.append([None, *(known.samples[bit] for bit in firsts)])
        return _Patterns(facts, ranks, radices, values)
