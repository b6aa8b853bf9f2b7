"""The place that stands among the words of a search, if one does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from safehavens.corpus.places import UnknownPlace, division
from safehavens.corpus.places.finder import PlaceFinder
from safehavens.corpus.places.place import Place
from safehavens.search.search_terms import fold_terms, is_small

_WORD: Final = re.compile(r"\S+")
_MOST_WORDS: Final = 4
_LARGE: Final = 100_000
"""People from which a place is meant though nothing says so: most small towns are words, too."""
_BEFORE: Final = frozenset(["in", "at", "near", "en", "of", "de", "for", "para"])
"""Words that come before a place."""
_CODES_THAT_ARE_WORDS: Final = frozenset(
    ("al", "co", "de", "hi", "id", "in", "la", "md", "me", "mr", "ms", "oh", "ok", "or", "us")
)
"""Postal codes of states that are words, or titles, in lower case."""
_CODE: Final = len("S.B.")
"""Characters of a code, with its full stops."""
_ZIP: Final = re.compile(r"\d{5}(?:-\d{4})?")


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """A place, the others of its name, and what was typed besides."""

    place: Place
    others: tuple[Place, ...]
    rest: str


class PlaceSpotter:
    """Finds the place among typed words.

    Parameters
    ----------
    finder : PlaceFinder
    named : frozenset of str
        Ids of places that the corpus names.
    known : frozenset of str
        Folded words that are no places by themselves: those that the vocabulary's things are
        called by.
    """

    def __init__(self, finder: PlaceFinder, named: frozenset[str], known: frozenset[str]) -> None:
        self._finder = finder
        self._named = named
        self._known = known

    def spot(self, text: str) -> TypedPlace | None:
        """The place that a text names: as a whole, else in the longest run of words that is one."""
        whole = self._read(text.strip(" ?!.,¿¡"))
        if whole and self._is_meant(text, whole[0], alone=True):
            return TypedPlace(*whole, "")
        for start, end in _runs(text):
            run = text[start:end].strip(" ?!.,;:¿¡()")
            before = fold_terms(text[:start]).split()[-1:]
            match = self._read(run)
            if match and ((before and before[0] in _BEFORE) or self._is_meant(run, match[0])):
                if start and is_small(fold_terms(run)) and not run.isupper():
                    continue
                return TypedPlace(*match, f"{text[:start]} {text[end:]}")
        return None

    def _read(self, run: str) -> tuple[Place, tuple[Place, ...]] | None:
        folded = fold_terms(run).strip()
        if not folded or (folded in _CODES_THAT_ARE_WORDS and not run.isupper()):
            return None
        digits = any(sign.isdigit() for sign in run)
        if digits and not _ZIP.fullmatch(run):
            return None
        try:
            match = self._finder.find(run) if digits else self._finder.find_name(run)
        except UnknownPlace:
            return None
        if len(run) <= _CODE and division.short(match.place.id)[:2] != "us":
            return None  # a bill (S.B.) before an island
        return match.place, match.others

    def _is_meant(self, run: str, place: Place, alone: bool = False) -> bool:
        words = fold_terms(run).split()
        if all(word in self._known for word in words):
            return False
        if alone or (len(words) > 1 and "," in run):
            return True
        large = (place.population or 0) >= _LARGE
        return large or place.level in ("state", "national") or place.id in self._named


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Where each run of words begins and ends: the longest first, of these the last first."""
    words = [match.span() for match in _WORD.finditer(text)]
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        for first in range(len(words) - size, -1, -1):
            yield words[first][0], words[first + size - 1][1]
