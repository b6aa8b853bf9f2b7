"""Tables into files, by suffix: Parquet, CSV or Stata. A file appears whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from safehavens.files.whole import WholeFiles, check_target, telling
from safehavens.measure.formats.stata import check_stata, write_stata
from safehavens.measure.probes import BadProbe

_TOGETHER: Final = 1 << 16
"""As many values are encoded together. With Parquet's usual 1,024, writing takes a sixth longer."""
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
    # Readers skip row groups by place; statistics of other columns cost more than they tell.
    # Days repeat in one pattern, which packs better plain than as a dictionary's codes.
    with pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        write_statistics=[name for name in schema.names if name in ("place", "fips")],
        use_dictionary=[field.name for field in schema if not pa.types.is_date(field.type)],
        write_batch_size=_TOGETHER,
    ) as writer:
        for batch in _make_ahead(batches):
            writer.write_batch(batch, row_group_size=max(1, batch.num_rows))
            rows += batch.num_rows
    return rows


def _make_ahead(batches: Iterable[Any]) -> Iterator[Any]:
    """The same batches; the next one is made on a second thread while one is written."""
    coming = iter(batches)
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(next, coming, None)
        while (batch := made.result()) is not None:
            made = pool.submit(next, coming, None)
            yield batch


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
