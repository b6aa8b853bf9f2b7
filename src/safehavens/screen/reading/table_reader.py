"""A batch of somebody's table, read: columns of words that the kernels know, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from safehavens.corpus.places.place import CodeKind
from safehavens.corpus.words.word_reader import WordReader
from safehavens.decide.engine import Engine
from safehavens.screen.column_names import PLACE_PARTS, REQUEST_COLUMNS, DateRule
from safehavens.screen.kernels.gather import gather
from safehavens.screen.reading.column_reader import ColumnReader, ReadColumn
from safehavens.screen.reading.date_reader import DateReader
from safehavens.screen.reading.fact_reader import FactReader
from safehavens.screen.reading.notes import Note, Notes
from safehavens.screen.reading.place_reader import PlaceFound, PlaceReader
from safehavens.screen.reading.word_columns import action_reader, who_reader

_NO_KIND = "The name of the agency does not say its kind; give a column or a value for who."


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """A batch as read.

    Attributes
    ----------
    batch : pyarrow.RecordBatch
        Our columns, in the words of the kernels.
    bad : dict
        The rows that can have no verdict, with what is wrong.
    places : ReadColumn or None
        How the places were read; None: all rows have one.
    """

    batch: pa.RecordBatch
    bad: dict[int, str]
    places: ReadColumn | None


class TableReader:
    """Reads batches. May be used by several threads.

    Parameters
    ----------
    engine : Engine
    words : WordReader
    values : mapping
        By our name of a column: from their values, as text, to ours.
    places : PlaceReader
    dates : str
        How days are written.
    fixed_place : str, optional
        The id of the place of all rows, where the table has none.
    """

    def __init__(
        self,
        engine: Engine,
        words: WordReader,
        values: Mapping[str, Mapping[str | None, str | None]],
        places: PlaceReader,
        dates: DateRule,
        fixed_place: str | None,
    ) -> None:
        self._facts = engine.lawbook.facts
        self._words = words
        self._values = values
        self._places = places
        self._fixed_place = fixed_place
        self._dates = DateReader(dates, values.get("date"))
        self._columns: dict[str, ColumnReader] = {
            "who": who_reader(words, values.get("who")),
            "action": action_reader(words, values.get("action")),
        }
        self._fact_readers: dict[str, FactReader] = {}
        self.notes = Notes()

    def read(
        self,
        columns: Mapping[str, pa.Array],
        rows: int,
        who_is_fixed: bool,
        code: CodeKind | None = None,
    ) -> ReadBatch:
        """Read a batch.

        Parameters
        ----------
        columns : mapping of str to pyarrow.Array
            Their columns, by our names.
        rows : int
        who_is_fixed : bool
            Whether one agency kind is given for all rows.
        code : {"fips", "zip"}, optional
            What numbers in `place` are.
        """
        read: dict[str, pa.Array] = {}
        problems: list[dict[int, str]] = []
        notes: dict[Note, int] = {}
        place_names = [name for name in columns if name == "place" or name in PLACE_PARTS]
        places = None
        if place_names:
            places = self._places.columns(
                place_names, [columns[name] for name in place_names], code
            )
            read["place"] = places.words()
            problems.append(places.problems())
            notes |= places.notes()
        if "who" in columns:
            read["who"] = self._who(columns["who"], places, problems, notes)
        elif places is not None and "place.agency" in columns and not who_is_fixed:
            read["who"] = _who_of_agency(places, problems)
        for name, array in columns.items():
            if name == "action":
                actions = self._columns["action"].column(array)
                read[name] = actions.words()
                problems.append(actions.problems())
                notes |= actions.notes()
            elif name == "date":
                days, wrong, said = self._dates.column(array, *self._place_rows(places, rows))
                read[name] = days
                problems.append(wrong)
                notes |= said
            elif name in self._facts:
                values, wrong, said = self._fact_reader(name).column(array)
                read[name] = values
                problems.append(wrong)
                notes |= said
        if notes:
            self.notes.add(notes)
        ordered: dict[str, pa.Array] = {
            name: read[name] for name in REQUEST_COLUMNS if name in read
        }
        ordered |= read
        if not ordered:  # a batch without columns would have no rows
            ordered = {"": pa.nulls(rows)}
        batch = pa.RecordBatch.from_pydict(ordered)
        return ReadBatch(batch, _join(problems), places)

    def _who(
        self,
        array: pa.Array,
        places: ReadColumn | None,
        problems: list[dict[int, str]],
        notes: dict[Note, int],
    ) -> pa.Array:
        kinds = self._columns["who"].column(array)
        problems.append(kinds.problems())
        notes |= kinds.notes()
        words = kinds.words()
        if not kinds.readings.has_more:
            return words
        by_level = kinds.where(lambda reading: reading.other is not None)
        listed = words.cast(pa.string()).to_pylist()
        for row in by_level.tolist():
            if self._level(places, row) == "state":
                listed[row] = kinds.readings[kinds.rows[row]].other
        return pa.array(listed, pa.string()).dictionary_encode()

    def _level(self, places: ReadColumn | None, row: int) -> str | None:
        if places is None:
            return "state" if self._fixed_place and _is_state(self._fixed_place) else None
        other = places.readings[places.rows[row]].other
        return other.level if isinstance(other, PlaceFound) else None

    def _place_rows(self, places: ReadColumn | None, rows: int) -> tuple[list[str | None], Any]:
        if places is None:
            return [self._fixed_place], np.broadcast_to(np.int32(0), rows)
        return [reading.value for reading in places.readings], places.rows

    def _fact_reader(self, name: str) -> FactReader:
        reader = self._fact_readers.get(name)
        if reader is None:
            new = FactReader(self._facts[name], self._words, self._values.get(name))
            reader = self._fact_readers.setdefault(name, new)
        return reader


def _is_state(id: str) -> bool:
    return id.rpartition("/")[2].partition(":")[0] in ("state", "district", "territory")


def _who_of_agency(places: ReadColumn, problems: list[dict[int, str]]) -> pa.Array:
    """The agency kinds that the names of agencies say."""
    kinds = [r.other.who if isinstance(r.other, PlaceFound) else None for r in places.readings]
    without = places.where(lambda r: isinstance(r.other, PlaceFound) and r.other.who is None)
    problems.append(dict.fromkeys(without.tolist(), _NO_KIND))
    return pa.DictionaryArray.from_arrays(pa.array(places.rows), pa.array(kinds, pa.string()))


def _join(problems: list[dict[int, str]]) -> dict[int, str]:
    """All that is wrong with each row."""
    bad: dict[int, str] = {}
    for wrong in problems:
        for row, problem in wrong.items():
            bad[row] = f"{bad[row]} {problem}" if row in bad else problem
    return bad


def place_column(places: ReadColumn | None, rows: int, fixed: str | None) -> pa.Array:
    """What place was read in each row: its id, and its name in parentheses."""
    if places is None:
        words = pa.array([fixed], pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), words)
    distinct: dict[str, int] = {}
    numbers = np.zeros(len(places.readings), np.int32)
    missing = np.zeros(len(places.readings), np.uint8)
    for i, reading in enumerate(places.readings):
        if isinstance(reading.other, PlaceFound) and reading.value is not None:
            text = show_place(reading.value, reading.other.name)
            numbers[i] = distinct.setdefault(text, len(distinct))
        else:
            missing[i] = 1
    found = gather(pa.array(numbers), places.rows)
    mask = gather(pa.array(missing), places.rows) != 0 if missing.any() else None
    return pa.DictionaryArray.from_arrays(
        pa.array(found, pa.int32(), mask=mask), pa.array([*distinct], pa.string())
    )


def show_place(id: str, name: str) -> str:
    """A place as the column `place_read` has it."""
    return f"{id} ({name})"
