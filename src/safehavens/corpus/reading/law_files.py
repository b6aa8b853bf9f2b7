"""Where law files are, and a digest that changes whenever one of them does."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from safehavens.files.package import LAW

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


class NoLaw(ValueError):
    """A path that holds no law files."""


def read_folder(root: Path) -> tuple[LawFile, ...]:
    """Every law file below a folder, in order of name. Hidden files and folders are skipped.

    Law files are those that end in `.yaml`, and the tables (`.csv`) of `TABLE_FOLDERS`.

    Raises
    ------
    NoLaw
        The path is no folder, or there is no `.yaml` file in it.
    """
    if not root.is_dir():
        raise NoLaw(f"{root} is not a folder of law files.")
    files = [LawFile(name, _content(root / name)) for name in sorted(_names(root))]
    if not files:
        raise NoLaw(f"{root} holds no law: there is no .yaml file in it.")
    return tuple(files)


def _content(path: Path) -> bytes:
    with open(path, "rb", buffering=0) as file:  # 700 small files: a buffer each costs time
        return file.read()


def _names(root: Path) -> Iterable[str]:
    base = len(str(root)) + 1
    for folder, subfolders, files in os.walk(root):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in files:
            if name.startswith(".") or not name.endswith((".yaml", ".csv")):
                continue
            path = os.path.join(folder, name)[base:].replace(os.sep, "/")
            if name.endswith(".yaml") or path.startswith(TABLE_FOLDERS):
                yield path


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
