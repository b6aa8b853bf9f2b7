"""What an answer was a year earlier, since when it has been so, and whether it is to change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from safehavens.corpus.model import Verdict
from safehavens.decide.history import VerdictSpell
from safehavens.decide.norms.changes import Change


@dataclass(frozen=True, slots=True)
class Past:
    """An answer in time.

    `since`: the first day of the unbroken run of this verdict (None: from the beginning, or the
    first day that is answered), and `began` what happened on it.
    `next`: the first spell after with another verdict.
    """

    year_before: date | None
    verdict_before: Verdict | None
    since: date | None
    began: tuple[Change, ...]
    before: Verdict | None
    next: VerdictSpell | None
    spells: tuple[VerdictSpell, ...]


def past_of(spells: Sequence[VerdictSpell], on: date) -> Past:
    """Read it off the history."""
    now = next(i for i, spell in enumerate(spells) if _holds(spell, on))
    first = now
    while first > 0 and spells[first - 1].verdict == spells[now].verdict:
        first -= 1
    after = next((s for s in spells[now + 1 :] if s.verdict != spells[now].verdict), None)
    year = _year_before(on)
    was = None if year is None else next((s.verdict for s in spells if _holds(s, year)), None)
    return Past(
        year_before=None if was is None else year,
        verdict_before=was,
        since=spells[first].start if first else None,
        began=spells[first].began,
        before=spells[first - 1].verdict if first else None,
        next=after,
        spells=tuple(reversed(spells)),
    )


def _holds(spell: VerdictSpell, on: date) -> bool:
    return (spell.start is None or spell.start <= on) and (spell.end is None or on < spell.end)


def _year_before(on: date) -> date | None:
    if on.year == 1:
        return None
    try:
        return on.replace(year=on.year - 1)
    except ValueError:  # the 29th of February
        return (on - timedelta(days=1)).replace(year=on.year - 1)
