"""Places in tables, in one column or in several."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pyarrow as pa

from safehavens.corpus.places import AmbiguousPlace, Match, PlaceFinder, PlaceScope, UnknownPlace
from safehavens.corpus.places.place import CodeKind
from safehavens.decide.request import BadRequest
from safehavens.screen.kernels.gather import codes
from safehavens.screen.reading.cells import code_rows, encode, says_nothing, texts_of
from safehavens.screen.reading.column_reader import (
    CellReading,
    ReadColumn,
    ReadWords,
    dictionary_address,
    replace_text,
)
from safehavens.screen.reading.notes import Note

_REMEMBERED: Final = 200_000
_MOST_UNKNOWN: Final = 1000
_MOST_CODES: Final = 2000
_CODE_KINDS: Final[tuple[CodeKind, ...]] = ("fips", "zip")
_DIGITS: Final = re.compile(r"\d{4,5}(?:\.0+)?")
_MOST_SCOPES: Final = 1000
_DICTIONARIES: Final = 16
_NOT_SAID: Final = "The street address was not kept."

Texts = tuple[str | None, ...]
_Names = tuple[str | None, ...]
"""Names of columns, and at the end what numbers in `place` are."""


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """What else came of a place: its name, its level, and the agency kind that its name says."""

    name: str
    level: str
    who: str | None = None


class PlaceReader:
    """Reads the places of rows. May be used by several threads.

    Parameters
    ----------
    finder : PlaceFinder
    country : str or None
        The country that names are read in; None: any.
    state : str, optional
        The state that all rows are in.
    values : mapping
        For `place` and its parts, from their texts to ours.

    Raises
    ------
    BadRequest
        There is no such country or state.
    """

    def __init__(
        self,
        finder: PlaceFinder,
        country: str | None,
        state: str | None,
        values: Mapping[str, Mapping[str | None, str | None]],
    ) -> None:
        self._finder = finder
        self._country = country
        self._state = state
        self._values = values
        self._known: dict[tuple[_Names, Texts], CellReading] = {}
        self._unknown: dict[str, str] = {}
        self._code: CodeKind | Literal["undecided"] | None = "undecided"
        self._lock = threading.Lock()
        self._dictionaries: dict[tuple[tuple[int, ...], _Names], tuple[pa.Array, ReadWords]] = {}
        self._scopes: dict[tuple[str | None, CodeKind | None], PlaceScope] = {}
        if state is not None:
            try:
                self._state = finder.read(state, PlaceScope("us", level="state")).place.id
            except UnknownPlace as error:
                raise BadRequest(str(error)) from None
            if country not in ("us", None):
                raise BadRequest(f"A state is in the United States, not in {country!r}.")

    def columns(
        self, names: Sequence[str], arrays: Sequence[pa.Array], code: CodeKind | None = None
    ) -> ReadColumn:
        """Read the place of each row.

        Parameters
        ----------
        names : sequence of str
            Which columns there are, of `place` and PLACE_PARTS.
        arrays : sequence of pyarrow.Array
        code : {"fips", "zip"}, optional
            What numbers in `place` are, if its header says so.
        """
        encoded = [encode(array) for array in arrays]
        if code is None and "place" in names:
            code = self._code_of(texts_of(encoded[list(names).index("place")].dictionary))
        if len(encoded) == 1:
            return self._column(encoded[0], (*names, code))
        rows, combinations = code_rows(encoded)
        texts = [[*texts_of(array.dictionary), None] for array in encoded]
        key = (*names, code)
        readings = ReadWords(
            self.cells(key, tuple(words[code] for words, code in zip(texts, numbers, strict=True)))
            for numbers in combinations
        )
        return ReadColumn(rows, readings)

    def _code_of(self, texts: Sequence[str | None]) -> CodeKind | None:
        """What the numbers in `place` are, by one rule for the whole column.

        Many numbers are a FIPS code and a ZIP code. If some in the first batch are only the one,
        and none is only the other, all are that one; else those that may be both are refused.
        """
        if self._code == "undecided":
            with self._lock:
                if self._code == "undecided":
                    digits = [text for text in texts if text and _DIGITS.fullmatch(text.strip())]
                    self._code = self._decide(digits[:_MOST_CODES])
        return self._code

    def _decide(self, digits: Sequence[str]) -> CodeKind | None:
        only: set[CodeKind] = set()
        for text in digits:
            kinds = [kind for kind in _CODE_KINDS if self._is_code(text, kind)]
            if len(kinds) == 1:
                only.add(kinds[0])
        return only.pop() if len(only) == 1 else None

    def _is_code(self, text: str, kind: CodeKind) -> bool:
        try:
            self._finder.read(text, self._scope(self._state, kind))
        except AmbiguousPlace:
            return True
        except UnknownPlace:
            return False
        return True

    def _column(self, encoded: pa.DictionaryArray, key: _Names) -> ReadColumn:
        """Read places in one column; a dictionary that has been met is not read again."""
        rows = codes(encoded).to_numpy(zero_copy_only=False)
        address = (dictionary_address(encoded.dictionary), key)
        met = self._dictionaries.get(address)
        if met is None:
            texts = [*texts_of(encoded.dictionary), None]
            met = (encoded.dictionary, ReadWords(self.cells(key, (text,)) for text in texts))
            if len(self._dictionaries) >= _DICTIONARIES:
                self._dictionaries = {}
            self._dictionaries[address] = met  # with the dictionary, so that its address stays
        return ReadColumn(rows, met[1])

    def cells(self, names: _Names, texts: Texts) -> CellReading:
        """Read what the cells of a row say together."""
        known = self._known
        reading = known.get((names, texts))
        if reading is None:
            if len(known) >= _REMEMBERED:
                known = self._known = {}
            reading = known[names, texts] = self._read(names, texts)
        return reading

    def complete(self, problem: str) -> str:
        """A problem with the nearest names, where it is that of a name nobody knows."""
        text = self._unknown.get(problem)
        near = self._finder.suggest(text) if text is not None else ()
        if not near:
            return problem
        return f"{problem.removesuffix('.')}; the nearest names are {'; '.join(near)}."

    def suggest(self, error: UnknownPlace) -> str:
        """An error's sentence, with the nearest names."""
        near = error.nearest or (self._finder.suggest(error.text) if error.text else ())
        if not near or error.nearest:
            return str(error)
        return f"{str(error).removesuffix('.')}; the nearest names are {'; '.join(near)}."

    def match(self, name: str, text: str) -> Match:
        """What one text says by itself. Raises UnknownPlace."""
        scope = PlaceScope(self._country, self._state)
        if name == "place.state":
            return self._finder.read(text, PlaceScope("us", level="state"))
        if name == "place.fips":
            return self._finder.read(text, PlaceScope(self._country, self._state, code="fips"))
        if name == "place.zip":
            return self._finder.read(text, PlaceScope(self._country, self._state, code="zip"))
        return self._read_name(text, scope)

    def _read(self, names: _Names, texts: Texts) -> CellReading:
        cells: dict[str, str] = {}
        marker = None
        *parts, hint = names
        code: CodeKind | None = "fips" if hint == "fips" else "zip" if hint == "zip" else None
        for name, given in zip(map(str, parts), texts, strict=True):
            text = replace_text(given, self._values.get(name))
            if text is not None and not says_nothing(text):
                cells[name] = text
            elif text is not None and text.strip() and name != "place.state":
                marker = text.strip()
        try:
            match, who, note = self._place(cells, code)
        except UnknownPlace as error:
            problem = str(error)
            if not cells and marker is not None:
                problem = f"The place is missing: {marker!r} stands for a missing value."
            elif type(error) is UnknownPlace and error.text and not error.nearest:
                self._keep_unknown(problem, error.text)
            return CellReading(None, problem)
        place = match.place
        return CellReading(place.id, note=note, other=PlaceFound(place.name, place.level, who))

    def _keep_unknown(self, problem: str, text: str) -> None:
        if len(self._unknown) < _MOST_UNKNOWN:
            self._unknown[problem] = text

    def _place(
        self, cells: Mapping[str, str], code: CodeKind | None
    ) -> tuple[Match, str | None, Note | None]:
        """The place, the agency kind that its name says, and what is to be said."""
        state = cells.get("place.state") or cells.get("place.state_fips") or self._state
        if "place" in cells and "place.agency" not in cells:
            match = self._read_name(cells["place"], self._scope(state, code))
            return match, None, _note(cells["place"], match)
        scope = self._scope(state)
        agency = cells.get("place.agency")
        if agency is not None:
            reading = self._finder.read_agency(agency, scope)
            if reading is not None:
                said = f"Read {agency[:60]!r} as {reading.match.place.name}"
                if reading.who is not None:
                    said += f", {reading.who}"
                return reading.match, reading.who, Note(said)
            if not {"place", "place.fips", "place.city", "place.county"} & set(cells):
                match = self._read_name(agency, scope)
                return match, None, _note(agency, match)
        if "place" in cells:
            match = self._read_name(cells["place"], self._scope(state, code))
            return match, None, _note(cells["place"], match)
        if "place.fips" in cells:
            return self._finder.read(cells["place.fips"], self._scope(state, "fips")), None, None
        return self._parts(cells, state), None, None

    def _scope(self, state: str | None, code: CodeKind | None = None) -> PlaceScope:
        scope = self._scopes.get((state, code))
        if scope is None:
            if len(self._scopes) > _MOST_SCOPES:
                self._scopes = {}
            scope = self._scopes[state, code] = PlaceScope(self._country, state, code=code)
        return scope

    def _parts(self, cells: Mapping[str, str], state: str | None) -> Match:
        city = cells.get("place.city")
        if self._country != "us" and city is not None:
            return self._finder.read(city, PlaceScope(self._country, state, "place"))
        given: dict[str, Any] = {
            "city": city,
            "county": cells.get("place.county"),
            "state": cells.get("place.state"),
            "fips_state": cells.get("place.state_fips"),
            "fips_county": cells.get("place.county_fips"),
            "zip_code": cells.get("place.zip"),
        }
        said = any(text is not None for text in given.values())
        if said and given["state"] is None and given["fips_state"] is None:
            given["state"] = self._state
        return self._finder.read_parts(**given)

    def _read_name(self, text: str, scope: PlaceScope) -> Match:
        """Read a name; a foreign country counts where the cell itself names it."""
        try:
            return self._finder.read(text, scope)
        except UnknownPlace as error:
            country = self._country_named(text) if type(error) is UnknownPlace else None
            if country is None or scope.country != "us" or scope.state is not None:
                raise
        return self._finder.read(text, PlaceScope(country))

    def _country_named(self, text: str) -> str | None:
        """The country that the last part of a name says, as in `Berlin, Germany`."""
        head, comma, last = text.rpartition(",")
        if not comma or not head.strip():
            return None
        try:
            match = self._finder.read(last.strip(), PlaceScope(None))
        except UnknownPlace:
            return None
        place = match.place
        if place.level != "national" or not place.id.startswith("ocd-division/country:"):
            return None
        return place.id.removeprefix("ocd-division/country:")


def _note(text: str, match: Match) -> Note | None:
    if match.note is None:
        return None
    if _NOT_SAID in match.note:
        return Note("Read street addresses as their cities; the addresses were not kept")
    return Note(f"Read {text[:60]!r} as {match.place.name}")


def read_country(finder: PlaceFinder, text: str) -> str | None:
    """The code of a country by code or name; None: any. Raises BadRequest."""
    word = text.strip().casefold()
    if word in ("any", "*", ""):
        return None
    for name in (f"ocd-division/country:{word}", text):
        try:
            id = finder.find(name).place.id
        except UnknownPlace:
            continue
        if "/" not in id.removeprefix("ocd-division/"):
            return id.removeprefix("ocd-division/country:")
    raise BadRequest(f"{text!r} is not a country; write its code, such as us, or any.")
