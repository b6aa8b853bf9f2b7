"""The law of each row: from place, agency, action and date to the position that applies.

Places, agencies and actions repeat, and law changes on few days; so each distinct combination is
looked up once, and a row costs a few table look-ups.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from safehavens.corpus.places import UnknownPlace
from safehavens.decide.engine import Engine
from safehavens.decide.norms.joined_timeline import AnyTimeline
from safehavens.decide.norms.position import Position
from safehavens.decide.request import (
    AnsweredDays,
    BadRequest,
    check_words,
    find_answered_days,
)
from safehavens.screen.kernels.gather import gather
from safehavens.screen.kernels.word_codes import Word, WordCodes, WordNumbers

_EPOCH: Final = date(1970, 1, 1).toordinal()
_FIRST: Final = date.min.toordinal() - _EPOCH
_WIDEST: Final = 1 << 22
"""Up to this many combinations of words, each has an entry in a table."""
_MOST_WORDS: Final = 1 << 20
"""When more words have been met, all that was looked up is forgotten: memory stays bounded."""
_UNMET, _REFUSED = -2, -1
"""What the grid says of combinations not looked up yet, and of those that cannot be."""

_NONE: Final = np.zeros(0, np.int64)

Codes = npt.NDArray[np.int32]
_Names = tuple[Word, Word, Word]
_Days = npt.NDArray[np.int32] | int
_Found = tuple[Codes, npt.NDArray[Any], Callable[[int], _Names]]
"""Positions; the number of each row's combination of words; the words of such a number."""


@dataclass(frozen=True, slots=True)
class RowLaw:
    """The position of each row of a batch: an index into LawFinder.positions, or -1 (bad row).

    `reasons` has, for each bad row, what is wrong with it.
    """

    positions: Codes
    reasons: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Grid:
    """Every timeline met, over the stretches between two days on which any of them changes.

    `places` is, for each combination of words (numbered by `strides`), where its line begins in
    `cells`; in the cells stand positions. Two lines come first: that of combinations not met,
    and that of those refused.
    """

    strides: tuple[int, int, int]
    places: pa.Array
    days: npt.NDArray[np.int64]
    cells: pa.Array


class _Memory:
    """What has been looked up so far. Replaced, never emptied, when it has grown too large."""

    def __init__(self) -> None:
        self.met = (WordNumbers(), WordNumbers(), WordNumbers())
        self.lines: dict[_Names, int] = {}
        self.refused: dict[_Names, str] = {}
        self.grid: _Grid | None = None
        self.strides: tuple[int, int, int] = (0, 0, 0)
        self.stale = True

    def size(self) -> int:
        return max(len(self.lines), *(len(met) for met in self.met))

    def space(self) -> int:
        """How many combinations there is room for."""
        rooms = [met.room for met in self.met]
        self.strides = (rooms[1] * rooms[2], rooms[2], 1)
        return int(np.prod(rooms, dtype=np.float64))


class LawFinder:
    """Finds positions for batches. Remembers what it has looked up, for the batches to come.

    May be used by several threads.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.positions: list[Position] = []
        self._ids: dict[int, int] = {}
        self._timelines: list[AnyTimeline] = []
        self._answered: list[AnsweredDays] = []
        self._lines: list[tuple[npt.NDArray[np.int64], Codes]] = []
        self._line_of: dict[int, int] = {}
        self._drawn: tuple[int, tuple[npt.NDArray[np.int64], pa.Array]] = (-1, (_NONE, _NONE))
        self._memory = _Memory()
        self._lock = threading.Lock()

    def find(
        self,
        place: pa.Array | str,
        who: pa.Array | str,
        action: pa.Array | str,
        on: pa.Array | date,
        rows: int,
    ) -> RowLaw:
        """The position of each row.

        Parameters
        ----------
        place, who, action : pyarrow.Array of words, plain or dictionary-encoded, or one word
        on : pyarrow.Array of date32, or one date
        rows : int
        """
        if not rows:
            return RowLaw(np.zeros(0, np.int32), {})
        given = [WordCodes.read(column) for column in (place, who, action)]
        days = _days(on)
        with self._lock:
            memory = self._memory
            if memory.size() > _MOST_WORDS:
                memory = self._memory = _Memory()
            for met, words in zip(memory.met, given, strict=True):
                words.number(met)
        numbers, combined, names = self._in_table(memory, given, days, rows) or self._one_by_one(
            memory, given, days, rows
        )
        reasons: dict[int, str] = {}
        missing: set[int] = set()
        if isinstance(on, pa.Array) and on.null_count:
            numbers = numbers.copy()
            missing.update(np.flatnonzero(on.is_null().to_numpy(zero_copy_only=False)).tolist())
            numbers[list(missing)] = -1
        if _least(numbers) < 0:
            refused = np.flatnonzero(numbers < 0)
            keys = np.broadcast_to(combined, rows)[refused].tolist()
            on_days = np.broadcast_to(days, rows)[refused].tolist()
            texts: dict[tuple[int, int | None], str] = {}
            for row, key, day in zip(refused.tolist(), keys, on_days, strict=True):
                asked = (key, None if row in missing else day)
                if asked not in texts:
                    texts[asked] = self._refusal(memory, names(key), asked[1])
                reasons[row] = texts[asked]
        return RowLaw(numbers, reasons)

    def _refusal(self, memory: _Memory, words: _Names, day: int | None) -> str:
        """Why a row has no law: its words, its missing day, or a day that is not answered."""
        if (problem := memory.refused.get(words)) is not None:
            return problem
        if day is None:
            return "The date is missing."
        answered = find_answered_days(self._engine.lawbook, (str(words[2]).strip(),))
        problem = answered.refuse(date.fromordinal(day + _EPOCH))
        assert problem is not None
        return problem

    def _in_table(
        self, memory: _Memory, given: Sequence[WordCodes], days: _Days, rows: int
    ) -> _Found | None:
        """Each row's position from a table of all combinations; None where it would be too long."""
        for _ in range(2):
            with self._lock:
                space = memory.space()
                if space > _WIDEST:
                    return None
                grid, strides = memory.grid, memory.strides
                known = (grid.strides, len(grid.places)) if grid is not None else None
                if grid is None or memory.stale or known != (strides, space):
                    grid = self._lay_out(memory)
            combined = _combined(given, strides)
            numbers = self._cells(grid, combined, days, rows)
            if _least(numbers) != _UNMET:
                break
            unmet = np.unique(np.broadcast_to(combined, rows)[numbers == _UNMET])
            with self._lock:
                self._look_up(memory, [_names(memory, int(c), strides) for c in unmet])
            # Others may have met more words meanwhile, so that combinations are numbered anew.
        return numbers, combined, lambda key: _names(memory, key, strides)

    def _cells(self, grid: _Grid, combined: Codes, days: _Days, rows: int) -> Codes:
        era = _era(grid.days, days)
        if len(combined) == 1:
            line = grid.places[int(combined[0])].as_py()
            if isinstance(era, int):
                return np.broadcast_to(np.int32(grid.cells[line + era].as_py()), rows)
            return gather(grid.cells, era + np.int32(line))
        return gather(grid.cells, gather(grid.places, combined) + np.int32(era))

    def _one_by_one(
        self, memory: _Memory, given: Sequence[WordCodes], days: _Days, rows: int
    ) -> _Found:
        """The same where there are too many combinations of words for a table of all of them."""
        strides = (len(given[1]) * len(given[2]), len(given[2]), 1)
        total = np.zeros(rows, np.int64)
        for words, stride in zip(given, strides, strict=True):
            total += words.local().astype(np.int64) * stride
        distinct, inverse = np.unique(total, return_inverse=True)
        names: list[_Names] = []
        for key in distinct.tolist():
            place, left = divmod(key, strides[0])
            who, action = divmod(left, strides[1])
            names.append((given[0].words[place], given[1].words[who], given[2].words[action]))
        with self._lock:
            self._look_up(memory, names)
            lines = np.array([memory.lines[name] for name in names], np.int32)
            starts, cells = self._stretches()
        at = lines[inverse] * np.int32(len(starts) + 1) + np.int32(_era(starts, days))
        return gather(cells, at), inverse, names.__getitem__

    # ---- under the lock ---------------------------------------------------------------------

    def _look_up(self, memory: _Memory, names: Sequence[_Names]) -> None:
        for words in names:
            if words not in memory.lines:
                memory.lines[words] = self._line(memory, words)
                memory.stale = True

    def _line(self, memory: _Memory, words: _Names) -> int:
        """The line of a combination in the grid."""
        try:
            for name, word in zip(("place", "who", "action"), words, strict=True):
                if word is None or not word.strip():
                    raise BadRequest(f"The {name} is missing.")
            place, who, action = (str(word).strip() for word in words)
            place_id = self._engine.place_finder.find(place).place.id
            check_words(self._engine.lawbook, who, action)
            timeline = self._engine.timeline(place_id, who, action)
        except (BadRequest, UnknownPlace) as error:
            memory.refused[words] = str(error)
            return 1
        line = self._line_of.get(id(timeline))
        if line is None:
            line = self._line_of[id(timeline)] = len(self._timelines) + 2
            self._timelines.append(timeline)
            self._answered.append(find_answered_days(self._engine.lawbook, (action,)))
        return line

    def _lay_out(self, memory: _Memory) -> _Grid:
        """Make the grid anew from all that has been looked up."""
        space = memory.space()
        days, cells = self._stretches()
        places = np.zeros(space, np.int32)
        width = len(days) + 1
        for words, line in memory.lines.items():
            at = 0
            for met, word, stride in zip(memory.met, words, memory.strides, strict=True):
                at += met.numbers[word] * stride
            places[at] = line * width
        memory.grid = _Grid(memory.strides, pa.array(places), days, cells)
        memory.stale = False
        return memory.grid

    def _stretches(self) -> tuple[npt.NDArray[np.int64], pa.Array]:
        if self._drawn[0] == len(self._timelines):
            return self._drawn[1]
        for timeline in self._timelines[len(self._lines) :]:
            days = np.array([day.toordinal() - _EPOCH for day in timeline.days], np.int64)
            ids = np.array([self._id(stretch.position) for stretch in timeline], np.int32)
            self._lines.append(_refuse_days(days, ids, self._answered[len(self._lines)]))
        starts = np.unique(np.concatenate([days for days, _ in self._lines] or [_NONE]))
        cells = np.empty((len(self._lines) + 2, len(starts) + 1), np.int32)
        cells[0], cells[1] = _UNMET, _REFUSED
        every = np.append(_FIRST, starts)
        for line, (days, ids) in enumerate(self._lines, 2):
            cells[line] = ids[np.searchsorted(days, every, "right")]
        self._drawn = (len(self._timelines), (starts, pa.array(cells.ravel())))
        return self._drawn[1]

    def _id(self, position: Position) -> int:
        number = self._ids.get(id(position))
        if number is None:
            number = self._ids[id(position)] = len(self.positions)
            self.positions.append(position)
        return number


def _refuse_days(
    days: npt.NDArray[np.int64], ids: Codes, answered: AnsweredDays
) -> tuple[npt.NDArray[np.int64], Codes]:
    """The days of change, and what stands between them, with no law on days not answered."""
    if answered.start is not None:
        first = answered.start.toordinal() - _EPOCH
        kept = int(np.searchsorted(days, first, "right"))
        days, ids = np.append(first, days[kept:]), np.append(np.int32(_REFUSED), ids[kept:])
    if answered.last is not None:
        after = answered.last.toordinal() + 1 - _EPOCH
        kept = int(np.searchsorted(days, after, "left"))
        days = np.append(days[:kept], after)
        ids = np.append(ids[: kept + 1], np.int32(_REFUSED))
    return days, ids


def _least(numbers: Codes) -> int:
    return int(numbers[0] if numbers.strides == (0,) else numbers.min())


def _combined(given: Sequence[WordCodes], strides: Sequence[int]) -> Codes:
    """The number of each row's combination of words; one number where it is the same in all."""
    total: Codes = np.zeros(1, np.int32)
    for words, stride in zip(given, strides, strict=True):
        part = words.numbered(stride)
        total = part if len(total) == 1 and not total[0] else total + part
    return total


def _names(memory: _Memory, key: int, strides: Sequence[int]) -> _Names:
    """The words that a combination's number stands for."""
    place, left = divmod(key, strides[0])
    who, action = divmod(left, strides[1])
    met = memory.met
    return met[0].words[place], met[1].words[who], met[2].words[action]


def _days(on: pa.Array | date) -> _Days:
    """Days since 1970; of a null any day."""
    if isinstance(on, date):
        return on.toordinal() - _EPOCH
    whole = on.fill_null(date(1970, 1, 1)) if on.null_count else on
    days: npt.NDArray[np.int32] = whole.cast(pa.int32()).to_numpy(zero_copy_only=False)
    return days


def _era(starts: npt.NDArray[np.int64], days: _Days) -> _Days:
    """How many of the days in `starts` are not after each day."""
    if isinstance(days, int):
        return int(np.searchsorted(starts, days, "right"))
    if not len(starts):
        return 0
    low, high = int(days.min()), int(days.max())
    if low == high:
        return int(np.searchsorted(starts, low, "right"))
    if high - low > 200_000:  # a stray date would make the table below too long
        return np.searchsorted(starts, days, "right").astype(np.int32)
    table = np.searchsorted(starts, np.arange(low, high + 1), "right").astype(np.int32)
    return gather(pa.array(table), days - np.int32(low))
