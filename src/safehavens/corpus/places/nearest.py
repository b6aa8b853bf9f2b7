"""The nearest names, for a name that nobody knows."""

from __future__ import annotations

from bisect import bisect_left

from safehavens.corpus.places import division
from safehavens.corpus.places.gazetteer import Gazetteer
from safehavens.corpus.places.place import UnknownPlace, quote
from safehavens.corpus.places.spelling import fold

_SHOWN = 3
_LIKE = 70.0  # percent of letters that two spellings have in common and in order
_COMPARED = 60  # names


def unknown(
    gazetteer: Gazetteer, text: str, name: str, tail: list[str] | None = None
) -> UnknownPlace:
    """Return the error for a name that was not found.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where to look.
    text : str
        What was asked.
    name : str
        The name in it, without what is above it.
    tail : list[str] | None
        Folded names of what is above it; names inside those go first.
    """
    spelled_alike = names(gazetteer, fold(name), tail or [])
    if not spelled_alike:
        return UnknownPlace(f"No place called {quote(text)} is known.", text)
    return UnknownPlace(
        f"No place called {quote(text)} is known; the nearest names are "
        f"{'; '.join(spelled_alike)}.",
        text,
        spelled_alike,
    )


def names(gazetteer: Gazetteer, key: str, tail: list[str]) -> tuple[str, ...]:
    """Return names of places spelled like a folded name, the best first; of "X County", counties.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where to look.
    key : str
        The folded name.
    tail : list[str]
        Folded names of what is above it.
    """
    key = key[:60]
    for kind in (" county", " parish"):
        if key.endswith(kind):
            key, county = key.removesuffix(kind), True
            break
    else:
        county = False
    if not key:
        return ()
    from rapidfuzz import fuzz, process

    keys = gazetteer.keys()
    at = bisect_left(keys, key)
    begun = [other for other in keys[at : at + 20] if other.startswith(key)]
    spelled = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=_COMPARED)
    like: dict[str, float] = dict.fromkeys(begun, 90.0)
    for other, ratio, _ in spelled:
        like[other] = max(ratio, like.get(other, 0.0))
    inside = {row.id for above in tail for row in gazetteer.rows(above)}
    scored: dict[str, tuple[bool, float, int]] = {}
    for other in sorted(like, key=lambda other: -like[other])[:_COMPARED]:
        for row in gazetteer.rows(other):
            if county and division.level(row.id) != "county":
                continue
            place = gazetteer.get(division.full(row.id))
            within = any(row.id.startswith(above + "/") for above in inside)
            score = (not within, -like[other], -(row.population or 0))
            scored[place.name] = min(score, scored.get(place.name, score))
    return tuple(sorted(scored, key=lambda name: scored[name])[:_SHOWN])
