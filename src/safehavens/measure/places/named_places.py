"""The places that a list, a name, an id or a code stands for; retired counties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from safehavens.corpus.places import Place
from safehavens.corpus.places.codes import digits_of
from safehavens.decide.engine import Engine

GROUPS: Final = ("counties", "states", "corpus")
"""Words that stand for many places."""


def list_places(engine: Engine, name: str) -> Iterator[Place]:
    """The places of a list (`counties`…), or those that one name, id or code stands for."""
    gazetteer = engine.gazetteer
    match name:
        case "counties":
            # Connecticut stands with its eight counties, which outcomes since 1985 are counted by.
            yield from (p for p in gazetteer.counties() if "/planning_region:" not in p.id)
        case "states":
            yield from gazetteer.states()
        case "corpus":
            instruments = engine.lawbook.instruments.values()
            bound = {place for instrument in instruments for place in instrument.bound}
            yield from (gazetteer.get(place) for place in sorted(bound))
        case _:
            code = _code(name)
            if code is not None and (former := engine.gazetteer.successors(code)) is not None:
                yield from former[1]
                return
            # By code or id, a county of a consolidated government is still itself.
            coded = (p for p in gazetteer.counties() if p.id == name or p.fips == (code or name))
            yield next(coded, None) or engine.place_finder.find(name).place


def explain_code(engine: Engine, name: str) -> str | None:
    """What became of a county that is named by a code, where it is retired or stands beside others.

    Parameters
    ----------
    engine : Engine
    name : str
        As the panel was given it.

    Returns
    -------
    str or None
        A sentence; None where there is nothing to tell.
    """
    code = _code(name)
    if code is None:
        return None
    former = engine.gazetteer.successors(code)
    if former is not None:
        was, places = former
        what, _, until = was.rstrip(")").rpartition(" (")
        now = " and ".join(_with_county(engine, place) for place in places)
        return f"{code} was {what} until {until}: its rows are those of {now}."
    if code.startswith("091"):
        return (
            f"{code} is a planning region, which the Census has counted Connecticut by since 2022: "
            "it has no government. Its counties are 09001 to 09015."
        )
    return None


def _with_county(engine: Engine, place: Place) -> str:
    county = engine.gazetteer.county_of(place.id) if place.level == "place" else None
    lies = f", now in {county.name} ({county.fips})" if county is not None else ""
    code = f" ({place.fips})" if place.fips else ""
    return f"{place.name}{code}{lies}"


def _code(name: str) -> str | None:
    """The five digits of a county's code, a leading zero put back; None for anything else."""
    digits = digits_of(name)
    if digits is None or digits[1] == "zip" or len(digits[0]) not in (4, 5):
        return None
    return digits[0].zfill(5)
