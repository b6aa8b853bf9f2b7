"""Places: division ids inside, people's names outside, consolidated governments as one.

``load()`` returns the gazetteer that comes with the package, which knows places by id;
``PlaceFinder`` reads what people call them. See ``docs/places.md`` for how names are read and
where the data come from.
"""

from safehavens.corpus.places.finder import PlaceFinder
from safehavens.corpus.places.gazetteer import Gazetteer, load
from safehavens.corpus.places.place import AmbiguousPlace, Level, Match, Place, UnknownPlace
from safehavens.corpus.places.tables.place_scope import PlaceCells, PlaceScope

__all__ = [
    "AmbiguousPlace",
    "Gazetteer",
    "Level",
    "Match",
    "Place",
    "PlaceCells",
    "PlaceFinder",
    "PlaceScope",
    "UnknownPlace",
    "load",
]
