"""A corpus as it was last read, kept beside the user's other caches.

Reading and checking the shipped corpus takes seconds; loading a snapshot takes milliseconds. A
snapshot's name is a digest of the contents of every law file, of the gazetteer, and of the code
that reads them: a changed file has another name, so a snapshot can never serve stale law. Beside it
lies which name the files of the package had, and how each of them looked: while not one looks
otherwise (`safehavens.files.looked_at`), they are not read again.

It consists of pickles, which load in half the time of any plain format tried. So it is signed
(`safehavens.files.signed_files`), and nothing is made of it but our own nouns. Anything wrong with
a snapshot means that it is not used.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from safehavens.corpus.model import Lawbook
from safehavens.corpus.reading.law_files import LawFile, digest
from safehavens.files.cache_folder import cache_folder
from safehavens.files.looked_at import State, are_settled, list_tree, look_at
from safehavens.files.package import PACKAGE, package_files
from safehavens.files.signed_files import read_signed, write_signed
from safehavens.logic.conditions import Conditions
from safehavens.logic.kept.kept_law import open_law, write_law
from safehavens.logic.kept.pickled_nouns import read_nouns, write_nouns

_SUFFIX: Final = ".snapshot"
_LOOKED: Final = ".looked"


def snapshot_name(files: Iterable[LawFile]) -> str:
    """The name that a snapshot of these files has, made by this code on this Python."""
    total = hashlib.sha256(f"{sys.version_info[:2]} {digest(files)}".encode())
    for path in package_files((".py", ".csv", ".tsv")):
        with open(path, "rb", buffering=0) as file:  # 200 small files: a buffer each costs time
            content = file.read()
        total.update(b"%d\n" % len(content))
        total.update(content)
    return total.hexdigest() + _SUFFIX


class ShippedName:
    """The name of a snapshot of the shipped corpus, without reading it where it was read before.

    Attributes
    ----------
    known : str or None
        The name that the package's files had when they looked as they do now; None: no such look
        is on record, and `remember` takes the name once they are read.
    """

    def __init__(self) -> None:
        here = f"{sys.version_info[:2]} {PACKAGE}"
        self._file = hashlib.sha256(here.encode()).hexdigest() + _LOOKED
        self._looked: tuple[tuple[str, ...], tuple[State, ...]] | None = None
        self.known = self._recall()

    def _recall(self) -> str | None:
        with suppress(Exception):  # whatever is wrong with it: the files are read
            name, paths, states = read_nouns(read_signed(self._file))
            if isinstance(name, str) and look_at(paths) == states:
                return name
        with suppress(OSError):
            paths = list_tree(str(PACKAGE))
            self._looked = paths, look_at(paths)  # before they are read: a change since is seen
        return None

    def remember(self, name: str) -> None:
        """Keep the name that the files have which were read since."""
        if self._looked is not None and are_settled(self._looked[1]):
            write_signed(self._file, write_nouns((name, *self._looked)))


def load_snapshot(name: str) -> tuple[Lawbook, Conditions] | None:
    """The snapshot of this name, or None where there is none that can be used."""
    try:
        return open_law(read_signed(name))
    except Exception:  # whatever is wrong with it: law is read anew
        return None


def save_snapshot(name: str, lawbook: Lawbook, conditions: Conditions) -> None:
    """Keep a snapshot. Where that is impossible (no home, a read-only one, or a folder that others
    may write to), nothing is kept."""
    if cache_folder() is not None:
        write_signed(name, write_law(lawbook, conditions))
