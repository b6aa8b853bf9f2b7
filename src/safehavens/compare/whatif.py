"""What if the law were other: a table of requests, asked under the law as it is and under another.

Only counts are kept, so a table of any size goes through; rows whose answer changes can be
written out as they pass. Every table of counts adds up to the same rows.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from safehavens.corpus.model import Verdict
from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest
from safehavens.screen.bad_rows import BadRows
from safehavens.screen.column_map import TableMap
from safehavens.screen.files.blocks import Block, Rows
from safehavens.screen.files.sink import Sink
from safehavens.screen.files.source import Piece, Source
from safehavens.screen.files.stream import read_ahead, run_in_order
from safehavens.screen.kernels.evaluate import CODES
from safehavens.screen.requests import Options, Requests
from safehavens.screen.screener import Screened

ADDED: Final = ("verdict_now", "deciding_now", "verdict_then", "deciding_then")
"""The columns that changed rows get."""

_PREFIX: Final = "whatif_"
_NONE: Final = len(CODES)
_STATES: Final = _NONE + 1
_MOST_VALUES: Final = 100_000
_PAIRS: Final = _STATES * _STATES
_MOST_CELLS: Final = 1 << 15
"""Beyond as many cells, columns are counted apart."""

Answer = Verdict


@dataclass(frozen=True, slots=True)
class Tally:
    """How the answers to some rows change: how many go from one answer to another."""

    counts: Mapping[tuple[Answer, Answer], int]

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self.counts.values())

    @property
    def changed(self) -> int:
        """Rows with another answer."""
        return sum(n for (before, after), n in self.counts.items() if before != after)

    @property
    def changes(self) -> dict[tuple[Answer, Answer], int]:
        """Rows by the answer they had and the one they get, where it is another; most first."""
        changed = {pair: n for pair, n in self.counts.items() if pair[0] != pair[1]}
        return dict(sorted(changed.items(), key=lambda item: (-item[1], str(item[0]))))


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What another law changes in a table.

    Attributes
    ----------
    what : str
        The other law, in words.
    total : Tally
        The rows that have a verdict under both laws.
    by : dict of str
        For `action`, `who` and every other column asked for: a tally for each of its values, in
        order. Each of them adds up to the total.
    bad : BadRows
        The rows that have none, which are in no tally.
    readings : tuple of (str, int)
        What was read as what, with the number of rows; None: of all rows.
    """

    what: str
    total: Tally
    by: Mapping[str, Mapping[str, Tally]]
    bad: BadRows = field(default_factory=BadRows)
    readings: tuple[tuple[str, int | None], ...] = ()

    @property
    def rows(self) -> int:
        """All rows of the table."""
        return self.total.rows + self.bad.rows


@dataclass(frozen=True, slots=True)
class Law:
    """A law to ask: an engine, and what is chosen about reading the table."""

    engine: Engine
    options: Options


def other_law(engine: Engine, options: Options, law_of: date | None, names: Sequence[str]) -> Law:
    """The other law; with `law_of`, every row is asked as of that day, whatever its own.

    Parameters
    ----------
    engine : Engine
    options : Options
        Those for the law as it is.
    law_of : datetime.date, optional
    names : sequence of str
        The table's columns.
    """
    if law_of is None:
        return Law(engine, options)
    ours = options.maps.columns
    dates = [name for name in names if ours.get(name, name) == "date"]
    left_alone = TableMap({**ours, **dict.fromkeys(dates, "")}, options.maps.values)
    return Law(engine, replace(options, on=law_of, maps=left_alone))


def whatif(
    source: Source,
    now: Law,
    other: Law,
    what: str,
    by: Sequence[str] = (),
    changed: Sink | None = None,
    progress: Callable[[int, int], None] = lambda size, rows: None,
    workers: int | None = None,
) -> WhatIf:
    """Ask every row of a table twice, and count.

    Parameters
    ----------
    source : Source
        The table.
    now, other : Law
    what : str
        The other law, in words.
    by : sequence of str
        Columns of the table to count by, besides action and who.
    changed : Sink, optional
        Gets the rows whose answer changes, with both answers and what decides them.
    progress : callable
        Is told, after each stretch, its size in the source's unit and in rows.
    workers : int, optional
        Threads. Left out: as many as there are processors.

    Raises
    ------
    BadRequest
        A column to count by that the table does not have; a table that cannot be asked about.
    """
    try:
        counts, bad, asked = _count_rows(source, now, other, by, changed, progress, workers)
        if changed is not None:
            changed.commit()
    except BaseException:
        if changed is not None:
            changed.abandon()
        raise
    for kind in bad.kinds.values():
        kind.problem = asked.explain(kind.problem)
    bad.first = [(number, asked.explain(problem)) for number, problem in bad.first]
    return replace(counts.result(what), bad=bad, readings=tuple(asked.readings()))


def _count_rows(
    source: Source,
    now: Law,
    other: Law,
    by: Sequence[str],
    changed: Sink | None,
    progress: Callable[[int, int], None],
    workers: int | None,
) -> tuple[_Counts, BadRows, Requests]:
    columns = ("verdict",) if changed is None else ("verdict", "deciding")
    asks = [
        Requests(law.engine, replace(law.options, columns=columns, prefix=_PREFIX))
        for law in (now, other)
    ]
    for requests in asks:
        requests.check(source.schema)
    keys = _columns_to_count(source.schema, asks[0], by)
    if changed is not None and (taken := [n for n in ADDED if n in source.schema.names]):
        raise BadRequest(f"The table has a column {taken[0]!r} already; rename it.")
    counted, bad = _Counts(keys), BadRows()

    def work(piece: Piece) -> tuple[int, int, _Counts, list[tuple[int, str]], Any]:
        rows = piece.rows()
        before, after = (rows.screen(requests) for requests in asks)
        pairs = _answer_codes(before) * np.int32(_STATES) + _answer_codes(after)
        part = _Counts(keys)
        part.add(rows, pairs)
        written = None
        if changed is not None:
            codes_before, codes_after = pairs // _STATES, pairs % _STATES
            both = (codes_before != _NONE) & (codes_after != _NONE)
            moved = np.flatnonzero(both & (codes_before != codes_after))
            written = changed.encode(_changed_rows(rows, moved, before, after))
        problems = {**after.bad, **before.bad}
        numbered = [(rows.number(row), problems[row]) for row in sorted(problems)]
        return piece.size, rows.count, part, numbered, written

    for size, rows, part, numbered, written in run_in_order(
        read_ahead(source.pieces()), work, workers or os.cpu_count() or 1
    ):
        counted.take(part)
        bad.add(numbered)
        if changed is not None:
            changed.write(written)
        progress(size, rows)
    return counted, bad, asks[0]


def _columns_to_count(
    schema: pa.Schema, requests: Requests, by: Sequence[str]
) -> dict[str, str | None]:
    """The columns to count by: our name or theirs, and the table's column; None: one for all."""
    names = tuple(schema.names)
    ours = {name: theirs for theirs, name in requests.used(names).items()}
    columns: dict[str, str | None] = {name: ours.get(name) for name in ("action", "who")}
    for name in by:
        theirs = ours.get(name, name)
        if theirs not in names:
            raise BadRequest(
                f"The table has no column {name!r} to count by; its columns: {', '.join(names)}."
            )
        columns.setdefault(name, theirs)
    return {
        name: theirs for name, theirs in columns.items()
        if theirs is not None or name in ("action", "who")
    }  # fmt: skip


def _answer_codes(screened: Screened) -> npt.NDArray[np.int32]:
    """A number for each row's answer."""
    column = screened.columns[f"{_PREFIX}verdict"]
    codes = column.indices
    if codes.null_count:
        codes = codes.fill_null(_NONE)
    numbers: npt.NDArray[np.int32] = codes.to_numpy(zero_copy_only=False).astype(np.int32)
    return numbers


def _changed_rows(
    rows: Rows, moved: npt.NDArray[np.intp], before: Screened, after: Screened
) -> Block:
    chosen = pa.array(moved, pa.int64())
    added = {}
    for name, screened, column in zip(
        ADDED, (before, before, after, after), ("verdict", "deciding") * 2, strict=True
    ):
        added[name] = screened.columns[f"{_PREFIX}{column}"].take(chosen).cast(pa.string())
    return Block(rows, {}, added, moved.tolist())


@dataclass
class _Counts:
    """Counts so far: for each column, by its value and both answers."""

    keys: Mapping[str, str | None]
    found: dict[str, dict[str, npt.NDArray[np.int64]]] = field(default_factory=dict)
    total: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(_PAIRS, np.int64))

    def add(self, rows: Rows, pairs: npt.NDArray[np.int32]) -> None:
        """Count a stretch.

        Columns with few values are counted together, and each by itself from those counts.
        """
        named = [(name, theirs) for name, theirs in self.keys.items() if theirs is not None]
        table = rows.table() if named else None
        grids = [_Grid(pairs)]
        for name, theirs in named:
            assert table is not None
            values, codes = _code_values(table.column(theirs))
            if grids[-1].size * len(values) > _MOST_CELLS:
                grids.append(_Grid(pairs))
            grids[-1].join(name, values, codes)
        self.total += grids[0].count()
        for grid in grids:
            for name, values, counts in grid.by_column():
                into = self.found.setdefault(name, {})
                for i in np.flatnonzero(counts.any(axis=1)):
                    held = into.get(values[i])
                    into[values[i]] = counts[i] if held is None else held + counts[i]

    def take(self, other: _Counts) -> None:
        """Add what another one counted."""
        self.total += other.total
        for name, counts in other.found.items():
            into = self.found.setdefault(name, {})
            for value, grid in counts.items():
                into[value] = into[value] + grid if value in into else grid
            if len(into) > _MOST_VALUES:
                raise BadRequest(
                    f"The column {name!r} has more than {_MOST_VALUES:,} values; count by another."
                )

    def result(self, what: str) -> WhatIf:
        """The counts as tallies."""
        return WhatIf(
            what,
            _make_tally(self.total),
            {
                name: {
                    value: tally
                    for value, grid in sorted(counts.items())
                    if (tally := _make_tally(grid)).rows
                }
                for name, counts in self.found.items()
            },
        )


class _Grid:
    """Rows counted by several columns and both answers at once: one number for each cell."""

    def __init__(self, pairs: npt.NDArray[np.int32]) -> None:
        self._cell = pairs
        self._columns: list[tuple[str, list[str]]] = []
        self.size = _PAIRS
        self._counts: npt.NDArray[np.int64] | None = None

    def join(self, name: str, values: list[str], codes: npt.NDArray[np.int32]) -> None:
        """Add a column."""
        self._cell = self._cell + codes * np.int32(self.size)
        self._columns.append((name, values))
        self.size *= len(values)

    def _grid(self) -> npt.NDArray[np.int64]:
        """The counts; first axis: the column that was added last; last axis: the answers."""
        if self._counts is None:
            shape = [len(values) for _, values in reversed(self._columns)]
            counted = np.bincount(self._cell, minlength=self.size)
            self._counts = counted.reshape(*shape, _PAIRS)
        return self._counts

    def count(self) -> npt.NDArray[np.int64]:
        """Rows by both answers."""
        tallies: npt.NDArray[np.int64] = self._grid().reshape(-1, _PAIRS).sum(axis=0)
        return tallies

    def by_column(self) -> Iterator[tuple[str, list[str], npt.NDArray[np.int64]]]:
        """For each column: its name, its values, and rows by value and both answers."""
        grid, many = self._grid(), len(self._columns)
        for i, (name, values) in enumerate(self._columns):
            others = tuple(axis for axis in range(many) if axis != many - 1 - i)
            yield name, values, grid.sum(axis=others)


def _code_values(array: pa.Array) -> tuple[list[str], npt.NDArray[np.int32]]:
    """A column's values as words, blank last, and the place of each row's value among them."""
    if not pa.types.is_dictionary(array.type):
        array = pc.dictionary_encode(array)
    values = [*map(_word, array.dictionary.to_pylist()), "(blank)"]
    codes = array.indices
    if codes.null_count:
        codes = codes.fill_null(len(values) - 1)
    return values, codes.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)


def _word(value: object) -> str:
    return value if isinstance(value, str) else str(value).lower() if value is not None else ""


def _make_tally(grid: npt.NDArray[np.int64]) -> Tally:
    """The counts of rows that have both answers."""
    both = [divmod(int(i), _STATES) for i in np.flatnonzero(grid)]
    return Tally(
        {
            (CODES[before], CODES[after]): int(grid[before * _STATES + after])
            for before, after in both
            if before != _NONE and after != _NONE
        }
    )
