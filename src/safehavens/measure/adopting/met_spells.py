"""The stretches of time in which a condition is met; what is known of their first and last days.

On a day between the bounds of a norm's first or last day, a condition is met, not met or *may* be
met: it may where it would be met under the answers before that time or under those after it, and
not under both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from safehavens.corpus.model import VERDICTS, Battery, FactValue, Norm
from safehavens.logic.expression import Expression, truth
from safehavens.measure.grid import Grid
from safehavens.measure.index import IndexFormulas, Values, index_names
from safehavens.measure.spells.probe_spells import Codes
from safehavens.measure.spells.told_cells import CODE, NOTHING

Unsure = npt.NDArray[np.bool_]

_NO: Final = 0
_MAY: Final = 1
_YES: Final = 2


@dataclass(frozen=True, slots=True)
class MetSpell:
    """A stretch in which a condition is met, cut to a window.

    Attributes
    ----------
    start : date
        The first day on which it is surely met.
    start_earliest : date or None
        The first day on which it may be met; None: it may be met since before the window.
    end : date or None
        The first day after on which it is not surely met; None: it is met to the window's end.
    end_latest : date or None
        The first day after on which it is surely not met; None: there is none in the window.
    already : bool
        It was surely met on the day before the window.
    """

    start: date
    start_earliest: date | None
    end: date | None
    end_latest: date | None
    already: bool


@dataclass(frozen=True, slots=True)
class MetDays:
    """What is known of a condition over a window.

    `spells` are those in which it is met, oldest first; `may_since` is the first day on which it
    may be met where it is never surely met; None: it is surely not met on any day, if `possible` is
    false, and else it may be met since before the window.
    """

    spells: tuple[MetSpell, ...]
    possible: bool
    may_since: date | None


def find_met_days(
    grid: Grid, unsure: Unsure, battery: Battery, condition: Expression, start: int
) -> MetDays:
    """The days on which a condition is met, from the day `start` on.

    Parameters
    ----------
    grid : Grid
        One extent's. It may begin on the day before `start`.
    unsure : array of bool
        As the grid's verdicts: whether one depends on a day that is not known.
    battery : Battery
    condition : Expression
    start : int
        The window's first day as a number.
    """
    states = _judge(grid, unsure, battery, condition)
    opening = int(grid.at(np.array([start], dtype=np.int32))[0])
    known_before = int(grid.days[0]) < start
    days = [day_of(max(int(day), start)) for day in grid.days]
    found: list[MetSpell] = []
    at = opening
    while at < len(states):
        if states[at] != _YES:
            at += 1
            continue
        first = at
        while first > opening and states[first - 1] == _MAY:
            first -= 1
        last = at
        while last + 1 < len(states) and states[last + 1] != _NO:
            last += 1  # what may be an interruption is none that is known
        surely = last
        while states[surely] != _YES:
            surely -= 1
        before = states[0] if known_before else None
        open_start = first == opening and (states[first] == _MAY or before == _MAY)
        found.append(
            MetSpell(
                start=days[at],
                start_earliest=None if open_start else days[first],
                end=days[surely + 1] if surely + 1 < len(states) else None,
                end_latest=days[last + 1] if last + 1 < len(states) else None,
                already=at == opening and before == _YES,
            )
        )
        at = last + 1
    maybe = [column for column in range(opening, len(states)) if states[column] == _MAY]
    since = days[maybe[0]] if maybe and maybe[0] > opening else None
    return MetDays(tuple(found), bool(maybe), since)


def find_unsure(
    grid: Grid, deciding: Sequence[str], norms: Mapping[str, Norm]
) -> npt.NDArray[np.bool_]:
    """Which of a grid's verdicts depend on a day that is not known.

    Parameters
    ----------
    grid : Grid
    deciding : sequence of str
        The texts that the grid's `deciding` counts.
    norms : mapping of str to Norm
    """
    unsure = np.zeros(grid.verdict.shape, dtype=bool)
    for row, column in np.argwhere(grid.verdict == CODE["depends"]):
        day, text = day_of(int(grid.days[column])), grid.deciding[row, column]
        named = deciding[text].split() if text != NOTHING else ()
        unsure[row, column] = any(s.unsure_on(day) for norm in named for s in norms[norm].spells)
    return unsure


def _judge(grid: Grid, unsure: Unsure, battery: Battery, condition: Expression) -> list[int]:
    """Whether the condition is met in each of the grid's columns: no, may, yes."""
    formulas = IndexFormulas(battery)
    granted: Unsure = grid.granted & ~unsure
    met = _hold(formulas, grid.verdict, granted, battery, condition)
    if not unsure.any():
        return [_YES if one else _NO for one in met]
    last = _last_sure(unsure)
    following = unsure.shape[1] - 1 - _last_sure(unsure[:, ::-1])[:, ::-1]
    was, will = (
        _hold(
            formulas,
            np.take_along_axis(grid.verdict, columns, axis=1),
            np.take_along_axis(granted, columns, axis=1),
            battery,
            condition,
        )
        for columns in (last, following)
    )
    between: Unsure = np.asarray(unsure.any(axis=0))
    return [
        _NO + int(was[i]) + int(will[i]) if between[i] else _YES if one else _NO
        for i, one in enumerate(met)
    ]


def _last_sure(unsure: Unsure) -> npt.NDArray[np.intp]:
    """For each cell the column of the last one up to it that is sure; its own where none is."""
    columns = np.broadcast_to(np.arange(unsure.shape[1]), unsure.shape)
    last = np.maximum.accumulate(np.where(unsure, -1, columns), axis=1)
    found: npt.NDArray[np.intp] = np.where(last < 0, columns, last)
    return found


def _hold(
    formulas: IndexFormulas,
    verdicts: Codes,
    granted: Unsure,
    battery: Battery,
    condition: Expression,
) -> list[bool]:
    values = formulas.evaluate(verdicts, granted)
    return [
        truth(condition, _facts(battery, verdicts, values, column)) is True
        for column in range(verdicts.shape[1])
    ]


def _facts(
    battery: Battery, verdicts: Codes, values: Values, column: int
) -> Mapping[str, FactValue]:
    words = (VERDICTS[code] for code in verdicts[:, column])
    return {
        **dict(zip(battery.probes, words, strict=True)),
        **dict(zip(index_names(battery), (float(v) for v in values[:, column]), strict=True)),
    }


def day_of(number: int) -> date:
    """The day that Arrow counts so."""
    return date(1970, 1, 1) + timedelta(days=number)
