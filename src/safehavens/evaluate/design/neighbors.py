"""Which counties, and which states, border each other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from safehavens.corpus.places.gazetteer import Gazetteer

_FILE: Final = Path(__file__).with_name("neighbors.txt")


def find_neighbors(gazetteer: Gazetteer) -> Mapping[str, frozenset[str]]:
    """The neighbors of each county and of each state, by id; of other places none are known.

    A county that has got another code since 2017, or lies outside the fifty states, has none here.

    Parameters
    ----------
    gazetteer : Gazetteer
    """
    ids = {one.fips: one.id for one in (*gazetteer.states(), *gazetteer.counties()) if one.fips}
    found: dict[str, set[str]] = {}
    for code, others in _read_codes().items():
        if code in ids:  # the District of Columbia is one place by two codes
            found.setdefault(ids[code], set()).update(ids[one] for one in others if one in ids)
    return {place: frozenset(others) for place, others in found.items()}


@cache
def _read_codes() -> Mapping[str, frozenset[str]]:
    """Neighbors by code: five digits of counties, two of states."""
    found: dict[str, set[str]] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, *others = line.split()
        for other in others:
            for one, two in ((code, other), (code[:2], other[:2])):
                if one != two:
                    found.setdefault(one, set()).add(two)
                    found.setdefault(two, set()).add(one)
    return {code: frozenset(others) for code, others in found.items()}
