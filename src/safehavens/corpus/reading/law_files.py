"""Where law files are, and a digest that changes whenever one of them does."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

from safehavens.corpus.errors import Finding, LawError
from safehavens.corpus.reading.forms.law_bounds import (
    MOST_FILE_BYTES,
    MOST_FILES,
    MOST_FOLDER_BYTES,
    MOST_TABLE_BYTES,
)
from safehavens.files.bounded_read import CannotRead, read_bounded, read_plain
from safehavens.files.package import LAW
from safehavens.files.steering import find_steering
from safehavens.values.quick_dataclass import dataclass

SHIPPED: Final = LAW

SHARED_WORDS: Final = ("vocabulary.yaml", "synonyms.yaml")
"""The files that serve a folder of law that has no vocabulary of its own."""

GovernmentTable = Literal["agencies", "serves", "schools", "districts"]

TABLE_FOLDERS: Final = ("coverage/", "governments/", "registers/")
"""The folders of a corpus in which `.csv` files are law files too."""

GOVERNMENT_TABLES: Final[tuple[GovernmentTable, ...]] = (
    "agencies",
    "serves",
    "schools",
    "districts",
)
"""The tables of `governments/`; a file's name begins with its table's: `serves-california.csv`."""

TableKind = Literal[
    "coverage", "first_days", GovernmentTable, "entries", "unread", "no_table"
]  # fmt: skip
FileKind = Literal[
    "vocabulary", "synonyms", "probes", "facts", "events", "register", "report", TableKind, "law"
]  # fmt: skip


class NoLaw(ValueError):
    """A path that holds no law files."""


@dataclass(frozen=True, slots=True)
class LawFile:
    """One file of a corpus. `name` is its path inside the corpus, with forward slashes."""

    name: str
    content: bytes

    @property
    def kind(self) -> FileKind:
        """What the file's place in the corpus says it holds."""
        if self.name.startswith("registers/"):
            if self.name.endswith(".yaml"):
                return "register"
            return "unread" if self.name.endswith("-unread.csv") else "entries"
        if self.name.endswith(".csv"):
            return _table_kind(self.name)
        if self.name == "vocabulary.yaml":
            return "vocabulary"
        if self.name == "synonyms.yaml":
            return "synonyms"
        if self.name == "probes.yaml":
            return "probes"
        if self.name == "facts.yaml" or self.name.endswith("/facts.yaml"):
            return "facts"
        if "/reports/" in self.name:
            return "report"
        return "events" if self.name.startswith("events/") else "law"

    @property
    def id(self) -> str:
        """The id that the instrument or ruling in this file must have."""
        return self.name.removesuffix(".yaml")


def _table_kind(name: str) -> TableKind:
    """What a table holds; `no_table` where nothing is known of its name."""
    folder, _, file = name.partition("/")
    if folder == "coverage":
        return "first_days" if file == "domains.csv" else "coverage"
    kinds = (kind for kind in GOVERNMENT_TABLES if file.startswith(kind))
    return next(kinds, "no_table") if folder == "governments" else "no_table"


def read_folder(root: Path) -> tuple[LawFile, ...]:
    """Every law file below a folder, in order of name. Hidden files and folders are skipped.

    Law files are those that end in `.yaml`, and the tables (`.csv`) of `TABLE_FOLDERS`. They may
    come from a stranger: what is no plain file, lies outside of the folder or is larger than
    `safehavens.corpus.reading.forms.law_bounds` allows is refused. The shipped corpus may consist
    of links.

    Raises
    ------
    NoLaw
        The path is no folder, or there is no `.yaml` file in it.
    LawError
        Files that are refused or cannot be read, each by its name.
    """
    if not root.is_dir():
        raise NoLaw(f"{root} is not a folder of law files.")
    files = _Folder(root).read()
    if not files:
        raise NoLaw(f"{root} holds no law: there is no .yaml file in it.")
    return files


class _Folder:
    """A folder of law while it is read. `findings`: what is refused in it."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._links_lead_anywhere = root == SHIPPED
        self._findings: list[Finding] = []

    def read(self) -> tuple[LawFile, ...]:
        names = sorted(self._names())
        files: list[LawFile] = []
        left = MOST_FOLDER_BYTES
        for name, is_link in names:
            most = MOST_FILE_BYTES if name.endswith(".yaml") else MOST_TABLE_BYTES
            try:
                content = read_plain(self._find(name, is_link), most)
            except CannotRead as error:
                self._refuse(name, str(error))
                continue
            left -= len(content)
            if left < 0:
                self._refuse(name, f"with it the folder has more than {MOST_FOLDER_BYTES:,} bytes")
                break
            files.append(LawFile(name, content))
        if self._findings:
            raise LawError(self._findings)
        return tuple(files)

    def _names(self) -> Iterator[tuple[str, bool]]:
        """The names of law files, and whether they are links."""
        found = 0
        folders = [""]
        while folders:
            folder = folders.pop()
            try:
                entries = os.scandir(os.path.join(self._root, folder))
            except OSError as error:
                self._refuse(folder or ".", f"the folder cannot be read: {error.strerror}")
                continue
            with entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    name = f"{folder}{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(f"{name}/")
                    elif self._is_law(name):
                        found += 1
                        if found > MOST_FILES:
                            raise LawError(
                                [
                                    Finding(
                                        "error",
                                        name,
                                        1,
                                        f"the folder has more than {MOST_FILES:,} files",
                                    )
                                ]
                            )
                        yield name, entry.is_symlink()

    def _is_law(self, name: str) -> bool:
        if not (
            name.endswith(".yaml") or (name.endswith(".csv") and name.startswith(TABLE_FOLDERS))
        ):
            return False
        shown = name.encode("utf-8", "backslashreplace").decode()
        if shown != name or find_steering(name) or not name.isprintable():
            self._refuse(shown, "the name of the file has characters that are not plain text")
            return False
        return True

    def _find(self, name: str, is_link: bool) -> str:
        """Where a file lies. Raises CannotRead for a link that leads out of the folder."""
        path = os.path.join(self._root, name)
        if not is_link:
            return path
        try:
            full = os.path.realpath(path, strict=True)
        except OSError as error:
            raise CannotRead(f"is a link that leads nowhere: {error.strerror}") from None
        inside = os.path.realpath(self._root) + os.sep
        if not self._links_lead_anywhere and not full.startswith(inside):
            raise CannotRead("is a link that leads out of the folder of law")
        return full

    def _refuse(self, name: str, why: str) -> None:
        self._findings.append(Finding("error", name, 1, why))


def read_law_file(path: Path, name: str | None = None) -> LawFile:
    """One file that somebody named.

    Parameters
    ----------
    path : Path
    name : str, optional
        Its path inside its corpus; None: as it is given.

    Raises
    ------
    NoLaw
        It cannot be read, or is larger than law files are.
    """
    table = path.suffix == ".csv"
    try:
        content = read_bounded(path, MOST_TABLE_BYTES if table else MOST_FILE_BYTES)
    except CannotRead as error:
        raise NoLaw(f"{path} {error}.") from None
    return LawFile(str(path) if name is None else name, content)


def overlay(base: Iterable[LawFile], own: Iterable[LawFile]) -> tuple[LawFile, ...]:
    """One's own law over a base: a file of the same name takes the other's place."""
    files = {file.name: file for file in base}
    files.update((file.name, file) for file in own)
    return tuple(files[name] for name in sorted(files))


def digest(files: Iterable[LawFile]) -> str:
    """A fingerprint of the files' names and contents (64 hexadecimal digits)."""
    total = hashlib.sha256()
    for file in files:
        name = file.name.encode()
        total.update(b"%d %d\n" % (len(name), len(file.content)))
        total.update(name)
        total.update(file.content)
    return total.hexdigest()
