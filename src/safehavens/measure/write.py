"""Tables into files, by suffix: Parquet or CSV. A file appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from safehavens.measure.probes import BadProbe

SUFFIXES: Final = (".parquet", ".csv")


@dataclass(frozen=True, slots=True)
class Made:
    """A table that is written: where it will stand, and what it holds."""

    path: Path
    part: Path
    rows: int
    schema: Any


class Outputs:
    """Files written beside their names, to be given their names together at the end.

    Use as a context manager: leaving it without `publish` leaves every older file as it was.
    """

    def __init__(self) -> None:
        self._parts: list[tuple[Path, Path]] = []
        self._stack = ExitStack()

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def table(self, path: Path, schema: Any, batches: Iterable[Any]) -> Made:
        """Write a table. Raises BadProbe where the file cannot be written."""
        part = self._part(path)
        write = _write_csv if path.suffix == ".csv" else _write_parquet
        try:
            rows = write(part, schema, batches)
        except OSError as error:
            raise _unwritable(path, error) from None
        return Made(path, part, rows, schema)

    def text(self, path: Path, text: str) -> None:
        """Write a text. Raises BadProbe where the file cannot be written."""
        part = self._part(path)
        try:
            part.write_text(text, "utf-8")
        except OSError as error:
            raise _unwritable(path, error) from None

    def publish(self) -> None:
        """Give every file its name; what stood there before is replaced."""
        for part, path in self._parts:
            try:
                part.replace(path)
            except OSError as error:
                raise _unwritable(path, error) from None

    def _part(self, path: Path) -> Path:
        if path.is_dir():
            raise BadProbe(f"{path} cannot be written: it is a folder.")
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._stack.callback(part.unlink, missing_ok=True)
        self._parts.append((part, path))
        return part


def check_path(path: Path) -> None:
    """Raise BadProbe for a path that no table can be written to, before any work is done."""
    if path.suffix not in SUFFIXES:
        raise BadProbe(f"{path} is no name for a table; it must end in {' or '.join(SUFFIXES)}.")
    if not path.parent.is_dir():
        raise BadProbe(f"{path} cannot be written: there is no folder {path.parent}.")


def _unwritable(path: Path, error: OSError) -> BadProbe:
    return BadProbe(f"{path} cannot be written: {error.strerror or error}.")


def _write_parquet(path: Path, schema: Any, batches: Iterable[Any]) -> int:
    import pyarrow.parquet as pq

    rows = 0
    # Readers skip row groups by place; statistics of other columns cost more than they tell.
    # Days repeat in one pattern, which packs better plain than as a dictionary's codes.
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        write_statistics=[name for name in schema.names if name in ("place", "fips")],
        use_dictionary=[field.name for field in schema if not pa.types.is_date(field.type)],
    ) as writer:
        for batch in batches:
            writer.write_batch(batch, row_group_size=max(1, batch.num_rows))
            rows += batch.num_rows
    return rows


def _write_csv(path: Path, schema: Any, batches: Iterable[Any]) -> int:
    import pyarrow.csv

    rows = 0
    plain = pa.schema([field.with_type(_decoded(field.type)) for field in schema])
    with pyarrow.csv.CSVWriter(path, plain) as writer:
        for batch in batches:
            columns = [
                column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
                for column in batch.columns
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=plain))
            rows += batch.num_rows
    return rows


def _decoded(type_: Any) -> Any:
    return type_.value_type if pa.types.is_dictionary(type_) else type_
