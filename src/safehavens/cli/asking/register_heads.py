"""Heads from the files in which they were kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from safehavens.register.refusals import RegisterError

if TYPE_CHECKING:
    from safehavens.register.chain.heads import SignedHead


def read_heads(paths: Iterable[Path]) -> tuple[SignedHead, ...]:
    """The heads in files.

    Raises
    ------
    RegisterError
        A file cannot be read, or is not a head.
    """
    from safehavens.register.chain.heads import read_head

    heads = []
    for path in paths:
        try:
            note = path.read_text("utf-8")
        except OSError as error:
            raise RegisterError(f"{path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            note = ""
        try:
            heads.append(read_head(note))
        except RegisterError as error:
            raise RegisterError(f"{path}: {error}") from None
    return tuple(heads)
