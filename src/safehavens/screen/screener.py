"""Screen batches of requests: each row gets its verdict, reasons in brief, or what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest
from safehavens.screen import bits
from safehavens.screen.columns import FactColumn, bad_value, read_column
from safehavens.screen.details import Details
from safehavens.screen.evaluate import CODES
from safehavens.screen.law import LawFinder
from safehavens.screen.verdicts import BAD, Verdicts

REQUEST: Final = ("place", "who", "action", "date")
OUTPUT: Final = ("verdict", "deciding", "waits_for", "confidence", "problem")
"""The columns that screening adds; ids in `deciding`, facts in `waits_for` are parted by blanks."""

SCHEMA: Final = pa.schema(
    [pa.field(name, pa.dictionary(pa.int32(), pa.string())) for name in OUTPUT]
)

_WORDS: Final = pa.array([*CODES])


@dataclass(frozen=True, slots=True)
class Screened:
    """What screening says of a batch, a row for a row.

    `columns` are those of OUTPUT that were asked for. `bad` are the rows without a verdict, with
    what is wrong.
    """

    columns: dict[str, pa.Array]
    bad: dict[int, str]


@dataclass(slots=True)
class _Prepared:
    """What is kept for all batches that give the same facts."""

    verdicts: Verdicts
    details: Details
    lists: dict[str, tuple[int, pa.Array]] = field(default_factory=dict)


class Screener:
    """Screens batches under one engine; remembers what it worked out for the next batch.

    Parameters
    ----------
    engine : Engine
    place, who, action : str, optional
        For tables that have no such column.
    on : datetime.date, optional
        For tables that have no date.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        place: str | None = None,
        who: str | None = None,
        action: str | None = None,
        on: date | None = None,
    ) -> None:
        self._engine = engine
        self._finder = LawFinder(engine)
        self._fixed: dict[str, object] = {
            name: value
            for name, value in (("place", place), ("who", who), ("action", action), ("date", on))
            if value is not None
        }
        self._prepared: dict[tuple[str, ...], _Prepared] = {}

    def fact_columns(self, names: Iterable[str]) -> tuple[str, ...]:
        """The columns of a table that are facts.

        Raises
        ------
        BadRequest
            A column that says who, where, what or when is missing, and is not fixed either.
        """
        names = tuple(names)
        for name in REQUEST:
            if name not in names and name not in self._fixed:
                raise BadRequest(
                    f"The table has no column {name!r}, and no one value for it is given."
                )
        facts = self._engine.lawbook.facts
        return tuple(name for name in names if name in facts and not facts[name].derived)

    def screen(self, batch: pa.RecordBatch, columns: Sequence[str] = OUTPUT) -> Screened:
        """Screen a batch.

        Parameters
        ----------
        batch : pyarrow.RecordBatch
            Columns place, who, action, date (those not fixed), and any facts by name.
        columns : sequence of str
            Those of OUTPUT that are wanted. The verdict alone is the fastest.

        Returns
        -------
        Screened

        Raises
        ------
        BadRequest
            A column is missing.
        """
        rows = batch.num_rows
        facts = self.fact_columns(batch.schema.names)
        prepared = self._prepare(facts)
        law = self._finder.find(
            self._request(batch, "place"),
            self._request(batch, "who"),
            self._request(batch, "action"),
            self._dates(batch),
        )
        bad = {row: self._unread_date(batch, row, said) for row, said in law.reasons.items()}
        positions = law.positions
        read = {
            name: read_column(
                batch.column(name), self._engine.lawbook.facts[name], self._engine.classes[name]
            )
            for name in facts
        }
        self._refuse_values(batch, read, positions, bad)
        codes, wrong = prepared.verdicts.codes(positions, read)
        bad.update(wrong)
        if bad:
            codes[list(bad)] = BAD
        found: dict[str, pa.Array] = {}
        if "verdict" in columns:
            found["verdict"] = _dictionary(codes, _WORDS, codes == BAD if bad else None)
        if {"deciding", "waits_for", "confidence"} & set(columns):
            if wrong:
                positions = positions.copy()
                positions[list(wrong)] = -1
            details = prepared.details.of(positions, read)
            for name in ("deciding", "waits_for", "confidence"):
                if name in columns:
                    found[name] = self._detail(prepared, name, details)
        if "problem" in columns:
            found["problem"] = _problems(bad, rows)
        return Screened({name: found[name] for name in columns}, bad)

    def _prepare(self, facts: tuple[str, ...]) -> _Prepared:
        if facts not in self._prepared:
            self._prepared[facts] = _Prepared(
                Verdicts(self._engine, self._finder, facts),
                Details(self._engine, self._finder, facts),
            )
        return self._prepared[facts]

    def _request(self, batch: pa.RecordBatch, name: str) -> pa.Array:
        if name in batch.schema.names:
            array = batch.column(name)
            kind = array.type
            words = kind.value_type if pa.types.is_dictionary(kind) else kind
            if not (pa.types.is_string(words) or pa.types.is_large_string(words)):
                array = array.cast(pa.string())
            return array
        fixed = pa.array([str(self._fixed[name])])
        zeros = pa.array(np.zeros(batch.num_rows, np.int32))
        return pa.DictionaryArray.from_arrays(zeros, fixed)

    def _dates(self, batch: pa.RecordBatch) -> pa.Array:
        """The rows' dates; null where there is none, or none that can be read."""
        if "date" not in batch.schema.names:
            on = self._fixed["date"]
            return pa.array(np.full(batch.num_rows, np.datetime64(str(on), "D")))
        array = batch.column("date")
        if pa.types.is_date32(array.type):
            return array
        if pa.types.is_date64(array.type) or pa.types.is_timestamp(array.type):
            return array.cast(pa.date32(), safe=False)
        if pa.types.is_null(array.type):
            return pa.nulls(len(array), pa.date32())
        if not pa.types.is_dictionary(array.type):
            array = pc.dictionary_encode(array.cast(pa.string()))
        return _days(array.dictionary.cast(pa.string())).take(array.indices)

    def _unread_date(self, batch: pa.RecordBatch, row: int, said: str) -> str:
        """What is wrong with a row: a date that is there, and is none, is not missing."""
        if said == "The date is missing." and "date" in batch.schema.names:
            given = batch.column("date")[row].as_py()
            if given is not None and str(given).strip():
                return f"{given!r} is no date; write YYYY-MM-DD, such as 2024-05-01."
        return said

    def _refuse_values(
        self,
        batch: pa.RecordBatch,
        read: Mapping[str, FactColumn],
        positions: npt.NDArray[np.int32],
        bad: dict[int, str],
    ) -> None:
        for name, column in read.items():
            if column.bad is None:
                continue
            fact = self._engine.lawbook.facts[name]
            for row in np.flatnonzero(bits.unpack(column.bad, column.rows)).tolist():
                said = bad_value(batch.column(name), row, fact)
                bad[row] = f"{bad[row]} {said}" if row in bad else said
                positions[row] = -1
        for row in bad:
            positions[row] = -1

    def _detail(self, prepared: _Prepared, name: str, details: npt.NDArray[np.int32]) -> pa.Array:
        count = len(prepared.details.found)
        known = prepared.lists.get(name)
        if known is None or known[0] < count:
            values = [getattr(item, name) for item in prepared.details.found[:count]]
            words = [" ".join(v) if isinstance(v, tuple) else v for v in values]
            known = prepared.lists[name] = (count, pa.array(words, pa.string()))
        return _dictionary(details, known[1], details == 0)


def _dictionary(
    codes: npt.NDArray[np.uint8] | npt.NDArray[np.int32],
    words: pa.Array,
    missing: npt.NDArray[np.bool_] | None,
) -> pa.Array:
    indices = pa.array(codes.astype(np.int32), mask=missing)
    return pa.DictionaryArray.from_arrays(indices, words)


def _days(words: pa.Array) -> pa.Array:
    """Dates from YYYY-MM-DD; null for what is none."""
    found: list[date | None] = []
    for word in words.to_pylist():
        try:
            found.append(date.fromisoformat(word) if len(word) == len("2024-05-01") else None)
        except (TypeError, ValueError):
            found.append(None)
    return pa.array(found, pa.date32())


def _problems(bad: Mapping[int, str], rows: int) -> pa.Array:
    said = list(dict.fromkeys(bad.values()))
    place = {text: i for i, text in enumerate(said)}
    codes = np.zeros(rows, np.int32)
    missing = np.ones(rows, np.bool_)
    for row, text in bad.items():
        codes[row] = place[text]
        missing[row] = False
    return _dictionary(codes, pa.array(said, pa.string()), missing)
