"""A corpus as it was last read, kept beside the user's other caches.

Reading and checking the shipped corpus takes seconds; loading a snapshot takes milliseconds. A
snapshot's name is a digest of the contents of every law file, of the gazetteer, and of the code
that reads them, all taken afresh each time: a changed file has another name, so a snapshot can
never serve stale law.

It consists of pickles, which load in half the time of any plain format tried. So it is signed under
a key that only its owner can read, lies in a folder that nobody else can write to, and nothing is
made of it but our own nouns. Anything wrong with a snapshot means that it is not used.
"""

from __future__ import annotations

import hashlib
import hmac
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from safehavens.corpus.model import Lawbook
from safehavens.corpus.reading.law_files import LawFile, digest
from safehavens.files.cache_folder import cache_folder
from safehavens.files.package import package_files
from safehavens.files.private_folder import PrivateFolder, open_private
from safehavens.logic.conditions import Conditions
from safehavens.logic.kept.kept_law import open_law, write_law

_SUFFIX: Final = ".snapshot"
_SIGNED: Final = 32
"""Bytes of the signature."""
_REST_SECONDS: Final = 3_600
"""What is left of a snapshot that was never finished is removed after so long."""
_KEPT: Final = 6
_KEPT_DAYS: Final = 30
"""A snapshot that was not used for so long is of law or code that is gone."""


def snapshot_name(files: Iterable[LawFile]) -> str:
    """The name that a snapshot of these files has, made by this code on this Python."""
    total = hashlib.sha256(f"{sys.version_info[:2]} {digest(files)}".encode())
    for path in package_files((".py", ".csv", ".tsv")):
        with open(path, "rb", buffering=0) as file:  # 200 small files: a buffer each costs time
            content = file.read()
        total.update(b"%d\n" % len(content))
        total.update(content)
    return total.hexdigest() + _SUFFIX


def load_snapshot(name: str) -> tuple[Lawbook, Conditions] | None:
    """The snapshot of this name, or None where there is none that can be used."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with open_private(folder) as private:
            content = private.read(name)
            if not hmac.compare_digest(_sign(private.key(), name, content), content[:_SIGNED]):
                return None
        return open_law(memoryview(content)[_SIGNED:])
    except Exception:  # whatever is wrong with it: law is read anew
        return None


def save_snapshot(name: str, lawbook: Lawbook, conditions: Conditions) -> None:
    """Keep a snapshot. Where that is impossible (no home, a read-only one, or a folder that others
    may write to), nothing is kept."""
    folder = cache_folder()
    if folder is None:
        return
    content = bytes(_SIGNED) + write_law(lawbook, conditions)
    with suppress(OSError), open_private(folder, make=True) as private:
        private.write(name, _sign(private.key(), name, content) + content[_SIGNED:])
        _remove_old(private)


def _remove_old(private: PrivateFolder) -> None:
    """Remove snapshots that nobody uses any more, and what a killed process left of one."""
    now = time.time()
    files = sorted(private.files(), key=lambda file: -file[1])
    kept = [(name, used) for name, used in files if name.endswith(_SUFFIX)]
    for i, (name, used) in enumerate(kept):
        if i >= _KEPT or used < now - _KEPT_DAYS * 86_400:
            private.remove(name)
    for name, used in files:
        if name.startswith(".") and f"{_SUFFIX}." in name and used < now - _REST_SECONDS:
            private.remove(name)


def _sign(key: bytes, name: str, content: bytes) -> bytes:
    """The signature of a snapshot, which stands before it: nobody else's is opened."""
    signing = hmac.new(key, name.encode(), "sha256")
    signing.update(memoryview(content)[_SIGNED:])
    return signing.digest()
