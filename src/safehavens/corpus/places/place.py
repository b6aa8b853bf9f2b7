"""What the gazetteer answers with: a place, a reading of a name, a name nobody knows."""

from __future__ import annotations

from typing import Literal

from safehavens.values.quick_dataclass import dataclass

Level = Literal["national", "state", "county", "place"]
"""The level of a government. ``national`` covers countries and regions of countries (the European
Union); ``state`` covers states, the District of Columbia, territories, provinces, cantons, nations
and regions inside a country; ``county`` covers every county equivalent; ``place`` the rest."""

CodeKind = Literal["fips", "zip"]
"""What a number is: a FIPS code (or longer GEOID), or a ZIP code."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place that has, or could have, a government of its own.

    Attributes
    ----------
    id : str
        Open Civic Data division id.
    name : str
        The name for people, with the state or country: "Chicago, Illinois".
    level : Level
        Level of its government; for a consolidated one, that of the canonical id.
    fips : str | None
        FIPS code: two digits (state), five (county or county equivalent), seven (place), or
        None where it has none or the sources do not give it.
    population : int | None
        Inhabitants by the gazetteer's source, or None where it does not say.
    """

    id: str
    name: str
    level: Level
    fips: str | None
    population: int | None


@dataclass(frozen=True, slots=True)
class Match:
    """How a name was read.

    Attributes
    ----------
    place : Place
        The place it was read as.
    others : tuple[Place, ...]
        Other places the reader may have meant, the most populous first, five at most.
    note : str | None
        One or two sentences where something was decided for the reader, otherwise None.
    """

    place: Place
    others: tuple[Place, ...] = ()
    note: str | None = None


class UnknownPlace(ValueError):
    """No place is known by this name or id. The message is one sentence with the nearest names.

    Attributes
    ----------
    text : str
        What was asked for.
    nearest : tuple[str, ...]
        Names of places that are spelled alike, the best first; may be empty.
    """

    def __init__(self, message: str, text: str = "", nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.text = text
        self.nearest = nearest


class AmbiguousPlace(UnknownPlace):
    """Several places are called by a name, and nothing says which is meant.

    Attributes
    ----------
    text : str
        What was asked for.
    candidates : tuple[Place, ...]
        The places it may mean, the most populous first.
    """

    def __init__(self, message: str, text: str = "", candidates: tuple[Place, ...] = ()) -> None:
        super().__init__(message, text, tuple(place.name for place in candidates[:3]))
        self.candidates = candidates


def quote(text: str) -> str:
    """Return a text as a message shows it: in quotes, on one line, not too long."""
    line = " ".join(text.split())
    return f'"{line if len(line) <= 60 else line[:59] + "…"}"'
