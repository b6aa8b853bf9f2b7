"""Tables of outcomes as they are: files of any format that tables are read from, and frames."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from safehavens.decide.request import BadRequest
from safehavens.evaluate.nouns import BadEvaluation
from safehavens.screen.files.source import open_source

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table before its columns are read.

    Attributes
    ----------
    name : str
        What messages call it.
    table : pyarrow.Table
    numbers : sequence of int
        The number of each row, as a person counts them in the file.
    digest : str
        SHA-256 of the file's bytes, or of the frame's values.
    notes : tuple of str
        How the file was read, where that had to be found out.
    """

    name: str
    table: pa.Table
    numbers: Sequence[int]
    digest: str
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [str(name) for name in self.table.column_names]

    def cells(self, column: str) -> Cells:
        """The cells of a column: each different text once, and where it stands."""
        coded = self.table.column(column).combine_chunks()
        if not pa.types.is_dictionary(coded.type):
            coded = coded.dictionary_encode()
        texts = [_as_text(cell) for cell in coded.dictionary.to_pylist()]
        at = coded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
        found, first, at = np.unique(at.astype(np.int64), return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        return Cells(
            tuple([*texts, ""][found[k]] for k in order),
            tuple(int(first[k]) for k in order),
            rank[at],
        )

    def numeric(self, column: str) -> NDArray[np.float64] | None:
        """A column that holds numbers as such; NaN where there is none. None: it holds text."""
        kind = self.table.schema.field(column).type
        if not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
            return None
        filled: NDArray[np.float64] = (
            self.table.column(column).cast(pa.float64(), safe=False).to_numpy()
        )
        return filled


@dataclass(frozen=True, slots=True)
class Cells:
    """A column's cells, each different text once, in the order in which they come.

    Attributes
    ----------
    texts : tuple of str
        A missing cell is empty.
    first : tuple of int
        The row of each text's first cell, from 0.
    at : array of shape (rows,)
        Which of the texts each row has.
    """

    texts: tuple[str, ...]
    first: tuple[int, ...]
    at: NDArray[np.int64]


def read_raw(source: Any) -> RawTable:
    """Read a file of outcomes, or take a frame.

    Parameters
    ----------
    source : str, path or frame
        A file (CSV with any delimiter, Excel, JSON lines, Parquet, Arrow, packed or not); or a
        pandas, Polars, Arrow or DuckDB table.

    Raises
    ------
    BadEvaluation
        There is no such file, it is damaged or of another format, or the frame is of no known kind.
    """
    if isinstance(source, str | Path):
        return _read_file(str(source))
    return _take_frame(source)


def _read_file(path: str) -> RawTable:
    try:
        opened = open_source(path)
        tables: list[pa.Table] = []
        numbers: list[int] = []
        for piece in opened.pieces():
            rows = piece.rows()
            for row, unread in sorted(rows.unread.items()):
                raise BadEvaluation(f"{path}, row {rows.number(row)}: {unread.problem}")
            tables.append(pa.Table.from_batches([rows.table()]))
            numbers += [rows.number(row) for row in range(rows.count)]
    except BadEvaluation:
        raise
    except BadRequest as error:
        raise BadEvaluation(str(error)) from None
    table = pa.concat_tables(tables) if tables else opened.schema.empty_table()
    notes = tuple(
        text % values if values else text for text, values in getattr(opened.reading, "notes", ())
    )
    told = (f"The file was read as {', '.join(notes)}.",) if notes else ()
    return RawTable(path, table, numbers, _digest_file(Path(path)), told)


def _digest_file(path: Path) -> str:
    digest = hashlib.sha256()
    files = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
    for file in files:
        with file.open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


def _take_frame(source: Any) -> RawTable:
    import narwhals as nw

    if isinstance(source, pa.Table):
        table = source
    elif hasattr(source, "to_arrow_table"):  # DuckDB's relation
        table = source.to_arrow_table()
    else:
        try:
            known: Any = nw.from_native(source)
        except TypeError:
            raise BadEvaluation(
                f"A {type(source).__name__} is not a valid table; give a file or a "
                "pandas, Polars, Arrow or DuckDB table."
            ) from None
        table = (known.collect() if isinstance(known, nw.LazyFrame) else known).to_arrow()
    digest = hashlib.sha256()
    for name in table.column_names:
        cells = [_as_text(cell) for cell in table.column(name).to_pylist()]
        digest.update("\x1f".join([str(name), *cells]).encode())
    return RawTable("The table", table, range(1, table.num_rows + 1), digest.hexdigest())


def _as_text(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
