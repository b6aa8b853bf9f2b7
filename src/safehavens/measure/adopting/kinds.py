"""By what kind of law something began: a statute, an ordinance, a policy, a ruling…"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from safehavens.corpus.model import Lawbook

RULING: Final = "ruling"
_BEGINS: Final = frozenset({"begins", "has begun"})


def find_kinds(lawbook: Lawbook, began: Collection[str], deciding: Collection[str]) -> str | None:
    """The kinds of what made a change, with a blank between.

    Parameters
    ----------
    lawbook : Lawbook
    began : collection of str
        What happened, as panels say it: "begins us/il/trust-act#hold", "struck … by …".
    deciding : collection of str
        The ids of the norms that decide from that day on. What happened to them counts; if
        nothing did, what began; if nothing began, all that happened.

    Returns
    -------
    str or None
        Kinds of instruments as law files name them, or `ruling`; None where nothing happened.
    """
    told = []
    for part in began:
        happened, _, ruling = part.partition(" by ")
        what, _, norm = happened.rpartition(" ")
        if what == "upheld":
            continue  # which changes nothing
        told.append((what, norm, RULING if ruling else _kind(lawbook, norm)))
    chosen = [one for one in told if one[1] in deciding]
    chosen = chosen or [one for one in told if one[0] in _BEGINS] or told
    return " ".join(sorted({kind for _, _, kind in chosen})) or None


def _kind(lawbook: Lawbook, norm: str) -> str:
    return lawbook.instruments[lawbook.norms[norm].instrument].kind
