"""Where files that can be made again are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from safehavens.files.home_folder import find_home


def cache_folder() -> Path | None:
    """The folder for caches: `SAFEHAVENS_CACHE`, else the platform's place for caches.

    Returns
    -------
    Path or None
        None where the user has no home folder, as in a container that runs under a random user
        id: then nothing is kept.
    """
    if chosen := os.environ.get("SAFEHAVENS_CACHE"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(base) and sys.platform != "darwin":
        return Path(base) / "safehavens"
    home = find_home()
    if home is None:
        return None
    caches = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return home / caches / "safehavens"
