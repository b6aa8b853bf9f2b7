"""A table in memory as a source, so that it is asked about as a file is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pyarrow as pa

from safehavens.decide.request import BadRequest
from safehavens.screen.files.arrow_files import Batch
from safehavens.screen.files.read_options import Reading
from safehavens.screen.files.source import Piece
from safehavens.screen.requests import BATCH


class TableSource:
    """A table in memory, as a source. Parameters: whatever speaks Arrow.

    Raises BadRequest for what does not.
    """

    binary = True
    unit = "rows"

    def __init__(self, frame: Any, name: str = "the table") -> None:
        with suppress(TypeError, ValueError, pa.ArrowInvalid):
            frame = frame if isinstance(frame, pa.Table) else pa.table(frame)
        if not isinstance(frame, pa.Table):
            raise BadRequest(f"{type(frame).__name__} is not a table that Arrow can read.")
        self._table = frame
        self.name = name
        self.total: int | None = frame.num_rows
        self.expected_size: int | None = self.total
        self.reading = Reading()
        self.schema = frame.schema

    def pieces(self) -> Iterator[Piece]:
        """Batches."""
        first = 1
        for batch in self._table.to_batches(max_chunksize=BATCH):
            if batch.num_rows:
                yield Batch(batch, first)
            first += batch.num_rows
