"""Places of a panel from a CSV file: ids, codes or names, and what each weighs."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from safehavens.corpus.places import Level, Place, PlaceScope, UnknownPlace
from safehavens.decide.engine import Engine
from safehavens.measure.places.named_places import list_places
from safehavens.measure.probes import BadProbe

_CODES: Final = ("geoid", "fips")
_NAMES: Final = ("place", "name", "county", "city")
_SHOWN: Final = 10


def is_places_file(name: str) -> bool:
    """Whether what is named as a place is a file of places."""
    return name.lower().endswith(".csv")


def read_places_file(engine: Engine, path: Path) -> dict[Place, float | None]:
    """A file's places, and their weights.

    The file has one of the columns `place` (an id, a code or a name), `geoid`, `fips`, `name`,
    `county` and `city`; the first of them that is not empty is read. `state` says where a name
    lies; `weight` is a number of 0 or more. Other columns are left alone.

    Parameters
    ----------
    engine : Engine
    path : Path

    Returns
    -------
    dict of Place to float or None
        In the file's order; None: the row has no weight.

    Raises
    ------
    BadProbe
        The file cannot be read, has none of the columns, or has rows that cannot be read: each is
        told with its line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file)
            names = [str(name).strip().lower() for name in lines.fieldnames or ()]
            lines.fieldnames = names
            if not {*_CODES, *_NAMES} & {*names}:
                raise BadProbe(
                    f"{path} has no column of places; name one place, geoid, fips, name, county "
                    "or city."
                )
            return _read_rows(engine, path, lines)
    except (OSError, UnicodeError, csv.Error) as error:
        why = getattr(error, "strerror", None) or "it is not a CSV file in UTF-8"
        raise BadProbe(f"{path} cannot be read: {why}.") from None


def find_weights(
    engine: Engine, places: Iterable[str], file: Path | None
) -> dict[str, float | None] | None:
    """The weights of a file, else of the files among the places; None: neither has any.

    Raises
    ------
    BadProbe
        As `read_places_file`; or no row of the file has a weight.
    """
    if file is not None:
        given = read_places_file(engine, file)
        if all(weight is None for weight in given.values()):
            raise BadProbe(f"{file} has no weights; name a column weight.")
        return {place.id: weight for place, weight in given.items()}
    found: dict[Place, float | None] = {}
    for name in places:
        if is_places_file(name):
            found |= read_places_file(engine, Path(name))
    if all(weight is None for weight in found.values()):
        return None
    return {place.id: weight for place, weight in found.items()}


def _read_rows(engine: Engine, path: Path, lines: csv.DictReader[str]) -> dict[Place, float | None]:
    weights: dict[Place, float | None] = {}
    wrong: list[str] = []
    for row in lines:
        if not any((cell or "").strip() for key, cell in row.items() if key is not None):
            continue
        try:
            weight = _read_weight(row.get("weight"))
            places = _read_place(engine, row)
            if weight is not None and len(places) > 1:
                parts = " and ".join(place.name for place in places)
                raise BadProbe(f"this county is now {parts}; write a line for each weight.")
            for place in places:
                if place in weights:
                    raise BadProbe(f"{place.name} stands in the file already.")
                weights[place] = weight
        except (UnknownPlace, BadProbe) as error:
            wrong.append(f"line {lines.line_num}: {error}")
    if wrong:
        more = f" … and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise BadProbe(f"{path}, {'; '.join(wrong[:_SHOWN])}{more}")
    if not weights:
        raise BadProbe(f"{path} has no places.")
    return weights


def _read_place(engine: Engine, row: Mapping[str, str | None]) -> list[Place]:
    """A row's place; several where a county was divided since."""
    cells = {key: (row.get(key) or "").strip() for key in (*_CODES, *_NAMES, "state")}
    column = next((key for key in ("place", *_CODES, *_NAMES) if cells[key]), None)
    if column is None:
        raise BadProbe("it names no place.")
    text = cells[column]
    coded = column in _CODES
    if coded or text[:1].isdigit() or text.startswith("ocd-division/"):
        if coded and not text.replace(".", "").isdigit():
            raise BadProbe(f"{text!r} is not a code of the Census Bureau.")
        return list(list_places(engine, text))
    level: Level | None = "county" if column == "county" else None
    scope = PlaceScope(state=cells["state"] or None, level=level)
    return [engine.place_finder.read(text, scope).place]


def _read_weight(cell: str | None) -> float | None:
    text = (cell or "").strip()
    if not text:
        return None
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not (math.isfinite(weight) and weight >= 0):
        raise BadProbe(f"the weight {text!r} is not a number of 0 or more.")
    return weight
