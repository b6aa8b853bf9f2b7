"""Verdicts of mixed rows by look-up.

Where rows of many positions lie mixed, each position's verdicts are tabled once for every pattern
of the facts that it asks for (each fact: not known, or one of the groups of values it tells
apart). A row's place in the table is a sum of a few look-ups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from safehavens.decide.engine import Engine
from safehavens.decide.settling import Settling
from safehavens.screen.columns import FactColumn, patterns
from safehavens.screen.evaluate import evaluate

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
        for fact in self.bytes[i]:
            mine = share.get(fact, np.zeros(self._radix[fact], np.int32))
            total = (total[:, None] + mine[None, :]).ravel()
        return np.concatenate([total, np.zeros(_BYTE - len(total), np.int32)])


class Tables:
    """The tables of all positions met so far, end to end."""

    def __init__(self, engine: Engine, packing: Packing) -> None:
        self._engine = engine
        self._packing = packing
        self._starts: list[int] = []
        self._shares: list[list[npt.NDArray[np.int32]]] = [[] for _ in packing.bytes]
        self._verdicts: list[npt.NDArray[np.uint8]] = []
        self._ready: tuple[
            npt.NDArray[np.int64], list[npt.NDArray[np.int32]], npt.NDArray[np.uint8]
        ] | None = None  # fmt: skip

    def add(self, settling: Settling | None) -> bool:
        """Table one more position; False where it has too many patterns (or no settling)."""
        groups = {} if settling is None else _groups(self._engine, settling)
        space = int(np.prod([len(parts) + 1 for parts in groups.values()], dtype=np.float64))
        fits = settling is not None and space <= WIDEST
        self._ready = None
        self._starts.append(sum(len(part) for part in self._verdicts) if fits else -1)
        share: dict[str, npt.NDArray[np.int32]] = {}
        if fits and settling is not None:
            stride = space
            for fact, parts in groups.items():
                stride //= len(parts) + 1
                place = [0] * (len(self._engine.classes[fact].samples) + 1)
                for rank, part in enumerate(parts, 1):
                    for bit in range(len(place) - 1):
                        if part >> bit & 1:
                            place[bit + 1] = rank * stride
                share[fact] = np.array(place, np.int32)
            facts = [(self._engine.lawbook.facts[f], self._engine.classes[f]) for f in groups]
            if facts:
                rows = patterns(facts, list(groups.values()))
                columns = {column.fact.name: column for column in rows}
                self._verdicts.append(evaluate(settling, columns, space).copy())
            else:
                self._verdicts.append(evaluate(settling, {}, 1).copy())
        for i, shares in enumerate(self._shares):
            shares.append(self._packing.shares(i, share))
        return fits

    def look_up(
        self, positions: npt.NDArray[np.int32], packed: Sequence[npt.NDArray[np.uint8]]
    ) -> npt.NDArray[np.uint8]:
        """The code of each row's verdict. Rows of positions that are not tabled get anything."""
        if self._ready is None:
            self._ready = (
                np.array(self._starts, np.int64),
                [np.concatenate(shares) for shares in self._shares],
                np.concatenate([*self._verdicts, np.zeros(1, np.uint8)]),
            )
        starts, shares, verdicts = self._ready
        place = np.take(starts, positions)
        base = positions.astype(np.intp) * _BYTE
        for mine, packed_byte in zip(shares, packed, strict=True):
            place += np.take(mine, base + packed_byte)
        return np.take(verdicts, place, mode="clip")


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
