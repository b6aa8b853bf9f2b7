"""Which county of today stands for each code that a map draws."""

from __future__ import annotations

from collections.abc import Iterable

from safehavens.decide.engine import Engine


def places_by_code(engine: Engine, codes: Iterable[str]) -> dict[str, str]:
    """The id of the place that each FIPS code of a county stands for.

    Shapes keep the codes of their year; a place may have got another since. By its code of today a
    county of a consolidated government is still itself.

    Raises
    ------
    UnknownPlace
        No place has, or had, a code.
    """
    current = {county.fips: county.id for county in engine.gazetteer.counties()}
    return {code: current.get(code) or engine.place_finder.find(code).place.id for code in codes}
