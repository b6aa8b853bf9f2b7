"""A table screened in parts, so that the work can stop between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from safehavens.http.long_work import StopSignal
from safehavens.screen.column_names import REQUEST_COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

    from safehavens.screen.files.blocks import Rows, TableRows
    from safehavens.screen.requests import Requests
    from safehavens.screen.screener import Screened

_FEWEST_REQUESTS: Final = 64
_MOST_REQUESTS: Final = 512
"""How many requests that differ in place, agency kind or action are screened before the work looks
whether it is to stop. Each may hold a name that nobody knows, for which the nearest are sought."""

_SOON: Final = 0.25
"""Seconds after which the work should look again."""


def screen_in_parts(
    rows: Rows, requests: Requests, stop: StopSignal
) -> Iterator[tuple[TableRows, Screened]]:
    """Screen rows a few new requests at a time, so that the work can stop between them."""
    batch = rows.table()
    new = _new_requests(batch, requests)
    size, start = _FEWEST_REQUESTS, 0
    while start < batch.num_rows or start == 0:
        stop.check()
        began = time.monotonic()
        until = int(new.searchsorted(start)) + size
        end = int(new[until]) if until < len(new) else batch.num_rows
        part = _part(rows, batch, start, end)
        yield part, part.screen(requests)
        took = time.monotonic() - began
        size = min(size * 2, _MOST_REQUESTS) if took < _SOON else max(size // 2, _FEWEST_REQUESTS)
        if end == 0:
            return
        start = end


def _part(rows: Rows, batch: pa.RecordBatch, start: int, end: int) -> TableRows:
    """Some of the rows, with the numbers that they had."""
    from safehavens.screen.files.blocks import TableRows

    number: Callable[[int], int] = rows.number
    unread = {row - start: why for row, why in rows.unread.items() if start <= row < end}
    return TableRows(batch.slice(start, end - start), lambda row: number(start + row), unread)


def _new_requests(batch: pa.RecordBatch, requests: Requests) -> Any:
    """The rows whose place, agency kind and action no row before has, together; ascending."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    total = np.zeros(batch.num_rows, np.int64)
    for name in REQUEST_COLUMNS[:3]:
        if name not in batch.schema.names:
            continue  # one value for all rows
        column = batch.column(name)
        if not pa.types.is_dictionary(column.type):
            column = pc.dictionary_encode(column, null_encoding="encode")
        codes = column.indices.fill_null(len(column.dictionary)).to_numpy(zero_copy_only=False)
        total = total * (len(column.dictionary) + 1) + codes.astype(np.int64)
    return np.sort(np.unique(total, return_index=True)[1])
