"""Outcomes keyed by place and period: one value a place and period, or a sentence why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from safehavens.corpus.places import Gazetteer, Place, PlaceScope, UnknownPlace
from safehavens.corpus.places.finder import PlaceFinder
from safehavens.evaluate.nouns import BadEvaluation, Frequency
from safehavens.evaluate.outcomes.outcome_expression import OutcomeExpression
from safehavens.evaluate.outcomes.periods import (
    find_frequency,
    name_period,
    number_of,
    read_period,
)
from safehavens.evaluate.outcomes.raw_table import RawTable

Floats = NDArray[np.float64]

PLACE_COLUMNS: Final = (
    "place", "fips", "geoid", "county_fips", "state_fips", "state", "state_abbr", "county", "name",
)  # fmt: skip
TIME_COLUMNS: Final = ("year", "quarter", "month", "period", "date", "time")
_MISSING: Final = frozenset({"", "na", "n/a", "nan", "null", "none", ".", "-"})
_SHOWN: Final = 3
_SCOPE: Final = PlaceScope(code="fips")


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """Outcomes by place and period.

    Attributes
    ----------
    name, digest : str
        The file it came from, and the SHA-256 of its bytes.
    says : str
        The expression of the outcome.
    frequency : str
    places : tuple of Place
    periods : tuple of int
        Consecutive, from the first to the last that has a row.
    values : array of shape (places, periods)
        NaN where there is no value.
    extras : dict of str to array of shape (places, periods)
        Covariates, weights and exposure, by column.
    notes : tuple of str
        What was read as what, and what was left out.
    """

    name: str
    digest: str
    says: str
    frequency: Frequency
    places: tuple[Place, ...]
    periods: tuple[int, ...]
    values: Floats
    extras: Mapping[str, Floats]
    notes: tuple[str, ...]


def key_outcomes(
    raw: RawTable,
    expression: OutcomeExpression,
    gazetteer: Gazetteer,
    place_column: str | None = None,
    time_column: str | None = None,
    extras: Sequence[str] = (),
    leave_unknown: bool = False,
) -> OutcomeTable:
    """Read a table's places, periods and values.

    Parameters
    ----------
    raw : RawTable
    expression : OutcomeExpression
    gazetteer : Gazetteer
    place_column, time_column : str, optional
        The columns of places (FIPS codes, state codes, ids or names) and of time. Where they are
        left out, the first of `PLACE_COLUMNS` and of `TIME_COLUMNS` that the table has.
    extras : sequence of str
        Further columns of numbers to keep.
    leave_unknown : bool
        Leave out rows whose place is not known, and say so: publishers have codes of their own,
        and codes of counties that are gone.

    Raises
    ------
    BadEvaluation
        A column is missing, a place or period cannot be read, a number is none, or a place has two
        rows for one period.
    """
    place_column = _choose(raw, place_column, PLACE_COLUMNS, "places")
    time_column = _choose(raw, time_column, TIME_COLUMNS, "time")
    wanted = [*expression.columns, *extras]
    for column in wanted:
        _choose(raw, column, (), "numbers")
    if not raw.table.num_rows:
        raise BadEvaluation(f"{raw.name} has no rows.")
    places, place_of, notes = _read_places(raw, place_column, gazetteer, leave_unknown)
    if (place_of < 0).any():
        raw, place_of = _keep_rows(raw, place_of >= 0), place_of[place_of >= 0]
    frequency, period_of = _read_periods(raw, time_column)
    first, last = int(period_of.min()), int(period_of.max())
    periods = tuple(range(first, last + 1))
    column_of = period_of - first
    cells = place_of * len(periods) + column_of
    _refuse_twice(raw, cells, places, periods, frequency)
    numbers = {column: _read_numbers(raw, column) for column in dict.fromkeys(wanted)}
    shape = (len(places), len(periods))
    placed = {}
    for name, values in (
        ("", _compute(raw, expression, numbers)),
        *((extra, numbers[extra]) for extra in extras),
    ):
        grid = np.full(shape, np.nan)
        grid[place_of, column_of] = values
        placed[name] = grid
    outcome = placed.pop("")
    if not np.isfinite(outcome).any():
        raise BadEvaluation(f"{raw.name}: {expression.text} has no finite value in any row.")
    return OutcomeTable(
        raw.name,
        raw.digest,
        expression.says,
        frequency,
        places,
        periods,
        outcome,
        placed,
        tuple(notes),
    )


def _compute(raw: RawTable, expression: OutcomeExpression, numbers: Mapping[str, Floats]) -> Floats:
    values = expression.compute(numbers)
    if not expression.logged:
        return values
    low = np.flatnonzero(values <= 0)
    if len(low):
        row = int(low[0])
        raise BadEvaluation(
            f"{raw.name}, row {raw.numbers[row]}: {expression.text} is {values[row]:.3g}, which "
            f"has no logarithm{f', as in {len(low) - 1} more rows' if len(low) > 1 else ''}; write "
            "log1p(…) or add a number instead of asking for logs."
        )
    return np.log(values)


def _choose(raw: RawTable, given: str | None, known: Sequence[str], of: str) -> str:
    columns = raw.columns
    by_lower = {column.lower(): column for column in columns}
    if given is not None:
        found = by_lower.get(given.lower())
        if found is None:
            raise BadEvaluation(
                f"{raw.name} has no column {given!r}; it has {', '.join(columns[:30])}."
            )
        return found
    found = next((by_lower[name] for name in known if name in by_lower), None)
    if found is None:
        raise BadEvaluation(
            f"{raw.name} has no column of {of} that is known by name ({', '.join(known)}); name "
            f"it. It has {', '.join(columns[:30])}."
        )
    return found


def _read_places(
    raw: RawTable, column: str, gazetteer: Gazetteer, leave_unknown: bool
) -> tuple[tuple[Place, ...], NDArray[np.int64], list[str]]:
    """The places, each row's place by its number, and notes.

    A county's code is that county, though its government may be a city's: each of New York City's
    five has rows of its own.
    """
    cells = raw.cells(column)
    finder = PlaceFinder(gazetteer)
    coded = {one.fips: one for one in (*gazetteer.states(), *gazetteer.counties()) if one.fips}
    known: list[int] = []
    places: list[Place] = []
    number: dict[str, int] = {}
    wrong: list[str] = []
    gone: list[str] = []
    padded = 0
    for row, cell in zip(cells.first, cells.texts, strict=True):
        text = cell.strip()
        if text.isdecimal() and len(text) in (1, 4):
            text, padded = "0" + text, padded + 1
        try:
            place = coded.get(text) or finder.read(text, _SCOPE).place
        except UnknownPlace as error:
            wrong.append(f"row {raw.numbers[row]}: {error}")
            gone.append(text)
            known.append(-1)
            continue
        if place.id not in number:
            number[place.id] = len(places)
            places.append(place)
        known.append(number[place.id])
    if wrong and not (leave_unknown and places):
        more = f" … and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise BadEvaluation(f"{raw.name}, column {column}, {'; '.join(wrong[:_SHOWN])}{more}")
    notes = [*raw.notes, f"Places were read from the column {column}."]
    if gone:
        more = f" and {len(gone) - _SHOWN} more" if len(gone) > _SHOWN else ""
        notes.append(
            f"Rows of {len(gone)} codes that stand for no place of today were left out: "
            f"{', '.join(gone[:_SHOWN])}{more}."
        )
    if padded:
        notes.append(f"{padded} FIPS codes had lost their leading zero; it was put back.")
    return tuple(places), np.array(known, dtype=np.int64)[cells.at], notes


def _keep_rows(raw: RawTable, kept: NDArray[np.bool_]) -> RawTable:
    numbers = [number for number, keep in zip(raw.numbers, kept.tolist(), strict=True) if keep]
    return replace(raw, table=raw.table.filter(pa.array(kept)), numbers=numbers)


def _read_periods(raw: RawTable, column: str) -> tuple[Frequency, NDArray[np.int64]]:
    cells = raw.cells(column)
    read: list[tuple[Frequency | None, Any]] = []
    for row, cell in zip(cells.first, cells.texts, strict=True):
        try:
            read.append(read_period(cell))
        except ValueError:
            raise BadEvaluation(
                f"{raw.name}, row {raw.numbers[row]}: {cell!r} in {column} is not a valid "
                "period; write a year (2014), a quarter (2014Q1), a month (2014-03) or its first "
                "day."
            ) from None
    told = {frequency for frequency, _ in read if frequency is not None}
    if len(told) > 1:
        kinds = " and ".join(f"{one}s" for one in sorted(told))
        raise BadEvaluation(
            f"{raw.name}: the column {column} mixes {kinds}; an outcome has one kind of period."
        )
    days = [day for _, day in read]
    frequency = told.pop() if told else find_frequency(days)
    numbers = np.array([number_of(day, frequency) for day in days], dtype=np.int64)
    return frequency, numbers[cells.at]


def _refuse_twice(
    raw: RawTable,
    cells: NDArray[np.int64],
    places: Sequence[Place],
    periods: Sequence[int],
    frequency: Frequency,
) -> None:
    order = np.argsort(cells, kind="stable")
    again = np.flatnonzero(np.diff(cells[order]) == 0)
    if not len(again):
        return
    pairs = [(int(order[n]), int(order[n + 1])) for n in again[:_SHOWN]]
    shown = "; ".join(
        f"rows {raw.numbers[a]} and {raw.numbers[b]} ("
        f"{places[int(cells[a]) // len(periods)].name}, "
        f"{name_period(periods[int(cells[a]) % len(periods)], frequency)})"
        for a, b in sorted(pairs)
    )
    raise BadEvaluation(
        f"{raw.name} has two rows for one place and period: {shown}"
        f"{' and others' if len(again) > _SHOWN else ''}; there may be one."
    )


def _read_numbers(raw: RawTable, column: str) -> Floats:
    name = _choose(raw, column, (), "numbers")
    told = raw.numeric(name)
    if told is not None:
        return told
    cells = raw.cells(name)
    values = np.full(len(cells.texts), np.nan)
    for k, (row, cell) in enumerate(zip(cells.first, cells.texts, strict=True)):
        text = cell.strip()
        if text.lower() in _MISSING:
            continue
        try:
            values[k] = float(text.replace(",", "") if _grouped(text) else text)
        except ValueError:
            raise BadEvaluation(
                f"{raw.name}, row {raw.numbers[row]}: {cell!r} in {column} is not a number."
            ) from None
    return values[cells.at]


def _grouped(text: str) -> bool:
    """Whether commas stand before groups of three digits, as in 1,234,567."""
    head, *groups = text.split(".")[0].lstrip("-").split(",")
    return bool(groups) and 1 <= len(head) <= 3 and all(len(group) == 3 for group in groups)
