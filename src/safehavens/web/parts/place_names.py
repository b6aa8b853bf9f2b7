"""The addresses of places' pages, and places as they are named in addresses."""

from __future__ import annotations

from typing import Final

from safehavens.api import Corpus
from safehavens.corpus.places import Match, UnknownPlace
from safehavens.corpus.places.place import Place

_PREFIX: Final = "ocd-division/"


def path_of(place: str) -> str:
    """The path of a place's page."""
    return "/place/" + place.removeprefix(_PREFIX)


def from_path(text: str) -> str:
    """What a place's path says: an id, or a name to look up."""
    if text.startswith(("country:", "region:")):
        return _PREFIX + text
    return text


def spoken(corpus: Corpus, place: Place) -> str:
    """The name of a place if it reads back as the same place, else its id."""
    try:
        match: Match = corpus.place(place.name)
    except UnknownPlace:
        return place.id
    return place.name if match.place.id == place.id else place.id
