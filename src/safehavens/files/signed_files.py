"""Files beside the user's other caches, signed so that what is read is what this user wrote.

The key can be read by its owner alone, and the folder written to by nobody else. A name's ending
says what kind of file it is; of each kind the last few that were used are kept.
"""

from __future__ import annotations

import hmac
import time
from pathlib import Path
from typing import Final

from safehavens.files.cache_folder import cache_folder
from safehavens.files.private_folder import NotPrivate, PrivateFolder, open_private

_SIGNED: Final = 32
"""Bytes of the signature."""
_REST_SECONDS: Final = 3_600
"""What is left of a file that was never finished is removed after so long."""
_KEPT: Final = 6
_KEPT_DAYS: Final = 30
"""A file that was not used for so long is of law or code that is gone."""


def read_signed(name: str) -> memoryview:
    """What was kept under a name. Raises OSError where there is nothing that we signed."""
    folder = cache_folder()
    if folder is None:
        raise FileNotFoundError(name)
    with open_private(folder) as private:
        content = private.read(name)
        if not hmac.compare_digest(_sign(private.key(), name, content), content[:_SIGNED]):
            raise NotPrivate(name)
    return memoryview(content)[_SIGNED:]


def write_signed(name: str, content: bytes) -> bool:
    """Keep a file whole. Nothing is kept where that is impossible: without a home, with a read-only
    one, or in a folder that others may write to.

    Parameters
    ----------
    name : str
        Its ending says what kind of file it is.
    content : bytes

    Returns
    -------
    bool
        Whether it is kept.
    """
    folder = cache_folder()
    if folder is None:
        return False
    content = bytes(_SIGNED) + content
    try:
        with open_private(folder, make=True) as private:
            private.write(name, _sign(private.key(), name, content) + content[_SIGNED:])
            if ending := Path(name).suffix:
                _remove_old(private, ending)
    except OSError:
        return False
    return True


def _remove_old(private: PrivateFolder, ending: str) -> None:
    """Remove files that nobody uses any more, and what a killed process left unfinished."""
    now = time.time()
    files = sorted(private.files(), key=lambda file: -file[1])
    kept = [(name, used) for name, used in files if name.endswith(ending)]
    for i, (name, used) in enumerate(kept):
        if i >= _KEPT or used < now - _KEPT_DAYS * 86_400:
            private.remove(name)
    for name, used in files:
        if name.startswith(".") and f"{ending}." in name and used < now - _REST_SECONDS:
            private.remove(name)


def _sign(key: bytes, name: str, content: bytes) -> bytes:
    """The signature of a file, which stands before it: nobody else's is opened."""
    signing = hmac.new(key, name.encode(), "sha256")
    signing.update(memoryview(content)[_SIGNED:])
    return signing.digest()
