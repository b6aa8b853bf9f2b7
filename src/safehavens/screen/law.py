"""The law of each row: from place, agency, action and date to the position that applies.

Places, agencies and actions repeat, and law changes on few days; so each distinct combination is
looked up once, and a row costs a few table look-ups.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from safehavens.corpus.places import UnknownPlace
from safehavens.decide.engine import Engine
from safehavens.decide.position import Position
from safehavens.decide.request import BadRequest, check_request

_EPOCH: Final = date(1970, 1, 1).toordinal()
_FIRST: Final = date.min.toordinal() - _EPOCH

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class RowLaw:
    """The position of each row of a batch: an index into LawFinder.positions, or -1 (bad row).

    `reasons` has, for each bad row, what is wrong with it.
    """

    positions: Codes
    reasons: dict[int, str]


class LawFinder:
    """Finds positions for batches. Remembers what it has looked up, for the batches to come."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.positions: list[Position] = []
        self._ids: dict[int, int] = {}
        self._places: dict[str, str | BadRequest | UnknownPlace] = {}
        self._tables: dict[tuple[str, str, str], tuple[npt.NDArray[np.int64], Codes]] = {}

    def find(self, place: pa.Array, who: pa.Array, action: pa.Array, on: pa.Array) -> RowLaw:
        """The position of each row.

        Parameters
        ----------
        place, who, action : pyarrow.Array of words, plain or dictionary-encoded
        on : pyarrow.Array of date32
        """
        rows = len(place)
        coded = [_coded(array) for array in (place, who, action)]
        combined = np.zeros(rows, np.int64)
        for codes, words in coded:
            combined *= len(words) + 1
            combined += codes
        distinct, inverse = _distinct(combined, coded)
        days = on.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False)
        found = np.full(rows, -1, np.int32)
        reasons: dict[int, str] = {}
        self._fill(distinct, inverse, coded, days, found, reasons)
        if on.null_count:
            for row in np.flatnonzero(on.is_null().to_numpy(zero_copy_only=False)).tolist():
                reasons.setdefault(row, "The date is missing.")
        for row in reasons:
            found[row] = -1
        return RowLaw(found, reasons)

    def _fill(
        self,
        distinct: npt.NDArray[np.int64],
        inverse: npt.NDArray[np.intp] | None,
        coded: list[tuple[npt.NDArray[np.int64], list[str | None]]],
        days: npt.NDArray[np.int32],
        found: Codes,
        reasons: dict[int, str],
    ) -> None:
        tables: list[tuple[npt.NDArray[np.int64], Codes] | None] = []
        for key in distinct:
            names = _names(int(key), coded)
            try:
                tables.append(self._table(*names))
            except (BadRequest, UnknownPlace) as error:
                tables.append(None)
                mine = slice(None) if inverse is None else inverse == len(tables) - 1
                for row in np.arange(len(found))[mine]:
                    reasons[int(row)] = str(error)
        known = [table for table in tables if table is not None]
        if not known:
            return
        every = np.unique(np.concatenate([starts for starts, _ in known]))
        if len(tables) == 1:
            found[:] = known[0][1][_era(known[0][0], days)]
            return
        grid = np.full((len(tables), len(every) + 1), -1, np.int32)
        for i, table in enumerate(tables):
            if table is not None:
                starts, ids = table
                grid[i] = ids[np.searchsorted(starts, np.append(_FIRST, every), "right")]
        assert inverse is not None
        flat = inverse * np.intp(len(every) + 1)
        flat += _era(every, days)
        np.take(grid.ravel(), flat, out=found)

    def _table(
        self, place: str | None, who: str | None, action: str | None
    ) -> tuple[npt.NDArray[np.int64], Codes]:
        """The days on which the law changes (since 1970), and the positions between them."""
        for name, word in (("place", place), ("who", who), ("action", action)):
            if word is None or not word.strip():
                raise BadRequest(f"The {name} is missing.")
        assert place is not None
        assert who is not None
        assert action is not None
        key = (self._place(place), who, action)
        found = self._tables.get(key)
        if found is None:
            check_request(self._engine.lawbook, who, action, {})
            timeline = self._engine.timeline(*key)
            starts = np.array([day.toordinal() - _EPOCH for day in timeline.days], np.int64)
            ids = np.array([self._id(stretch.position) for stretch in timeline], np.int32)
            found = self._tables[key] = (starts, ids)
        return found

    def _place(self, text: str) -> str:
        found = self._places.get(text)
        if found is None:
            try:
                found = self._engine.gazetteer.find(text).place.id
            except UnknownPlace as error:
                found = error
            if len(self._places) < 200_000:
                self._places[text] = found
        if isinstance(found, str):
            return found
        raise found

    def _id(self, position: Position) -> int:
        found = self._ids.get(id(position))
        if found is None:
            found = self._ids[id(position)] = len(self.positions)
            self.positions.append(position)
        return found


def _coded(array: pa.Array) -> tuple[npt.NDArray[np.int64], list[str | None]]:
    """Words as codes into a list; a null is the code beyond the list's last word."""
    if not pa.types.is_dictionary(array.type):
        array = pc.dictionary_encode(array.cast(pa.string()))
    words = array.dictionary.cast(pa.string()).to_pylist()
    codes = array.indices.fill_null(len(words)) if array.null_count else array.indices
    return codes.to_numpy(zero_copy_only=False), [*words, None]


def _distinct(
    combined: npt.NDArray[np.int64], coded: list[tuple[npt.NDArray[np.int64], list[str | None]]]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp] | None]:
    """The combinations that occur, and for each row which one (None: they are all the same)."""
    if not len(combined):
        return combined, None
    if (combined == combined[0]).all():
        return combined[:1], None
    space = int(np.prod([len(words) + 1 for _, words in coded]))
    if space > 1 << 22:
        distinct, inverse = np.unique(combined, return_inverse=True)
        return distinct, inverse
    present = np.zeros(space, np.bool_)
    present[combined] = True
    distinct = np.flatnonzero(present)
    rank = np.cumsum(present) - 1
    return distinct, np.take(rank, combined)


def _names(
    key: int, coded: list[tuple[npt.NDArray[np.int64], list[str | None]]]
) -> tuple[str | None, str | None, str | None]:
    """The words that a combined code stands for."""
    names: list[str | None] = []
    for _, words in reversed(coded):
        key, code = divmod(key, len(words) + 1)
        names.append(words[code])
    place, who, action = reversed(names)
    return place, who, action


def _era(starts: npt.NDArray[np.int64], days: npt.NDArray[np.int32]) -> npt.NDArray[np.intp]:
    """How many of the days in `starts` are not after each day."""
    if not len(starts):
        return np.zeros(len(days), np.intp)
    low, high = int(days.min()), int(days.max())
    if high - low > 200_000:  # a stray date would make the table below too long
        return np.searchsorted(starts, days, "right")
    table = np.searchsorted(starts, np.arange(low, high + 1), "right")
    return np.take(table, days - np.int32(low))
