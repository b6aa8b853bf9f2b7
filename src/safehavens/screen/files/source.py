"""Sources: tables of requests in files of any format, opened to be read stretch by stretch."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote

import pyarrow as pa

from safehavens.decide.request import BadRequest
from safehavens.screen.files import jsonl_files
from safehavens.screen.files.arrow_files import ArrowSource, ParquetSource
from safehavens.screen.files.blocks import Rows
from safehavens.screen.files.containers import (
    MOST_UNPACKED,
    is_packed,
    open_unpacked,
    packed_name,
)
from safehavens.screen.files.csv_files import CsvSource
from safehavens.screen.files.read_options import (
    READ_FORMATS,
    SUFFIXES,
    TAB_SUFFIXES,
    Reading,
    ReadOptions,
    format_of,
    is_parquet_name,
)
from safehavens.wording.labels import N_


class Piece(Protocol):
    """A stretch of a file, read but not yet parsed."""

    @property
    def size(self) -> int:
        """In the source's unit."""

    def rows(self) -> Rows:
        """Parse it."""


class Source(Protocol):
    """A table in a file.

    `total` is its length in `unit` (rows or bytes), None where that is not known. `reading` is how
    it is read, where that is to be said. `expected_size` is known when all pieces have been taken:
    the size of all of them, in `unit`, by the file's own account.
    """

    name: str
    unit: str
    total: int | None
    schema: pa.Schema
    binary: bool
    reading: Reading
    expected_size: int | None

    def pieces(self) -> Iterator[Piece]:
        """The table, stretch by stretch."""


def open_source(path: str, options: ReadOptions | None = None) -> Source:
    """Open a table to be screened.

    Parameters
    ----------
    path : str
        A file, packed or not, a folder of Parquet files, or `-`: standard input (CSV if no format
        is given).
    options : ReadOptions, optional
        What the file's name and content do not tell.

    Raises
    ------
    BadRequest
        One sentence: the file is not there, is empty, cannot be read, is not what its name says.
    """
    options = options or ReadOptions()
    if path == "-":
        kind = format_of("-", options.format or "csv", "--from", READ_FORMATS)
        return open_file(sys.stdin.buffer, "standard input", kind, None, options)
    where = Path(path)
    try:
        if where.is_dir():
            return _open_folder(where, path)
        if not where.exists():
            raise BadRequest(f"There is no file {path}.")
        kind = _kind_of(path, options)
        size = where.stat().st_size
        if size == 0 and where.is_file():
            raise BadRequest(f"{path} is empty.")
        if kind == "parquet" and not is_packed(path):
            return ParquetSource([where], path)
        if kind == "arrow" and not is_packed(path):
            return ArrowSource(pa.memory_map(path), path)
        return open_file(where.open("rb"), path, kind, size, options)
    except OSError as error:
        raise BadRequest(f"{path} cannot be read: {error.strerror or error}.") from None


def _kind_of(path: str, options: ReadOptions) -> str:
    """The format of a file; of a zip archive, that of the file in it, which is found later."""
    if options.format is None and path.lower().endswith(".zip"):
        inner = packed_name(path)
        return SUFFIXES.get(Path(inner).suffix.lower(), "")
    return format_of(packed_name(path), options.format, "--from", READ_FORMATS)


def open_file(
    file: BinaryIO,
    name: str,
    kind: str,
    size: int | None,
    options: ReadOptions,
    most: int | None = None,
) -> Source:
    """Open a file of any format, which may be packed if its name says so.

    Parameters
    ----------
    file : binary file
    name : str
    kind : str
        One of READ_FORMATS; empty for a zip archive whose name does not tell.
    size : int, optional
        In bytes, where that is known.
    options : ReadOptions
    most : int, optional
        Bytes to which the file may unpack. If left out, a multiple of its size.

    Raises
    ------
    BadRequest
        As `open_source`.
    """
    inner = name
    if is_packed(name):
        file, inner = open_unpacked(file, name, size or 0, most)
        kind = kind or format_of(inner, None, "--from", READ_FORMATS)
        size = None
    if kind == "csv":
        tabs = Path(inner).suffix.lower() in TAB_SUFFIXES
        return CsvSource(file, name, size, options, tabs)
    if kind == "jsonl":
        return jsonl_files.JsonSource(file, name, size, options)
    if kind == "arrow":
        return ArrowSource(pa.PythonFile(file), name)
    # Parquet is read from its end, a workbook from its middle. The file is gone when the source is.
    spooled = tempfile.TemporaryFile()  # noqa: SIM115
    while part := file.read(1 << 20):
        spooled.write(part)
    if not spooled.tell():
        raise BadRequest(f"{name} is empty.")
    spooled.seek(0)
    if kind == "excel":
        from safehavens.screen.files.excel_files import ExcelSource

        return ExcelSource(spooled, name, options, most or MOST_UNPACKED)
    return ParquetSource([spooled], name)


def _open_folder(folder: Path, name: str) -> ParquetSource:
    """A folder of Parquet files, in folders like `year=2024` or not, as one table."""
    files: list[Path] = []
    others: list[Path] = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if path.is_dir() or any(part.startswith((".", "_")) for part in inside):
            continue  # such as Spark's _SUCCESS
        (files if is_parquet_name(path) else others).append(path)
    tables = [p for p in others if SUFFIXES.get(Path(packed_name(p.name)).suffix.lower())]
    if not files:
        raise BadRequest(
            f"The folder {name} holds no Parquet file"
            + (f", but {tables[0].name}; name that file instead." if tables else ".")
        )
    if tables:
        raise BadRequest(
            f"The folder {name} holds Parquet files and {tables[0].relative_to(folder)}, which "
            "would not be read with them; move it away."
        )
    partitions = [
        dict(part.split("=", 1) for part in path.relative_to(folder).parts[:-1] if "=" in part)
        for path in files
    ]
    partitions = [{key: unquote(value) for key, value in p.items()} for p in partitions]
    notes: list[tuple[str, dict[str, object]]] = []
    if len(files) > 1:
        notes.append((N_("%(count)s files"), {"count": len(files)}))
    if keys := dict.fromkeys(key for partition in partitions for key in partition):
        names = ", ".join(keys)
        notes.append((N_("columns from the names of folders: %(names)s"), {"names": names}))
    if others:
        names = ", ".join(path.name for path in others[:3]) + (", …" if len(others) > 3 else "")
        notes.append((N_("not read: %(names)s"), {"names": names}))
    return ParquetSource(files, name, partitions, Reading(tuple(notes)))
