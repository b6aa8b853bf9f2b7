"""Somebody's table, read as requests and screened batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pyarrow as pa

from safehavens.corpus.model import Lawbook
from safehavens.corpus.words.word_reader import WordReader
from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest
from safehavens.screen.column_map import TableMap
from safehavens.screen.column_names import (
    ADDED_COLUMNS,
    BLANK_MEANINGS,
    PLACE_PARTS,
    PLACE_READ,
    REQUEST_COLUMNS,
    BlankMeaning,
    DateRule,
)
from safehavens.screen.outputs import check_columns
from safehavens.screen.reading.column_headers import HeaderReader, code_kind
from safehavens.screen.reading.map_check import check_values
from safehavens.screen.reading.place_reader import PlaceReader, read_country
from safehavens.screen.reading.table_reader import TableReader, place_column, show_place
from safehavens.screen.reading.word_columns import read_fixed
from safehavens.screen.screener import Screened, Screener
from safehavens.screen.unread_columns import missing_columns, warn_of_passed

BATCH: Final = 1 << 17
"""Rows of a batch of a file: enough for speed, few enough that many columns fit in memory."""

IN_MEMORY: Final = 1 << 19
"""Rows of a batch of a table that is in memory anyway: the bookkeeping of a batch weighs less."""


@dataclass(frozen=True, slots=True)
class Options:
    """What may be chosen about screening. Plain data, so that it travels to other machines.

    Attributes
    ----------
    place, who, action : str, optional
        One value for tables that have no such column.
    on : datetime.date, optional
        The same, for tables without a date.
    columns : tuple of str
        The columns to add, of ADDED_COLUMNS.
    prefix : str
        Put before their names.
    maps : TableMap
    blank : str
        What a blank cell of a fact says: `unknown`, or `presumed`: nothing, as if the fact were
        left out.
    state : str, optional
        The state that the table's places are in.
    country : str
        The country that they are in: a code of two letters, or `any`.
    dates : str
        How dates are written: `auto`, `mdy`, `dmy`, `iso` or `excel`.
    """

    place: str | None = None
    who: str | None = None
    action: str | None = None
    on: date | None = None
    columns: tuple[str, ...] = ADDED_COLUMNS
    prefix: str = ""
    maps: TableMap = field(default_factory=TableMap)
    blank: BlankMeaning = "unknown"
    state: str | None = None
    country: str = "us"
    dates: DateRule = "auto"

    @property
    def added(self) -> tuple[str, ...]:
        """The names of the columns that are added."""
        return tuple(self.prefix + name for name in self.columns)


class Requests:
    """Reads batches of a table as requests and screens them. May be used by several threads.

    Raises
    ------
    BadRequest, UnknownPlace
        Options that name what is not known.
    """

    def __init__(self, engine: Engine, options: Options) -> None:
        if options.blank not in BLANK_MEANINGS:
            raise BadRequest(
                f"An empty cell is {' or '.join(BLANK_MEANINGS)}, not {options.blank!r}."
            )
        self.options = options
        self._columns = check_columns(options.columns)
        self._lawbook = engine.lawbook
        self._maps = options.maps.checked(engine.lawbook)
        words = WordReader(engine.lawbook)
        country = read_country(engine.place_finder, options.country)
        self._places = PlaceReader(engine.place_finder, country, options.state, self._maps.values)
        check_values(self._maps, engine.lawbook, words, self._places, options.dates)
        match = None if options.place is None else engine.place_finder.find(options.place)
        place = None if match is None else match.place
        self._place = None if place is None else show_place(place.id, place.name)
        self._fixed_notes = [match.note] if match is not None and match.note else []
        self._screener = Screener(
            engine,
            place=None if place is None else place.id,
            who=self._fixed(words, "who", options.who, place.level if place else None),
            action=self._fixed(words, "action", options.action),
            on=options.on,
            presume=options.blank == "presumed",
        )
        self._reader = TableReader(
            engine, words, self._maps.values, self._places, options.dates,
            None if place is None else place.id,
        )  # fmt: skip
        self._headers = HeaderReader(engine.lawbook)
        self._read: dict[tuple[str, ...], dict[str, str]] = {}

    def _fixed(
        self, words: WordReader, name: str, text: str | None, level: str | None = None
    ) -> str | None:
        if text is None:
            return None
        reading = read_fixed(words, name, text, level)
        if reading.note:
            self._fixed_notes.append(reading.note)
        return reading.id

    def check(self, schema: pa.Schema) -> list[str]:
        """Check a table's columns before its first row is read.

        Returns
        -------
        list of str
            What is to be said: columns that are read although their header is not our name, and
            columns that are passed through although they look like facts.

        Raises
        ------
        BadRequest
            Columns that the map names and the table has not; a request column that is missing;
            a column that is there already; no column that says anything of a request.
        """
        names = tuple(schema.names)
        listed = ", ".join(names)
        for theirs in self._maps.columns:
            if theirs not in names:
                raise BadRequest(f"The map names a column {theirs!r}; the table's are {listed}.")
        ours = self._ours(names)
        here = set(ours.values())
        fixed = self._screener.fixed
        if missing := self.missing(names):
            raise BadRequest(missing_columns(missing, names, self._headers))
        for name in fixed:
            if name in here or (name == "place" and here & set(PLACE_PARTS)):
                raise BadRequest(
                    f"The table has a column for {name}, and one value for all rows is given too; "
                    f"leave one of them out."
                )
        if not here:
            raise BadRequest(f"No column of the table belongs to a request; its columns: {listed}.")
        self.check_types(schema)
        for name in self._maps.values:
            if name not in here:
                raise BadRequest(
                    f"The map has values for {name}, but no column of the table is {name}."
                )
        said = [
            f"The column {' '.join(theirs.split())!r} is read as {name}."
            for theirs, name in ours.items()
            if theirs != name and theirs not in self._maps.columns
        ]
        passed = [name for name in names if name not in ours]
        return said + warn_of_passed(passed, here, self._lawbook, self._maps, self._headers)

    def missing(self, names: Sequence[str]) -> list[str]:
        """The request columns that a table with these columns does not fill, nor the options."""
        here = set(self._ours(tuple(names)).values())
        if here & set(PLACE_PARTS):
            here.add("place")
        return [name for name in self.needed if name not in here]

    def check_types(self, schema: pa.Schema) -> None:
        """Raise BadRequest for a column that is read and holds lists or structures."""
        for theirs, name in self._ours(tuple(schema.names)).items():
            kind = schema.field(theirs).type
            if pa.types.is_nested(kind):
                raise BadRequest(f"The column {theirs!r} holds {kind}, which {name} cannot be.")

    def used(self, names: Sequence[str]) -> dict[str, str]:
        """The columns that are read, by their names, with ours. Raises BadRequest as `check`."""
        return self._ours(tuple(names))

    @property
    def needed(self) -> tuple[str, ...]:
        """The request columns that each row must fill."""
        left_out = set(self._screener.fixed)
        if "place.agency" in self._maps.columns.values():
            left_out.add("who")  # the agency's name says it
        return tuple(name for name in REQUEST_COLUMNS if name not in left_out)

    def theirs(self, name: str) -> str:
        """Their name of one of our columns."""
        return next((t for t, ours in self._maps.columns.items() if ours == name), name)

    @property
    def lawbook(self) -> Lawbook:
        """The law that is asked."""
        return self._lawbook

    def screen(self, batch: pa.RecordBatch) -> Screened:
        """Screen a batch of their table; the columns have the names under which they are added."""
        ours = self._ours(tuple(batch.schema.names))
        arrays = {name: batch.column(theirs) for theirs, name in ours.items()}
        who_is_fixed = "who" in self._screener.fixed
        of_place = next((theirs for theirs, name in ours.items() if name == "place"), "")
        read = self._reader.read(arrays, batch.num_rows, who_is_fixed, code_kind(of_place))
        asked = tuple(name for name in self._columns if name != PLACE_READ)
        screened = self._screener.screen(read.batch, asked or ("verdict",), read.bad)
        columns = dict(screened.columns)
        if PLACE_READ in self._columns:
            columns[PLACE_READ] = place_column(read.places, batch.num_rows, self._place)
        prefix = self.options.prefix
        return Screened({prefix + name: columns[name] for name in self._columns}, screened.bad)

    def explain(self, problem: str) -> str:
        """What is wrong with a row, with the nearest names of a place that is not known."""
        return self._places.complete(problem)

    def readings(self) -> list[tuple[str, int | None]]:
        """What was read as what so far, with the number of rows; None: of all rows."""
        fixed: list[tuple[str, int | None]] = [(note, None) for note in self._fixed_notes]
        return fixed + [(text + ".", rows) for text, rows in self._reader.notes.listed()]

    def _ours(self, names: tuple[str, ...]) -> dict[str, str]:
        ours = self._read.get(names)
        if ours is None:
            if len(self._read) > 1000:  # JSON Lines may have any number of sets of names
                self._read = {}
            ours = self._read[names] = self._match(names)
        return ours

    def _match(self, names: tuple[str, ...]) -> dict[str, str]:
        for name in names:
            if name in self.options.added:
                raise BadRequest(
                    f"The table has a column {name!r} already; give a prefix for the new ones, "
                    f"such as --prefix new_."
                )
        facts = self._lawbook.facts
        ours_by_theirs: dict[str, str] = {}
        maps = self._maps.columns
        free = [name for name in names if name not in maps]
        by_header = self._headers.match(free, [*maps.values(), *self._screener.fixed])
        for theirs in names:
            ours = maps.get(theirs, by_header.get(theirs, theirs))
            known = ours in REQUEST_COLUMNS or ours in PLACE_PARTS
            if known or (ours in facts and not facts[ours].derived):
                if names.count(theirs) > 1:
                    raise BadRequest(f"The table has the column {theirs!r} twice.")
                if ours in ours_by_theirs.values():
                    other = next(t for t, name in ours_by_theirs.items() if name == ours)
                    raise BadRequest(f"The columns {other!r} and {theirs!r} cannot both be {ours}.")
                ours_by_theirs[theirs] = ours
        return ours_by_theirs
