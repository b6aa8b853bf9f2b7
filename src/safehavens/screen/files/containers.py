"""Packed files, unpacked while they are read, and never to more than is sensible."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import pyarrow as pa

from safehavens.decide.request import BadRequest

PACKED: Final = (".gz", ".zst", ".bz2", ".xz", ".zip")
"""How the names of packed files end."""

MOST_TIMES: Final = 500
"""A file that unpacks to more than so many times its size is made to harm."""

ALWAYS_UNPACKED: Final = 256 << 20
"""Bytes that are unpacked whatever the size of the file was."""

MOST_UNPACKED: Final = 2 << 30
"""Bytes to which a workbook may unpack, as it is read whole."""

_FAULTS: Final = (
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    pa.ArrowInvalid,
    NotImplementedError,
    RuntimeError,  # an encrypted member of a zip archive
    OSError,  # gzip, bz2 and Arrow, for damage
)
_MEMBERS_SHOWN: Final = 5


class UnpackedFile(io.RawIOBase):
    """What a packed file unpacks to.

    Parameters
    ----------
    file : binary file
        What the unpacker gives.
    name : str
        For errors.
    most : int
        Bytes that may come. Raises BadRequest beyond them, and for damage.
    """

    def __init__(self, file: Any, name: str, most: int) -> None:
        self._file = file
        self._name = name
        self._left = most

    def readable(self) -> bool:  # noqa: D102
        return True

    def read(self, size: int = -1) -> bytes:  # noqa: D102
        try:
            data: bytes = self._file.read(size)
        except _FAULTS as error:
            raise BadRequest(f"{self._name} is damaged and cannot be unpacked: {error}.") from None
        self._left -= len(data)
        if self._left < 0:
            raise BadRequest(
                f"{self._name} unpacks to far more than its size, as files do that are made to "
                "harm; unpack it yourself if you trust it."
            )
        return data


def is_packed(name: str) -> bool:
    """Whether a file's name ends as those of packed files do."""
    return Path(name).suffix.lower() in PACKED


def packed_name(name: str) -> str:
    """The name without the ending that says how it is packed."""
    return name[: -len(Path(name).suffix)] if is_packed(name) else name


def open_unpacked(
    file: BinaryIO, name: str, size: int, most: int | None = None
) -> tuple[BinaryIO, str]:
    """Open a packed file to be read unpacked.

    Parameters
    ----------
    file : binary file
        The packed file.
    name : str
        Its name, which says how it is packed.
    size : int
        Its bytes.
    most : int, optional
        Bytes to which it may unpack. If left out, by MOST_TIMES and ALWAYS_UNPACKED.

    Returns
    -------
    file, str
        The file unpacked, and the name of what is in it.

    Raises
    ------
    BadRequest
        It is damaged, or holds no file or several.
    """
    most = max(ALWAYS_UNPACKED, MOST_TIMES * size) if most is None else most
    ending = Path(name).suffix.lower()
    if ending == ".zip":
        unpacked, inner = _open_member(file, name)
        return _as_file(UnpackedFile(unpacked, name, most)), inner
    openers: dict[str, Callable[[BinaryIO], Any]] = {
        ".gz": lambda packed: gzip.GzipFile(fileobj=packed),
        ".bz2": bz2.BZ2File,
        ".xz": lzma.LZMAFile,
        ".zst": lambda packed: pa.CompressedInputStream(pa.PythonFile(packed), "zstd"),
    }
    return _as_file(UnpackedFile(openers[ending](file), name, most)), packed_name(name)


def _as_file(unpacked: UnpackedFile) -> BinaryIO:
    """A reader as what it stands for: of a file, only reading is asked."""
    return cast("BinaryIO", unpacked)


def _open_member(file: BinaryIO, name: str) -> tuple[Any, str]:
    """The one file of a zip archive, and its name."""
    try:
        archive = zipfile.ZipFile(file)
        members = [
            member.filename
            for member in archive.infolist()
            if not member.is_dir()
            and not member.filename.startswith("__MACOSX/")
            and not Path(member.filename).name.startswith(".")
        ]
        if len(members) != 1:
            shown = ", ".join(members[:_MEMBERS_SHOWN])
            more = ", …" if len(members) > _MEMBERS_SHOWN else ""
            raise BadRequest(
                f"{name} holds {len(members)} files ({shown}{more}); unpack it, and name one."
                if members
                else f"{name} holds no file."
            )
        return archive.open(members[0]), members[0]
    except _FAULTS as error:
        raise BadRequest(f"{name} is damaged or locked and cannot be unpacked: {error}.") from None
