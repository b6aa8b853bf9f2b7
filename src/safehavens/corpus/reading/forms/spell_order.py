"""Spells one after the other: what is known of each bounds its neighbors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from safehavens.corpus.model import Spell


def order_spells(spells: Iterable[Spell]) -> tuple[Spell, ...] | None:
    """Spells of one thing, with the bounds that they set each other.

    The next one begins when the last has ended, so the earliest day that it can begin on is the
    earliest on which the last can have ended, and the other way around.

    Returns
    -------
    tuple of Spell
        In the order given.
    None
        They do not follow each other: two of them surely overlap, or an open one is not the last.
    """
    fitted = list(spells)
    for before, after in pairwise(fitted):
        if before.end is None or after.start < before.end:
            return None
    for i in range(1, len(fitted)):
        end = fitted[i - 1].end
        assert end is not None
        fitted[i] = _begin_after(fitted[i], end)
    for i in range(len(fitted) - 1):
        fitted[i] = _end_before(fitted[i], fitted[i + 1].start)
    return tuple(fitted)


def _begin_after(spell: Spell, end: date) -> Spell:
    if spell.earliest_start >= end:
        return spell
    earliest_end = None if spell.end is None else max(spell.end, end + timedelta(days=1))
    latest_end = spell.latest_end
    return replace(
        spell,
        end=earliest_end,
        starts_from=None if end == spell.start else end,
        ends_by=None if latest_end == earliest_end else latest_end,
    )


def _end_before(spell: Spell, start: date) -> Spell:
    assert spell.latest_end is not None
    if spell.latest_end <= start:
        return spell
    return replace(spell, ends_by=None if start == spell.end else start)
