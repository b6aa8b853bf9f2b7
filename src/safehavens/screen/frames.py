"""Tables in memory: anything that speaks Arrow in, the caller's kind out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import narwhals as nw
import pyarrow as pa

from safehavens.decide.request import BadRequest
from safehavens.screen.files.stream import BadRow, read_ahead, run_in_order
from safehavens.screen.outputs import TYPES
from safehavens.screen.reading.cells import cell_text
from safehavens.screen.requests import BATCH, IN_MEMORY, Requests
from safehavens.screen.screener import Screened


def screen_frame(frame: Any, requests: Requests, strict: bool = False) -> Any:
    """Screen a table of any kind; see `safehavens.api.Corpus.screen`."""
    if isinstance(frame, pa.Table):
        return _with(frame, _added(frame, requests, strict))
    if isinstance(frame, pa.RecordBatch):
        whole = pa.Table.from_batches([frame])
        return _with(whole, _added(whole, requests, strict)).combine_chunks().to_batches()[0]
    if isinstance(frame, pa.RecordBatchReader):
        return _reader(frame, requests, strict)
    if isinstance(frame, dict | list | str):
        raise BadRequest("screen takes a table: pyarrow, pandas, polars, duckdb or other Arrow.")
    try:
        known: Any = nw.from_native(frame)
    except TypeError:
        if not hasattr(frame, "__arrow_c_stream__"):
            kind = type(frame).__name__
            raise BadRequest(f"A {kind} is not a table that Arrow can read.") from None
        return screen_frame(pa.RecordBatchReader.from_stream(frame).read_all(), requests, strict)
    if known.implementation.is_duckdb():
        return _on_same_connection(frame, screen_frame(frame.to_arrow_table(), requests, strict))
    if isinstance(known, nw.LazyFrame):
        eager = known.collect()
        return nw.from_native(screen_frame(eager.to_native(), requests, strict)).lazy().to_native()
    names = [name for name in known.columns if isinstance(name, str)]
    requests.check(pa.schema([(name, pa.null()) for name in names]))
    read = known.select([name for name in names if name in requests.used(names)])
    pandas = known.implementation.is_pandas_like()
    table = _from_pandas(read.to_native()) if pandas else read.to_arrow()
    requests.check_types(table.schema)
    added = _added(table, requests, strict, len(known))
    if pandas:
        import pandas as pd

        extra = added.to_pandas()
        extra.index = frame.index
        return pd.concat([frame, extra], axis=1)
    extra = nw.from_arrow(added, backend=known.implementation)
    return nw.concat([known, extra], how="horizontal").to_native()


def _on_same_connection(relation: Any, screened: pa.Table) -> Any:
    """A table as a relation of the connection of another, so that the two can be joined."""
    assert screened is not None  # DuckDB finds the table by the name of this variable
    return relation.query("safehavens_requests", "select * from screened")


def _added(table: pa.Table, requests: Requests, strict: bool, rows: int | None = None) -> pa.Table:
    """The columns that screening adds to a table."""
    if rows is None:
        requests.check(table.schema)
    schema = added_schema(requests)
    batches = table.combine_chunks().to_batches(IN_MEMORY)
    parts = []
    first = 1
    for part in run_in_order(batches, requests.screen, os.cpu_count() or 1):
        _refuse(part, strict, first)
        parts.append(pa.RecordBatch.from_arrays([*part.columns.values()], schema=schema))
        first += parts[-1].num_rows
    return pa.Table.from_batches(parts, schema).unify_dictionaries()


def _reader(reader: pa.RecordBatchReader, requests: Requests, strict: bool) -> Any:
    """Screen a stream: batches come as they are asked for, and few are in memory at a time."""
    requests.check(reader.schema)
    schema = pa.schema(
        [*reader.schema, *(field.with_type(pa.string()) for field in added_schema(requests))]
    )

    def pieces() -> Iterator[pa.RecordBatch]:
        for batch in reader:
            for start in range(0, batch.num_rows, BATCH):
                yield batch.slice(start, BATCH)

    def work(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, Screened]:
        return batch, requests.screen(batch)

    def made() -> Iterator[pa.RecordBatch]:
        first = 1
        for batch, screened in run_in_order(read_ahead(pieces()), work, os.cpu_count() or 1):
            _refuse(screened, strict, first)
            first += batch.num_rows
            words = [column.cast(pa.string()) for column in screened.columns.values()]
            yield pa.RecordBatch.from_arrays([*batch.columns, *words], schema=schema)

    return pa.RecordBatchReader.from_batches(schema, made())


def added_schema(requests: Requests) -> pa.Schema:
    """The columns that screening adds."""
    options = requests.options
    return pa.schema([(options.prefix + name, TYPES[name]) for name in options.columns])


def _with(table: pa.Table, added: pa.Table) -> pa.Table:
    for field, column in zip(added.schema, added.columns, strict=True):
        table = table.append_column(field, column)
    return table


def _refuse(screened: Screened, strict: bool, first: int) -> None:
    if strict and screened.bad:
        row = min(screened.bad)
        raise BadRow(f"Row {first + row}: {screened.bad[row]}")


def _from_pandas(frame: Any) -> pa.Table:
    """Columns of a pandas frame; NaN is null, and objects of several kinds are read as words."""
    columns = {}
    for name in frame.columns:
        series = frame[name]
        if type(series.dtype).__name__ == "SparseDtype":
            series = series.astype(series.dtype.subtype)
        try:
            column = pa.array(series, from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError):
            column = pa.array([cell_text(value) for value in series], pa.string())
        columns[name] = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return pa.table(columns)
