"""How a file is to be read, where its name and content do not tell, and how it was read."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from safehavens.corpus.near import unknown
from safehavens.decide.request import BadRequest
from safehavens.wording.labels import N_

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
        One of `format_names.READ_FORMATS`.
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
