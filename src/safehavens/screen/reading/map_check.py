"""The values of a map, read before the first row."""

from __future__ import annotations

from safehavens.corpus.model import Lawbook
from safehavens.corpus.places import AmbiguousPlace, UnknownPlace
from safehavens.corpus.words.word_reader import WordReader
from safehavens.decide.request import BadRequest
from safehavens.screen.column_map import TableMap
from safehavens.screen.column_names import DateRule
from safehavens.screen.reading.column_reader import CellReading
from safehavens.screen.reading.date_reader import DateReader
from safehavens.screen.reading.fact_reader import FactReader
from safehavens.screen.reading.place_reader import PlaceReader
from safehavens.screen.reading.word_columns import action_reader, who_reader

_WITH_STATE = ("place.city", "place.county", "place.state_fips", "place.county_fips")
"""What says a place only beside a state."""


def check_values(
    maps: TableMap, lawbook: Lawbook, words: WordReader, places: PlaceReader, dates: DateRule
) -> None:
    """Read every value that a map gives.

    Raises
    ------
    BadRequest
        A value that is not a place, day, agency kind or action, or that its fact cannot have.
    """
    for name, values in maps.values.items():
        for text in values.values():
            if text is None:
                continue
            problem = _problem(name, text, lawbook, words, places, dates)
            if problem is not None:
                raise BadRequest(f"The map's values of {name}: {problem}")


def _problem(
    name: str,
    text: str,
    lawbook: Lawbook,
    words: WordReader,
    places: PlaceReader,
    dates: DateRule,
) -> str | None:
    if name in lawbook.facts:
        return FactReader(lawbook.facts[name], words, None).read(text).problem
    if name == "date":
        read = DateReader("auto" if dates == "excel" else dates).read(text)
        return read.problem or (None if read.value else f"{text!r} is an instant, not a day.")
    if name in ("who", "action"):
        reader = (who_reader if name == "who" else action_reader)(words, None)
        reading: CellReading = reader.cell(text)
        return reading.problem
    try:
        places.match(name, text)
    except AmbiguousPlace as error:
        return None if name in _WITH_STATE else str(error)
    except UnknownPlace as error:
        return None if name in _WITH_STATE else places.suggest(error)
    return None
