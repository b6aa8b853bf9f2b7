"""Long surveys without garbage collection."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_collection() -> Iterator[None]:
    """Without garbage collection: what the engine makes here it keeps, and looking takes time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if not gc.get_freeze_count():
                gc.freeze()  # there and back, all that was made counts as old: nobody looks soon
                gc.unfreeze()
            gc.enable()
