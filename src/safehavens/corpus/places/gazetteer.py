"""The gazetteer: from an id to a place, what is above it, and the government it is part of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from safehavens.corpus.places import division
from safehavens.corpus.places.place import Place, UnknownPlace, quote
from safehavens.corpus.places.spelling import fold
from safehavens.corpus.places.table import Merger, Row, Table, mergers, read

if TYPE_CHECKING:
    from safehavens.corpus.places.subdivisions import Subdivisions

# Countries whose cities English names by the region: London, Ontario; Leeds, England.
_BY_REGION = frozenset({"ca", "gb", "au"})
_SUBDIVISION = "/county:"  # in an id that does not end there
_REMEMBERED = 100_000  # chains; a service must not grow without end with what strangers ask


class Gazetteer:
    """Places by id, what lies above them, and the governments that they are part of.

    Made by :func:`load`, and by :meth:`with_ids` for a corpus that names more places. What people
    call a place is read by :class:`safehavens.corpus.places.finder.PlaceFinder`. Answers are
    remembered; an instance may be shared between threads, because what is remembered never changes.

    Parameters
    ----------
    table : Table
        The names and their places.
    merged : tuple[Merger, ...]
        The ids that are the same government as another.
    added : dict[str, Row] | None
        Places beyond the table, by short id.
    named : frozenset[str]
        Full ids that a corpus names; they win ties between places of one name.
    """

    def __init__(
        self,
        table: Table,
        merged: tuple[Merger, ...],
        added: dict[str, Row] | None = None,
        named: frozenset[str] = frozenset(),
    ) -> None:
        self._table = table
        self._merged = {line.member: line for line in merged}
        self._added = added or {}
        self._named = named
        self._canonical = {
            division.full(line.member): division.full(line.canonical) for line in merged
        }
        self._places: dict[str, Place] = {}
        self._rows: dict[str, Row] = {}
        self._chains: dict[str, tuple[str, ...]] = {}
        self._subdivisions: Subdivisions | None = None
        self._members: dict[str, list[str]] | None = None
        self._states: tuple[Place, ...] | None = None
        self._counties: tuple[Place, ...] | None = None
        self._added_keys: dict[str, list[Row]] = {}
        for row in self._added.values():
            slug = division.split(row.id)[1].replace("_", " ")
            # "Minneapolis" is never its school district, not even beside the city
            named_by = {row.name} if division.is_district(row.id) else {row.name, slug}
            for key in {fold(name) for name in named_by}:
                self._added_keys.setdefault(key, []).append(row)

    def get(self, id: str) -> Place:
        """Return the place of a division id; for a part of a consolidated government, the whole.

        Parameters
        ----------
        id : str
            Division id.

        Raises
        ------
        UnknownPlace
            The id does not follow the syntax, or nothing is known under it.
        """
        place = self._places.get(id)
        if place is not None:
            return place
        if not division.well_formed(id):
            raise _malformed(id)
        short_id = division.short(self.canonical(id))
        row = self.row(short_id)
        if row is None:
            raise UnknownPlace(f"No place called {quote(id)} is known.", id)
        place = self.place(row)
        self._places[id] = place
        return place

    def canonical(self, id: str) -> str:
        """Return the id under which the corpus and the evaluators know a government.

        Parameters
        ----------
        id : str
            Division id, known or not.

        Returns
        -------
        str
            For a part or another spelling of a consolidated government, the id of the whole; any
            other id unchanged. Source: ``consolidated.csv``.
        """
        return self._canonical.get(id, id)

    def chain(self, id: str) -> tuple[str, ...]:
        """Return a place's canonical id and each id above it, the nearest first.

        Parameters
        ----------
        id : str
            Division id, known or not.
        """
        chain = self._chains.get(id)
        if chain is None:
            above: str | None = division.short(self.canonical(id))
            path = []
            while above is not None:
                path.append(division.full(above))
                # a township's id stands below its county, whose ordinances do not bind it either
                township = _SUBDIVISION in above and above.count("/") == 3
                above = division.parent(above)
                if township and above is not None:
                    above = division.parent(above)
            chain = tuple(path)
            if len(self._chains) < _REMEMBERED:
                self._chains[id] = chain
        return chain

    def states(self) -> tuple[Place, ...]:
        """Return the states, the District of Columbia and the territories, by FIPS code."""
        if self._states is None:
            rows = sorted(self._table.states(), key=lambda row: row.fips)
            self._states = tuple(self.place(row) for row in rows)
        return self._states

    def counties(self) -> tuple[Place, ...]:
        """Return every county equivalent of the United States, by FIPS code.

        Those that are part of a consolidated government keep their own id, name and code here;
        :meth:`canonical` leads from the id to the government. The District of Columbia and Guam
        stand with their five-digit codes. Connecticut has its eight counties (09001 to 09015) and
        the nine planning regions that the Census has used since 2022 (09110 to 09190).
        """
        if self._counties is None:
            rows = [*self._table.county_equivalents()]
            self._rows.update((row.id, row) for row in rows)  # those who ask for these look again
            for short_id, fips in (
                ("us/district:dc", "11001"),
                ("us/territory:gu", "66010"),
            ):
                row = self.row(short_id)
                if row is not None:
                    rows.append(row._replace(fips=fips))
            rows.sort(key=lambda row: row.fips)
            self._counties = tuple(replace(self.place(row), fips=row.fips) for row in rows)
        return self._counties

    def cities(self) -> Iterator[tuple[str, Place]]:
        """Yield every place of the United States that lies in one county, after its county's code.

        Governments that are a city and a county are left out: they lie in none.
        """
        for row in self._table.cities():
            yield row.fips, self.place(row)

    def county_of(self, id: str) -> Place | None:
        """Return the county that a place of the United States lies in, or has its center in.

        A division id does not say it, and a county's ordinances bind none of the city's agencies;
        but the jail next door is usually the county's.

        Parameters
        ----------
        id : str
            Division id of a place.

        Returns
        -------
        Place | None
            The county, or None where the place is its own county equivalent, or none is known.

        Raises
        ------
        UnknownPlace
            As :meth:`get`.
        """
        place = self.get(id)
        row = self.row(division.short(place.id))
        if place.level != "place" or row is None or len(row.fips) != 5:
            return None
        for county in self._table.coded(row.fips):
            if "-" not in county.flags and self.canonical(division.full(county.id)) != place.id:
                return self.get(division.full(county.id))
        return None

    def with_ids(self, ids: Iterable[str], lacking: Iterable[str] | None = None) -> Gazetteer:
        """Return a gazetteer that also knows the places a corpus names.

        Parameters
        ----------
        ids : Iterable[str]
            Division ids. One that the gazetteer lacks gets a name made from its slug
            ("place:oak_park" is Oak Park) and so does every unknown id above it.
        lacking : Iterable[str] | None
            What :meth:`find_lacking` returns for these ids; None: it is asked.

        Raises
        ------
        UnknownPlace
            An id does not follow the syntax.
        """
        ids_named = set(ids)
        added = dict(self._added)
        for short_id in self.find_lacking(ids_named) if lacking is None else lacking:
            added[short_id] = Row(short_id, division.name(short_id), None, "", "")
        named = self._named | {self.canonical(one) for one in ids_named}
        return Gazetteer(self._table, tuple(self._merged.values()), added, named)

    def find_lacking(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the short ids of places, and of what is above them, that are not known yet.

        Parameters
        ----------
        ids : Iterable[str]
            Division ids.

        Raises
        ------
        UnknownPlace
            An id does not follow the syntax.
        """
        lacking: list[str] = []
        looked_up = set(self._added)
        for one in sorted(set(ids)):
            if not division.well_formed(one):
                raise _malformed(one)
            above: str | None = division.short(self.canonical(one))
            while above is not None and above not in looked_up:
                looked_up.add(above)
                if self._table.place(above) is None:
                    lacking.append(above)
                above = division.parent(above)
        return tuple(lacking)

    # Rows of the table, for those who read names.

    def row(self, short_id: str) -> Row | None:
        """Return a place's own row, without following consolidation."""
        row = self._rows.get(short_id)
        if row is None:
            row = self._added.get(short_id) or self._table.place(short_id)
            if row is None and _SUBDIVISION in short_id:
                row = self._subdivision(short_id)
            if row is not None:
                self._rows[short_id] = row
        return row

    def rows(self, key: str) -> list[Row]:
        """Return every row filed under a folded name."""
        return self._table.named(key) + self._added_keys.get(key, [])

    def _subdivision(self, short_id: str) -> Row | None:
        rows = self.subdivisions(fold(division.split(short_id)[1].replace("_", " ")))
        return next((row for row in rows if row.id == short_id), None)

    def subdivisions(self, key: str) -> list[Row]:
        """Return the townships filed under a folded name."""
        if self._subdivisions is None:
            from safehavens.corpus.places.subdivisions import load_subdivisions  # seldom needed

            self._subdivisions = load_subdivisions()
        return self._subdivisions.named(key)

    def placed(self, state: str, code: str) -> Row | None:
        """Return the row of a place's code of five digits in a state, by its short id."""
        return self._table.placed(state, code)

    def ids_by_code(self) -> dict[tuple[str, str], str]:
        """Return the canonical ids of places by their state's id and their code of five digits."""
        return {
            (division.full("/".join(row.id.split("/")[:2])), row.code): self.canonical(
                division.full(row.id)
            )
            for row in self._table.by_code()
        }

    def index(self) -> dict[str, str]:
        """Return the United States' states by folded name and postal code; names get quicker."""
        return self._table.index()

    def coded(self, fips: str) -> list[Row]:
        """Return the rows of a FIPS code."""
        return self._table.coded(fips)

    def successors(self, fips: str) -> tuple[str, tuple[Place, ...]] | None:
        """Return the name and last year of a retired county, and what took its place.

        Parameters
        ----------
        fips : str
            Five digits.

        Returns
        -------
        tuple of str and tuple of Place, or None
            ``("Shannon County (2015)", (Oglala Lakota County,))``; None where the code is of no
            such county. Source: ``former.csv``.
        """
        rows = [row for row in self._table.coded(fips) if "-" in row.flags]
        if not rows:
            return None
        longest = max((row.name for row in rows), key=len)
        ids = dict.fromkeys(division.full(row.id) for row in rows)
        return longest, tuple(self.get(id) for id in ids)

    def keys(self) -> list[str]:
        """Return every folded name."""
        return self._table.keys() + sorted(self._added_keys)

    def members(self, short_id: str) -> tuple[str, ...]:
        """Return the short ids that are one government with a canonical one, itself left out."""
        if self._members is None:
            self._members = {}
            for line in self._merged.values():
                if line.kind != "renamed":
                    self._members.setdefault(line.canonical, []).append(line.member)
        return tuple(self._members.get(short_id, ()))

    def merger(self, short_id: str) -> Merger | None:
        """Return the line that makes an id part of another government."""
        return self._merged.get(short_id)

    def in_corpus(self, row: Row) -> bool:
        """Tell whether the corpus names a row's place, or the government it is part of."""
        if "c" in row.flags or self.canonical(division.full(row.id)) in self._named:
            return True
        own = self.row(division.short(self.canonical(division.full(row.id))))
        return own is not None and "c" in own.flags

    def place(self, row: Row) -> Place:
        """Return the place of an own row, without following consolidation."""
        return Place(
            id=division.full(row.id),
            name=self._name(row),
            level=division.level(row.id),
            fips=self._fips(row),
            population=row.population,
        )

    def _name(self, row: Row) -> str:
        level = division.level(row.id)
        if level == "national":
            return row.name
        country = row.id.partition("/")[0]
        above = division.parent(row.id)
        if level == "state":
            if country == "us":
                return row.name
            above = country
        elif country != "us" and country not in _BY_REGION:
            above = country
        upper = self.row(above) if above else None
        if upper is None:
            return row.name
        if division.level(upper.id) in ("national", "state"):
            return f"{row.name}, {upper.name}"
        return f"{row.name}, {self._name(upper)}"

    def _fips(self, row: Row) -> str | None:
        if division.level(row.id) in ("state", "county") or "k" in row.flags:
            return row.fips or None
        parts = [
            part.fips
            for line in self._merged.values()
            if line.canonical == row.id and (part := self.row(line.member)) and "k" in part.flags
        ]
        return parts[0] if len(parts) == 1 else None


def _malformed(text: str) -> UnknownPlace:
    return UnknownPlace(
        f"{quote(text)} is not an Open Civic Data division id; one reads "
        "ocd-division/country:us/state:il/place:chicago.",
        text,
    )


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """Return the gazetteer that comes with the package; read once, some milliseconds."""
    return Gazetteer(read(), tuple(mergers()))
