"""A place that stands in several columns: city, county, state, codes."""

from __future__ import annotations

from safehavens.corpus.places import division
from safehavens.corpus.places.place import AmbiguousPlace, Level, Match, UnknownPlace
from safehavens.corpus.places.tables.place_scope import Cell, PlaceCells, PlaceScope, is_missing
from safehavens.corpus.places.tables.scoped_reader import ScopedReader


def read_parts(reader: ScopedReader, cells: PlaceCells, country: str | None = "us") -> Match:
    """Read the place that the cells of a row say together.

    Parameters
    ----------
    reader : ScopedReader
        Reads one cell.
    cells : PlaceCells
        The cells; what is missing is left out.
    country : str | None
        As in :class:`PlaceScope`.

    Raises
    ------
    UnknownPlace
        A cell is not known, nothing is said, or two cells contradict each other.
    AmbiguousPlace
        The cells together may still mean several places.
    """
    state = _state(reader, cells)
    code = _county_code(cells)
    county = None
    if code is not None:
        county = reader.read(code, PlaceScope(country, state, "county", "fips"))
    if not is_missing(cells.county):
        named = reader.read(cells.county, _scope(cells.county, country, state, "county"))
        if county is not None and named.place.id != county.place.id:
            raise UnknownPlace(
                f"The county is {named.place.name}, but its code is that of {county.place.name}."
            )
        county = county or named
    if not is_missing(cells.city):
        return _city(reader, cells, country, state, county)
    if county is not None:
        return county
    if not is_missing(cells.zip_code):
        return reader.read(cells.zip_code, PlaceScope(country, state, None, "zip"))
    if state is not None:
        return reader.read(state, PlaceScope(country, state, "state"))
    raise UnknownPlace("The place is missing.")


def _state(reader: ScopedReader, cells: PlaceCells) -> str | None:
    named = None if is_missing(cells.state) else cells.state
    coded = None if is_missing(cells.fips_state) else cells.fips_state
    ids = [division.full(reader.state(one)) for one in (named, coded) if one is not None]
    if len(set(ids)) > 1:
        raise UnknownPlace("The state's name and its code are not of one state.")
    return ids[0] if ids else None


def _county_code(cells: PlaceCells) -> Cell:
    if is_missing(cells.fips_county):
        return None
    digits = str(cells.fips_county).strip().removesuffix(".0")
    if len(digits) > 3 or is_missing(cells.fips_state):
        return digits
    return str(cells.fips_state).strip().removesuffix(".0").zfill(2) + digits.zfill(3)


def _scope(cell: Cell, country: str | None, state: str | None, level: Level) -> PlaceScope:
    return PlaceScope(country, state, level, "fips" if level == "county" else None)


def _city(
    reader: ScopedReader,
    cells: PlaceCells,
    country: str | None,
    state: str | None,
    county: Match | None,
) -> Match:
    scope = PlaceScope(country, state, "place")
    try:
        match = reader.read(cells.city, scope)
    except AmbiguousPlace as error:
        if county is None:
            raise
        inside = [place for place in error.candidates if reader.lies_in(place, county.place)]
        if len(inside) != 1:
            raise
        return Match(inside[0])
    if state is None and county is not None and not reader.lies_in(match.place, county.place):
        raise UnknownPlace(f"{match.place.name} is not in {county.place.name}.")
    return match
