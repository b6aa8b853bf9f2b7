"""Somebody's table, read as requests and screened batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pyarrow as pa

from safehavens.corpus.model import Lawbook
from safehavens.corpus.near import nearest
from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest
from safehavens.screen.column_map import TableMap, map_values
from safehavens.screen.column_names import (
    ADDED_COLUMNS,
    BLANK_MEANINGS,
    REQUEST_COLUMNS,
    BlankMeaning,
)
from safehavens.screen.outputs import check_columns
from safehavens.screen.screener import Screened, Screener

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
        The columns to add, of verdict, deciding, waits_for, confidence and problem.
    prefix : str
        Put before their names.
    maps : TableMap
    blank : str
        What a blank cell of a fact says: `unknown`, or `presumed`: nothing, as if the fact were
        left out.
    """

    place: str | None = None
    who: str | None = None
    action: str | None = None
    on: date | None = None
    columns: tuple[str, ...] = ADDED_COLUMNS
    prefix: str = ""
    maps: TableMap = field(default_factory=TableMap)
    blank: BlankMeaning = "unknown"

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
        self._screener = Screener(
            engine, place=options.place, who=options.who, action=options.action, on=options.on,
            presume=options.blank == "presumed",
        )  # fmt: skip
        self._read: dict[tuple[str, ...], dict[str, str]] = {}

    def check(self, schema: pa.Schema) -> list[str]:
        """Check a table's columns before its first row is read.

        Returns
        -------
        list of str
            Warnings: columns that are passed through although they look like facts.

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
        missing = [name for name in REQUEST_COLUMNS if name not in here and name not in fixed]
        if missing:
            flags = {"date": "on"}
            ways = ", ".join(f"--{flags.get(name, name)}" for name in missing)
            raise BadRequest(
                f"The table has no column {' or '.join(repr(n) for n in missing)} (its columns: "
                f"{listed}); map one (--map THEIRS={missing[0]}), or give one value for all "
                f"rows ({ways})."
            )
        for name in fixed:
            if name in here:
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
        return _warn_of_passed([name for name in names if name not in ours], here, self)

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
        return tuple(name for name in REQUEST_COLUMNS if name not in self._screener.fixed)

    def theirs(self, name: str) -> str:
        """Their name of one of our columns."""
        return next((t for t, ours in self._maps.columns.items() if ours == name), name)

    @property
    def lawbook(self) -> Lawbook:
        """The law that is asked."""
        return self._lawbook

    def screen(self, batch: pa.RecordBatch) -> Screened:
        """Screen a batch of their table; the columns have the names under which they are added."""
        read = self._ours(tuple(batch.schema.names))
        arrays, names = [], []
        for theirs, name in read.items():
            array = batch.column(theirs)
            values = self._maps.values.get(name)
            arrays.append(array if values is None else map_values(array, values))
            names.append(name)
        # A batch without columns would have no rows.
        taken = pa.RecordBatch.from_arrays(arrays, names) if arrays else batch.select([])
        screened = self._screener.screen(taken, self._columns)
        prefix = self.options.prefix
        return Screened({prefix + n: a for n, a in screened.columns.items()}, screened.bad)

    def _ours(self, names: tuple[str, ...]) -> dict[str, str]:
        ours = self._read.get(names)
        if ours is None:
            if len(self._read) > 1000:  # JSON Lines may have any number of sets of names
                self._read = {}
            ours = self._read[names] = self._match(names)
        return ours

    def _match(self, names: tuple[str, ...]) -> dict[str, str]:
        for name in names:
            if names.count(name) > 1:
                raise BadRequest(f"The table has the column {name!r} twice.")
            if name in self.options.added:
                raise BadRequest(
                    f"The table has a column {name!r} already; give a prefix for the new ones, "
                    f"such as --prefix new_."
                )
        facts = self._lawbook.facts
        ours_by_theirs: dict[str, str] = {}
        for theirs in names:
            ours = self._maps.columns.get(theirs, theirs)
            if ours in REQUEST_COLUMNS or (ours in facts and not facts[ours].derived):
                if ours in ours_by_theirs.values():
                    other = next(t for t, name in ours_by_theirs.items() if name == ours)
                    raise BadRequest(f"The columns {other!r} and {theirs!r} cannot both be {ours}.")
                ours_by_theirs[theirs] = ours
        return ours_by_theirs


def _warn_of_passed(passed: Sequence[str], here: set[str], requests: Requests) -> list[str]:
    facts = requests.lawbook.facts
    known = [*REQUEST_COLUMNS, *(name for name in facts if not facts[name].derived)]
    warnings = []
    for name in passed:
        if requests.options.maps.columns.get(name) == "":
            continue  # left alone on purpose
        if name in facts:  # derived: all others are read
            warnings.append(f"The column {name} is passed through; the place determines it.")
            continue
        plain = name.strip().casefold().replace(" ", "_").replace("-", "_")
        near = nearest(plain, known, 1, 0.84)
        if near:
            kind = "the column" if near[0] in REQUEST_COLUMNS else "the fact"
            other = ", which the table has too" if near[0] in here else ""
            warnings.append(
                f"The column {name!r} is passed through unread; did you mean {kind} {near[0]}"
                f"{other}? (--map '{name}={near[0]}', or --map '{name}=' to leave it alone)"
            )
    return warnings
