"""The places that a panel has rows for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from safehavens.corpus.places import Place, division
from safehavens.corpus.places.census.counts import load_counts
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import Extent
from safehavens.measure.places.named_places import list_places
from safehavens.measure.places.places_file import is_places_file, read_places_file
from safehavens.measure.probes import BadProbe


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One place of a panel.

    `government` is whose law it is: the place itself, or the consolidated government that it is
    part of. Places of one `extent` lie under the same law and were searched alike; one whose
    agencies are another government's, or are on a list, has an extent of its own. `population` is
    that of the Census of 2020 (None where it counted none by this code), and the place's own, not
    that of its government: New York City's people are counted once over its five counties. `geoid`
    is the Census Bureau's
    code: that of a state or county is its `fips`, a city's has seven digits. `state` is the postal
    code.
    """

    id: str
    fips: str | None
    name: str
    government: str
    extent: Extent
    population: int | None
    geoid: str | None
    state: str | None


def choose_rows(engine: Engine, places: str | Iterable[str]) -> tuple[PanelRow, ...]:
    """The rows of places, none twice, by FIPS code and id.

    Parameters
    ----------
    places : str or iterable of str
        `counties`, `states`, `corpus` (every place with law of its own), or places by name, id
        or FIPS code, or a CSV file of them; of a list, each of its members.

    Raises
    ------
    UnknownPlace
        With the nearest names.
    BadProbe
        There is no place in the list.
    """
    names = (places,) if isinstance(places, str) else tuple(places)
    places_by_id = {place.id: place for name in names for place in _list_places(engine, name)}
    if not places_by_id:
        raise BadProbe("A panel needs places: counties, states, corpus, or places by name.")
    rows = [make_row(engine, place) for place in places_by_id.values()]
    return tuple(sorted(rows, key=lambda row: (row.fips is None, row.fips or "", row.id)))


def _list_places(engine: Engine, name: str) -> Iterable[Place]:
    if is_places_file(name):
        return read_places_file(engine, Path(name))
    return list_places(engine, name)


def make_row(engine: Engine, place: Place) -> PanelRow:
    """The row of one place."""
    government = engine.gazetteer.canonical(place.id)
    extent = find_panel_extent(engine, government)
    counts = load_counts(engine.gazetteer)
    geoid = place.fips or counts.geoid(place.id)
    people = None if geoid is None else counts.people(geoid)
    return PanelRow(
        place.id, place.fips, place.name, government, extent, people, geoid, _state(place.id)
    )


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
