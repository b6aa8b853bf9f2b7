"""Whether files are as they were when they were read, by a look at each instead of its contents.

A file that was written to, replaced or moved has another size, number (inode), or time of its last
change, which the system keeps and nobody can set; a folder in which a file appeared or vanished has
another such time. What was changed within the last moments is not trusted: two changes may fall
into one tick of the clock.
"""

from __future__ import annotations

import os
import time
from typing import Final

State = tuple[int, int, int, int]
"""Size, days of the last writing and of the last change in nanoseconds, and number of a file."""

_SETTLED_NS: Final = 2_000_000_000
"""A file that changed this short a time ago may change once more within the same tick."""


def list_tree(folder: str) -> tuple[str, ...]:
    """A folder, and every folder and file in it but what Python itself keeps there."""
    paths: list[str] = []
    for inner, subfolders, names in os.walk(folder):
        subfolders[:] = sorted(name for name in subfolders if name != "__pycache__")
        paths.append(inner)
        paths += [os.path.join(inner, name) for name in sorted(names)]
    return tuple(paths)


def look_at(paths: tuple[str, ...]) -> tuple[State, ...]:
    """The state of each file and folder; of a link, that of what it leads to. Raises OSError."""
    look = os.stat
    states = [look(path) for path in paths]
    return tuple([(s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino) for s in states])


def are_settled(states: tuple[State, ...]) -> bool:
    """Whether all of them were changed so long ago that any change since would be seen."""
    newest = max((max(state[1], state[2]) for state in states), default=0)
    return newest + _SETTLED_NS < time.time_ns()
