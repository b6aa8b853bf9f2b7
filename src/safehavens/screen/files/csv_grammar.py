"""The one grammar of CSV here: where records end, which cells they have, which quotations are open.

It is RFC 4180 as Python's `csv` reads it with `strict=True`, with one addition for what that calls
an error. In short (see docs/screen.md):

- A line ends at LF, CR LF or CR. No other character ends a line.
- A cell that begins with a quotation mark is quoted: it ends at the next mark that is not doubled,
  and a delimiter or the end of the line must follow. Any other cell is plain, and a quotation mark
  in it is text.
- A line without any character is not a record.
- A quotation that is never closed, or that is followed by something else, spoils its record: the
  record ends with the line in which that quotation begins, and reading goes on with the next line.
  A quotation of more than LONGEST bytes counts as never closed.

Text is UTF-8 bytes, which may be damaged; the signs of the grammar are ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

LONGEST: Final = 64 << 20
"""Bytes of a quotation that are looked through for its end."""

LONGEST_RECORD: Final = 256 << 20
"""Bytes of a record that are read before the file is given up on."""

NEVER_CLOSED: Final = "The quotation that begins in line {line} is never closed."
NOT_DOUBLED: Final = (
    "The quotation that begins in line {line} is never closed, or a quotation mark in it is not "
    "doubled."
)

_QUOTE: Final = ord('"')
_QUOTED: Final = re.compile(rb'"[^"]*+(?:""[^"]*+)*+"')
_LINE: Final = re.compile(rb"[^\r\n]*+")
LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_BLANK_LINE: Final = re.compile(rb"(?:^|(?<=\n)|(?<=\r)(?!\n))(?:\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a file.

    Attributes
    ----------
    start, end : int
        Where it lies in the bytes, with its last line end.
    line, lines : int
        The line on which it begins, and how many it takes.
    cells : list of bytes
        Its cells, unquoted; none where there is a problem.
    problem : str, optional
        Why it cannot be read.
    """

    start: int
    end: int
    line: int
    lines: int
    cells: list[bytes]
    problem: str | None = None


def count_lines(data: bytes) -> int:
    """How many line ends there are: LF, CR LF and CR."""
    lines = data.count(b"\n")
    if b"\r" in data:
        lines += data.count(b"\r") - data.count(b"\r\n")
    return lines


def count_blank_lines(data: bytes) -> int:
    """How many lines without any character there are, quotations not looked at."""
    return sum(1 for _ in _BLANK_LINE.finditer(data))


@cache
def _plain_cell(delimiter: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"[^\r\n" + re.escape(delimiter) + rb"]*+")


def read_records(data: bytes, delimiter: bytes, line: int, *, final: bool) -> Iterator[Record]:
    """The records of a text that begins where a record begins.

    Parameters
    ----------
    data : bytes
    delimiter : bytes
        One ASCII character.
    line : int
        The number of the first line.
    final : bool
        Whether the file ends with these bytes. If not, the last records may be left out: those
        whose end depends on what follows.
    """
    at, size = 0, len(data)
    while at < size:
        line_text = _LINE.match(data, at)
        assert line_text is not None  # matches the empty text
        end = line_text.end()
        if data.find(b'"', at, end) < 0:
            after = _after_line_end(data, end, final)
            if after is None:
                return
            if end > at:
                yield Record(at, after, line, 1, data[at:end].split(delimiter))
            line += 1
            at = after
            continue
        record = _read_quoted(data, at, delimiter, line, final)
        if record is None:
            return
        yield record
        at, line = record.end, line + record.lines


def _after_line_end(data: bytes, end: int, final: bool) -> int | None:
    """The index after the line end at `end`; None where that depends on what follows."""
    match = LINE_END.match(data, end)
    if match is None:
        return end if final else None
    if match.end() == len(data) and data.endswith(b"\r") and not final:
        return None  # perhaps the first half of CR LF
    return match.end()


def _read_quoted(
    data: bytes, start: int, delimiter: bytes, line: int, final: bool
) -> Record | None:
    """A record with quotation marks; None where its end depends on what follows."""
    size, plain = len(data), _plain_cell(delimiter)
    cells: list[bytes] = []
    at = start
    while True:
        if at < size and data[at] == _QUOTE:
            match = _QUOTED.match(data, at)
            if match is None or match.end() - at > LONGEST:
                if match is None and not final and size - at <= LONGEST:
                    return None
                return _spoiled(data, start, at, line, NEVER_CLOSED, final)
            end = match.end()
            if end == size and not final:
                return None
            if end < size and data[end] not in b"\r\n" + delimiter:
                return _spoiled(data, start, at, line, NOT_DOUBLED, final)
            text = data[at + 1 : end - 1]
            cells.append(text.replace(b'""', b'"') if b'"' in text else text)
        else:
            match = plain.match(data, at)
            assert match is not None  # matches the empty text
            end = match.end()
            cells.append(data[at:end])
        if end < size and data[end] == delimiter[0]:
            at = end + 1
            continue
        after = _after_line_end(data, end, final)
        if after is None:
            return None
        return Record(start, after, line, 1 + count_lines(data[start:end]), cells)


def _spoiled(
    data: bytes, start: int, opened: int, line: int, problem: str, final: bool
) -> Record | None:
    """The record that an open quotation spoils: it ends with the line of that quotation."""
    match = _LINE.match(data, opened)
    assert match is not None  # matches the empty text
    after = _after_line_end(data, match.end(), final)
    if after is None:
        return None
    before = count_lines(data[start:opened])
    return Record(start, after, line, before + 1, [], problem.format(line=line + before))


def find_cut(data: bytes, delimiter: bytes, *, final: bool) -> int | None:
    """How many bytes are whole, faultless records, if the quotation marks alone show it.

    All parsers of CSV agree on these: their marks open and close in turn, or are in plain cells.

    Returns
    -------
    int or None
        0 where no record is known to be whole. None where the text must be read by `read_records`.
    """
    end = len(data)
    if not final and data.endswith(b"\r"):
        end -= 1  # perhaps the first half of CR LF
    if b'"' not in data:
        return end if final else 1 + max(data.rfind(b"\n", 0, end), data.rfind(b"\r", 0, end))
    if len(data) > LONGEST:
        return None
    marks = _find_marks(data, delimiter)
    if marks is None or (final and len(marks) % 2):
        return None
    return end if final else _last_line_end(data, marks, end)


def _find_marks(data: bytes, delimiter: bytes) -> npt.NDArray[np.intp] | None:
    """The marks that open and close quotations, in turn; None where one is at fault.

    A doubled mark may be among them as one that closes and one that opens.
    """
    text = np.frombuffer(data, np.uint8)
    marks = np.flatnonzero(text == _QUOTE)
    breaks = np.zeros(256, np.bool_)
    breaks[list(b"\r\n" + delimiter)] = True
    starts, ends = breaks[text[marks - 1]], breaks[text[(marks + 1) % len(text)]]
    if marks[0] == 0:
        starts[0] = True
    if marks[-1] == len(text) - 1:  # if it does not close, nothing after it is cut
        ends[-1] = True
    doubled = np.zeros(len(marks) + 1, np.bool_)
    doubled[1:-1] = np.diff(marks) == 1
    # At a glance: odd marks open a cell or double the mark before, even marks close or are doubled.
    if (starts | doubled[:-1])[::2].all() and (ends | doubled[1:])[1::2].all():
        return marks
    return _pair_marks(marks, starts.tolist(), ends.tolist(), doubled[1:].tolist())


def _pair_marks(
    marks: npt.NDArray[np.intp],
    starts: list[bool],
    ends: list[bool],
    doubled: list[bool],
) -> npt.NDArray[np.intp] | None:
    """As `_find_marks`, one mark after another; those in plain cells are left out."""
    pairs: list[int] = []
    i, count = 0, len(marks)
    while i < count:
        if not starts[i]:
            i += 1  # text in a plain cell
            continue
        pairs.append(i)
        i += 1
        while i < count and doubled[i]:
            i += 2
        if i >= count:
            break
        if not ends[i]:
            return None
        pairs.append(i)
        i += 1
    return marks[pairs]


def _last_line_end(data: bytes, marks: npt.NDArray[np.intp], end: int) -> int:
    """The index after the last line end that stands outside every quotation."""
    if len(marks) % 2:  # the last quotation is open
        end = int(marks[-1])
        marks = marks[:-1]
    while True:
        begin = int(marks[-1]) + 1 if len(marks) else 0
        cut = 1 + max(data.rfind(b"\n", begin, end), data.rfind(b"\r", begin, end))
        if cut or not len(marks):
            return cut
        end = int(marks[-2])
        marks = marks[:-2]
