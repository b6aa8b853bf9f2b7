"""A file of the people counted in the Census of 2020, by county and by the cities in it.

The package ships no such file: `scripts/census_2020.py` makes it (docs/panel.md).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from safehavens.corpus.places import Gazetteer, division
from safehavens.measure.probes import BadProbe

_PART: Final = re.compile(r"(\d{5})(?: ([^\s;]+))? ([1-9]\d*)")


@dataclass(frozen=True, slots=True)
class CityPart:
    """The people of a city who live in one county.

    Attributes
    ----------
    city : str or None
        Open Civic Data id of the city; None where the gazetteer does not know it.
    geoid : str
        Seven digits that the Census Bureau gives the city.
    people : int
        Of the city, those who live in the county.
    """

    city: str | None
    geoid: str
    people: int


class CensusCounts:
    """The counts of a file, by the ids of a gazetteer.

    Parameters
    ----------
    gazetteer : Gazetteer
        Which knows the codes of places.
    path : Path
        The file. A line has a county's FIPS code, its people, and its cities with `;` between:
        five digits of the city's code, its people in the county. Where the gazetteer knows a city
        by another code, its id in the state stands between the two. Lines with # are comments.

    Raises
    ------
    BadProbe
        The file cannot be read, or a line of it: which, and what is wrong.
    """

    def __init__(self, gazetteer: Gazetteer, path: Path) -> None:
        self._gazetteer = gazetteer
        self._ids = gazetteer.ids_by_code()
        self._states = {state.fips: state.id for state in gazetteer.states()}
        self._people: dict[str, int] = {}
        self._parts: dict[str, tuple[CityPart, ...]] = {}
        self._code_of: dict[str, str] = {}
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeError) as error:
            why = getattr(error, "strerror", None) or "it is not text in UTF-8"
            raise BadProbe(f"{path} cannot be read: {why}.") from None
        for number, line in enumerate(lines, 1):
            if line.strip() and line[:1] != "#":
                try:
                    self._read_line(line)
                except BadProbe as error:
                    raise BadProbe(f"{path}, line {number}: {error}") from None
        if not self._parts:
            raise BadProbe(f"{path} has no counties.")

    def _read_line(self, line: str) -> None:
        cells = line.split("\t")
        if len(cells) != 3:
            raise BadProbe(
                "it is not a county's code, its people and its cities with tabs between; "
                "scripts/census_2020.py writes such a file."
            )
        county, people, cities = cells
        state = self._states.get(county[:2])
        if state is None or not re.fullmatch(r"\d{5}", county, re.ASCII):
            raise BadProbe(f"{county!r} is not the five digits of a county.")
        if county in self._parts:
            raise BadProbe(f"{county} stands in the file already.")
        if not re.fullmatch(r"[1-9]\d*", people, re.ASCII):
            raise BadProbe(f"{people!r} is not a number of people.")
        parts = tuple(self._read_part(county, state, text) for text in cities.split(";") if text)
        if sum(part.people for part in parts) > int(people):
            raise BadProbe(f"the cities of {county} have more people than {county}.")
        self._parts[county] = parts
        for geoid, count in (
            (county, int(people)),
            (county[:2], int(people)),
            *((part.geoid, part.people) for part in parts),
        ):
            self._people[geoid] = self._people.get(geoid, 0) + count
        for part in parts:
            if part.city is not None:
                self._code_of.setdefault(part.city, part.geoid)

    def _read_part(self, county: str, state: str, text: str) -> CityPart:
        found = _PART.fullmatch(text)
        if found is None:
            raise BadProbe(f"{text!r} is not a city's five digits and its people.")
        code, known, people = found.groups()
        city = self._ids.get((state, code))
        if known:
            inside = state if state.endswith(known) else f"{state}/{known}"
            if self._gazetteer.row(division.short(inside)) is None:
                raise BadProbe(f"the gazetteer has no {inside}.")
            city = self._gazetteer.canonical(inside)
        return CityPart(city, county[:2] + code, int(people))

    def counties(self) -> Iterator[str]:
        """Yield the FIPS codes of the counties that were counted."""
        return iter(self._parts)

    def people(self, geoid: str) -> int | None:
        """Return the people of a state, county or city by its code; None where none is counted."""
        return self._people.get(geoid)

    def parts(self, county: str) -> tuple[CityPart, ...]:
        """Return a county's cities, by its FIPS code, with their people who live in it."""
        return self._parts.get(county, ())

    def code_of(self, city: str) -> str | None:
        """Return the seven digits of a city by its id; None where it is not in the file."""
        return self._code_of.get(city)


def read_census_file(
    gazetteer: Gazetteer, census: str | os.PathLike[str] | None
) -> CensusCounts | None:
    """The counts of the file that a user named; None: none was named. Raises BadProbe."""
    return None if census is None else CensusCounts(gazetteer, Path(census))


def describe_people(census: str | os.PathLike[str] | None) -> str:
    """Who counted the people that a panel has: the file that was named, or the gazetteer."""
    if census is not None:
        return f"The Census of 2020, as {Path(census).name} has it"
    return (
        "The gazetteer (docs/places.md): states and counties as the Census Bureau estimated them "
        "for 2019, cities as GeoNames has them"
    )
