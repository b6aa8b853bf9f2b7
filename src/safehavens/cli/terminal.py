"""The terminal, or the pipe, that a command writes to: what it can show.

`prepare_output` is called once, before any command: after it, characters that the encoding of the
terminal lacks are written as plain letters, by whatever part writes them.
"""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from typing import Final, TextIO

from safehavens.files.steering import escape_steering

_PLAIN: Final = {
    "✗": "x",
    "✓": "+",
    "⚡": "!",
    "•": "*",
    "·": "*",
    "–": "-",
    "—": "-",
    "−": "-",
    "…": "...",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‘": "'",
    "’": "'",
    "→": "->",
    "←": "<-",
    "×": "x",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "§": "sec.",
    "¶": "par.",
    "¿": "",
    "¡": "",
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ʻ": "'",
    "─": "-",
    "━": "-",
    "│": "|",
}
_ERRORS: Final = "safehavens.plain"
_ASCII: Final = "safehavens_ascii"


def is_interactive() -> bool:
    """Whether a person can be asked: input and output are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def has_styles(stream: TextIO) -> bool:
    """Whether color and bold may be used: on a terminal, unless `NO_COLOR` or `TERM=dumb` is set.

    Source: https://no-color.org
    """
    return stream.isatty() and not os.environ.get("NO_COLOR") and not _is_dumb()


def has_moving_text(stream: TextIO) -> bool:
    """Whether a line can be written over, as a progress bar is."""
    return stream.isatty() and not _is_dumb()


def _is_dumb() -> bool:
    return os.environ.get("TERM", "").casefold() in ("dumb", "unknown")


def is_unicode(stream: TextIO) -> bool:
    """Whether a stream can hold every character."""
    encoding = (getattr(stream, "encoding", None) or "utf-8").casefold().replace("-", "")
    return encoding.startswith("utf")


def prepare_output() -> None:
    """Let standard output and error write plain letters for what they cannot show."""
    codecs.register_error(_ERRORS, _replace)
    codecs.register(_find_codec)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if _is_ascii(stream) or (stream.isatty() and _asks_for_ascii()):
            reconfigure(encoding=_ASCII, errors=_ERRORS)
        else:
            reconfigure(errors=_ERRORS)


def _is_ascii(stream: TextIO) -> bool:
    return codecs.lookup(stream.encoding).name == "ascii"


def _find_codec(name: str) -> codecs.CodecInfo | None:
    """ASCII by another name: Click writes UTF-8 to streams that it takes for ASCII by mistake."""
    if name != _ASCII:
        return None
    ascii_codec = codecs.lookup("ascii")
    return codecs.CodecInfo(
        name=_ASCII,
        encode=ascii_codec.encode,
        decode=ascii_codec.decode,
        incrementalencoder=ascii_codec.incrementalencoder,
        incrementaldecoder=ascii_codec.incrementaldecoder,
        streamwriter=ascii_codec.streamwriter,
        streamreader=ascii_codec.streamreader,
    )


def _asks_for_ascii() -> bool:
    """Whether the locale is C by the user's own word, and nothing else says how to encode.

    Python writes UTF-8 then (PEP 540), which suits a pipe, but not a terminal set so.
    """
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or ""
    encoding = os.environ.get("PYTHONIOENCODING") or os.environ.get("PYTHONUTF8")
    return chosen in ("C", "POSIX") and not encoding


def _replace(error: UnicodeError) -> tuple[str, int]:
    """Plain letters for the characters that could not be encoded: an error handler of codecs."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain_letters(error.object[error.start : error.end]), error.end


def plain_letters(text: str) -> str:
    """A text in ASCII: each letter without its accents, each sign as what stands for it.

    A character that nothing stands for is written as its code point, such as U+4E2D.
    """
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if (replacement := _PLAIN.get(character)) is not None:
        return replacement
    letters = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    if letters:
        return letters
    if unicodedata.category(character) in ("Mn", "Cf"):
        return ""
    if unicodedata.category(character) == "Zs":
        return " "
    if unicodedata.category(character) == "Pd":
        return "-"
    return f"U+{ord(character):04X}"


def tell(text: object) -> None:
    """Write a message to standard error."""
    print(escape_steering(str(text)), file=sys.stderr)


def tell_wrapped(text: str) -> None:
    """Write a paragraph to standard error, no word broken; what begins with blanks hangs by two."""
    from safehavens.cli.output.wrapping import WIDEST, find_width, wrap_text

    said = text.lstrip(" ")
    margin = text[: len(text) - len(said)]
    rest = margin + "  " if margin else ""
    tell("\n".join(wrap_text(said, find_width(WIDEST), margin, rest)))


def warn(text: object) -> None:
    """Write a message to standard error, with the name of the program before it."""
    tell(f"safehavens: {text}")
