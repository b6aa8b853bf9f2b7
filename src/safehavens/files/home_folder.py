"""The user's home folder, where there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_NOWHERE: Final = "/nonexistent"


def find_home() -> Path | None:
    """The home folder; None where there is none, as in a container under a random user id."""
    try:
        return Path.home()
    except RuntimeError:  # no HOME, and no entry in the list of users
        return None


@contextmanager
def some_home() -> Iterator[None]:
    """Let code within that asks for the home folder have an answer: one that does not exist."""
    if find_home() is not None:
        yield
        return
    os.environ["HOME"] = _NOWHERE
    try:
        yield
    finally:
        del os.environ["HOME"]
