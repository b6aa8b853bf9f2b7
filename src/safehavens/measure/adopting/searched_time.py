"""Whether a place's law was searched for all of some days: what silence on them means."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from typing import Final, Literal

from safehavens.corpus.places import Place
from safehavens.corpus.searches import Search
from safehavens.decide.engine import Engine
from safehavens.measure.window import Window

Searched = Literal["all", "state", "none"]
SEARCHED: Final[tuple[Searched, ...]] = ("all", "state", "none")
"""Which of a place's governments must have been searched for silence to count as no law."""


class SearchedTime:
    """For how long the law of places was searched, from a window's first day on.

    Parameters
    ----------
    engine : Engine
    domains : iterable of str
        Of all of which the law must have been searched.
    window : Window
    """

    def __init__(self, engine: Engine, domains: Iterable[str], window: Window) -> None:
        self._engine = engine
        self._domains = tuple(dict.fromkeys(domains))
        self._window = window
        self._known: dict[Hashable, date] = {}

    def until(self, place: str, levels: Searched) -> date:
        """The first day for whose law not all of a place's governments were searched.

        A search in the window's last month counts to its end: windows are of whole months.

        Parameters
        ----------
        place : str
            Canonical Open Civic Data id.
        levels : str
            `all` governments that it lies in, or the nation's and the `state`'s. `none`: whatever
            was searched, silence counts.

        Returns
        -------
        datetime.date
            The window's first day where nothing was searched, its end where all of it was.
        """
        if levels == "none":
            return self._window.end
        asked = [one for one in self._engine.levels(place) if levels == "all" or _is_above(one)]
        return min((self._until(one.id) for one in asked), default=self._window.end)

    def _until(self, government: str) -> date:
        known = self._known.get(government)
        if known is None:
            coverage = self._engine.lawbook.coverage
            found = [coverage.of(government, domain) for domain in self._domains]
            known = min(self._reach(searches) for searches in found)
            self._known[government] = known
        return known

    def _reach(self, searches: Iterable[Search]) -> date:
        """The first day from the window's first on that none of these searches looked for."""
        day, last_month = self._window.start, self._window.end - timedelta(days=1)
        for search in sorted(searches, key=lambda one: one.back_to):
            if search.holds(day):
                day = search.through + timedelta(days=1)
        return self._window.end if day >= last_month.replace(day=1) else day


def _is_above(place: Place) -> bool:
    return place.level in ("national", "state")
