"""The files of this package: what a digest of the code must cover."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parent.parent
"""The folder of the package `safehavens`."""

LAW: Final = PACKAGE / "law"
"""The shipped corpus. Law has a digest of its own: see `safehavens.corpus.reading.law_files`."""


def package_files(suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Every file of the package outside the shipped law that ends so, in one fixed order.

    Walks all folders, so that a module that moves, or a new folder, is in the digest too.

    Parameters
    ----------
    suffixes : tuple of str
        Endings with their dot, such as ``(".py", ".csv")``.
    """
    for folder, subfolders, names in os.walk(PACKAGE):
        subfolders[:] = sorted(
            name for name in subfolders if name != "__pycache__" and not _is_law(folder, name)
        )
        for name in sorted(names):
            if name.endswith(suffixes):
                yield Path(folder, name)


def _is_law(folder: str, name: str) -> bool:
    return name == LAW.name and folder == str(PACKAGE)
