"""What changed in the law: norms that begin and end, and what rulings do to them, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from safehavens.corpus.model import Effect, Norm
from safehavens.decide.norms.force import find_days_of_change, in_order


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happens to a norm on a day.

    `what`: `begins` or `ends` (a norm's spell), a ruling's effect (`enjoined`, `revived`…), or the
    end of one (`no longer enjoined`…). What a ruling does while the norm is in no spell of its own
    changes nothing until the norm begins.
    """

    on: date
    what: str
    norm: str
    ruling: str | None = None


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
    for day in sorted(find_days_of_change(norm, effects)):
        in_spell = any(spell.holds(day) for spell in norm.spells)
        current = [e for e in effects if in_spell and e.spell.holds(day)]
        if was_in_spell and not in_spell:
            yield Change(day, "ends", norm.id)
        if in_spell and not was_in_spell:
            yield Change(day, "begins", norm.id)
        for effect in current:
            if effect not in were_current:
                yield Change(day, effect.kind, norm.id, effect.ruling)
        for effect in were_current if in_spell else ():
            if effect not in current and effect.kind != "upheld":
                yield Change(day, f"no longer {effect.kind}", norm.id, effect.ruling)
        was_in_spell, were_current = in_spell, current
