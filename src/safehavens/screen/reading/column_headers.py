"""Columns by their headers: ours in any case, and by what people call a fact, where it is sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from safehavens.corpus.model import Lawbook
from safehavens.corpus.places.place import CodeKind
from safehavens.corpus.words.tokens import fold_text
from safehavens.screen.column_names import REQUEST_COLUMNS

_TAIL: Final = re.compile(r" (?:type|code|flag|status)$")

PARTS_BY_HEADER: Final = {
    "place.city": ("city", "municipality", "town", "facility city", "city name"),
    "place.county": ("county", "county name", "parish", "facility county", "admin2"),
    "place.state": ("state", "facility state", "state name", "st", "state abbreviation"),
    "place.fips": ("fips", "county fips", "geoid", "fips code", "fips county code"),
    "place.zip": ("zip", "zip code", "zipcode", "postal code", "facility zip"),
    "place.agency": (
        "agency", "agency name", "law enforcement agency", "facility", "facility name",
        "detention facility", "det facility", "jail", "department",
    ),
    "place": ("location", "jurisdiction", "place name", "where"),
    "who": ("agency type", "agency kind", "kind of agency"),
    "action": ("request", "request type", "requested action", "form"),
    "date": ("request date", "detainer date", "prepare date", "requested on", "asked on", "day"),
}  # fmt: skip
"""Headers that often stand over what is asked for: only proposed, never taken."""


class HeaderReader:
    """Reads headers by a lawbook's facts and their synonyms."""

    def __init__(self, lawbook: Lawbook) -> None:
        self._sure = {**{name: name for name in REQUEST_COLUMNS}, "on": "date"}
        self._called: dict[str, str | None] = {}
        facts = {name: fact for name, fact in lawbook.facts.items() if not fact.derived}
        for name in facts:
            self._sure[header_key(name)] = name
        for name, phrases in lawbook.synonyms.facts.items():
            if name not in facts:
                continue
            for phrase in phrases:
                key = header_key(phrase)
                if self._called.setdefault(key, name) != name:
                    self._called[key] = None  # it may be either

    def read(self, header: str) -> str | None:
        """Our column that a header surely names; None: none."""
        key = header_key(header)
        return self._sure.get(key) or self._sure.get(self.bare(header))

    def propose(self, header: str) -> str | None:
        """Our column that a header often stands for."""
        key = header_key(header)
        for ours, headers in PARTS_BY_HEADER.items():
            if key in headers:
                return ours
        return self._called.get(key) or self._called.get(self.bare(header))

    def bare(self, header: str) -> str:
        """A header as it is compared, without a last word that says what kind of cells it has."""
        return _TAIL.sub("", header_key(header))

    def match(self, names: Sequence[str], taken: Iterable[str]) -> dict[str, str]:
        """The headers among names that surely name columns of ours that no other is, with ours."""
        held = set(taken)
        found: dict[str, str] = {}
        for header in names:
            ours = self.read(header)
            if ours is not None and ours not in held and ours not in names:
                held.add(ours)
                found[header] = ours
        return found


def code_kind(header: str) -> CodeKind | None:
    """What numbers under a header are, if it says so."""
    words = set(header_key(header).split())
    if words & {"fips", "geoid", "countyfips"}:
        return "fips"
    return "zip" if words & {"zip", "zipcode", "zcta", "postal"} else None


def header_key(header: str) -> str:
    """A header as it is compared: no case, no accents, no punctuation, one line."""
    folded = fold_text(header)
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())
