"""How far the law behind one answer was searched: nation, state, county and place."""

from __future__ import annotations

from datetime import date, timedelta

from safehavens.corpus.model import Lawbook
from safehavens.corpus.places import Gazetteer, Place
from safehavens.corpus.places.place import Level
from safehavens.corpus.searches import Came, Depth, Search
from safehavens.values.quick_dataclass import dataclass
from safehavens.wording.coverage_sentences import search_sentence
from safehavens.wording.languages import ENGLISH


@dataclass(frozen=True, slots=True)
class LevelCoverage:
    """Whether one government's own law was searched for a domain, on a day.

    Attributes
    ----------
    level : str
        national, state, county or place.
    place, place_name : str
    searched : bool
        A search looked for the law of this very day.
    came : str or None
        What came of it: coded, none_found or named_only. None: no search is on record. Where none
        looked for this day's law, these fields are of the search nearest in time.
    depth : str or None
        What was read: text, copies, descriptions or lists.
    back_to, through : datetime.date or None
        The first and the last day for whose law the search looked.
    words : str
        All this in words; never "no law".
    """

    level: Level
    place: str
    place_name: str
    searched: bool
    came: Came | None
    depth: Depth | None
    back_to: date | None
    through: date | None
    words: str


def list_levels(gazetteer: Gazetteer, place: str) -> tuple[Place, ...]:
    """The governments a place lies in, the highest first, and itself; a city's county among them.

    Raises UnknownPlace.
    """
    levels = [gazetteer.get(id) for id in reversed(gazetteer.chain(place))]
    county = gazetteer.county_of(place)
    if county is not None and county not in levels:
        levels.insert(-1, county)
    return tuple(levels)


def cover_levels(
    lawbook: Lawbook, levels: tuple[Place, ...], domain: str, on: date
) -> tuple[LevelCoverage, ...]:
    """How far the law of each of these governments was searched for a domain, on a day."""
    coverage = lawbook.coverage
    return tuple(_cover(place, coverage.find(place.id, domain, on), on) for place in levels)


def is_searched_in_full(lawbook: Lawbook, levels: tuple[Place, ...], domain: str, on: date) -> bool:
    """Whether the law of a day was searched by all of these governments, as in panels."""
    return all(
        any(search.holds(on) for search in lawbook.coverage.of(place.id, domain))
        for place in levels
    )


def is_searched_throughout(
    lawbook: Lawbook, levels: tuple[Place, ...], domain: str, start: date | None, end: date
) -> bool:
    """Whether the law of all days from `start` to before `end` was searched in full.

    `start` None: from the beginning, which no search covers.
    """
    if start is None:
        return False
    searches = [one for place in levels for one in lawbook.coverage.of(place.id, domain)]
    changes = {one.through + timedelta(days=1) for one in searches} | {start}
    return all(
        is_searched_in_full(lawbook, levels, domain, day) for day in changes if start <= day < end
    )


def find_last_search(lawbook: Lawbook, levels: tuple[Place, ...], domain: str) -> date | None:
    """The last day for whose law any of these governments was searched for a domain."""
    days = [s.through for place in levels for s in lawbook.coverage.of(place.id, domain)]
    return max(days, default=None)


def list_last_searches(
    lawbook: Lawbook, levels: tuple[Place, ...]
) -> tuple[tuple[Place, date | None], ...]:
    """The last day for whose law each of these governments was searched; None: no search."""
    searches = lawbook.coverage.searches
    return tuple(
        (place, max((one.through for one in searches.get(place.id, ())), default=None))
        for place in levels
    )


def _cover(place: Place, search: Search | None, on: date) -> LevelCoverage:
    words = search_sentence(ENGLISH, search, on)
    if search is None:
        return LevelCoverage(
            place.level, place.id, place.name, False, None, None, None, None, words
        )
    return LevelCoverage(
        place.level,
        place.id,
        place.name,
        search.holds(on),
        search.came,
        search.depth,
        search.back_to,
        search.through,
        words,
    )
