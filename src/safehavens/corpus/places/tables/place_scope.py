"""What a table says about where its places are, and how a cell says that nothing is known."""

from __future__ import annotations

import math

from safehavens.corpus.places.place import CodeKind, Level
from safehavens.values.quick_dataclass import dataclass

Cell = str | int | float | None
"""What a cell of a table may hold where a place is."""

_MISSING = frozenset({
    "", "na", "n/a", "n.a.", "#n/a", "<na>", "nan", "none", "null", "nil", "(null)", "\\n", ".",
    "-", "--", "---", "?", "unknown", "unk", "missing", "(missing)", "not available", "nat",
    "not applicable", "#value!", "#ref!", "#null!", "desconocido",
})  # fmt: skip
"""How R, SAS, Stata, Excel, SQL and people write that a value is missing."""


@dataclass(frozen=True, slots=True)
class PlaceScope:
    """What a table says about where its places are.

    Attributes
    ----------
    country : str | None
        ISO 3166 code of the country they are in, or None for any.
    state : str | None
        The state they are in: name, postal code, two-digit FIPS code or division id.
    level : Level | None
        What they are: "county" for a column of counties, "place" for one of cities, "state".
    code : CodeKind | None
        What numbers are: FIPS codes or ZIP codes.
    """

    country: str | None = "us"
    state: str | None = None
    level: Level | None = None
    code: CodeKind | None = None


def is_missing(cell: object) -> bool:
    """Tell whether a cell says that a value is missing.

    Parameters
    ----------
    cell : object
        Any value.
    """
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return True
    return isinstance(cell, str) and cell.strip().casefold() in _MISSING


@dataclass(frozen=True, slots=True)
class PlaceCells:
    """The cells of a row that together say a place; None where there is no such column."""

    city: Cell = None
    county: Cell = None
    state: Cell = None
    fips_state: Cell = None
    fips_county: Cell = None
    zip_code: Cell = None
