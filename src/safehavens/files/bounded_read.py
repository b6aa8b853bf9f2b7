"""Files of others, read so that they end: no larger than allowed and, in folders, plain files."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

_PIECE: Final = 1 << 16
_PLAIN: Final = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_WAITS_FOR_NOBODY: Final = _PLAIN | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)


class CannotRead(OSError):
    """A file that is not read. The message says why, as the rest of a sentence about the file."""


def read_plain(path: str | Path, most: int) -> bytes:
    """Read a plain file: no link is followed, no pipe or device is waited for.

    Parameters
    ----------
    path : str or Path
    most : int
        Bytes that the file may have.

    Raises
    ------
    CannotRead
        It is something else than a plain file, is larger, or cannot be read.
    """
    return _read(path, most, _WAITS_FOR_NOBODY)


def read_bounded(path: str | Path, most: int) -> bytes:
    """Read a file that somebody named, be it a link or a pipe. Raises CannotRead as `read_plain`.

    Parameters
    ----------
    path : str or Path
    most : int
        Bytes that it may have.
    """
    return _read(path, most, _PLAIN)


def _read(path: str | Path, most: int, flags: int) -> bytes:
    try:
        file = os.open(path, flags)
        try:
            if flags == _WAITS_FOR_NOBODY and not stat.S_ISREG(os.fstat(file).st_mode):
                raise CannotRead("is something else than a plain file")
            return _read_open(file, most)
        finally:
            os.close(file)
    except CannotRead:
        raise
    except OSError as error:
        raise CannotRead(f"cannot be read: {error.strerror or error}") from None
    except ValueError:  # a zero byte in a name
        raise CannotRead("cannot be read: there is a zero byte in its name") from None


def _read_open(file: int, most: int) -> bytes:
    pieces: list[bytes] = []
    left = most + 1
    while left > 0 and (piece := os.read(file, min(left, _PIECE))):
        pieces.append(piece)
        left -= len(piece)
    if left <= 0:
        raise CannotRead(f"is larger than {most:,} bytes, the most that is read of such a file")
    return b"".join(pieces)
