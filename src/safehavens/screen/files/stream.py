"""A table from file to file: read ahead, screened by several threads, written in order."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pyarrow as pa

from safehavens.decide.request import BadRequest
from safehavens.screen.answer_counts import Answers, count_answers
from safehavens.screen.bad_rows import BadRows
from safehavens.screen.files.blocks import Block, Rows, RowsLost, TableRows
from safehavens.screen.files.sink import Sink
from safehavens.screen.files.source import Piece, Source
from safehavens.screen.outputs import problem_column
from safehavens.screen.requests import Requests

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class BadRow(BadRequest):
    """A bad row where none is allowed. The message is one sentence, with the row's place."""


@dataclass(slots=True)
class Tally:
    """What was screened.

    Attributes
    ----------
    rows : int
    problems : BadRows
        The rows without a verdict.
    answers : Counter
        The others, by verdict and what it rests on.
    """

    rows: int = 0
    problems: BadRows = field(default_factory=BadRows)
    answers: Answers = field(default_factory=Counter)

    @property
    def bad(self) -> int:
        """How many rows have no verdict."""
        return self.problems.rows


@dataclass(frozen=True, slots=True)
class _ScreenedPiece:
    size: int
    rows: int
    bad: list[tuple[int, str]]
    answers: Answers
    written: Any
    rejected: Any


def screen_file(
    source: Source,
    sink: Sink,
    requests: Requests,
    *,
    rejects: Sink | None = None,
    strict: bool = False,
    progress: Callable[[int, int], None] = lambda size, rows: None,
    workers: int | None = None,
) -> Tally:
    """Screen a table from a source into a sink.

    Parameters
    ----------
    source : Source
    sink : Sink
        Gets every row, with what screening adds. Takes its name when all is done; on any error
        nothing is left behind.
    requests : Requests
    rejects : Sink, optional
        Gets the bad rows as they came, with their line or row number and what is wrong.
    strict : bool
        Whether to stop at the first bad row.
    progress : callable
        Is told, after each stretch, its size in the source's unit and in rows.
    workers : int, optional
        Threads that parse and screen. Left out: as many as there are processors.

    Raises
    ------
    BadRow
        The first bad row, if `strict`.
    BadRequest
        The table cannot be screened, or not be written in the sink's format.
    RowsLost
        Not all that was read was written. Nothing is left behind.
    """
    tally = Tally()
    size = 0
    names = ("line" if source.unit == "bytes" else "row", "problem")

    def work(piece: Piece) -> _ScreenedPiece:
        rows = piece.rows()
        screened = rows.screen(requests)
        written = sink.encode(Block(rows, {}, screened.columns))
        bad = sorted(screened.bad.items())
        rejected = None
        if rejects is not None:
            rejected = rejects.encode(_rejected(rows, bad, names, source))
        numbered = [(rows.number(row), problem) for row, problem in bad]
        answers = count_answers(screened.columns, requests.options.prefix)
        return _ScreenedPiece(piece.size, rows.count, numbered, answers, written, rejected)

    try:
        for done in run_in_order(read_ahead(source.pieces()), work, workers or os.cpu_count() or 1):
            if strict and done.bad:
                number, problem = done.bad[0]
                raise BadRow(f"{source.name}, {names[0]} {number}: {problem}")
            sink.write(done.written)
            if rejects is not None:
                rejects.write(done.rejected)
            tally.rows += done.rows
            tally.problems.add(done.bad)
            tally.answers.update(done.answers)
            size += done.size
            progress(done.size, done.rows)
        _check_count(source, sink, rejects, tally, size)
        if not tally.rows:
            _write_nothing(source, sink, requests, rejects, names)
        sink.commit()
        if rejects is not None:
            rejects.commit()
    except BaseException:
        sink.abandon()
        if rejects is not None:
            rejects.abandon()
        raise
    return tally


def _check_count(source: Source, sink: Sink, rejects: Sink | None, tally: Tally, size: int) -> None:
    """Raise RowsLost where what came in is not what went out."""
    if source.expected_size is not None and size != source.expected_size:
        raise RowsLost(
            f"{source.name} has {source.expected_size:,} {source.unit}, and {size:,} were read"
        )
    if sink.rows != tally.rows:
        raise RowsLost(f"{tally.rows:,} rows were read, and {sink.rows:,} written")
    if rejects is not None and rejects.rows != tally.bad:
        raise RowsLost(
            f"{tally.bad:,} rows have no verdict, and {rejects.rows:,} were written as rejects"
        )


def check_rejects(source: Source) -> None:
    """Raise BadRequest where the table has columns that bad rows get in a file of their own."""
    for name in ("line" if source.unit == "bytes" else "row", "problem", "unread"):
        if name in source.schema.names:
            raise BadRequest(
                f"The table has a column {name!r}, which rejected rows would get too; rename it."
            )


def _rejected(
    rows: Rows, bad: list[tuple[int, str]], names: tuple[str, str], source: Source
) -> Block:
    chosen = [row for row, _ in bad]
    numbers = pa.array([rows.number(row) for row in chosen], pa.int64())
    problem = problem_column({i: text for i, (_, text) in enumerate(bad)}, len(bad)).cast(
        pa.string()
    )
    after = {}
    if source.unit == "bytes":  # only text can be unreadable
        texts = [rows.unread[row].text if row in rows.unread else None for row in chosen]
        after["unread"] = pa.array(texts, pa.string())
    return Block(rows, {names[0]: numbers, names[1]: problem}, after, chosen)


def _write_nothing(
    source: Source,
    sink: Sink,
    requests: Requests,
    rejects: Sink | None,
    names: tuple[str, str],
) -> None:
    """A table without rows has its columns all the same."""
    empty = pa.RecordBatch.from_arrays(
        [pa.array([], f.type) for f in source.schema], schema=source.schema
    )
    rows = TableRows(empty, lambda row: row)
    sink.write(sink.encode(Block(rows, {}, rows.screen(requests).columns)))
    if rejects is not None:
        rejects.write(rejects.encode(_rejected(rows, [], names, source)))


def read_ahead(items: Iterable[_Item]) -> Iterator[_Item]:
    """The items, each made while the one before it is worked on."""
    end: Any = object()
    iterator = iter(items)
    with ThreadPoolExecutor(1, "read") as reader:
        coming = reader.submit(next, iterator, end)
        while (item := coming.result()) is not end:
            coming = reader.submit(next, iterator, end)
            yield item


def run_in_order(
    items: Iterable[_Item], work: Callable[[_Item], _Result], workers: int
) -> Iterator[_Result]:
    """What the work makes of each item, in order; several are worked on, few are waiting.

    The first is worked on alone: what it shows of the table, such as the order of day and month,
    holds for all others, whatever the number of threads.
    """
    iterator = iter(items)
    for item in iterator:
        yield work(item)
        break
    with ThreadPoolExecutor(workers, "screen") as pool:
        waiting: deque[Future[_Result]] = deque()
        try:
            for item in iterator:
                waiting.append(pool.submit(work, item))
                del item  # it lives no longer than its work
                if len(waiting) > workers + 1:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
