"""Sources: tables of requests in files of any format, opened to be read stretch by stretch."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

import pyarrow as pa

from safehavens.decide.request import BadRequest
from safehavens.screen.files import csv_files, jsonl_files
from safehavens.screen.files.arrow_files import ArrowSource, ParquetSource
from safehavens.screen.files.blocks import Rows
from safehavens.screen.files.format_names import format_of, is_parquet_name


class Piece(Protocol):
    """A stretch of a file, read but not yet parsed."""

    @property
    def size(self) -> int:
        """In the source's unit."""

    def rows(self) -> Rows:
        """Parse it."""


class Source(Protocol):
    """A table in a file.

    `total` is its length in `unit` (rows or bytes), None where that is not known.
    """

    name: str
    unit: str
    total: int | None
    schema: pa.Schema
    binary: bool

    def pieces(self) -> Iterator[Piece]:
        """The table, stretch by stretch."""


def open_source(path: str, given_format: str | None = None) -> Source:
    """Open a table to be screened.

    Parameters
    ----------
    path : str
        A file, a folder of Parquet files, or `-`: standard input (CSV if no format is given).
    given_format : str, optional
        The format, where the file's name does not tell it.

    Raises
    ------
    BadRequest
        One sentence: the file is not there, is empty, cannot be read, is not what its name says.
    """
    if path == "-":
        return _open_file(sys.stdin.buffer, "standard input", given_format or "csv", None)
    where = Path(path)
    try:
        if where.is_dir():
            files = sorted(p for p in where.iterdir() if is_parquet_name(p))
            if not files:
                raise BadRequest(f"The folder {path} holds no Parquet file.")
            return ParquetSource(files, path)
        if not where.exists():
            raise BadRequest(f"There is no file {path}.")
        kind = format_of(path, given_format, "--from")
        size = where.stat().st_size
        if size == 0 and where.is_file():
            raise BadRequest(f"{path} is empty.")
        if kind == "parquet":
            return ParquetSource([where], path)
        if kind == "arrow":
            return ArrowSource(pa.memory_map(path), path)
        return _open_file(where.open("rb"), path, kind, size)
    except OSError as error:
        raise BadRequest(f"{path} cannot be read: {error.strerror or error}.") from None


def _open_file(file: BinaryIO, name: str, kind: str, size: int | None) -> Source:
    if kind == "csv":
        return csv_files.CsvSource(file, name, size)
    if kind == "jsonl":
        return jsonl_files.JsonSource(file, name, size)
    if kind == "arrow":
        return ArrowSource(pa.PythonFile(file), name)
    # Parquet is read from its end. The file is gone when the source is.
    spooled = tempfile.TemporaryFile()  # noqa: SIM115
    while part := file.read(1 << 20):
        spooled.write(part)
    if not spooled.tell():
        raise BadRequest(f"{name} is empty.")
    return ParquetSource([spooled], name)
