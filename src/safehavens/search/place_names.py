"""Places by the beginning of their name: for boxes that take one, search and the shell."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property, lru_cache
from typing import Final

from safehavens.corpus.places import UnknownPlace, division
from safehavens.corpus.places.gazetteer import Gazetteer
from safehavens.corpus.places.place import Place
from safehavens.corpus.places.spelling import fold

_LOOKED_AT: Final = 400


class PlaceNames:
    """Finds places by the beginning of a name. May be shared between threads.

    Parameters
    ----------
    gazetteer : Gazetteer
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.beginning_with = lru_cache(maxsize=5000)(self._beginning_with)

    @cached_property
    def _keys(self) -> list[str]:
        return self._gazetteer.keys()

    def _beginning_with(self, text: str, most: int = 8) -> tuple[Place, ...]:
        """Places whose name begins so: those with law coded here first, then the largest.

        What follows a comma narrows down the state or country.
        """
        name, _, rest = text.partition(",")
        begin, within = fold(name), fold(rest)
        if not begin:
            return ()
        # Keys are names without their kind: "cook coun" is looked for as "cook".
        head, _, kind = begin.rpartition(" ")
        key_begin = head if head and "county".startswith(kind) else begin
        ranks: dict[str, tuple[bool, int, Place]] = {}
        at = bisect_left(self._keys, key_begin)
        for key in self._keys[at : at + _LOOKED_AT]:
            if not key.startswith(key_begin):
                break
            for row in self._gazetteer.rows(key):
                if set(row.flags) & set("<-"):
                    continue
                try:
                    place = self._gazetteer.get(division.full(row.id))
                except UnknownPlace:
                    continue
                known = (fold(place.name.partition(",")[0]), key)
                if not any(name.startswith(begin) for name in known):
                    continue
                if within and within not in fold(place.name.partition(",")[2]):
                    continue
                ranks[place.id] = (self._gazetteer.in_corpus(row), place.population or 0, place)
        ranked = sorted(ranks.values(), key=lambda item: (not item[0], -item[1], item[2].name))
        return tuple(place for _, _, place in ranked[:most])
