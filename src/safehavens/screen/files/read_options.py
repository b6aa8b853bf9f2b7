"""The formats of tables; how a file is to be read, and how it was read."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from safehavens.corpus.near import unknown
from safehavens.decide.request import BadRequest
from safehavens.wording.labels import N_

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


DELIMITERS: Final = {
    ",": N_("comma"),
    ";": N_("semicolon"),
    "\t": N_("tab"),
    "|": N_("pipe"),
}
"""What may part the cells of a line of text, and its name."""

ENCODINGS: Final = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "iso8859-1": "Latin-1",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "mac-roman": "Mac Roman",
    "cp437": "DOS (code page 437)",
    "cp850": "DOS (code page 850)",
}
"""What people call an encoding, by Python's name of its codec."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says of a file. What is left out is told by the file's name and content.

    Attributes
    ----------
    format : str, optional
        One of READ_FORMATS.
    encoding : str, optional
        Python's name of a codec.
    delimiter : str, optional
        One character.
    skip : int, optional
        Lines (in a workbook: rows) above the header.
    sheet : str, optional
        Of a workbook: the name of a sheet.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    skip: int | None = None
    sheet: str | None = None

    def __post_init__(self) -> None:
        if self.skip is not None and self.skip < 0:
            raise BadRequest(f"--skip takes a number of lines from 0, not {self.skip}.")


def read_delimiter(word: str) -> str:
    """A delimiter from its name or itself. Raises BadRequest for what cannot be one."""
    names = {name: sign for sign, name in DELIMITERS.items()}
    sign = names.get(word.strip().casefold(), "\t" if word == "\\t" else word)
    if len(sign) != 1 or not sign.isascii() or sign.isalnum() or sign in '"\r\n\0':
        raise BadRequest(
            f"{word!r} is not a delimiter; write one sign, such as ';', or {', '.join(names)}."
        )
    return sign


def read_encoding(word: str) -> str:
    """Python's name of an encoding of text. Raises BadRequest for one that is not known."""
    try:
        codec = codecs.lookup(word.strip())
    except (LookupError, ValueError):
        raise BadRequest(
            unknown("encoding", word, ["utf-8", "cp1252", "latin-1", "utf-16", "mac-roman"])
        ) from None
    if not getattr(codec, "_is_text_encoding", True):
        raise BadRequest(f"{word!r} is not an encoding of text; write one such as cp1252.")
    return "utf-8" if codec.name == "utf-8-sig" else codec.name


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was read, where that is not what one would expect.

    Attributes
    ----------
    notes : tuple of (str, mapping)
        Parts of a sentence for `wording`, with what is put into them, such as
        `("header in line %(line)s", {"line": 7})`.
    """

    notes: tuple[tuple[str, Mapping[str, object]], ...] = ()

    def text(self) -> str:
        """In English: `semicolon-separated, Windows-1252, header in line 7`."""
        return ", ".join(template % dict(values) for template, values in self.notes)
