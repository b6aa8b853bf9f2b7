"""Files that appear whole or not at all: written beside their name, then given it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

_NAMED: Final = 100
"""Characters of a file's name that the file beside it is named by."""


class CannotWrite(OSError):
    """A file that cannot be written. The message is one sentence: which, and why."""


def check_target(path: Path) -> None:
    """Raise CannotWrite for a path that no file can be written to, before any work is done."""
    with telling(path):
        if path.is_dir():
            raise CannotWrite(f"{path} cannot be written: it is a folder.")
        if path.exists() and not path.is_file():
            raise CannotWrite(f"{path} cannot be written: it is a device or a pipe, not a file.")
        if not path.absolute().parent.is_dir():
            raise CannotWrite(f"{path} cannot be written: there is no folder {path.parent}.")


class WholeFiles:
    """Files written beside their names, and given their names together by `publish`.

    Use as a context manager: leaving it without `publish` leaves every older file as it was and
    nothing new behind.
    """

    def __init__(self) -> None:
        self._parts: dict[Path, Path] = {}
        self._opened: list[tuple[Path, BinaryIO]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.discard()

    def part(self, path: Path) -> Path:
        """The path to write to, so that `publish` can give the file its name.

        An empty file that nobody else can have put there, with the mode of the file that it
        replaces. Of a link, the file that it leads to is replaced.

        Raises
        ------
        CannotWrite
            The path is a folder or no plain file, or its folder is missing or cannot be written to.
        """
        check_target(path)
        with telling(path):
            full = path.resolve() if path.is_symlink() else path
            part = full.with_name(f".{full.name[:_NAMED]}.{os.urandom(4).hex()}.part")
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            self._parts[part] = full
            if full.exists():
                part.chmod(stat.S_IMODE(full.stat().st_mode))
        return part

    def write(self, path: Path, content: bytes | str) -> None:
        """Write a file's whole content; a text as UTF-8, its line ends as they are.

        Raises
        ------
        CannotWrite
            The file cannot be written.
        """
        part = self.part(path)
        with telling(path):
            part.write_bytes(content.encode() if isinstance(content, str) else content)

    def open(self, path: Path) -> BinaryIO:
        """A file open for writing, that `publish` closes and gives the name. Raises CannotWrite."""
        part = self.part(path)
        with telling(path):
            file = part.open("wb")
        self._opened.append((path, file))
        return file

    def publish(self) -> None:
        """Give every file its name; what stood there before is replaced. Raises CannotWrite."""
        for path, file in self._opened:
            with telling(path):
                file.close()
        self._opened.clear()
        for part, path in list(self._parts.items()):
            with telling(path):
                part.replace(path)
            del self._parts[part]

    def discard(self) -> None:
        """Remove what was written and not published."""
        for _, file in self._opened:
            with suppress(OSError):  # what could not be written is thrown away
                file.close()
        self._opened.clear()
        for part in self._parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        self._parts.clear()


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn an operating system's error within into CannotWrite, a sentence that names the file."""
    try:
        yield
    except CannotWrite:
        raise
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror or error}.") from None


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file so that it appears whole or not at all; an older one is replaced.

    Parameters
    ----------
    path : Path
    content : bytes or str
        A text is written as UTF-8, its line ends as they are.

    Raises
    ------
    CannotWrite
        The file cannot be written.
    """
    with WholeFiles() as files:
        files.write(path, content)
        files.publish()
