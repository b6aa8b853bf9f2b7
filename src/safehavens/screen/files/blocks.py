"""A stretch of a table on its way from a file to a file: rows as read, and what is added."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from safehavens.screen.outputs import problem_column
from safehavens.screen.requests import Requests
from safehavens.screen.screener import Screened


class RowsLost(RuntimeError):
    """Rows that were read are not those that were written: a fault of this program."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that cannot be parsed: its text, and why."""

    text: str
    problem: str


class Rows(Protocol):
    """Rows of a file. Rows that could not be parsed stand among them, with nothing in any cell."""

    @property
    def count(self) -> int:
        """How many rows there are."""

    @property
    def unread(self) -> Mapping[int, Unread]:
        """The rows that could not be parsed."""

    def number(self, row: int) -> int:
        """The line of the file, or the number of the row in the table, from 1."""

    def table(self) -> pa.RecordBatch:
        """The rows as a batch with the columns of the file's schema."""

    def objects(self) -> list[dict[str, Any]]:
        """The rows as objects, as JSON has them."""

    def screen(self, requests: Requests) -> Screened:
        """Screen the rows."""


@dataclass(frozen=True, slots=True)
class TableRows:
    """Rows that were read as a batch."""

    batch: pa.RecordBatch
    number_of: Callable[[int], int]
    unread: Mapping[int, Unread] = field(default_factory=dict)

    @property
    def count(self) -> int:  # noqa: D102
        rows: int = self.batch.num_rows
        return rows

    def number(self, row: int) -> int:  # noqa: D102
        return self.number_of(row)

    def table(self) -> pa.RecordBatch:  # noqa: D102
        return self.batch

    def objects(self) -> list[dict[str, Any]]:  # noqa: D102
        try:
            rows: list[dict[str, Any]] = self.batch.to_pylist()
            return rows
        except (OverflowError, ValueError):  # days that Python does not have
            columns = [_list_values(column) for column in self.batch.columns]
            names = self.batch.schema.names
            return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def screen(self, requests: Requests) -> Screened:  # noqa: D102
        return without_verdict(requests.screen(self.batch), self.unread, self.count, requests)


def without_verdict(
    screened: Screened, unread: Mapping[int, Unread], rows: int, requests: Requests
) -> Screened:
    """What was screened, but the rows that could not be parsed have their problem and no more."""
    if not unread:
        return screened
    bad = {**screened.bad, **{row: why.problem for row, why in unread.items()}}
    kept: list[int | None] = [None if row in unread else row for row in range(rows)]
    place = pa.array(kept, pa.int64())
    columns = {}
    for name, column in screened.columns.items():
        is_problem = name == requests.options.prefix + "problem"
        columns[name] = problem_column(bad, rows) if is_problem else column.take(place)
    return Screened(columns, bad)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows with columns put before and after them, ready to be written."""

    rows: Rows
    before: Mapping[str, pa.Array]
    after: Mapping[str, pa.Array]
    chosen: Sequence[int] | None = None
    """The rows that are meant; None: all."""

    def table(self) -> pa.RecordBatch:
        """The rows as one batch."""
        batch = self.rows.table()
        if self.chosen is not None:
            batch = batch.take(pa.array(self.chosen, pa.int64()))
        columns = {
            **self.before,
            **{name: batch.column(i) for i, name in enumerate(batch.schema.names)},
            **self.after,
        }
        schema = pa.schema(
            [
                batch.schema.field(name)
                if name in batch.schema.names
                else pa.field(name, column.type)
                for name, column in columns.items()
            ],
            metadata=batch.schema.metadata,
        )
        return pa.RecordBatch.from_arrays([*columns.values()], schema=schema)

    def objects(self) -> Iterator[dict[str, Any]]:
        """The rows as objects."""
        objects = self.rows.objects()
        picked = objects if self.chosen is None else [objects[row] for row in self.chosen]
        before = _columns(self.before)
        after = _columns(self.after)
        for i, item in enumerate(picked):
            yield {
                **{name: values[i] for name, values in before.items()},
                **item,
                **{name: values[i] for name, values in after.items()},
            }


def _columns(columns: Mapping[str, pa.Array]) -> dict[str, list[Any]]:
    return {name: column.to_pylist() for name, column in columns.items()}


def _list_values(column: pa.Array) -> list[Any]:
    try:
        values: list[Any] = column.to_pylist()
    except (OverflowError, ValueError):
        values = spell_days(column).to_pylist()
    return values


def spell_days(column: pa.Array) -> pa.Array:
    """Days and times as text; those that end the range are infinite, as in PostgreSQL and DuckDB.

    Others beyond the calendar are the number that they are.
    """
    text = column.cast(pa.string())
    unknown = pc.starts_with(text, "<value out of range")
    if not pc.any(unknown).as_py():
        return text
    width = column.type.bit_width
    numbers = column.view(pa.int32() if width == 32 else pa.int64())
    last = 2 ** (width - 1) - 1
    words = {last: "infinity", -last: "-infinity", -last - 1: "-infinity"}
    spelled = [words.get(number, str(number)) for number in numbers.fill_null(0).to_pylist()]
    return pc.if_else(unknown, pa.array(spelled, pa.string()), text)


def as_text(values: Sequence[Any]) -> pa.Array:
    """JSON values as the words that request and fact columns are read from."""
    return pa.array(
        [
            value
            if value is None or isinstance(value, str)
            else json.dumps(value, ensure_ascii=False)
            for value in values
        ],
        pa.string(),
    )


def restore_order(parts: Sequence[tuple[Sequence[int], Screened]]) -> Screened:
    """Groups of rows that were screened apart, in their own order again."""
    bad: dict[int, str] = {}
    for rows, part in parts:
        bad.update({rows[row]: problem for row, problem in part.bad.items()})
    if len(parts) == 1:
        return Screened(parts[0][1].columns, bad)
    order = np.concatenate([np.asarray(rows, np.int64) for rows, _ in parts])
    back = pa.array(np.argsort(order))
    columns = {}
    for name in parts[0][1].columns:
        whole = pa.chunked_array([part.columns[name] for _, part in parts])
        joined = whole.unify_dictionaries().combine_chunks()
        if isinstance(joined, pa.ChunkedArray):
            joined = joined.chunk(0)
        columns[name] = joined.take(back)
    return Screened(columns, bad)
