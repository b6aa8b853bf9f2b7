"""Law files into a lawbook and its conditions, by way of a snapshot where there is one."""

from __future__ import annotations

from pathlib import Path

from safehavens.corpus.model import Lawbook
from safehavens.corpus.reading.law_files import SHARED_WORDS, SHIPPED, LawFile, overlay, read_folder
from safehavens.logic.conditions import Conditions
from safehavens.logic.snapshot import ShippedName, load_snapshot, save_snapshot, snapshot_name


def law_files(path: Path | None, over_shipped: bool) -> tuple[LawFile, ...]:
    """The files of a corpus.

    Parameters
    ----------
    path : Path or None
        A folder of one's own law; None: the shipped corpus.
    over_shipped : bool
        One's own law together with the shipped corpus, instead of alone. Alone, the shipped
        vocabulary still serves where the folder has none.
    """
    if path is None:
        return read_folder(SHIPPED)
    own = read_folder(path)
    if over_shipped:
        return overlay(read_folder(SHIPPED), own)
    if any(file.name == "vocabulary.yaml" for file in own):
        return overlay((), own)  # synonyms are of one vocabulary
    shared = [LawFile(name, (SHIPPED / name).read_bytes()) for name in SHARED_WORDS]
    return overlay(shared, own)


def name_law(path: Path | None, over_shipped: bool) -> str:
    """The name of a corpus's snapshot; parameters and errors are those of `law_files`."""
    known = ShippedName().known if path is None else None
    return known or snapshot_name(law_files(path, over_shipped))


def load_law(files: tuple[LawFile, ...]) -> tuple[Lawbook, Conditions]:
    """Read a corpus, or its snapshot.

    Raises
    ------
    LawError
        With every error of every file.
    """
    return _load_named(snapshot_name(files), files)


def _load_named(name: str, files: tuple[LawFile, ...]) -> tuple[Lawbook, Conditions]:
    if (kept := load_snapshot(name)) is not None:
        return kept
    lawbook, conditions = read_law(files)
    save_snapshot(name, lawbook, conditions)
    return lawbook, conditions


def load_shipped_law() -> tuple[Lawbook, Conditions]:
    """Read the shipped corpus, or its snapshot: as `load_law` of its files, and quicker.

    Raises
    ------
    LawError
        With every error of every file.
    """
    shipped = ShippedName()
    if shipped.known is not None and (kept := load_snapshot(shipped.known)) is not None:
        return kept
    files = law_files(None, over_shipped=False)
    name = snapshot_name(files)
    law = _load_named(name, files)
    shipped.remember(name)
    return law


def read_law(files: tuple[LawFile, ...]) -> tuple[Lawbook, Conditions]:
    """Read a corpus from its files, without a snapshot. Raises LawError as `load_law` does."""
    from safehavens.corpus.places import load as load_gazetteer
    from safehavens.corpus.reading.assemble import assemble  # pydantic is slow to import
    from safehavens.logic.conditions import read_conditions

    lawbook = assemble(files, load_gazetteer())
    return lawbook, read_conditions(lawbook)
