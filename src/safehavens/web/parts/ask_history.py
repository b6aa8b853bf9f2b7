"""What an answer was a year earlier, and since when it has been so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from safehavens.decide.history import VerdictSpell
from safehavens.decide.norms.changes import Change


@dataclass(frozen=True, slots=True)
class Past:
    """An answer in time.

    An answer is the same where its verdict and what it rests on are. `since`: the first day of the
    unbroken run of this answer (None: from the beginning, or the first day that is answered), and
    `began` what happened on it.
    `before`: the last spell before the run.
    """

    year_before: date | None
    a_year_before: VerdictSpell | None
    same_a_year_before: bool
    since: date | None
    began: tuple[Change, ...]
    before: VerdictSpell | None
    spells: tuple[VerdictSpell, ...]


def past_of(spells: Sequence[VerdictSpell], on: date) -> Past:
    """Read it off the history."""
    now = next(i for i, spell in enumerate(spells) if _holds(spell, on))
    first = now
    while first > 0 and _same(spells[first - 1], spells[now]):
        first -= 1
    year = _year_before(on)
    was = None if year is None else next((s for s in spells if _holds(s, year)), None)
    return Past(
        year_before=None if was is None else year,
        a_year_before=was,
        same_a_year_before=was is not None and _same(was, spells[now]),
        since=spells[first].start if first else None,
        began=spells[first].began,
        before=spells[first - 1] if first else None,
        spells=tuple(reversed(spells)),
    )


def _same(one: VerdictSpell, other: VerdictSpell) -> bool:
    return (one.verdict, one.basis) == (other.verdict, other.basis)


def _holds(spell: VerdictSpell, on: date) -> bool:
    return (spell.start is None or spell.start <= on) and (spell.end is None or on < spell.end)


def _year_before(on: date) -> date | None:
    if on.year == 1:
        return None
    try:
        return on.replace(year=on.year - 1)
    except ValueError:  # the 29th of February
        return (on - timedelta(days=1)).replace(year=on.year - 1)
