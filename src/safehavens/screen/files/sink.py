"""Sinks: tables being written, in any format, so that no good file is half replaced."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from safehavens.decide.request import BadRequest
from safehavens.files.whole import WholeFiles, telling
from safehavens.screen.files import csv_files, jsonl_files
from safehavens.screen.files.arrow_files import decode_dictionaries
from safehavens.screen.files.blocks import Block


class Sink:
    """A table being written. Under its own name it appears only when it is whole.

    Parameters
    ----------
    path : str
        A file, or `-`: standard output.
    kind : str
        One of FORMATS.
    hold : bool
        Whether standard output, too, gets nothing before all is written.

    Raises
    ------
    CannotWrite
        The path is a folder, its folder is missing, or cannot be written to.
    BadRequest
        A terminal cannot show the format.
    """

    def __init__(self, path: str, kind: str, hold: bool = False) -> None:
        self.path = path
        self.kind = kind
        self._target = None if path == "-" else Path(path)
        self._whole = WholeFiles()
        self._held: BinaryIO | None = None
        self._writer: Any = None
        self._begun = False
        self.rows = 0
        if self._target is not None:
            self._file = self._whole.open(self._target)
            return
        if kind in ("parquet", "arrow") and sys.stdout.isatty():
            raise BadRequest(f"A terminal cannot show {kind}; name a file with -o.")
        self._file = sys.stdout.buffer
        if hold:
            self._held = self._file = tempfile.TemporaryFile()  # noqa: SIM115

    def encode(self, block: Block) -> Any:
        """A block as `write` wants it. May be called by several threads."""
        if self.kind == "jsonl":
            lines = jsonl_files.write_lines(block.objects())
            return lines, block, lines.count(b"\n")
        table = block.table()
        rows = table.num_rows
        if self.kind == "csv":
            return csv_files.write_rows(table), block, rows
        return (decode_dictionaries(table) if self.kind == "arrow" else table), block, rows

    def write(self, encoded: Any) -> None:
        """Write the next block. Raises CannotWrite, such as for a disk that is full."""
        with self._named_errors():
            self._write(*encoded)

    def _write(self, content: Any, block: Block, rows: int) -> None:
        self.rows += rows
        if self.kind == "csv" and not self._begun:
            self._file.write(csv_files.write_header(block.table().schema.names))
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
        elif self._target is None:  # nobody can seek in standard output
            self._writer = pa.ipc.new_stream(self._file, schema)
        else:
            self._writer = pa.ipc.new_file(self._file, schema)

    def commit(self) -> None:
        """Give the file its name, as all is written. Raises CannotWrite."""
        with self._named_errors():
            if self._writer is not None:
                self._writer.close()
            self._file.flush()
        if self._held is not None:
            self._held.seek(0)
            shutil.copyfileobj(self._held, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        self._whole.publish()

    def abandon(self) -> None:
        """Leave nothing behind; what stood under the name stays."""
        self._whole.discard()

    def _named_errors(self) -> AbstractContextManager[None]:
        """Errors within name the file; those of standard output stay what they are."""
        return nullcontext() if self._target is None else telling(self._target)
