"""Parquet and Arrow IPC: read in batches, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from safehavens.decide.request import BadRequest
from safehavens.screen.files.blocks import Rows, TableRows
from safehavens.screen.files.read_options import Reading
from safehavens.screen.requests import BATCH


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of a table, with the number of its first row, from 1."""

    batch: pa.RecordBatch
    first: int

    @property
    def size(self) -> int:
        """In rows."""
        rows: int = self.batch.num_rows
        return rows

    def rows(self) -> Rows:
        """The rows."""
        return TableRows(self.batch, lambda row: self.first + row)


class ParquetSource:
    """One Parquet file, or several as one table.

    Parameters
    ----------
    files : sequence of path or file
    name : str
        Of the file, or of the folder that has them.
    partitions : sequence of mapping, optional
        For each file, the columns that the names of its folders give (`year=2024`).
    notes : sequence
        Of `Reading`.

    Raises
    ------
    BadRequest
        A file is not Parquet, or has other columns than the first.
    """

    binary = True
    unit = "rows"

    def __init__(
        self,
        files: Sequence[Path | BinaryIO],
        name: str,
        partitions: Sequence[Mapping[str, str]] = (),
        reading: Reading | None = None,
    ) -> None:
        self.name = name
        self.reading = reading or Reading()
        self._files = files
        self.total: int | None = 0
        self._partitions = list(partitions) or [{}] * len(files)
        given = dict.fromkeys(key for partition in self._partitions for key in partition)
        for file in files:
            with self._open(file) as opened:
                schema = opened.schema_arrow
                rows = opened.metadata.num_rows
            if file is files[0]:
                fields = [field for field in schema if field.name not in given]
                fields += [pa.field(key, pa.string()) for key in given]
                self.schema: pa.Schema = pa.schema(fields, metadata=schema.metadata)
                self._own = [field.name for field in schema if field.name not in given]
                if len(set(self._own)) < len(self._own):
                    twice = next(n for n in self._own if self._own.count(n) > 1)
                    raise BadRequest(f"{self._called(file)} has the column {twice!r} twice.")
            self._check(file, schema, given)
            self.total += rows
        self.expected_size = self.total

    def _called(self, file: Path | BinaryIO) -> str:
        return str(file) if isinstance(file, Path) else self.name

    @contextmanager
    def _open(self, file: Path | BinaryIO) -> Iterator[pq.ParquetFile]:
        name = self._called(file)
        try:
            opened = pq.ParquetFile(file)
        except (pa.ArrowException, OSError, ValueError):
            raise BadRequest(f"{name} is not a Parquet file.") from None
        try:
            yield opened
        finally:
            if isinstance(file, Path):
                opened.close()

    def _check(self, file: Path | BinaryIO, schema: pa.Schema, given: Collection[str]) -> None:
        names = [name for name in schema.names if name not in given]
        if sorted(names) != sorted(self._own):
            missing = [n for n in self._own if n not in names]
            more = [n for n in names if n not in self._own]
            differences = [f"it lacks {', '.join(missing)}"] if missing else []
            differences += [f"it also has {', '.join(more)}"] if more else []
            raise BadRequest(
                f"{self._called(file)} does not have the same columns as "
                f"{self._called(self._files[0])}: {'; '.join(differences)}."
            )

    def pieces(self) -> Iterator[Batch]:
        """The table in batches."""
        first = 1
        for file, partition in zip(self._files, self._partitions, strict=True):
            with self._open(file) as opened, _damage_told(self._called(file)):
                for batch in opened.iter_batches(BATCH):
                    fitted = self._fit(batch, partition, file)
                    yield Batch(fitted, first)
                    first += batch.num_rows

    def _fit(
        self, batch: pa.RecordBatch, partition: Mapping[str, str], file: Path | BinaryIO
    ) -> pa.RecordBatch:
        """A batch of any of the files with the columns of the table, in their order."""
        if batch.schema.equals(self.schema):
            return batch
        arrays = []
        for field in self.schema:
            if field.name not in self._own:
                value = pa.scalar(partition.get(field.name), pa.string())
                arrays.append(pa.repeat(value, batch.num_rows))
                continue
            array = batch.column(field.name)
            try:
                arrays.append(array if array.type == field.type else array.cast(field.type))
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
                raise BadRequest(
                    f"{self._called(file)}: the column {field.name!r} is {array.type}, and "
                    f"{field.type} in {self._called(self._files[0])}."
                ) from None
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    """Turn what Arrow says of a damaged file into one sentence."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        why = str(error).partition("\n")[0].rstrip(".")
        raise BadRequest(f"{name} is damaged and cannot be read to its end: {why}.") from None


class ArrowSource:
    """An Arrow IPC file or stream. Raises BadRequest for another file."""

    binary = True
    unit = "rows"

    def __init__(self, file: Any, name: str) -> None:
        self.name = name
        self.reading = Reading()
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
        self.expected_size = self.total

    def pieces(self) -> Iterator[Batch]:
        """The table in batches."""
        first = 1
        with _damage_told(self.name):
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
