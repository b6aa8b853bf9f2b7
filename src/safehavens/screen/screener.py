"""Screen batches of requests: each row gets its verdict, reasons in brief, or what is wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest, check_words
from safehavens.screen.blank_cells import BlankFiller
from safehavens.screen.column_names import DETAIL_COLUMNS, REQUEST_COLUMNS, SCREENED_COLUMNS
from safehavens.screen.details import Deciders, Details
from safehavens.screen.kernels import bits
from safehavens.screen.kernels.fact_columns import FactColumn, bad_value, read_column, read_value
from safehavens.screen.kernels.row_law import LawFinder
from safehavens.screen.kernels.verdicts import FEW_ROWS, Verdicts
from safehavens.screen.outputs import DetailWords, problem_column, verdict_column

_MOST_KINDS: Final = 256
"""As many sets of given facts are remembered."""


@dataclass(frozen=True, slots=True)
class Screened:
    """What screening says of a batch, a row for a row.

    `columns` are those of the added columns that were asked for. `bad` are the rows without a
    verdict, with what is wrong.
    """

    columns: dict[str, pa.Array]
    bad: dict[int, str]


class _FactSet:
    """What is kept for all batches that give the same facts."""

    def __init__(
        self,
        engine: Engine,
        finder: LawFinder,
        facts: tuple[str, ...],
        few: int,
        deciders: Deciders,
    ) -> None:
        self.verdicts = Verdicts(engine, finder, facts, few)
        self.details = Details(engine, finder, facts, deciders)
        self.words = {name: DetailWords(name) for name in DETAIL_COLUMNS}
        self.lock = threading.Lock()


class Screener:
    """Screens batches under one engine; remembers what it worked out for the next batch.

    May be used by several threads.

    Parameters
    ----------
    engine : Engine
    place, who, action : str, optional
        For tables that have no such column.
    on : datetime.date, optional
        For tables that have no date.
    presume : bool
        Whether a blank cell of a fact takes the fact's presumption, as if it were left out.
        False: it is not known.
    few : int
        Up to this many rows under the same norms are asked one by one; for tests.

    Raises
    ------
    BadRequest, UnknownPlace
        A fixed place, agency kind or action that is not known.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        place: str | None = None,
        who: str | None = None,
        action: str | None = None,
        on: date | None = None,
        presume: bool = False,
        few: int = FEW_ROWS,
    ) -> None:
        self._engine = engine
        self._finder = LawFinder(engine)
        self._deciders = Deciders(engine, self._finder)
        self._words = {"place": place, "who": who, "action": action}
        self._on = on
        self._few = few
        vocabulary = engine.lawbook.vocabulary
        if place is not None:
            engine.place_finder.find(place)
        if who is not None or action is not None:
            some_who, some_action = next(iter(vocabulary.who)), next(iter(vocabulary.actions))
            check_words(engine.lawbook, who or some_who, action or some_action)
        self._blanks = BlankFiller(engine) if presume else None
        self._fact_sets: dict[tuple[str, ...], _FactSet] = {}

    @property
    def fixed(self) -> tuple[str, ...]:
        """The request columns that have one value for all rows."""
        words = [name for name, word in self._words.items() if word is not None]
        return tuple(words if self._on is None else [*words, "date"])

    def fact_columns(self, names: Iterable[str]) -> tuple[str, ...]:
        """The columns of a table that are facts.

        Raises
        ------
        BadRequest
            A column that says who, where, what or when is missing, and is not fixed either.
        """
        names = tuple(names)
        for name in REQUEST_COLUMNS:
            if name not in names and name not in self.fixed:
                raise BadRequest(
                    f"The table has no column {name!r}, and no one value for it is given."
                )
        facts = self._engine.lawbook.facts
        return tuple(name for name in names if name in facts and not facts[name].derived)

    def screen(
        self,
        batch: pa.RecordBatch,
        columns: Sequence[str] = SCREENED_COLUMNS,
        refused: Mapping[int, str] = MappingProxyType({}),
    ) -> Screened:
        """Screen a batch.

        Parameters
        ----------
        batch : pyarrow.RecordBatch
            Columns place, who, action, date (those not fixed), and any facts by name.
        columns : sequence of str
            Those of SCREENED_COLUMNS that are to be added. The verdict alone is the fastest.
        refused : mapping
            Rows that get no verdict whatever they say, with the reason.

        Returns
        -------
        Screened

        Raises
        ------
        BadRequest
            A column is missing.
        """
        facts = self.fact_columns(batch.schema.names)
        if self._blanks is None:
            return self._screen(batch, facts, columns, refused)
        filled, groups = self._blanks.fill(batch, facts)
        if len(groups) == 1:
            return self._screen(filled, groups[0][1], columns, refused)
        return self._in_groups(filled, groups, columns, refused)

    def _in_groups(
        self,
        batch: pa.RecordBatch,
        groups: Sequence[tuple[npt.NDArray[np.intp], tuple[str, ...]]],
        columns: Sequence[str],
        refused: Mapping[int, str],
    ) -> Screened:
        """Screen rows that give different facts, each group by itself."""
        bad: dict[int, str] = {}
        parts = []
        for rows, facts in groups:
            own = {i: refused[row] for i, row in enumerate(rows.tolist()) if row in refused}
            part = self._screen(batch.take(pa.array(rows)), facts, columns, own)
            bad.update({int(rows[row]): problem for row, problem in part.bad.items()})
            parts.append(part.columns)
        back = pa.array(np.argsort(np.concatenate([rows for rows, _ in groups])))
        outputs = {}
        for name in columns:
            whole = pa.chunked_array([part[name] for part in parts]).unify_dictionaries()
            outputs[name] = whole.combine_chunks().take(back)
            if isinstance(outputs[name], pa.ChunkedArray):
                outputs[name] = outputs[name].combine_chunks()
        return Screened(outputs, bad)

    def _screen(
        self,
        batch: pa.RecordBatch,
        facts: tuple[str, ...],
        columns: Sequence[str],
        refused: Mapping[int, str],
    ) -> Screened:
        fact_set = self._find_fact_set(facts)
        law = self._finder.find(
            self._request(batch, "place"),
            self._request(batch, "who"),
            self._request(batch, "action"),
            self._dates(batch),
            batch.num_rows,
        )
        bad = {row: self._unread_date(batch, row, problem) for row, problem in law.reasons.items()}
        bad.update(refused)
        read = {
            name: read_column(
                batch.column(name), self._engine.lawbook.facts[name], self._engine.classes[name]
            )
            for name in facts
        }
        positions = self._refuse_values(batch, read, law.positions, bad)
        codes, wrong = fact_set.verdicts.codes(positions, read)
        if wrong and any(self._engine.lawbook.facts[name].type == "number" for name in facts):
            wrong = self._with_numbers(batch, facts, positions, wrong, fact_set.verdicts)
        bad.update(wrong)
        outputs: dict[str, pa.Array] = {}
        if "verdict" in columns:
            outputs["verdict"] = verdict_column(codes, [*bad])
        if not set(DETAIL_COLUMNS).isdisjoint(columns):
            if wrong:
                positions = positions.copy()
                positions[list(wrong)] = -1
            details = fact_set.details.find(positions, read)
            with fact_set.lock:
                for name in DETAIL_COLUMNS:
                    if name in columns:
                        words = fact_set.words[name]
                        outputs[name] = words.column(details, fact_set.details.briefs)
        if "problem" in columns:
            outputs["problem"] = problem_column(bad, batch.num_rows)
        return Screened({name: outputs[name] for name in columns}, bad)

    def _find_fact_set(self, facts: tuple[str, ...]) -> _FactSet:
        fact_set = self._fact_sets.get(facts)
        if fact_set is None:
            if len(self._fact_sets) >= _MOST_KINDS:
                self._fact_sets = {}
            new = _FactSet(self._engine, self._finder, facts, self._few, self._deciders)
            fact_set = self._fact_sets.setdefault(facts, new)
        return fact_set

    def _request(self, batch: pa.RecordBatch, name: str) -> pa.Array | str:
        if name in batch.schema.names:
            array = batch.column(name)
            kind = array.type
            words = kind.value_type if pa.types.is_dictionary(kind) else kind
            if not (pa.types.is_string(words) or pa.types.is_large_string(words)):
                array = array.cast(pa.string())
            return array
        word = self._words[name]
        assert word is not None
        return word

    def _dates(self, batch: pa.RecordBatch) -> pa.Array | date:
        """The rows' dates; null where there is none, or none that can be read."""
        if "date" not in batch.schema.names:
            assert self._on is not None
            return self._on
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

    def _unread_date(self, batch: pa.RecordBatch, row: int, problem: str) -> str:
        """What is wrong with a row: a date that cannot be read is not missing."""
        if problem == "The date is missing." and "date" in batch.schema.names:
            given = batch.column("date")[row].as_py()
            if given is not None and str(given).strip():
                return f"{given!r} is not a valid date; write YYYY-MM-DD, such as 2024-05-01."
        return problem

    def _refuse_values(
        self,
        batch: pa.RecordBatch,
        read: Mapping[str, FactColumn],
        positions: npt.NDArray[np.int32],
        bad: dict[int, str],
    ) -> npt.NDArray[np.int32]:
        """Note rows with values that their facts cannot have; the positions, -1 in bad rows."""
        for name, column in read.items():
            if column.bad is None:
                continue
            fact = self._engine.lawbook.facts[name]
            for row in np.flatnonzero(bits.unpack(column.bad, column.rows)).tolist():
                problem = bad_value(batch.column(name), row, fact)
                bad[row] = f"{bad[row]} {problem}" if row in bad else problem
        if bad:
            positions = positions.copy()
            positions[list(bad)] = -1
        return positions

    def _with_numbers(
        self,
        batch: pa.RecordBatch,
        facts: Sequence[str],
        positions: npt.NDArray[np.int32],
        wrong: Mapping[int, str],
        verdicts: Verdicts,
    ) -> dict[int, str]:
        """What is wrong, in terms of the numbers given, not of others of their class."""
        rows = sorted(wrong)
        given = batch.select(list(facts)).take(pa.array(rows, pa.int64())).to_pylist()
        problems: dict[str, str] = {}
        problem_of = {}
        for row, values in zip(rows, given, strict=True):
            read = {n: read_value(v, self._engine.lawbook.facts[n]) for n, v in values.items()}
            key = f"{positions[row]} {read!r}"
            if key not in problems:
                problems[key] = verdicts.contradiction(int(positions[row]), read) or wrong[row]
            problem_of[row] = problems[key]
        return problem_of


def _days(words: pa.Array) -> pa.Array:
    """Dates from YYYY-MM-DD; null for other text."""
    days: list[date | None] = []
    for word in words.to_pylist():
        try:
            text = word.strip()
            days.append(date.fromisoformat(text) if len(text) == len("2024-05-01") else None)
        except (AttributeError, ValueError):
            days.append(None)
    return pa.array(days, pa.date32())
