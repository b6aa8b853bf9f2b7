"""The names of a corpus: what is declared, and whether a name that is used is one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from safehavens.corpus.errors import Finding
from safehavens.corpus.model import Fact, Lawbook, Vocabulary
from safehavens.corpus.near import unknown
from safehavens.corpus.places import Gazetteer, PlaceFinder, UnknownPlace
from safehavens.corpus.places.division import is_district
from safehavens.corpus.reading.forms.law_bounds import MOST_ERRORS
from safehavens.corpus.reading.validate import CheckedFile


@dataclass
class DeclaredNames:
    """The names found so far, and what is wrong with them."""

    gazetteer: Gazetteer
    findings: list[Finding]
    broken: set[str]
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary({}, {}, {}, {}))
    facts: dict[str, Fact] = field(default_factory=dict)
    norm_ids: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    errors: Counter[str] = field(default_factory=Counter)
    """Of each file: how many names in it are wrong."""

    @classmethod
    def over(cls, lawbook: Lawbook, gazetteer: Gazetteer) -> Self:
        """The names of a lawbook that is assembled already."""
        return cls(
            gazetteer,
            [],
            set(),
            vocabulary=lawbook.vocabulary,
            facts=dict(lawbook.facts),
            norm_ids=set(lawbook.norms),
        )

    def _error(
        self, read: CheckedFile, path: tuple[str | int, ...], message: str, norm: str | None = None
    ) -> None:
        shown = path[2:] if path[:1] == ("norms",) else path
        if read.file.name.endswith(".csv"):
            shown = path[1:]  # of a table the column is named, not the number of the row
        name = ".".join(str(part) for part in shown) or None
        self.errors[read.file.name] += 1
        self.findings.append(
            Finding("error", read.file.name, read.line(*path), message, norm, name)
        )

    def _tells_no_more(self, read: CheckedFile) -> bool:
        """Whether so much is wrong in a file that looking for what was meant is in vain."""
        return self.errors[read.file.name] > MOST_ERRORS

    def _check_id(self, read: CheckedFile, given: str) -> None:
        if given != read.file.id:
            self._error(read, ("id",), f"{given!r} must be the file's path: {read.file.id!r}")

    def _word(
        self,
        read: CheckedFile,
        path: tuple[str | int, ...],
        word: str,
        known: Iterable[str],
        kind: str,
        norm: str | None = None,
    ) -> None:
        known = tuple(known)
        if known and word not in known and not self._tells_no_more(read):
            self._error(read, path, unknown(kind, word, known, 1, 0.6), norm)

    def _place(self, read: CheckedFile, path: tuple[str | int, ...], division: str) -> str:
        self.places.add(division)
        try:
            return PlaceFinder(self.gazetteer).by_id(division).id
        except UnknownPlace as error:
            if not _may_exist(division):
                self._error(read, path, str(error))
                return division
            self.gazetteer = self.gazetteer.with_ids([division])
            return self.gazetteer.get(division).id

    def _place_beside_law(
        self, read: CheckedFile, path: tuple[str | int, ...], division: str
    ) -> str:
        """As `_place`, for tables that name thousands of places: names are not read as those."""
        named = division in self.places
        known = self.gazetteer
        id = self._place(read, path, division)
        if not named and self.gazetteer is known:  # one that had to be learned stays named
            self.places.discard(division)
        return id

    def _norm_ref(
        self, read: CheckedFile, path: tuple[str | int, ...], ref: str, norm: str | None = None
    ) -> None:
        if ref in self.norm_ids or f"{ref.partition('#')[0]}.yaml" in self.broken:
            return
        if self._tells_no_more(read):
            return
        self._error(read, path, unknown("norm", ref, sorted(self.norm_ids), 1, 0.8, listed=0), norm)


def _may_exist(division: str) -> bool:
    """Whether a place that the gazetteer does not know may be one all the same.

    It knows every nation, and every state and county of the United States, but not every city
    and no school district.
    `check` still asks whether such a place is spelled right.
    """
    parts = division.split("/")[1:]
    if len(parts) < 2:
        return False
    return parts[0] != "country:us" or parts[-1].startswith("place:") or is_district(division)
