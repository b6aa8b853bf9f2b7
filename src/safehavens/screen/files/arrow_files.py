"""Parquet and Arrow IPC: read in batches, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from safehavens.decide.request import BadRequest
from safehavens.screen.files.blocks import Rows, TableRows
from safehavens.screen.requests import BATCH


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of a table, with the number of its first row, from 1."""

    batch: pa.RecordBatch
    first: int

    @property
    def size(self) -> int:
        """In rows."""
        return self.batch.num_rows  # type: ignore[no-any-return]

    def rows(self) -> Rows:
        """The rows."""
        return TableRows(self.batch, lambda row: self.first + row)


class ParquetSource:
    """One Parquet file, or several as one table.

    Raises
    ------
    BadRequest
        A file is not Parquet, or has other columns than the first.
    """

    binary = True
    unit = "rows"

    def __init__(self, files: Sequence[Path | BinaryIO], name: str) -> None:
        self.name = name
        self._files = files
        self.total: int | None = 0
        for file in files:
            whole = file if isinstance(file, Path) else name
            try:
                opened = pq.ParquetFile(file)
            except pa.ArrowInvalid:
                raise BadRequest(f"{whole} is not a Parquet file.") from None
            schema = opened.schema_arrow
            if file is files[0]:
                self.schema: pa.Schema = schema
            elif not schema.equals(self.schema):
                raise BadRequest(f"{whole} does not have the same columns as {files[0]}.")
            self.total += opened.metadata.num_rows
            if isinstance(file, Path):
                opened.close()

    def pieces(self) -> Iterator[Batch]:
        """The table in batches."""
        first = 1
        for file in self._files:
            opened = pq.ParquetFile(file)
            for batch in opened.iter_batches(BATCH):
                yield Batch(batch, first)
                first += batch.num_rows
            if isinstance(file, Path):
                opened.close()


class ArrowSource:
    """An Arrow IPC file or stream. Raises BadRequest for another file."""

    binary = True
    unit = "rows"

    def __init__(self, file: Any, name: str) -> None:
        self.name = name
        self.total: int | None = None
        self._reader: Any
        try:
            self._reader = pa.ipc.open_file(file)
            self.total = sum(
                self._reader.get_batch(i).num_rows for i in range(self._reader.num_record_batches)
            )
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError):
            try:
                if file.seekable():
                    file.seek(0)
                self._reader = pa.ipc.open_stream(file)
            except (pa.ArrowInvalid, OSError):
                raise BadRequest(f"{name} is not an Arrow IPC file.") from None
        self.schema: pa.Schema = self._reader.schema

    def pieces(self) -> Iterator[Batch]:
        """The table in batches."""
        first = 1
        for batch in self._batches():
            for start in range(0, batch.num_rows, BATCH):
                part = batch.slice(start, BATCH)
                yield Batch(part, first)
                first += part.num_rows

    def _batches(self) -> Iterator[pa.RecordBatch]:
        if isinstance(self._reader, pa.ipc.RecordBatchFileReader):
            for i in range(self._reader.num_record_batches):
                yield self._reader.get_batch(i)
        else:
            yield from self._reader


def decode_dictionaries(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with dictionaries written out: an Arrow file may hold one dictionary a column."""
    columns = [
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in batch.columns
    ]
    fields = [
        field.with_type(column.type) for field, column in zip(batch.schema, columns, strict=True)
    ]
    schema = pa.schema(fields, metadata=batch.schema.metadata)
    return pa.RecordBatch.from_arrays(columns, schema=schema)
