"""In force: a norm's own spells, and what rulings did to it.

The rule is in docs/semantics.md: in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from safehavens.corpus.model import TAKES_OUT, Effect, Norm, Spell
from safehavens.values.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Force:
    """Whether a norm is in force on a day, and why.

    `spell` is the spell it is in (None: outside every spell); `unsure` the spells that it may be
    in, where it is surely in none; `taken_out` the effect that keeps it from holding although it
    is in a spell; `touching` every effect in its own spell that day, those that reach nobody else
    included, oldest first.
    """

    spell: Spell | None
    unsure: tuple[Spell, ...]
    taken_out: Effect | None
    touching: tuple[Effect, ...]

    @property
    def in_spell(self) -> Spell | None:
        """The spell that it is in, or the first that it may be in."""
        return self.spell or next(iter(self.unsure), None)

    @property
    def may_hold(self) -> bool:
        """In a spell, or perhaps in one, and no ruling has taken it out."""
        return self.in_spell is not None and self.taken_out is None


def find_force(norm: Norm, reaching: Iterable[Effect], beside: Iterable[Effect], on: date) -> Force:
    """Whether a norm is in force.

    Parameters
    ----------
    norm : Norm
    reaching : iterable of Effect
        The effects on the norm that reach the place asked about.
    beside : iterable of Effect
        Effects that bind only parties that are no place: shown, never decisive.
    on : date
    """
    spell = next((spell for spell in norm.spells if spell.holds(on)), None)
    unsure = () if spell else tuple(spell for spell in norm.spells if spell.unsure_on(on))
    current = sorted((e for e in reaching if e.spell.holds(on)), key=in_order)
    deciding = [e for e in current if e.kind in TAKES_OUT or e.kind == "revived"]
    latest = deciding[-1] if deciding else None
    aside = [e for e in beside if e.spell.holds(on)]
    return Force(
        spell=spell,
        unsure=unsure,
        taken_out=latest if latest is not None and latest.kind != "revived" else None,
        touching=tuple(sorted([*current, *aside], key=in_order)),
    )


def in_order(effect: Effect) -> tuple[date, bool, str]:
    """Effects by the day they begin; on one day a revival comes after what it undoes."""
    return (effect.spell.start, effect.kind == "revived", effect.ruling)


def find_days_of_change(norm: Norm, effects: Iterable[Effect]) -> set[date]:
    """The days on which whether the norm is in force, or what touches it, may change."""
    spells = [*norm.spells, *(effect.spell for effect in effects)]
    days = {
        day
        for spell in spells
        for day in (spell.earliest_start, spell.start, spell.end, spell.latest_end)
        if day is not None
    }
    return days - {date.min}
