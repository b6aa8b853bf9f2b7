"""What was searched for law, and what came of it; the days that are answered at all.

A search for today's law says nothing of 2014: a place counts as searched for a domain of actions
only on the days for whose law the search looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Final, Literal

from safehavens.values.quick_dataclass import dataclass

Depth = Literal["text", "copies", "descriptions", "lists"]
"""What was read: the law's own text, copies of it, descriptions of it, lists that name it."""
Came = Literal["coded", "none_found", "named_only"]
"""What came of a search: law that is coded, nothing in what was searched, law whose text was not
read."""

CAME: Final[tuple[Came, ...]] = ("coded", "named_only", "none_found")
"""What tells most first."""
DEPTHS: Final[tuple[Depth, ...]] = ("text", "copies", "descriptions", "lists")
"""The deepest first."""


@dataclass(frozen=True, slots=True)
class Search:
    """One search of one place for law on domains of actions.

    Attributes
    ----------
    place : str
        Open Civic Data id of the government whose own law was looked for.
    domains : tuple of str
    back_to, through : datetime.date
        The first and the last day for whose law it looked.
    depth, came : str
    queries : str
        How it was searched.
    note : str or None
    file, line : str, int
        Where it is written.
    """

    place: str
    domains: tuple[str, ...]
    back_to: date
    through: date
    depth: Depth
    queries: str
    came: Came
    note: str | None
    file: str
    line: int

    def holds(self, on: date) -> bool:
        """Whether the search looked for the law of this day."""
        return self.back_to <= on <= self.through


@dataclass(frozen=True, slots=True)
class FirstDay:
    """The first day on which questions of a domain are answered. `why`: a sentence."""

    domain: str
    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the law was searched.

    Attributes
    ----------
    searches : dict of str to tuple of Search
        By place; what tells most comes first: what is coded, then the deeper, then the later.
    first_days : dict of str to FirstDay
        By domain; of a domain that is not there every day is answered.
    last_day : datetime.date or None
        The last day that is answered: a year after the last change of law that is coded. None: no
        search is on record, and no day is refused.
    """

    searches: Mapping[str, tuple[Search, ...]] = field(default_factory=dict)
    first_days: dict[str, FirstDay] = field(default_factory=dict)
    last_day: date | None = None

    def of(self, place: str, domain: str) -> tuple[Search, ...]:
        """The searches of a place for law on a domain, what tells most first."""
        return tuple(search for search in self.searches.get(place, ()) if domain in search.domains)

    def find(self, place: str, domain: str, on: date) -> Search | None:
        """The search that tells most of a day's law; where none looked for it, the nearest."""
        searches = self.of(place, domain)
        return min(searches, key=lambda search: _distance(search, on), default=None)

    @staticmethod
    def order(search: Search) -> tuple[int, int, int, str, int]:
        """What searches of one place are sorted by."""
        return (
            CAME.index(search.came),
            DEPTHS.index(search.depth),
            -search.through.toordinal(),
            search.file,
            search.line,
        )


def _distance(search: Search, on: date) -> int:
    """Days between a day and the days for whose law a search looked."""
    return max((search.back_to - on).days, (on - search.through).days, 0)


NO_COVERAGE: Final = Coverage()
