"""When each place first did: the treatment column of an event study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from safehavens.corpus.model import VERDICTS, Battery, Fact, FactValue
from safehavens.corpus.near import unknown
from safehavens.decide.engine import Engine
from safehavens.logic.expression import Expression, facts_of, truth
from safehavens.logic.parse import ConditionError, Reader
from safehavens.measure.grid import Grid, align_spells
from safehavens.measure.index import IndexFormulas, Values, index_names
from safehavens.measure.panel_places import choose_rows
from safehavens.measure.probes import BadProbe, choose_battery, narrow_battery
from safehavens.measure.spells.probe_spells import NOTHING, Spells, Tick, survey_probes
from safehavens.measure.window import Window, answered_days, day_number, read_window

SCHEMA: Final = pa.schema(
    [
        ("place", pa.string()),
        ("fips", pa.string()),
        ("name", pa.string()),
        ("government", pa.string()),
        ("adopted", pa.date32()),
        ("already", pa.bool_()),
        ("ended", pa.date32()),
        ("began", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class FirstTime:
    """The first time that a condition was met; all empty where it never was.

    `already` says that it was met on the day before the window too, so that the true first day is
    earlier (of a day that is not answered nothing is said).
    `ended` is the first day after `on` on which it was no longer met. `began` is what
    happened on `on`.
    """

    on: date | None
    already: bool = False
    ended: date | None = None
    began: str | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """A table of adoption, and what it was made from."""

    condition: str
    corpus: str
    battery: Battery
    window: Window
    table: Any


def find_adoption(
    engine: Engine,
    of: str,
    places: str | Iterable[str] = "counties",
    start: date | str | None = None,
    end: date | str | None = None,
    probes: Path | None = None,
    tick: Tick | None = None,
) -> Adoption:
    """When each place first fulfilled a condition: one row a place.

    Parameters are those of `safehavens.api.Corpus.adoption`.

    Raises
    ------
    BadProbe
        The condition cannot be read, or names no probe or index; and as `panel` does.
    """
    whole = choose_battery(engine.lawbook, probes)
    condition = read_condition(of, whole)
    battery = narrow_battery(whole, facts_of(condition))
    answered = answered_days(engine.lawbook, battery)
    covered = read_window(start, end, answered)
    rows = choose_rows(engine, places)
    day_before = Window(covered.start - timedelta(days=1), covered.end)
    if answered.refuse(day_before.start) is not None:
        day_before = covered
    survey = survey_probes(engine, battery, rows, day_before, tick)
    first = {
        extent: _find_first(spells, survey.began, battery, condition, day_number(covered.start))
        for extent, spells in survey.spells.items()
    }
    lines = [
        {
            "place": row.id,
            "fips": row.fips,
            "name": row.name,
            "government": row.government,
            "adopted": first[row.extent].on,
            "already": first[row.extent].already,
            "ended": first[row.extent].ended,
            "began": first[row.extent].began,
        }
        for row in rows
    ]
    table = pa.Table.from_pylist(lines, schema=SCHEMA)
    return Adoption(of, engine.lawbook.version, battery, covered, table)


def read_condition(text: str, battery: Battery) -> Expression:
    """Read a condition over probes (words) and indices and indicators (numbers).

    Raises
    ------
    BadProbe
        One sentence, with an example.
    """
    facts = {
        **{probe: Fact(probe, "enum", "", VERDICTS) for probe in battery.probes},
        **{index: Fact(index, "number", "") for index in index_names(battery)},
    }
    try:
        condition = Reader(_Names(facts), {}).read(text)
    except ConditionError as error:
        end = "" if str(error).endswith(("?", ".")) else "."
        raise BadProbe(
            f"{text!r} is not a condition such as custody >= 0.5 or hold_clean = 'prohibited': "
            f"{error}{end}"
        ) from None
    if not facts_of(condition):
        raise BadProbe(f"{text!r} names no probe or index.")
    return condition


class _Names(dict[str, Fact]):
    """The probes and indices that a condition may name; of any other name it says what is near."""

    def get(self, name: str, default: Any = None) -> Any:
        if name not in self:
            other = "`safehavens panel --list` lists them."
            raise ConditionError(unknown("probe or index", name, self, other=other).rstrip("."))
        return self[name]


def _find_first(
    spells: Spells, texts: tuple[str, ...], battery: Battery, condition: Expression, start: int
) -> FirstTime:
    """The first time from `start` on; the spells begin on the day before."""
    grid = align_spells(spells)
    values = IndexFormulas(battery).evaluate(grid.verdict, grid.granted)
    holds = [
        truth(condition, _facts(battery, grid, values, column)) is True
        for column in range(len(grid.days))
    ]
    opening = int(grid.at(np.array([start], dtype=np.int32))[0])
    if True not in holds[opening:]:
        return FirstTime(None)
    at = holds.index(True, opening)
    ended = holds.index(False, at) if False in holds[at:] else None
    day = max(start, int(grid.days[at]))
    already = at == opening and holds[0]
    return FirstTime(
        on=_date(day),
        already=already,
        ended=None if ended is None else _date(int(grid.days[ended])),
        began=None if already else _what_began(texts, spells, day),
    )


def _facts(battery: Battery, grid: Grid, values: Values, column: int) -> Mapping[str, FactValue]:
    verdicts = (VERDICTS[code] for code in grid.verdict[:, column])
    return {
        **dict(zip(battery.probes, verdicts, strict=True)),
        **dict(zip(index_names(battery), (float(v) for v in values[:, column]), strict=True)),
    }


def _what_began(texts: tuple[str, ...], spells: Spells, day: int) -> str | None:
    """What happened on a day to the norms of any probe asked."""
    codes = np.unique(spells.began[spells.start == day])
    happened = {part for code in codes if code != NOTHING for part in texts[code].split("; ")}
    return "; ".join(sorted(happened)) or None


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)
