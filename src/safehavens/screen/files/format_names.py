"""The names of file formats for tables of requests, and the file names they go by."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from safehavens.corpus.near import unknown
from safehavens.decide.request import BadRequest

FORMATS: Final = ("csv", "jsonl", "parquet", "arrow")

SUFFIXES: Final = {
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
"""The format of a file whose name ends so."""

PARQUET_SUFFIXES: Final = tuple(name for name, kind in SUFFIXES.items() if kind == "parquet")
"""How the name of a file ends that belongs to a folder of Parquet files."""


def format_of(path: str, given: str | None, option: str) -> str:
    """The format of a file: the one given, else by the file's name.

    Parameters
    ----------
    path : str
    given : str, optional
        One of FORMATS.
    option : str
        What the user can set to give the format, such as ``--to``.

    Raises
    ------
    BadRequest
        The format given is unknown, or none is given and the name does not tell.
    """
    if given is not None:
        if given not in FORMATS:
            raise BadRequest(unknown("format", given, FORMATS))
        return given
    kind = SUFFIXES.get(Path(path).suffix.lower())
    if kind is None:
        raise BadRequest(
            f"{path}: the name does not tell the format; use {', '.join(sorted(SUFFIXES))}, or "
            f"say which with {option} ({', '.join(FORMATS)})."
        )
    return kind


def is_parquet_name(path: Path) -> bool:
    """Whether a file's name ends as those of Parquet files do."""
    return path.suffix.lower() in PARQUET_SUFFIXES
