"""Tables into files, by suffix: Parquet, CSV or Stata. A file appears whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from safehavens.files.whole import WholeFiles, check_target, telling
from safehavens.measure.formats.parquet_writer import EncodedTable, write_encoded
from safehavens.measure.formats.stata import check_stata, write_stata
from safehavens.measure.probes import BadProbe

SUFFIXES: Final = (".parquet", ".csv", ".dta")


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table that is written: where it will stand, where it stands until then, what it holds."""

    path: Path
    part: Path
    rows: int
    schema: Any


class TableFiles(WholeFiles):
    """Tables, and texts beside them, that appear together or not at all."""

    def write_table(
        self,
        path: Path,
        schema: Any,
        batches: Iterable[Any],
        sentences: Mapping[str, str] | None = None,
    ) -> WrittenTable:
        """Write a table, as CSV, Parquet or Stata's file by its suffix.

        Parameters
        ----------
        path : Path
        schema : pyarrow.Schema
        batches : iterable of pyarrow.RecordBatch
            Of that schema.
        sentences : mapping of str to str, optional
            What each column contains: Stata shows it as the column's label.

        Raises
        ------
        CannotWrite
            The file cannot be written.
        BadProbe
            A table for Stata has too many rows.
        """
        part = self.part(path)
        with telling(path):
            if path.suffix == ".dta":
                rows = write_stata(part, schema, batches, sentences or {})
            else:
                write = _write_csv if path.suffix == ".csv" else _write_parquet
                rows = write(part, schema, batches)
        return WrittenTable(path, part, rows, schema)

    def write_encoded_table(self, path: Path, table: EncodedTable) -> WrittenTable:
        """Write a table whose columns are encoded already, as Parquet.

        Raises
        ------
        CannotWrite
            The file cannot be written.
        """
        part = self.part(path)
        with telling(path), part.open("wb") as file:
            rows = write_encoded(file, table)
        return WrittenTable(path, part, rows, table.schema)


def check_table_path(path: Path) -> None:
    """Check that a table can be written to a path, before any work is done.

    Raises
    ------
    BadProbe
        The suffix is none of SUFFIXES.
    CannotWrite
        The path is a folder, or its folder is missing.
    """
    if path.suffix not in SUFFIXES:
        raise BadProbe(
            f"{path} is not a valid name for a table; it must end in "
            f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}."
        )
    if path.suffix == ".dta":
        check_stata()
    check_target(path)


def _write_parquet(path: Path, schema: Any, batches: Iterable[Any]) -> int:
    import pyarrow.parquet as pq

    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
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
