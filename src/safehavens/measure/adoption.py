"""When each place first did: the treatment column of an event study."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from safehavens.corpus.model import VERDICTS, Battery, Fact, FactValue
from safehavens.decide.engine import Engine
from safehavens.logic.expression import Expression, facts_of, truth
from safehavens.logic.parse import ConditionError, Reader
from safehavens.measure.grid import Grid, grid
from safehavens.measure.index import Measures, Values, names
from safehavens.measure.panel_places import choose_rows
from safehavens.measure.probe_spells import NOTHING, Spells, Tick, survey
from safehavens.measure.probes import BadProbe, choose_battery, only
from safehavens.measure.window import Window, number, window

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
class Adopted:
    """The first time that a condition held; all empty where it never did.

    `already`: it held on the day before the window too, so when it began is not in the window.
    `ended` is the first day after `on` on which it no longer held. `began` is what happened on
    `on`.
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


def adoption(
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
    covered = window(start, end)
    whole = choose_battery(engine.lawbook, probes)
    condition = read_condition(of, whole)
    battery = only(whole, facts_of(condition))
    rows = choose_rows(engine, places)
    day_before = Window(covered.start - timedelta(days=1), covered.end)
    found = survey(engine, battery, rows, day_before, tick)
    first = {
        extent: _first(spells, found.began, battery, condition, number(covered.start))
        for extent, spells in found.spells.items()
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
        **{index: Fact(index, "number", "") for index in names(battery)},
    }
    try:
        condition = Reader(_Names(facts), {}).read(text)
    except ConditionError as error:
        end = "" if str(error).endswith(("?", ".")) else "."
        raise BadProbe(
            f"{text!r} is no condition such as custody >= 0.5 or hold_clean = 'prohibited': "
            f"{error}{end}"
        ) from None
    if not facts_of(condition):
        raise BadProbe(f"{text!r} names no probe and no index.")
    return condition


class _Names(dict[str, Fact]):
    """Says what is missing in a panel's words."""

    def get(self, name: str, default: Any = None) -> Any:
        if name not in self:
            near = difflib.get_close_matches(name, self, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ConditionError(f"there is no probe, index or indicator {name!r}{hint}")
        return self[name]


def _first(
    spells: Spells, texts: tuple[str, ...], battery: Battery, condition: Expression, start: int
) -> Adopted:
    """The first time from `start` on; the spells begin on the day before."""
    laid = grid(spells)
    values = Measures(battery).of(laid.verdict)
    holds = [
        truth(condition, _facts(battery, laid, values, column)) is True
        for column in range(len(laid.days))
    ]
    opening = int(laid.at(np.array([start], dtype=np.int32))[0])
    if True not in holds[opening:]:
        return Adopted(None)
    at = holds.index(True, opening)
    ended = holds.index(False, at) if False in holds[at:] else None
    day = max(start, int(laid.days[at]))
    already = at == opening and holds[0]
    return Adopted(
        on=_date(day),
        already=already,
        ended=None if ended is None else _date(int(laid.days[ended])),
        began=None if already else _began(texts, spells, day),
    )


def _facts(battery: Battery, laid: Grid, values: Values, column: int) -> Mapping[str, FactValue]:
    verdicts = (VERDICTS[code] for code in laid.verdict[:, column])
    return {
        **dict(zip(battery.probes, verdicts, strict=True)),
        **dict(zip(names(battery), (float(v) for v in values[:, column]), strict=True)),
    }


def _began(texts: tuple[str, ...], spells: Spells, day: int) -> str | None:
    """What happened on a day to the norms of any probe asked."""
    codes = np.unique(spells.began[spells.start == day])
    happened = {part for code in codes if code != NOTHING for part in texts[code].split("; ")}
    return "; ".join(sorted(happened)) or None


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)
