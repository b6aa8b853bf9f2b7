"""What changed in the law: norms that begin and end, and what rulings do to them, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from safehavens.corpus.model import Effect, Norm, Spell
from safehavens.decide.norms.force import find_days_of_change, in_order
from safehavens.values.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happens to a norm on a day.

    `what`: `begins` or `ends` (a norm's spell; `has begun` and `has ended` where the day itself is
    not known, on the first day on which it is sure), a ruling's effect (`enjoined`, `revived`…),
    or the end of one (`no longer enjoined`…). What a ruling does while the norm is in no spell of
    its own changes nothing until the norm begins. `earliest` is the first day on which it may have
    begun or ended, where the day is not known; None: it is known, or nothing is known before it.
    """

    on: date
    what: str
    norm: str
    ruling: str | None = None
    earliest: date | None = None


def find_changes(norm: Norm, effects: Iterable[Effect]) -> Iterator[Change]:
    """Everything that happens to a norm, oldest first.

    Parameters
    ----------
    norm : Norm
    effects : iterable of Effect
        What rulings did to it, as far as that counts where one asks.
    """
    effects = sorted(effects, key=in_order)
    was_in_spell, were_current = False, list[Effect]()
    was_in: Spell | None = None
    for day in sorted(find_days_of_change(norm, effects)):
        now_in = next((spell for spell in norm.spells if spell.holds(day)), None)
        may_be_in = now_in or next((spell for spell in norm.spells if spell.may_hold(day)), None)
        in_spell = now_in is not None or (was_in_spell and may_be_in is not None)
        current = [e for e in effects if in_spell and e.spell.holds(day)]
        if was_in_spell and not in_spell:
            if was_in is None or was_in.ends_by is None:
                yield Change(day, "ends", norm.id)
            else:
                yield Change(day, "has ended", norm.id, None, was_in.end)
        if in_spell and not was_in_spell:
            if now_in is None or now_in.starts_from is None:
                yield Change(day, "begins", norm.id)
            else:
                known = now_in.starts_from > date.min
                earliest = now_in.starts_from if known else None
                yield Change(day, "has begun", norm.id, None, earliest)
        for effect in current:
            if effect not in were_current:
                yield Change(day, effect.kind, norm.id, effect.ruling)
        for effect in were_current if in_spell else ():
            if effect not in current and effect.kind != "upheld":
                yield Change(day, f"no longer {effect.kind}", norm.id, effect.ruling)
        was_in_spell, were_current = in_spell, current
        was_in = may_be_in if in_spell else None
