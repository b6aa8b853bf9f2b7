"""Files of requests: formats, opening, and writing so that no good file is half replaced."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from safehavens.decide.request import BadRequest
from safehavens.screen.files import csv_files, jsonl_files
from safehavens.screen.files.arrow_files import ArrowSource, ParquetSource, plain
from safehavens.screen.files.blocks import Block, Rows

FORMATS: Final = ("csv", "jsonl", "parquet", "arrow")
_SUFFIXES: Final = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
}


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


def format_of(path: str, said: str | None, option: str) -> str:
    """The format of a file: the one said, else by its name.

    Raises
    ------
    BadRequest
        Neither tells.
    """
    if said is not None:
        if said not in FORMATS:
            raise BadRequest(f"There is no format {said!r}; known: {', '.join(FORMATS)}.")
        return said
    found = _SUFFIXES.get(Path(path).suffix.lower())
    if found is None:
        raise BadRequest(
            f"{path}: no format is known by this name; use {', '.join(sorted(_SUFFIXES))}, or say "
            f"which with {option} ({', '.join(FORMATS)})."
        )
    return found


def open_source(path: str, said: str | None = None) -> Source:
    """Open a table to be screened.

    Parameters
    ----------
    path : str
        A file, a folder of Parquet files, or `-`: standard input (CSV where no format is said).
    said : str, optional
        The format, where the file's name does not tell it.

    Raises
    ------
    BadRequest
        One sentence: the file is not there, is empty, cannot be read, is not what its name says.
    """
    if path == "-":
        return _opened(sys.stdin.buffer, "standard input", said or "csv", None)
    where = Path(path)
    try:
        if where.is_dir():
            files = sorted(p for p in where.iterdir() if p.suffix.lower() in (".parquet", ".pq"))
            if not files:
                raise BadRequest(f"The folder {path} holds no Parquet file.")
            return ParquetSource(files, path)
        if not where.exists():
            raise BadRequest(f"There is no file {path}.")
        kind = format_of(path, said, "--from")
        size = where.stat().st_size
        if size == 0 and where.is_file():
            raise BadRequest(f"{path} is empty.")
        if kind == "parquet":
            return ParquetSource([where], path)
        if kind == "arrow":
            return ArrowSource(pa.memory_map(path), path)
        return _opened(where.open("rb"), path, kind, size)
    except OSError as error:
        raise BadRequest(f"{path} cannot be read: {error.strerror or error}.") from None


def _opened(file: BinaryIO, name: str, kind: str, size: int | None) -> Source:
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


class Sink:
    """A table being written. Under its own name it appears only when it is whole.

    Parameters
    ----------
    path : str
        A file; or `-`: standard output.
    kind : str
        One of FORMATS.
    hold : bool
        Whether standard output, too, gets nothing before all is written.

    Raises
    ------
    BadRequest
        The folder is missing, or cannot be written to.
    """

    def __init__(self, path: str, kind: str, hold: bool = False) -> None:
        self.path = path
        self.kind = kind
        self._part: Path | None = None
        self._file: BinaryIO
        self._held: BinaryIO | None = None
        self._writer: Any = None
        self._begun = False
        if path == "-":
            self._file = sys.stdout.buffer
            if kind in ("parquet", "arrow") and sys.stdout.isatty():
                raise BadRequest(f"A terminal cannot show {kind}; name a file with -o.")
            if hold:
                self._held = self._file = tempfile.TemporaryFile()  # noqa: SIM115
            return
        target = Path(path)
        if target.is_dir():
            raise BadRequest(f"{path} is a folder; name a file.")
        if not target.absolute().parent.is_dir():
            raise BadRequest(f"There is no folder {target.parent} to write {target.name} into.")
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            self._file = part.open("wb")
        except OSError as error:
            raise BadRequest(f"{path} cannot be written: {error.strerror}.") from None
        self._part = part

    def encode(self, block: Block) -> Any:
        """A block as `write` wants it. May be called by several threads."""
        if self.kind == "csv":
            return csv_files.lines(block.table()), block
        if self.kind == "jsonl":
            return jsonl_files.lines_of(block.objects()), block
        table = block.table()
        return (plain(table) if self.kind == "arrow" else table), block

    def write(self, encoded: Any) -> None:
        """Write the next block."""
        content, block = encoded
        if self.kind == "csv" and not self._begun:
            self._file.write(csv_files.header(block.table().schema.names))
        self._begun = True
        if self.kind in ("csv", "jsonl"):
            self._file.write(content)
            return
        if self._writer is None:
            self._open(content.schema)
        elif self.kind == "parquet" and content.schema != self._schema:
            content = content.cast(self._schema)
        if content.num_rows:
            self._writer.write_batch(content)

    def _open(self, schema: pa.Schema) -> None:
        self._schema = schema
        if self.kind == "parquet":
            self._writer = pq.ParquetWriter(self._file, schema)
        elif self._part is None:  # nobody can seek in standard output
            self._writer = pa.ipc.new_stream(self._file, schema)
        else:
            self._writer = pa.ipc.new_file(self._file, schema)

    def commit(self) -> None:
        """All is written: the file takes its name."""
        if self._writer is not None:
            self._writer.close()
        self._file.flush()
        if self._held is not None:
            self._held.seek(0)
            shutil.copyfileobj(self._held, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        if self._part is not None:
            self._file.close()
            self._part.replace(self.path)
            self._part = None

    def abandon(self) -> None:
        """Leave nothing behind; what stood under the name stays."""
        if self._part is not None:
            with suppress(OSError, pa.ArrowException):
                self._file.close()
            self._part.unlink(missing_ok=True)
            self._part = None
