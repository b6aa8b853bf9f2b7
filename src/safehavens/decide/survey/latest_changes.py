"""Of a place's changes of law: the latest of every level, and the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from safehavens.decide.survey.law_changes import LawChange

_EACH: Final = 2
"""As many of every level are shown, the latest, whatever else changed."""
_LEAST: Final = 5


def pick_latest(changes: Sequence[LawChange], on: date) -> tuple[LawChange, ...]:
    """The latest changes up to a day, the newest first: two of each level, and five at least.

    Parameters
    ----------
    changes : sequence of LawChange
        The newest first.
    on : datetime.date
    """
    before = [change for change in changes if change.on <= on]
    shown = {
        id(change)
        for level in {change.level for change in before}
        for change in [one for one in before if one.level == level][:_EACH]
    }
    for change in before:
        if len(shown) >= _LEAST:
            break
        shown.add(id(change))
    return tuple(change for change in before if id(change) in shown)


def pick_next(changes: Sequence[LawChange], on: date) -> tuple[LawChange, ...]:
    """The changes of the first day after a day on which there are any.

    Parameters
    ----------
    changes : sequence of LawChange
        The newest first.
    on : datetime.date
    """
    after = [change for change in changes if change.on > on]
    return tuple(change for change in after if change.on == after[-1].on)
