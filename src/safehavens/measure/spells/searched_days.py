"""Which days' law was searched, of the governments that a place lies in, probe by probe."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, get_args

from safehavens.corpus.model import Battery
from safehavens.corpus.places import Level
from safehavens.corpus.searches import Search
from safehavens.decide.engine import Engine
from safehavens.measure.spells.overlay import Overlay, make_overlay
from safehavens.measure.window import Window, day_number

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
LEVEL_TEXTS: Final = tuple(
    " ".join(level for i, level in enumerate(LEVELS) if mask >> i & 1)
    for mask in range(1 << len(LEVELS))
)
"""The levels of a mask, in words: each level has a bit, the nation the first."""


@dataclass(frozen=True, slots=True)
class SearchedDays:
    """Which levels of a place were searched for a probe's domain, as masks over time.

    `whole` is the mask of all its levels.
    """

    masks: Overlay
    whole: int


class SearchCalendar:
    """Finds the days that searches cover. Places that were searched alike share them.

    Parameters
    ----------
    engine : Engine
    battery : Battery
    window : Window
    """

    def __init__(self, engine: Engine, battery: Battery, window: Window) -> None:
        self._engine = engine
        self._domains = [probe.domain for probe in battery.probes.values()]
        self._window = window
        self._known: dict[Hashable, SearchedDays] = {}

    def of(self, place: str) -> SearchedDays:
        """The days for which a place (canonical id) and what it lies in were searched."""
        searches = self._engine.lawbook.coverage.searches
        levels = [(level.level, searches.get(level.id, ())) for level in self._engine.levels(place)]
        key = tuple(
            (level, tuple((one.domains, one.back_to, one.through) for one in found))
            for level, found in levels
        )
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._make(levels)
        return known

    def _make(self, levels: Sequence[tuple[Level, Sequence[Search]]]) -> SearchedDays:
        names = tuple(dict.fromkeys(level for level, _ in levels))
        by_domain = {}
        for domain in dict.fromkeys(self._domains):
            found = [(name, [one for one in own if domain in one.domains]) for name, own in levels]
            days = self._days_of_change([one for _, own in found for one in own])
            masks = [_mask(names, found, day) for day in days]
            by_domain[domain] = ([day_number(day) for day in days], masks)
        overlay = make_overlay([by_domain[domain] for domain in self._domains])
        return SearchedDays(overlay, sum(map(_bit, names)))

    def _days_of_change(self, searches: Sequence[Search]) -> list[date]:
        """The window's first day, and those in it on which a search begins or has ended."""
        first, last = self._window.start, self._window.end
        days = {first}
        for one in searches:
            days |= {one.back_to, one.through + timedelta(days=1)}
        return sorted(day for day in days if first <= day < last)


def _bit(level: Level) -> int:
    return 1 << LEVELS.index(level)


def _mask(
    names: Sequence[Level], found: Sequence[tuple[Level, Sequence[Search]]], day: date
) -> int:
    """The levels that were searched for a day: of two governments of one level, both."""
    return sum(
        _bit(name)
        for name in names
        if all(any(one.holds(day) for one in own) for level, own in found if level == name)
    )
