"""A corpus, loaded: what everything else stands on."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import Self

from safehavens.corpus.model import Lawbook
from safehavens.corpus.places import Gazetteer, Match
from safehavens.corpus.places import load as load_gazetteer
from safehavens.decide.engine import Engine
from safehavens.logic.conditions import Conditions
from safehavens.logic.load import law_files, load_law


class Loaded:
    """The law, read."""

    def __init__(self, lawbook: Lawbook, conditions: Conditions, gazetteer: Gazetteer) -> None:
        self._lawbook = lawbook
        self._conditions = conditions
        self._gazetteer = gazetteer

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None, *, over: bool = False) -> Self:
        """Read a corpus.

        Parameters
        ----------
        path : path, optional
            A folder of your own law files (see docs/coding-law.md). Left out: the shipped corpus.
        over : bool
            Your own law together with the shipped corpus; a file of the same name takes the
            shipped one's place. False: your own law alone, with the shipped vocabulary where
            you have none.

        Raises
        ------
        NoLaw
            The path is no folder, or holds no law file.
        LawError
            Law files that cannot be used: every error with file, line, norm and field.
        """
        files = law_files(None if path is None else Path(path), over)
        lawbook, conditions = load_law(files)
        return cls(lawbook, conditions, load_gazetteer().with_ids(lawbook.places))

    @cached_property
    def engine(self) -> Engine:
        """The engine underneath, for those who ask a million times."""
        return Engine(self._lawbook, self._conditions, self._gazetteer)

    @property
    def lawbook(self) -> Lawbook:
        """Everything the corpus holds, as typed values."""
        return self._lawbook

    @property
    def conditions(self) -> Conditions:
        """The lawbook's conditions, read."""
        return self._conditions

    @property
    def gazetteer(self) -> Gazetteer:
        """Knows places by name, id and FIPS code."""
        return self._gazetteer

    @property
    def version(self) -> str:
        """A digest of the law files' names and contents (64 hexadecimal digits)."""
        return self._lawbook.version

    def place(self, text: str) -> Match:
        """Read a place's name. Raises UnknownPlace with the nearest names."""
        return self._gazetteer.find(text)
