"""People counted in the Census of 2020, and the cities that a county's people live in."""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from safehavens.corpus.places import division
from safehavens.corpus.places.gazetteer import Gazetteer

YEAR: Final = 2020
_NEW_ENGLAND: Final = frozenset({"09", "23", "25", "33", "44", "50"})


@dataclass(frozen=True, slots=True)
class CityPart:
    """The people of a city who live in one county.

    Attributes
    ----------
    county : str
        FIPS code of the county.
    city : str or None
        Open Civic Data id of the city; None where the gazetteer does not know it.
    geoid : str
        Seven digits that the Census Bureau gives the city.
    people : int
        Of the city, those who live in the county.
    """

    county: str
    city: str | None
    geoid: str
    people: int


class CensusCounts:
    """The counts of 2020, by the ids of a gazetteer.

    Parameters
    ----------
    gazetteer : Gazetteer
        Which knows the codes of places.
    lines : list of str
        Those of ``census_2020.tsv``, without its header.
    """

    def __init__(self, gazetteer: Gazetteer, lines: list[str]) -> None:
        self._gazetteer = gazetteer
        self._people: dict[str, int] = {}
        self._parts: dict[str, tuple[CityPart, ...]] = {}
        self._code_of: dict[str, str] = {}
        self._ids = gazetteer.ids_by_code()
        states = {state.fips: state.id for state in gazetteer.states()}
        for line in lines:
            county, people, cities = line.split("\t")
            state = county[:2]
            self._people[county] = int(people)
            self._people[state] = self._people.get(state, 0) + int(people)
            parts = [
                self._read_part(county, states[state], words.split())
                for words in cities.split(";")
                if words
            ]
            self._parts[county] = tuple(parts)
            for part in parts:
                self._people[part.geoid] = self._people.get(part.geoid, 0) + part.people
                if part.city is not None:
                    self._code_of.setdefault(part.city, part.geoid)

    def _read_part(self, county: str, state: str, words: list[str]) -> CityPart:
        code, *known, people = words
        city = self._ids.get((state, code))
        if known:
            inside = state if state.endswith(known[0]) else f"{state}/{known[0]}"
            city = self._gazetteer.canonical(inside)
        return CityPart(county, city, county[:2] + code, int(people))

    def counties(self) -> Iterator[str]:
        """Yield the FIPS codes of the counties that were counted."""
        return iter(self._parts)

    def people(self, geoid: str) -> int | None:
        """Return the people of a state, county or city by its code; None where none is counted."""
        return self._people.get(geoid)

    def parts(self, county: str) -> tuple[CityPart, ...]:
        """Return a county's cities with those of their people who live in it, by code.

        Parameters
        ----------
        county : str
            FIPS code, five digits.
        """
        return self._parts.get(county, ())

    def geoid(self, id: str) -> str | None:
        """Return the Census Bureau's code of a place of the United States.

        Parameters
        ----------
        id : str
            Division id, not necessarily canonical.

        Returns
        -------
        str or None
            Two digits of a state, five of a county, seven of a city, ten of a New England town
            below its county; None where none is known.
        """
        row = self._gazetteer.row(division.short(id))
        if row is None or not row.id.startswith("us/"):
            return None
        own = self._gazetteer.place(row).fips or self._code_of.get(id)
        if own is not None or not row.code:
            return own
        state = self._gazetteer.row("/".join(row.id.split("/")[:2]))
        if state is not None and state.fips in _NEW_ENGLAND:  # a town is a part of its county
            return row.fips + row.code if len(row.fips) == 5 else None
        return state.fips + row.code if state is not None else None


@lru_cache(maxsize=4)
def load_counts(gazetteer: Gazetteer) -> CensusCounts:
    """Return the package's own counts by a gazetteer's ids; read once, tens of milliseconds."""
    path = os.path.join(os.path.dirname(__file__), "census_2020.tsv")
    with open(path, encoding="ascii") as file:
        lines = file.read().splitlines()
    return CensusCounts(gazetteer, [line for line in lines if line[:1] != "#"])
