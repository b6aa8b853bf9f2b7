"""Places in tables: a name is read where it is unambiguous within what the table says.

A row of a table cannot be asked which Springfield is meant, so nothing is guessed: a name that may
be several places is refused, and the error names them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple, NoReturn

from safehavens.corpus.places import agencies, codes, division, own_governments, street
from safehavens.corpus.places.gazetteer import Gazetteer
from safehavens.corpus.places.place import (
    AmbiguousPlace,
    CodeKind,
    Level,
    Match,
    Place,
    UnknownPlace,
    quote,
)
from safehavens.corpus.places.spelling import (
    county_written_out,
    fold,
    respelled,
)
from safehavens.corpus.places.table import Row
from safehavens.corpus.places.tables.candidates import Candidates, inside
from safehavens.corpus.places.tables.place_scope import Cell, PlaceScope, is_missing

_DIGIT = re.compile(r"\d")
_NATION = frozenset({"us", "usa", "u s", "u s a", "united states", "united states of america"})
_WORDS = frozenset({"la", "de", "me", "in", "or", "al"})  # no postal codes before a name
_LONGEST = 200
_REMEMBERED = 200_000
_SHOWN = 3


class _Memory(NamedTuple):
    """What was read within one scope, and what was refused."""

    state: str | None
    matches: dict[Cell, Match]
    refusals: dict[Cell, Callable[[], UnknownPlace]]


class ScopedReader:
    """Reads cells of tables within a scope. Readings are remembered, refusals too.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where to look.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._states = gazetteer.index()
        self._candidates = Candidates(gazetteer)
        self._memories: dict[PlaceScope, _Memory] = {}
        self._resolved: dict[str, str] = {}

    def read(self, cell: Cell, scope: PlaceScope) -> Match:
        """Read a cell; see :meth:`safehavens.corpus.places.finder.PlaceFinder.read`."""
        memory = self._memories.get(scope)
        if memory is None:
            state = None if is_missing(scope.state) else self.state(scope.state)
            memory = self._memories[scope] = _Memory(state, {}, {})
        match = memory.matches.get(cell)
        if match is not None:
            return match
        refused = memory.refusals.get(cell)
        if refused is not None:
            raise refused()
        try:
            match = self._fresh(cell, memory.state, scope)
        except UnknownPlace as error:
            if len(memory.refusals) < _REMEMBERED:
                memory.refusals[cell] = _again(error)
            raise
        if len(memory.matches) < _REMEMBERED:
            memory.matches[cell] = match
        return match

    def read_name(self, name: str, scope: PlaceScope) -> Match:
        """Read a place's name or id, as :meth:`read`, but no code, address or agency's name."""
        state = None if is_missing(scope.state) else self.state(scope.state)
        if name.startswith("ocd-division/"):
            return self._by_id(name, state, scope)
        return self._named(name, state, scope, anything=False)

    def state(self, text: Cell) -> str:
        """Return the short id of a state by name, postal code, FIPS code or division id.

        Raises
        ------
        UnknownPlace
            It is none.
        """
        text = _text(text)
        state = self._resolved.get(text)
        if state is None:
            state = self._state(text)
            self._resolved[text] = state
        return state

    def lies_in(self, place: Place, county: Place) -> bool:
        """Tell whether a place may lie in a county, or is one government with it."""
        if place.id == county.id or division.parent(place.id) == county.id:
            return True
        row = self._gazetteer.row(division.short(place.id))
        own = self._gazetteer.row(division.short(county.id))
        return row is not None and own is not None and row.fips == own.fips

    def _state(self, text: str) -> str:
        if text.startswith("ocd-division/"):
            short_id = division.short(self._gazetteer.get(text).id)
            if short_id in self._states.values():
                return short_id
        code = codes.digits_of(text)
        if code is not None and len(code[0]) <= 2:
            rows = self._gazetteer.coded(code[0].zfill(2))
            if rows:
                return rows[0].id
        key = fold(text)
        for name in (key, key.removeprefix("state of "), key.removesuffix(" state")):
            if name in self._states:
                return self._states[name]
        raise UnknownPlace(f"{quote(text)} is not a state of the United States.", text)

    def _fresh(self, cell: Cell, state: str | None, scope: PlaceScope) -> Match:
        if is_missing(cell):
            raise UnknownPlace("The place is missing.", "")
        text = _text(cell)
        if len(text) > _LONGEST:
            raise UnknownPlace(f"No place has a name of {len(text)} characters.")
        if text.startswith("ocd-division/"):
            return self._by_id(text, state, scope)
        if _DIGIT.search(text):
            code = codes.digits_of(text)
            if code is not None:
                return self._coded(code, state, scope)
            if street.is_address(text):
                return self._addressed(text, state, scope)
            text = street.without_zip(text)
        return self._named(text, state, scope)

    def _by_id(self, text: str, state: str | None, scope: PlaceScope) -> Match:
        place = self._gazetteer.get(text)
        if state is not None and not inside(division.short(text), state):
            raise UnknownPlace(f"{place.name} is not in {self._name(state)}.", text)
        row = self._gazetteer.row(division.short(text))
        return Match(place, note=codes.part_of(self._gazetteer, row, place) if row else None)

    def _coded(
        self, code: tuple[str, CodeKind | None], state: str | None, scope: PlaceScope
    ) -> Match:
        digits, kind = code
        kind = kind or scope.code
        if state is not None and kind != "zip" and len(digits) <= 3 and scope.level == "county":
            state_fips = self._gazetteer.row(state)
            digits = (state_fips.fips if state_fips else "") + digits.zfill(3)
        elif state is not None and len(digits) <= 2 and scope.level not in (None, "state"):
            raise UnknownPlace(f"{quote(digits)} is not a code of a county or place.", digits)
        return codes.read_code(self._gazetteer, digits, kind, state, strict=True)

    def _addressed(self, text: str, state: str | None, scope: PlaceScope) -> Match:
        cities = street.cities_of(text)
        if not cities:
            raise UnknownPlace("The address says no city.")
        match = None
        for city in cities:
            code = codes.digits_of(city)
            try:
                if code is not None:
                    match = self._coded((code[0], "zip"), state, scope)
                else:
                    match = self.read_name(city, scope)
                break
            except AmbiguousPlace as error:
                raise AmbiguousPlace(
                    "The city of the address may be one of several.", "", error.candidates
                ) from None
            except UnknownPlace:
                continue
        if match is None:
            raise UnknownPlace("The city of the address is not known.")
        note = match.note or f"Read as {match.place.name}."
        return Match(match.place, match.others, f"{note} The street address was not kept.")

    def _named(
        self, text: str, state: str | None, scope: PlaceScope, anything: bool = True
    ) -> Match:
        written, colorado = county_written_out(text)
        parts = [part for part in map(fold, written.replace("\n", ",").split(",")) if part]
        while len(parts) > 1 and scope.country in (None, "us") and parts[-1] in _NATION:
            parts.pop()
        if not parts:
            raise UnknownPlace(f"{quote(text)} names no place: it has no letters.", text)
        head, above = parts[0], parts[1:]
        if len(parts) == 2 and head in self._states and above[0] not in self._states:
            head, above = above[0], [head]  # Florida, Orange County
        said = next((self._states[part] for part in above if part in self._states), None)
        counties = [part for part in above if part not in self._states]
        if said is None and not above:
            head, said = self._without_state(head, colorado)
        if len(parts) == 2 and parts[0] in self._states and above != [parts[0]]:
            first = self._states[parts[0]]
            if not self._candidates.named(head, said, scope) and self._candidates.named(
                parts[1], first, scope
            ):
                head, said = parts[1], first  # Puerto Rico, Florida
        if said is not None and state is not None and said != state:
            raise UnknownPlace(
                f"{quote(text)} is in {self._name(said)}, but the state is {self._name(state)}.",
                text,
            )
        within = state or said
        rows = self._candidates.named(head, within, scope)
        if colorado and within in (None, "us/state:co"):
            rows += self._candidates.named(fold(text).rpartition(" ")[0], "us/state:co", scope)
        elif not rows and written != text:
            rows = self._candidates.named(
                fold(text.split(",")[0]).replace(" cty", " city"), within, scope
            )
        if not rows and (other := respelled(head)) is not None:
            rows = self._candidates.named(other, within, scope)
        if above and within is None and scope.country != "us":
            rows = self._candidates.abroad(head, above, scope)
        if not rows and (scope.level in (None, "place")):
            rows = self._candidates.townships(head, within)
        for county in counties:
            rows = self._candidates.in_county(rows, county, within, scope)
        own = within is not None and self._states.get(head) == within
        if not rows and within is not None and own and scope.level in (None, "state"):
            return self._match([self._own(within)])
        if not rows:
            if anything:
                return self._otherwise(text, scope, within)
            raise self._unknown(text, within)
        return self._one(text, head, rows, within, said is not None, scope)

    def _without_state(self, key: str, colorado: bool) -> tuple[str, str | None]:
        """Part "chicago il" where the last words, or the first, name a state."""
        words = key.split()
        if colorado or (key in self._states and len(words) < 3):
            return key, None
        if self._candidates.american(key):  # Port Washington, Northeastern Connecticut
            return key, None
        for size in (1, 2, 3):
            tail = " ".join(words[-size:])
            if size < len(words) and tail in self._states:
                return " ".join(words[:-size]), self._states[tail]
        code = words[0] if len(words) > 1 and len(words[0]) == 2 else ""
        if code in self._states and code not in _WORDS:
            return " ".join(words[1:]), self._states[words[0]]
        return key, None

    def _otherwise(self, text: str, scope: PlaceScope, within: str | None) -> Match:
        """Read an agency's name, or refuse."""
        if street.is_street(text):
            state = None if is_missing(scope.state) else self.state(scope.state)
            return self._addressed(text, state, scope)
        key = fold(text)
        if agencies.says_agency(key):
            reading = agencies.read_agency(
                text,
                lambda name: self.read_name(name, replace(scope, level=None)),
                self._name(within) if within is not None else None,
            )
            if reading is not None:
                return reading.match
        kind = own_governments.kind_of(key)
        if kind is not None:
            raise own_governments.refusal(text, kind)
        raise self._unknown(text, within)

    def _unknown(self, text: str, within: str | None) -> UnknownPlace:
        return UnknownPlace(f"No place called {quote(text)} is known{self._where(within)}.", text)

    def _one(
        self,
        text: str,
        head: str,
        rows: list[Row],
        within: str | None,
        said: bool,
        scope: PlaceScope,
    ) -> Match:
        """Return the one government that rows are, or refuse and name them."""
        wholes: dict[str, list[Row]] = {}
        for row in rows:
            wholes.setdefault(self._gazetteer.canonical(division.full(row.id)), []).append(row)
        if len(wholes) == 1:
            return self._match(rows)
        by_level: dict[Level, list[str]] = {}
        for id in wholes:
            by_level.setdefault(division.level(division.short(id)), []).append(id)
        counties = any("k" in row.flags or division.level(row.id) == "county" for row in rows)
        if within is None and scope.level is None:
            states = [
                id
                for id in by_level.get("state", ())
                if division.short(id) in self._states.values()
            ]
            if len(states) == 1 and not counties and not _same_code(head):
                others = [id for id in wholes if id != states[0]]
                match = self._match(wholes[states[0]])
                others_said = "; ".join(self._gazetteer.get(id).name for id in others[:_SHOWN])
                return Match(match.place, match.others, f"Read as the state; not {others_said}.")
            if _same_code(head) and len(states) == 1:
                return self._match(wholes[states[0]])
        if said and scope.level is None and len(by_level.get("place", ())) == 1:
            # in one cell with its state a city is called by its bare name, a county by "County"
            city = by_level["place"][0]
            if division.parent(division.short(city)) == within:
                match = self._match(wholes[city])
                names = [self._gazetteer.get(id).name for id in wholes if id != city]
                note = f'Read as {match.place.name}; for {names[0]}, say "{names[0]}".'
                return Match(match.place, (), match.note or note)
        self._ambiguous(text, [self._gazetteer.get(id) for id in wholes], within)

    def _ambiguous(self, text: str, places: list[Place], within: str | None) -> NoReturn:
        places.sort(key=lambda place: (-(place.population or 0), place.id))
        names = "; ".join(place.name for place in places[:_SHOWN])
        more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
        raise AmbiguousPlace(
            f"{quote(text)} may be {names}{more}: say which{self._where(within)}.",
            text,
            tuple(places),
        )

    def _match(self, rows: Iterable[Row]) -> Match:
        row, *_ = sorted(rows, key=lambda row: bool(set(row.flags) & set("=<-")))
        place = self._gazetteer.get(division.full(row.id))
        return Match(place, note=codes.part_of(self._gazetteer, row, place))

    def _own(self, short_id: str) -> Row:
        row = self._gazetteer.row(short_id)
        assert row is not None  # the states are in the table
        return row

    def _name(self, state: str) -> str:
        return self._own(state).name

    def _where(self, within: str | None) -> str:
        return f" in {self._name(within)}" if within is not None else ""


def _same_code(key: str) -> bool:
    """Tell whether a folded name is two letters: a state's postal code, not a place's name."""
    return len(key) == 2


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _again(error: UnknownPlace) -> Callable[[], UnknownPlace]:
    """Return what makes an error anew; the one that was raised holds on to its frames."""
    message, text = str(error), error.text
    if isinstance(error, AmbiguousPlace):
        candidates = error.candidates
        return lambda: AmbiguousPlace(message, text, candidates)
    if isinstance(error, own_governments.OwnGovernment):
        kind = error.kind
        return lambda: own_governments.OwnGovernment(message, text, kind)
    return lambda: UnknownPlace(message, text)
