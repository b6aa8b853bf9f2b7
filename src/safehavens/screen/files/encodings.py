"""Encodings of text: found out, and turned into UTF-8 while a file is read.

A byte that is not text in its encoding becomes a byte that is not UTF-8, so that its line is told.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, Final

from safehavens.decide.request import BadRequest
from safehavens.screen.files.read_options import ENCODINGS

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""Byte order marks; the longer before the shorter."""

_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]+")
_NOT_ASCII_TEXT: Final = re.compile(r"[^\x00-\x7f]")
_OF_ONE_BYTE: Final = ("cp1252", "mac-roman", "cp850")
"""What Western files are written in that are not Unicode, the likeliest first."""

_LETTERS: Final = frozenset("áéíóúüñçàèìòùâêîôûäëïöåøÁÉÍÓÚÜÑÇÀÈÌÒÙÂÊÎÔÛÄËÏÖÅØ")
_SIGNS: Final = frozenset("’‘“”–—…•€£§¶©®™°ºª¿¡½¼¾×\xa0")
_IN_WORDS: Final = frozenset("’\xa0")
"""Those of the signs that stand between two small letters."""

_LOOKED_AT: Final = 512 << 20
"""Bytes that are looked through for the first that is not ASCII."""
_SPOILED: Final = "safehavens.spoiled"
_SURROGATE: Final = re.compile("[\udc00-\udcff]")


def _keep_spoiled(error: UnicodeError) -> tuple[str, int]:
    """Each byte that cannot be decoded as half a surrogate pair: an error handler of codecs."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    spoiled = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in spoiled), error.end


codecs.register_error(_SPOILED, _keep_spoiled)


def find_encoding(sample: bytes, final: bool) -> str:
    """Python's name of the encoding of a text, from its first bytes.

    A text is UTF-8 if any of its characters beyond ASCII is; then other bytes are damage.

    Parameters
    ----------
    sample : bytes
    final : bool
        Whether the sample is all of the text.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if sample.isascii() and b"\0" not in sample:
        return "utf-8"
    if (wide := _find_utf_16(sample)) is not None:
        return wide
    if _has_utf_8(sample, final):
        return "utf-8"
    return max(_OF_ONE_BYTE, key=lambda encoding: _score(sample, encoding))


def _find_utf_16(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of mostly Western text is zero."""
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    low, high = sample[1::2].count(0) / pairs, sample[::2].count(0) / pairs
    if low > 0.7 and high < 0.1:
        return "utf-16-le"
    return "utf-16-be" if high > 0.7 and low < 0.1 else None


def _has_utf_8(sample: bytes, final: bool) -> bool:
    """Whether some character beyond ASCII is UTF-8, or there is none."""
    runs = _NOT_ASCII.findall(sample)
    if runs and not final and sample.endswith(runs[-1]):
        runs.pop()  # perhaps half a character
    for run in runs:
        try:
            run.decode("utf-8")
        except UnicodeDecodeError:
            continue
        return True
    return not runs


def _score(sample: bytes, encoding: str) -> int:
    """How many characters beyond ASCII are those of Western texts, less those that are not."""
    score = 0
    text = sample.decode(encoding, "replace")
    for match in _NOT_ASCII_TEXT.finditer(text):
        sign = match[0]
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        inside = before.isalpha() and after.isalpha() and after.islower()
        usual = sign in _LETTERS or sign in (_IN_WORDS if inside else _SIGNS)
        score += 1 if usual else -1
    return score


def name_encoding(encoding: str) -> str:
    """What people call an encoding."""
    return ENCODINGS.get(encoding, encoding)


class DecodedFile:
    """A file of text whose bytes are read as UTF-8, whatever its own encoding.

    Parameters
    ----------
    file : binary file
    encoding : str, optional
        Python's name of its codec. None: it is found out from the first bytes.
    sample_bytes : int
        How many bytes are looked at.
    """

    def __init__(self, file: BinaryIO, encoding: str | None, sample_bytes: int = 1 << 20) -> None:
        self._file = file
        self._first = _read_full(file, sample_bytes)
        self.head = self._first[:16]
        """The first bytes as they are."""
        for mark, name in _MARKS:
            if self._first.startswith(mark):
                encoding = name
                self._first = self._first[len(mark) :]
                break
        if encoding is None:
            sample, final = self._first, len(self._first) < sample_bytes
            if not final and sample.isascii() and b"\0" not in sample:
                sample = _find_not_ascii(file) or sample
            encoding = find_encoding(sample, final)
        self.encoding = encoding
        self._decoder = None
        if self.encoding != "utf-8":
            self._decoder = codecs.getincrementaldecoder(self.encoding)(_SPOILED)
        self._ended = False

    def read(self, size: int) -> bytes:
        """About so many bytes more, as UTF-8; none where the file has ended."""
        while not self._ended:
            data, self._first = self._first[:size], self._first[size:]
            data = data or self._file.read(size)
            self._ended = not data
            if self._decoder is None:
                return data
            text = self._decoder.decode(data, final=self._ended)
            if text:
                return text.encode("utf-8", "surrogatepass")
        return b""


def _find_not_ascii(file: BinaryIO) -> bytes:
    """The next stretch of a file that is not ASCII, if there is one and the file can go back."""
    try:
        if not file.seekable():
            return b""
        start = file.tell()
    except (AttributeError, OSError):
        return b""
    found = b""
    while not found and file.tell() - start < _LOOKED_AT and (data := file.read(8 << 20)):
        if not data.isascii():
            at = _NOT_ASCII.search(data)
            assert at is not None  # it is not ASCII
            found = data[max(0, at.start() - 1) : at.start() + (1 << 20)]
    file.seek(start)
    return found


def _read_full(file: BinaryIO, size: int) -> bytes:
    """So many bytes, fewer only at the end of the file."""
    parts = []
    while size > 0 and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def show_bytes(data: bytes) -> str:
    r"""Text for people to see: bytes that are not text are written as `\xe9`."""
    text = data.decode("utf-8", "surrogatepass") if _is_passed(data) else None
    if text is None:
        return data.decode("utf-8", "backslashreplace")
    return _SURROGATE.sub(lambda match: f"\\x{ord(match[0]) - 0xDC00:02x}", text)


def _is_passed(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


_KINDS: Final = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "packed by gzip"),
    (b"(\xb5/\xfd", "packed by zstd"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"%PDF", "a PDF document"),
)


def refuse_other_kinds(data: bytes, name: str) -> None:
    """Raise BadRequest for the first bytes of a file that is not text."""
    for sign, kind in _KINDS:
        if data.startswith(sign):
            raise BadRequest(
                f"{name} is not text, but {kind}; give the file the name of its kind, or say the "
                "format with --from."
            )
