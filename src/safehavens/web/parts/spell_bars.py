"""Spells of time as bars. A bar is a small SVG of a thousand units' width; dates stand in text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from safehavens.corpus.model import Spell

WIDTH: Final = 1000
_EARLIEST: Final = 1970
_TICKS: Final = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch on the axis. `before` and `after`: it goes on beyond the axis."""

    x: int
    width: int
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """The years that are drawn, and where a day lies among them."""

    first: int
    last: int

    def at(self, day: date) -> float:
        """Where a day lies, from 0 to WIDTH; outside, beyond these."""
        years = day.year + (day.timetuple().tm_yday - 1) / 366
        return (years - self.first) / (self.last - self.first) * WIDTH

    def bars(self, spells: Iterable[Spell]) -> tuple[Bar, ...]:
        """The bars of some spells; what lies wholly outside is left out."""
        drawn = []
        for spell in spells:
            start = self.at(spell.start)
            end = WIDTH + 1 if spell.end is None else self.at(spell.end)
            if end <= 0 or start >= WIDTH:
                continue
            left, right = max(0, round(start)), min(WIDTH, round(end))
            drawn.append(Bar(left, max(4, right - left), start < 0, spell.end is None))
        return tuple(drawn)

    @property
    def ticks(self) -> tuple[int, ...]:
        """Years at even distances, the first and last included."""
        return tuple(
            round(self.first + (self.last - self.first) * i / (_TICKS - 1)) for i in range(_TICKS)
        )


def axis_for(spells: Sequence[Spell], today: date) -> Axis:
    """An axis on which these spells are seen; very old beginnings are cut off."""
    starts = [spell.start.year for spell in spells if spell.start.year >= _EARLIEST]
    first = min(starts, default=today.year - 10)
    ends = [spell.end.year for spell in spells if spell.end is not None]
    last = max([today.year, *ends]) + 1
    first = min(first, last - 4)
    first -= -(last - first) % (_TICKS - 1)  # ticks fall on whole years
    return Axis(first, last)
