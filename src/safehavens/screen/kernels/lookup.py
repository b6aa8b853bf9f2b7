"""Verdicts of mixed rows by look-up.

Where rows of many positions lie mixed, each position's verdicts are tabled once for every pattern
of the facts that it asks for (each fact: not known, or one of the groups of values it tells
apart). A row's place in the table is a sum of a few look-ups.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from safehavens.decide.engine import Engine
from safehavens.decide.facts.settling import Settling
from safehavens.screen.kernels.evaluate import ASK, evaluate
from safehavens.screen.kernels.fact_columns import FactColumn, list_patterns
from safehavens.screen.kernels.gather import gather

WIDEST: Final = 1 << 15
"""A position with more patterns than this is not tabled."""

_BYTE: Final = 256


class Packing:
    """Several facts of a row as a few bytes, the same for all positions."""

    def __init__(self, engine: Engine, facts: Sequence[str]) -> None:
        self.facts = tuple(facts)
        self._radix = {fact: len(engine.classes[fact].samples) + 1 for fact in facts}
        self.bytes: list[tuple[str, ...]] = []
        space = _BYTE + 1
        for fact in sorted(facts, key=lambda fact: self._radix[fact]):
            if space * self._radix[fact] > _BYTE:
                self.bytes.append(())
                space = 1
            self.bytes[-1] += (fact,)
            space *= self._radix[fact]

    def pack(self, columns: Mapping[str, FactColumn]) -> list[npt.NDArray[np.uint8]]:
        """The bytes of each row."""
        found = []
        for facts in self.bytes:
            total: npt.NDArray[np.uint8] | None = None
            for fact in facts:
                codes = columns[fact].codes()
                total = codes if total is None else total * np.uint8(self._radix[fact]) + codes
            assert total is not None
            found.append(total)
        return found

    def shares(self, i: int, share: Mapping[str, npt.NDArray[np.int32]]) -> npt.NDArray[np.int32]:
        """What byte i adds to a row's place: the sum of what each of its facts' codes adds.

        `share[fact]` has one entry for each code of the fact.
        """
        total = np.zeros(1, np.int32)
        for fact in self.bytes[i] if self.bytes else ():
            mine = share.get(fact, np.zeros(self._radix[fact], np.int32))
            total = (total[:, None] + mine[None, :]).ravel()
        return np.concatenate([total, np.zeros(_BYTE - len(total), np.int32)])


@dataclass(frozen=True, slots=True)
class _Ready:
    """All tables end to end, as `VerdictTables.look_up` reads them.

    `lines` is, for each position, where its kind's entries begin in each of `shares`; `shares`
    are what each byte of a row's facts adds to its place in `verdicts`. `tabled` says of each
    position whether it has a table.
    """

    tabled: npt.NDArray[np.bool_]
    lines: pa.Array
    shares: tuple[pa.Array, ...]
    verdicts: pa.Array


class VerdictTables:
    """The tables of all positions met so far. May be used by several threads.

    Positions that share their table (law that says the same) are one kind.
    """

    def __init__(
        self,
        engine: Engine,
        facts: Sequence[str],
        settling: Callable[[int], Settling | None],
    ) -> None:
        self._engine = engine
        self._settling = settling
        self._packing = Packing(engine, facts)
        self._kinds: dict[bytes, int] = {}
        self._kind_of: dict[int, int] = {}  # 0: no table
        self._starts = 0
        self._shares: list[list[npt.NDArray[np.int32]]] = [[] for _ in range(self._width)]
        self._verdicts: list[npt.NDArray[np.uint8]] = []
        self._lock = threading.Lock()
        self._kind(None)
        self._ready = self._lay_out(0)

    @property
    def _width(self) -> int:
        return max(len(self._packing.bytes), 1)

    def make(self, positions: Sequence[int], count: int) -> npt.NDArray[np.bool_]:
        """Table these positions, so far as they are not; room is made for `count` in all.

        Returns
        -------
        array of bool
            For each position whether it has a table.
        """
        ready = self._ready
        made = self._kind_of
        if len(ready.tabled) < count or any(i not in made for i in positions):
            with self._lock:
                for i in positions:
                    if i not in made:
                        made[i] = self._kind(self._settling(i))
                ready = self._ready = self._lay_out(max(count, len(self._ready.tabled)))
        return ready.tabled

    def look_up(
        self, positions: npt.NDArray[np.int32], columns: Mapping[str, FactColumn]
    ) -> npt.NDArray[np.uint8]:
        """The code of each row's verdict. Rows of positions that have no table get ASK.

        `make` must have made room for as many positions before.
        """
        ready = self._ready
        line = gather(ready.lines, positions)
        packed = self._packing.pack(columns)
        if not packed:
            return gather(ready.verdicts, gather(ready.shares[0], line))
        place = gather(ready.shares[0], line + packed[0])
        for shares, byte in zip(ready.shares[1:], packed[1:], strict=True):
            place = place + gather(shares, line + byte)
        return gather(ready.verdicts, place)

    def _kind(self, settling: Settling | None) -> int:
        """The kind of a position; 0 where it has too many patterns (or no settling)."""
        groups = {} if settling is None else _groups(self._engine, settling)
        space = int(np.prod([len(parts) + 1 for parts in groups.values()], dtype=np.float64))
        if settling is None or space > WIDEST:
            settling, groups, space = None, {}, 1
        share: dict[str, npt.NDArray[np.int32]] = {}
        stride = space
        for fact, parts in groups.items():
            stride //= len(parts) + 1
            place = [0] * (len(self._engine.classes[fact].samples) + 1)
            for rank, part in enumerate(parts, 1):
                for bit in range(len(place) - 1):
                    if part >> bit & 1:
                        place[bit + 1] = rank * stride
            share[fact] = np.array(place, np.int32)
        if settling is None:
            verdicts = np.full(1, ASK, np.uint8)
        else:
            facts = [(self._engine.lawbook.facts[f], self._engine.classes[f]) for f in groups]
            rows = list_patterns(facts, list(groups.values())) if facts else []
            columns = {column.fact.name: column for column in rows}
            verdicts = evaluate(settling, columns, space).copy()
        shares = [self._packing.shares(i, share) for i in range(self._width)]
        key = b"".join([verdicts.tobytes(), *(part.tobytes() for part in shares)])
        if settling is None:
            key = b""
        if key not in self._kinds:
            self._kinds[key] = len(self._kinds)
            shares[0] = shares[0] + np.int32(self._starts)
            for kept, made in zip(self._shares, shares, strict=True):
                kept.append(made)
            self._verdicts.append(verdicts)
            self._starts += len(verdicts)
        return self._kinds[key]

    def _lay_out(self, count: int) -> _Ready:
        kinds = np.zeros(count, np.int32)
        kinds[[*self._kind_of]] = [*self._kind_of.values()]
        return _Ready(
            kinds != 0,
            pa.array(kinds * np.int32(_BYTE)),
            tuple(pa.array(np.concatenate(shares)) for shares in self._shares),
            pa.array(np.concatenate(self._verdicts)),
        )


def _groups(engine: Engine, settling: Settling) -> dict[str, tuple[int, ...]]:
    """For each fact that settles: its classes, in the groups that no cube tells apart."""
    masks: dict[str, set[int]] = {}
    for cubes in [*(cubes for _, cubes in settling.verdicts), settling.impossible]:
        for cube in cubes:
            for fact, mask in cube:
                masks.setdefault(fact, set()).add(mask)
    found = {}
    for fact in sorted(masks):
        split = [engine.classes[fact].all]
        for mask in masks[fact]:
            split = [part for whole in split for part in (whole & mask, whole & ~mask) if part]
        found[fact] = tuple(sorted(split))
    return found
