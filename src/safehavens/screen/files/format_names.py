"""The names of file formats for tables of requests, and the file names they go by."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from safehavens.corpus.near import unknown
from safehavens.decide.request import BadRequest

FORMATS: Final = ("csv", "jsonl", "parquet", "arrow")
"""What is read and written."""

READ_FORMATS: Final = (*FORMATS, "excel")
"""What is read."""

SUFFIXES: Final = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xlsb": "excel",
    ".xls": "excel",
    ".ods": "excel",
}
"""The format of a file whose name ends so."""

TAB_SUFFIXES: Final = (".tsv", ".tab")
"""How the names of files end whose cells are parted by tabs."""

PARQUET_SUFFIXES: Final = tuple(name for name, kind in SUFFIXES.items() if kind == "parquet")
"""How the name of a file ends that belongs to a folder of Parquet files."""


def format_of(path: str, given: str | None, option: str, known: Sequence[str] = FORMATS) -> str:
    """The format of a file: the one given, else by the file's name.

    Parameters
    ----------
    path : str
    given : str, optional
        One of `known`.
    option : str
        What the user can set to give the format, such as ``--to``.
    known : sequence of str
        FORMATS, or READ_FORMATS for a file that is read.

    Raises
    ------
    BadRequest
        The format given is unknown, or none is given and the name does not tell.
    """
    if given is not None:
        if given not in known:
            raise BadRequest(unknown("format", given, known))
        return given
    kind = SUFFIXES.get(Path(path).suffix.lower())
    if kind is None or kind not in known:
        suffixes = sorted(suffix for suffix, kind in SUFFIXES.items() if kind in known)
        tells = "the name does not tell the format" if kind is None else f"{kind} is not written"
        raise BadRequest(
            f"{path}: {tells}; use {', '.join(suffixes)}, or say which with {option} "
            f"({', '.join(known)})."
        )
    return kind


def is_parquet_name(path: Path) -> bool:
    """Whether a file's name ends as those of Parquet files do."""
    return path.suffix.lower() in PARQUET_SUFFIXES
