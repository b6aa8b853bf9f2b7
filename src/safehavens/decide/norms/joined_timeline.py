"""The law of a place whose agency was another government's for a time: timelines end to end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from safehavens.decide.norms.changes import Change
from safehavens.decide.norms.timeline import Stretch, Timeline


class JoinedTimeline:
    """Reads as a `Timeline`.

    Parameters
    ----------
    parts : sequence of (date or None, Timeline)
        The first day of each, in order; the first one has none.
    """

    def __init__(self, parts: Sequence[tuple[date | None, Timeline]]) -> None:
        self._timelines = tuple(timeline for _, timeline in parts)
        self.listed = any(timeline.listed for timeline in self._timelines)
        self._starts = tuple(start for start, _ in parts if start is not None)
        inside = (day for i, t in enumerate(self._timelines) for day in t.days if self._in(i, day))
        self.days: tuple[date, ...] = tuple(sorted({*self._starts, *inside}))
        self._stretches: dict[int, Stretch] = {}

    def at(self, on: date) -> Stretch:
        """The stretch that a day lies in."""
        i = bisect_right(self.days, on)
        stretch = self._stretches.get(i)
        if stretch is None:
            start = self.days[i - 1] if i else None
            end = self.days[i] if i < len(self.days) else None
            found = self._timelines[self._part(on)].at(on)
            stretch = self._stretches[i] = replace(found, start=start, end=end)
        return stretch

    def __iter__(self) -> Iterator[Stretch]:
        """Every stretch, oldest first."""
        return self.since(date.min)

    def since(self, on: date) -> Iterator[Stretch]:
        """The stretch that a day lies in, and every later one."""
        for day in (on, *self.days[bisect_right(self.days, on) :]):
            yield self.at(day)

    def changes_on(self, day: date) -> tuple[Change, ...]:
        """What happens to the norms of the question on a day."""
        return self._timelines[self._part(day)].changes_on(day)

    def _part(self, on: date) -> int:
        return bisect_right(self._starts, on)

    def _in(self, i: int, day: date) -> bool:
        return self._part(day) == i


AnyTimeline = Timeline | JoinedTimeline
