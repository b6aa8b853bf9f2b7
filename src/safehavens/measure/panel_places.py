"""The places that a panel has rows for."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from safehavens.corpus.places import Gazetteer, Place, division
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import Extent
from safehavens.measure.places.census_file import CensusCounts, read_census_file
from safehavens.measure.places.named_places import list_places
from safehavens.measure.places.places_file import is_places_file, read_places_file
from safehavens.measure.probes import BadProbe

_NEW_ENGLAND: Final = frozenset({"09", "23", "25", "33", "44", "50"})


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One place of a panel.

    `government` is whose law it is: the place itself, or the consolidated government that it is
    part of. Places of one `extent` lie under the same law and were searched alike; one whose
    agencies are another government's, or are on a list, has an extent of its own. `population` is
    that of the file of the Census of 2020 that was named (None where it counts none by this code),
    else the gazetteer's; the place's own, not that of its government: New York City's people are
    counted once over its five counties. `geoid` is the Census Bureau's code: that of a state or
    county is its `fips`, a city's has seven digits. `state` is the postal code.
    """

    id: str
    fips: str | None
    name: str
    government: str
    extent: Extent
    population: int | None
    geoid: str | None
    state: str | None


def choose_rows(
    engine: Engine, places: str | Iterable[str], census: str | os.PathLike[str] | None = None
) -> tuple[PanelRow, ...]:
    """The rows of places, none twice, by FIPS code and id.

    Parameters
    ----------
    places : str or iterable of str
        `counties`, `states`, `corpus` (every place with law of its own), or places by name, id
        or FIPS code, or a CSV file of them; of a list, each of its members.
    census : path, optional
        A file of people of 2020, as `safehavens.measure.places.census_file` reads it.

    Raises
    ------
    UnknownPlace
        With the nearest names.
    BadProbe
        The list names no places, or the file of people cannot be read.
    """
    return make_rows(engine, places, read_census_file(engine.gazetteer, census))


def make_rows(
    engine: Engine, places: str | Iterable[str], counts: CensusCounts | None
) -> tuple[PanelRow, ...]:
    """The rows of places, with people as they were counted. Raises as `choose_rows` does."""
    names = (places,) if isinstance(places, str) else tuple(places)
    places_by_id = {place.id: place for name in names for place in _list_places(engine, name)}
    if not places_by_id:
        raise BadProbe("A panel needs places: counties, states, corpus, or places by name.")
    rows = [make_row(engine, place, counts) for place in places_by_id.values()]
    return tuple(sorted(rows, key=lambda row: (row.fips is None, row.fips or "", row.id)))


def _list_places(engine: Engine, name: str) -> Iterable[Place]:
    if is_places_file(name):
        return read_places_file(engine, Path(name))
    return list_places(engine, name)


def make_row(engine: Engine, place: Place, counts: CensusCounts | None) -> PanelRow:
    """The row of one place; without counts, with the gazetteer's people."""
    government = engine.gazetteer.canonical(place.id)
    extent = find_panel_extent(engine, government)
    geoid = place.fips or (counts and counts.code_of(place.id))
    geoid = geoid or _find_geoid(engine.gazetteer, place.id)
    people = place.population
    if counts is not None:
        people = None if geoid is None else counts.people(geoid)
    return PanelRow(
        place.id, place.fips, place.name, government, extent, people, geoid, _state(place.id)
    )


def _find_geoid(gazetteer: Gazetteer, id: str) -> str | None:
    """The code that the gazetteer has of a city: seven digits; of a town in New England, ten."""
    row = gazetteer.row(division.short(id))
    if row is None or not row.code or not row.id.startswith("us/"):
        return None
    state = gazetteer.row("/".join(row.id.split("/")[:2]))
    if state is None:
        return None
    if state.fips in _NEW_ENGLAND:  # a town is a part of its county
        return row.fips + row.code if len(row.fips) == 5 else None
    return state.fips + row.code


def _state(id: str) -> str | None:
    """The postal code of the state of the United States that an id is in."""
    _, _, inside = id.partition("/country:us/")
    code = inside.partition("/")[0].partition(":")[2]
    return code.upper() or None


def find_panel_extent(engine: Engine, government: str) -> Extent:
    """The extent by which panels keep a government's spells.

    That of all its neighbors under the same law, or one of its own where the law of its agencies
    may be another.

    Parameters
    ----------
    engine : Engine
    government : str
        Canonical Open Civic Data id.
    """
    extent = engine.extents.of(government)
    return replace(extent, own=government) if _may_differ(engine, government, extent) else extent


def _may_differ(engine: Engine, government: str, extent: Extent) -> bool:
    """Whether the law of a government's agencies may be another than that of its neighbors'."""
    if any(government in register.rows for register in engine.lawbook.registers.values()):
        return True
    if government in engine.lawbook.coverage.searches:  # its law is as theirs, but was looked for
        return True
    # Of cities, the county may differ whose jail it is; of what is one with others, their levels.
    if extent.level == "place" or engine.gazetteer.members(division.short(government)):
        return True
    # Who has which agencies is told by state.
    state_named = any("/" in place.partition("/")[2] for place in extent.within)
    return not state_named or engine.agencies.has_own_rows(government)
