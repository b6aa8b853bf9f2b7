"""The whole panel as files: made when first asked for, kept for the corpus and the month."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Final

from safehavens.api import Corpus
from safehavens.files.cache_folder import cache_folder

FILES: Final[Mapping[str, str]] = {
    "panel.parquet": "application/vnd.apache.parquet",
    "panel-indices.parquet": "application/vnd.apache.parquet",
    "panel-agreements.parquet": "application/vnd.apache.parquet",
    "datapackage.json": "application/json",
}
"""The files of a panel of every county, by spell, and their media types."""


class PanelFiles:
    """Makes the files of the panel of every county since 1985.

    Parameters
    ----------
    corpus : Corpus
    version : str
        Of the corpus and the code.
    """

    def __init__(self, corpus: Corpus, version: str) -> None:
        self._corpus = corpus
        self._version = version
        self._lock = Lock()
        self._spare: tempfile.TemporaryDirectory[str] | None = None

    def find(self, name: str, today: date, check: Callable[[], None]) -> Path:
        """The path of a file of FILES; seconds of work where they are not made yet.

        Parameters
        ----------
        name : str
        today : datetime.date
            The files end with its month.
        check : callable
            Called now and then; what it raises ends the work.
        """
        from safehavens.measure.panel import ask_panel, read_layout
        from safehavens.measure.publish import write_panel

        folder = self._root() / f"{self._version}-{today:%Y-%m}"
        if not (folder / name).exists():
            with self._lock:
                if not (folder / name).exists():
                    folder.mkdir(parents=True, exist_ok=True)
                    panel = ask_panel(self._corpus.engine, "counties", tick=lambda _: check())
                    layout = read_layout("spell", "long")
                    write_panel(panel, folder / "panel.parquet", layout)
        return folder / name

    def _root(self) -> Path:
        kept = cache_folder()
        if kept is not None:
            return kept / "panels"
        if self._spare is None:
            self._spare = tempfile.TemporaryDirectory(prefix="safehavens-panels-")
        return Path(self._spare.name)
