"""A folder that only its owner can write to: what others put in its place is not trusted.

Everything in it is reached by the folder once opened, and no link in it is followed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_OTHERS_WRITE: Final = 0o022
_OTHERS_DO_ANYTHING: Final = 0o077
_KEY: Final = "signing-key"
_KEY_BYTES: Final = 32


class NotPrivate(OSError):
    """A folder or a file that others own or may write to."""


class PrivateFolder:
    """A folder, open. Made by `open_private`.

    Parameters
    ----------
    folder : int
        Its descriptor.
    """

    def __init__(self, folder: int) -> None:
        self._folder = folder

    def read(self, name: str, unreadable_for_others: bool = False) -> bytes:
        """A plain file of ours.

        Raises
        ------
        OSError
            There is none, it is something else, or others may write to it (or read it).
        """
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=self._folder)
        with open(file, "rb", buffering=0) as opened:
            state = os.fstat(file)
            wrong = _OTHERS_DO_ANYTHING if unreadable_for_others else _OTHERS_WRITE
            if not stat.S_ISREG(state.st_mode) or not _is_ours(state) or state.st_mode & wrong:
                raise NotPrivate(name)
            content = opened.read()
            with suppress(OSError):
                os.utime(file)  # it was used
            return content

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole, for us alone; an older one is replaced. Raises OSError."""
        part = self._write_part(name, content)
        try:
            os.replace(part, name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        except OSError:
            self.remove(part)
            raise

    def _write_part(self, name: str, content: bytes) -> str:
        part = f".{name}.{os.urandom(8).hex()}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        file = os.open(part, flags, 0o600, dir_fd=self._folder)
        try:
            with open(file, "wb") as opened:
                opened.write(content)
        except BaseException:
            self.remove(part)
            raise
        return part

    def key(self) -> bytes:
        """A key that only we can read: made where there is none. Raises OSError."""
        with suppress(FileNotFoundError):
            return self._read_key()
        part = self._write_part(_KEY, os.urandom(_KEY_BYTES))
        try:
            with suppress(FileExistsError):  # another process was first
                os.link(part, _KEY, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        finally:
            self.remove(part)
        return self._read_key()

    def _read_key(self) -> bytes:
        key = self.read(_KEY, unreadable_for_others=True)
        if len(key) != _KEY_BYTES:
            raise NotPrivate(_KEY)
        return key

    def files(self) -> Iterator[tuple[str, float]]:
        """Each file's name, and when it was last used."""
        with os.scandir(self._folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    yield entry.name, entry.stat(follow_symlinks=False).st_mtime

    def remove(self, name: str) -> None:
        """Remove a file, where it is there and can be removed."""
        with suppress(OSError):
            os.unlink(name, dir_fd=self._folder)


@contextmanager
def open_private(path: Path, make: bool = False) -> Iterator[PrivateFolder]:
    """A folder that is ours, and that nobody else can write to.

    Parameters
    ----------
    path : Path
    make : bool
        Make it where there is none.

    Raises
    ------
    OSError
        There is none, or others own it, may write to it or have put a link in its place.
    """
    if make:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _is_ours(os.lstat(path)):
        raise NotPrivate(path)
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        state = os.fstat(folder)
        if not _is_ours(state) or state.st_mode & _OTHERS_WRITE:
            raise NotPrivate(path)
        yield PrivateFolder(folder)
    finally:
        os.close(folder)


def _is_ours(state: os.stat_result) -> bool:
    return state.st_uid == os.getuid()
