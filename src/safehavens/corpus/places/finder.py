"""How a name is read: the words, what they may stand for, and which of those is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from safehavens.corpus.places import codes, division, street
from safehavens.corpus.places.gazetteer import Gazetteer
from safehavens.corpus.places.likeliest import decide
from safehavens.corpus.places.place import Match, Place, UnknownPlace, quote
from safehavens.corpus.places.spelling import (
    COUNTY_TYPES,
    county_written_out,
    cuts,
    fold,
    forms,
    respelled,
    township,
)
from safehavens.corpus.places.table import Row
from safehavens.corpus.places.tables.place_scope import Cell, PlaceCells, PlaceScope

if TYPE_CHECKING:
    from safehavens.corpus.places.agencies import AgencyReading
    from safehavens.corpus.places.tables.scoped_reader import ScopedReader

_LONGEST = 200  # characters; no name in the table has half of that
# With full stops it is the city; without, the postal code of Louisiana comes first.
_DOTTED = {"l.a.": "Los Angeles"}
_ANYWHERE = PlaceScope()
_REMEMBERED = 100_000  # matches; a service must not grow without end with what strangers type


class PlaceFinder:
    """Reads what people call places, over a gazetteer that knows them by id.

    Matches are remembered; an instance may be shared between threads, because what is remembered
    never changes.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where to look.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._matches: dict[str, Match] = {}
        self._reader: ScopedReader | None = None

    def find(self, text: str) -> Match:
        """Read a name, a division id, a code, an address or an agency's name, as a person means it.

        Of several places of one name the likeliest is taken; the rest is in ``others``.

        Parameters
        ----------
        text : str
            "Chicago", "Chicago, IL", "Cook Co., Illinois", "17031", "60614", "NYC",
            "1200 N Ashland Ave, Chicago, IL", "Chicago Police Department",
            "ocd-division/country:us/state:il/place:chicago".

        Returns
        -------
        Match
            The place, the other places of that name, and a note where something was decided.

        Raises
        ------
        UnknownPlace
            Nothing is called that; the message names what is spelled alike. A street address is
            never quoted.
        OwnGovernment
            A school district, a university, a tribe or the like, whose law is not covered.
        """
        match = self._matches.get(text)
        if match is None:
            match = self._find(text)
            if len(self._matches) < _REMEMBERED:
                self._matches[text] = match
        return match

    def read(self, cell: Cell, scope: PlaceScope = _ANYWHERE) -> Match:
        """Read a cell of a table, where it is unambiguous within what the table says.

        Nothing is guessed, and near names are not looked for: :meth:`suggest` does that.

        Parameters
        ----------
        cell : str, int, float or None
            A name, id, code, address or agency's name; ``17031`` and ``17031.0`` are one code.
        scope : PlaceScope
            Country (the United States, if nothing is said), state, level, kind of code.

        Returns
        -------
        Match
            The place, with a note where another government than the one named was taken.

        Raises
        ------
        UnknownPlace
            Nothing is called that in the scope, or the cell says that the value is missing.
        AmbiguousPlace
            Several places are; ``candidates`` has them.
        OwnGovernment
            A school district, a university, a tribe or the like, whose law is not covered.
        """
        return self._scoped().read(cell, scope)

    def read_parts(
        self,
        city: Cell = None,
        county: Cell = None,
        state: Cell = None,
        fips_state: Cell = None,
        fips_county: Cell = None,
        zip_code: Cell = None,
    ) -> Match:
        """Read a place that stands in several columns.

        Parameters
        ----------
        city, county, state, fips_state, fips_county, zip_code : str, int, float or None
            The cells; what is missing is left out. The first that there is is read, in that order.

        Raises
        ------
        UnknownPlace, AmbiguousPlace, OwnGovernment
            As :meth:`read`; also where two cells contradict each other.
        """
        from safehavens.corpus.places.tables.place_parts import read_parts

        cells = PlaceCells(city, county, state, fips_state, fips_county, zip_code)
        return read_parts(self._scoped(), cells)

    def read_agency(self, text: str, scope: PlaceScope | None = None) -> AgencyReading | None:
        """Read the name of an agency or a facility, or return None where a text says none.

        Parameters
        ----------
        text : str
            "COOK COUNTY JAIL, IL", "Maricopa County Sheriff's Office", "LAPD".
        scope : PlaceScope | None
            What a table says, as for :meth:`read`; None for a person's question, as :meth:`find`.

        Raises
        ------
        UnknownPlace, AmbiguousPlace, OwnGovernment
            As :meth:`read`.
        """
        from safehavens.corpus.places import agencies

        if scope is None:
            return agencies.read_agency(text, self.find_name)
        reader = self._scoped()
        state = None
        if scope.state is not None:
            state = self._gazetteer.get(division.full(reader.state(scope.state))).name
        return agencies.read_agency(text, lambda name: reader.read_name(name, scope), state)

    def suggest(self, text: str) -> tuple[str, ...]:
        """Return the names of up to three places that are spelled like a text.

        Parameters
        ----------
        text : str
            What :meth:`read` refused.
        """
        from safehavens.corpus.places import nearest

        if street.is_address(text):
            return ()
        parts = _parts(county_written_out(text)[0]) or [""]
        return nearest.names(self._gazetteer, parts[0], parts[1:])

    def _scoped(self) -> ScopedReader:
        if self._reader is None:
            from safehavens.corpus.places.tables.scoped_reader import (
                ScopedReader,
            )  # only tables need it

            self._reader = ScopedReader(self._gazetteer)
        return self._reader

    def by_id(self, id: str) -> Place:
        """Return the place of a division id, as :meth:`Gazetteer.get` does.

        Raises
        ------
        UnknownPlace
            Nothing is known under the id; the message names what is spelled alike.
        """
        try:
            return self._gazetteer.get(id)
        except UnknownPlace:
            if not division.well_formed(id):
                raise
            from safehavens.corpus.places import nearest  # only a miss pays for it

            slug = division.split(division.short(self._gazetteer.canonical(id)))[1]
            raise nearest.unknown(self._gazetteer, id, slug.replace("_", " ")) from None

    def _find(self, text: str) -> Match:
        words = text.strip()
        if len(words) > _LONGEST:
            raise UnknownPlace(f"No place has a name of {len(words)} characters.")
        if words.startswith("ocd-division/"):
            place = self.by_id(words)
            row = self._gazetteer.row(division.short(words))
            return Match(place, note=codes.part_of(self._gazetteer, row, place) if row else None)
        if any(mark.isdigit() for mark in words):
            if (coded := self._coded(words)) is not None:
                return coded
            if street.is_address(words):
                return self._addressed(words)
            words = street.without_zip(words)
        words = _DOTTED.get(words.casefold(), words)
        if not _parts(words):
            raise UnknownPlace(f"{quote(text)} names no place: it has no letters.", text)
        return self._named(words) or self._named_otherwise(text, words)

    def find_name(self, text: str) -> Match:
        """Read a place's name or id, as :meth:`find`, but no code, address or agency's name."""
        if text.startswith("ocd-division/"):
            return Match(self.by_id(text))
        match = self._named(text)
        if match is None:
            raise UnknownPlace(f"No place called {quote(text)} is known.", text)
        return match

    def _named(self, words: str) -> Match | None:
        written, colorado = county_written_out(words)
        parts = _parts(written)
        if not parts:
            return None
        chosen, qualified = self._chosen(parts)
        if colorado:
            head = fold(words).rpartition(" ")[0]
            chosen = [*chosen, *self._candidates(head, ["co"])]
            qualified = False
        elif not chosen and written != words:  # "Kansas Cty"
            chosen, qualified = self._chosen(_parts(words.lower().replace(" cty", " city")))
        if not chosen and (other := respelled(parts[0])) is not None:
            chosen, qualified = self._chosen([other, *parts[1:]])
        if not chosen and len(parts) <= 2:
            name = township(parts[0]) or parts[0]
            above = [self._qualifier(key) for key in parts[1:]]
            chosen = self._within(self._gazetteer.subdivisions(name), above)
            qualified = True
        return decide(self._gazetteer, chosen, qualified) if chosen else None

    def _coded(self, words: str) -> Match | None:
        code = codes.digits_of(words)
        return codes.read_code(self._gazetteer, *code) if code is not None else None

    def _addressed(self, words: str) -> Match:
        """Read the city of a street address; nothing that is raised or said quotes the street."""
        cities = street.cities_of(words)
        if not cities:
            raise UnknownPlace("The address says no city: write city and state, or the ZIP code.")
        match: Match | None = None
        for city in cities:
            try:
                match = self._coded(city) or self.find_name(city)
                break
            except UnknownPlace:
                continue
        if match is None:
            nearest = self.suggest(cities[0])
            names = f"; the nearest names are {'; '.join(nearest)}" * bool(nearest)
            raise UnknownPlace(
                f"The city of the address is not known{names}: write city and state, or the ZIP "
                "code.",
                nearest=nearest,
            )
        note = match.note or f"Read as {match.place.name}."
        return Match(match.place, match.others, f"{note} The street address was not kept.")

    def _named_otherwise(self, text: str, words: str) -> Match:
        """Read an agency's name, or raise the error that helps."""
        from safehavens.corpus.places import agencies, nearest, own_governments

        if street.is_street(words):
            return self._addressed(words)
        reading = agencies.read_agency(words, self.find_name)
        if reading is not None:
            return reading.match
        kind = own_governments.kind_of(fold(words))
        if kind is not None:
            raise own_governments.refusal(text, kind)
        name, *above = _parts(county_written_out(words)[0])
        for head, tail in [] if above else cuts(name):  # "chicgo il": look inside Illinois
            if any(division.level(upper) == "state" for upper in self._qualifier(tail)):
                name, above = head, [tail]
                break
        raise nearest.unknown(self._gazetteer, text, name, above)

    def _chosen(self, parts: list[str]) -> tuple[list[tuple[Row, bool]], bool]:
        """Return what folded parts may stand for, and whether something above the place was said.

        "Florida, Orange County": the state may come first.
        """
        state_first = len(parts) == 2 and self._is_state(parts[0]) and not self._is_state(parts[1])
        if state_first and (chosen := self._candidates(parts[1], [parts[0]])):
            return chosen, True
        chosen = self._candidates(parts[0], parts[1:])
        qualified = len(parts) > 1
        if qualified and not chosen:
            chosen = self._candidates(" ".join(parts), [])
        if not chosen and len(parts) == 2:  # "Georgia, Washington"
            chosen = self._candidates(parts[1], [parts[0]]) if self._is_state(parts[0]) else []
        if not chosen:
            qualified = True
            for head, tail in cuts(parts[0]):
                chosen = self._candidates(head, [tail, *parts[1:]])
                if chosen:
                    return chosen, True
            first, _, rest = parts[0].partition(" ")
            if len(parts) == 1 and rest and len(first) == 2 and self._is_state(first):
                chosen = self._candidates(rest, [first])  # "IL Cook County"
        return chosen, qualified

    def _is_state(self, key: str) -> bool:
        return any(
            row.id.startswith("us/") and division.level(row.id) == "state" and "-" not in row.flags
            for row in self._gazetteer.rows(key)
        )

    def _candidates(self, head: str, tail: list[str]) -> list[tuple[Row, bool]]:
        """Return what a name may stand for, and for each whether the bare name was used."""
        above = [self._qualifier(key) for key in tail]
        name = township(head)
        if name is not None and (rows := self._gazetteer.subdivisions(name)):
            chosen = self._within(rows, above)
            if chosen and head.endswith(("ship", "twp")):  # boroughs and cities are others
                return chosen
            if chosen:  # "Town of" may be a city of New England
                return chosen + self._plain(head, above)
        return self._plain(head, above)

    def _plain(self, head: str, above: list[set[str]]) -> list[tuple[Row, bool]]:
        for form in forms(head):
            rows = [
                row
                for row in self._gazetteer.rows(form.key)
                if division.level(row.id) in form.levels
            ]
            pairs = self._within(rows, above, form.plain)
            if pairs:
                kind = COUNTY_TYPES.get(head[len(form.key) :])  # "Orleans Parish" is not a county
                return [pair for pair in pairs if division.split(pair[0].id)[0] == kind] or pairs
        return []

    def _within(
        self, rows: list[Row], above: list[set[str]], plain: bool = True
    ) -> list[tuple[Row, bool]]:
        """Return those rows that lie in what a name says is above them."""
        for ids in above:
            # "Charleston, Mississippi" is in no county of Missouri, "Ontario, CA" not in Canada
            upper = [one for one in ids if division.level(one) in ("state", "national")]
            american = {one for one in upper if one[:3] == "us/"}
            inside = ([r for r in rows if self._inside(r, at)] for at in (american, {*upper}, ids))
            rows = next(filter(None, inside), [])
        return [(row, plain) for row in rows]

    def _qualifier(self, key: str) -> set[str]:
        """Return the short ids that a qualifier ("IL", "Cook County") may stand for."""
        ids = {
            row.id
            for form in forms(key)
            for row in self._gazetteer.rows(form.key)
            if division.level(row.id) in form.levels
        }
        for head, tail in () if ids else cuts(key):  # "lewisham london england"
            ids |= {row.id for row, _ in self._candidates(head, [tail])}
        return ids

    def _inside(self, row: Row, ids: set[str]) -> bool:
        """Tell whether a place lies in one of the places that a qualifier stands for."""
        if (
            row.id in ("us/district:dc", "us/territory:gu") and row.id in ids
        ):  # "Washington, DC": the district is in itself
            return True
        above = division.parent(row.id)
        while above is not None:
            if above in ids:
                return True
            above = division.parent(above)
        # "Cicero, Cook County": an id does not say which county a city lies in, its row does
        codes = {
            upper.fips for one in ids if (upper := self._gazetteer.row(one)) and "k" in upper.flags
        }
        return division.level(row.id) == "place" and row.fips in codes


def _parts(words: str) -> list[str]:
    return [key for key in map(fold, re.split(r"[,;\n]", words)) if key]
