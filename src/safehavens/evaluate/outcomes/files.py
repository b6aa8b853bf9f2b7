"""Tables of outcomes as they are: files and frames, all cells as text or numbers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from safehavens.evaluate.model import BadEvaluation

_ENCODINGS: Final = ("utf-8-sig", "cp1252")
_FORMATS: Final = ".csv, .tsv and .parquet"


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table before its columns are read.

    Attributes
    ----------
    name : str
        What messages call it.
    frame : pandas.DataFrame
    first_row : int
        The number of the first row, as a person counts them in the file.
    digest : str
        SHA-256 of the file's bytes, or of the frame's values.
    """

    name: str
    frame: Any
    first_row: int
    digest: str


def read_raw(source: Any) -> RawTable:
    """Read a file of outcomes, or take a frame.

    Parameters
    ----------
    source : str, path or frame
        A CSV or Parquet file; or a pandas, Polars, Arrow or DuckDB table.

    Raises
    ------
    BadEvaluation
        There is no such file, it is damaged or of another format, or the frame is of no known kind.
    """
    if isinstance(source, str | Path):
        return _read_file(Path(source))
    return _take_frame(source)


def _read_file(path: Path) -> RawTable:
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".tsv", ".parquet"):
        raise BadEvaluation(f"{path} is of no known format; outcomes are read from {_FORMATS}.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadEvaluation(f"{path} cannot be read: {error.strerror or error}.") from None
    digest = hashlib.sha256(data).hexdigest()
    if suffix == ".parquet":
        return RawTable(str(path), _read_parquet(path), 1, digest)
    return RawTable(str(path), _read_text(path, "\t" if suffix == ".tsv" else None), 2, digest)


def _read_parquet(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path).to_pandas()
    except (pa.ArrowException, OSError) as error:
        why = str(error).split("\n", 1)[0].rstrip(".")
        raise BadEvaluation(f"{path} cannot be read as Parquet: {why}.") from None


def _read_text(path: Path, separator: str | None) -> Any:
    import pandas

    for encoding in _ENCODINGS:
        try:
            frame = pandas.read_csv(
                path,
                dtype=str,
                keep_default_na=False,
                sep=separator,
                engine="python" if separator is None else "c",
                encoding=encoding,
                index_col=False,
            )
        except UnicodeDecodeError:
            continue
        except (pandas.errors.ParserError, pandas.errors.EmptyDataError, ValueError) as error:
            why = str(error).split("\n", 1)[0].rstrip(".")
            raise BadEvaluation(f"{path} cannot be read as CSV: {why}.") from None
        return frame.rename(columns=lambda name: str(name).strip())
    raise BadEvaluation(f"{path} cannot be read as CSV: its text is neither UTF-8 nor cp1252.")


def _take_frame(source: Any) -> RawTable:
    import narwhals as nw
    import pandas

    if isinstance(source, pandas.DataFrame):
        frame = source.reset_index(drop=True)
    else:
        try:
            known: Any = nw.from_native(source)
        except TypeError:
            raise BadEvaluation(
                f"A {type(source).__name__} is no table; give a file or a pandas, Polars, Arrow or "
                "DuckDB table."
            ) from None
        frame = (known.collect() if isinstance(known, nw.LazyFrame) else known).to_pandas()
    values = pandas.util.hash_pandas_object(frame.astype(str), index=False).to_numpy()
    return RawTable("The table", frame, 1, hashlib.sha256(values.tobytes()).hexdigest())
