"""Circumstances: what is special to an agency, an action and a day, beside the norms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from safehavens.corpus.model import FactValue

Usual = tuple[tuple[str, tuple[FactValue, ...]], ...]
"""Facts, and the values of each that are taken to be possible where it is left out."""


@dataclass(frozen=True)
class Circumstances:
    """What sets apart two positions under the same norms.

    Attributes
    ----------
    taken_out : frozenset of str
        The places that made binding norms that rule or grant a power, and that a ruling keeps from
        holding.
    fixed : tuple of (fact, value)
        Facts that the action or the kind of agency settles: they cannot be otherwise.
    usual : tuple of (fact, values)
        For these facts, in place of the vocabulary's presumption, the values that are taken to be
        possible where the fact is left out. One value: it is presumed; several: that it is one of
        them, by the action or as far as a register knows.
    """

    taken_out: frozenset[str] = frozenset()
    fixed: tuple[tuple[str, FactValue], ...] = ()
    usual: Usual = ()

    @cached_property
    def usual_values(self) -> dict[str, tuple[FactValue, ...]]:
        """What is usual, by fact."""
        return dict(self.usual)


NO_CIRCUMSTANCES: Final = Circumstances()
