"""One index, indicator or probe in many places over time: what a map of any day is read off."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from safehavens.corpus.model import BASES, VERDICTS, Basis, Battery, Verdict
from safehavens.corpus.near import unknown
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import Extent
from safehavens.decide.request import NotFound

if TYPE_CHECKING:
    from safehavens.measure.panel import Panel
    from safehavens.measure.panel_places import PanelRow
    from safehavens.measure.spells.probe_spells import Spells, Tick

Group = Literal["county", "state", "place", "world"]
Kind = Literal["index", "indicator", "probe"]
Value = Verdict | float

_EPOCH: Final = date(1970, 1, 1)
_US: Final = "ocd-division/country:us"


class Standing(NamedTuple):
    """What a measure says from a day on.

    `basis` is what a verdict rests on, None of a number. `searched` and `levels` are those of the
    panel's columns `searched` and `searched_levels`; of an index, over all probes that count.
    """

    value: Value
    basis: Basis | None
    searched: bool
    levels: str


class PlaceValue(NamedTuple):
    """A place's value of a measure on a day.

    Attributes
    ----------
    group : str
        `county`, `state`, `place` (a city of the United States) or `world`.
    place, name, fips
        Division id, name for people, FIPS code.
    population : int or None
        The place's own inhabitants: of a county that is part of a consolidated government, the
        county's. None where the gazetteer does not say.
    value : str or float
        A verdict, or the number of an index or indicator.
    basis : str or None
        What a verdict rests on.
    since : datetime.date or None
        The first day of the value and its basis; None where that lies before the first day shown.
    searched : bool
        Whether the law of this day was searched, by all governments that the place lies in.
    levels : str
        The levels of government whose law was.
    """

    group: Group
    place: str
    name: str
    fips: str | None
    population: int | None
    value: Value
    basis: Basis | None
    since: date | None
    searched: bool
    levels: str


@dataclass(frozen=True, slots=True)
class Steps:
    """The days on which something changes in one extent, the first day drawn included.

    `since` has, for each of them, the first day of the value and its basis; None: the first drawn.
    """

    days: tuple[date, ...]
    standings: tuple[Standing, ...]
    since: tuple[date | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """An index, indicator or probe over time. Each is equal to itself alone.

    Attributes
    ----------
    name, kind, says : str
    negative : bool
        Whether duties count against (an index of limits less duties).
    centered : bool
        Whether 0 is what national law gives everywhere.
    days : tuple of datetime.date
        Those on which an answer changes somewhere.
    corpus : str
        The version of the corpus.
    rows, steps
        The places, and what it says in each extent.
    """

    name: str
    kind: Kind
    says: str
    negative: bool
    centered: bool
    days: tuple[date, ...]
    corpus: str
    rows: tuple[tuple[Group, PanelRow], ...]
    steps: Mapping[Extent, Steps]

    def values(self, on: date) -> list[PlaceValue]:
        """Every place's value on a day, in the order of `rows`."""
        at: dict[Extent, tuple[Value, Basis | None, date | None, bool, str]] = {}
        for extent, steps in self.steps.items():
            i = max(bisect_right(steps.days, on) - 1, 0)
            value, basis, searched, levels = steps.standings[i]
            at[extent] = value, basis, steps.since[i], searched, levels
        return [
            PlaceValue(group, row.id, row.name, row.fips, row.population, *at[row.extent])
            for group, row in self.rows
        ]


def measure_names(battery: Battery) -> tuple[str, ...]:
    """The names of a battery's indices, indicators and probes."""
    return (*battery.indices, *battery.indicators, *battery.probes)


def survey_measure(
    engine: Engine,
    battery: Battery,
    name: str,
    places: Iterable[str],
    start: date | str,
    end: date | str,
    tick: Tick | None = None,
) -> Measure:
    """Ask the probes that a measure needs, and no others, of places over a window of time.

    Parameters
    ----------
    engine : Engine
    battery : Battery
    name : str
        Of an index, an indicator or a probe.
    places : iterable of str
        As a panel takes them: `counties`, `states`, `corpus`, or names; no place comes twice.
    start, end : datetime.date or str
        The first and the last month, as a panel takes them.
    tick : callable, optional
        Called now and then with the part of the work that is done.

    Raises
    ------
    NotFound
        No index, indicator or probe has this name.
    BadProbe, UnknownPlace
        A day or a place that cannot be asked about.
    """
    from safehavens.measure.panel_places import choose_rows

    places = tuple(places)
    panel = ask_measure(engine, battery, name, places, start, end, tick)
    rows: list[tuple[Group, PanelRow]] = []
    met: set[str] = set()
    for one in places:
        for row in choose_rows(engine, one):
            if row.id not in met:
                met.add(row.id)
                rows.append((_group(one, row), row))
    return read_measure(panel, name, rows)


def ask_measure(
    engine: Engine,
    battery: Battery,
    name: str,
    places: Iterable[str],
    start: date | str | None,
    end: date | str | None,
    tick: Tick | None = None,
) -> Panel:
    """The panel of the probes that a measure needs. Raises as `survey_measure` does."""
    from safehavens.measure.panel import ask_panel
    from safehavens.measure.probes import narrow_battery

    known = measure_names(battery)
    if name not in known:
        other = "`safehavens panel --list` and the Atlas list them."
        raise NotFound(unknown("index or probe", name, known, other=other))
    narrow = narrow_battery(battery, [name])
    return ask_panel(engine, places, start, end, tick=tick, localities=False, battery=narrow)


def read_measure(panel: Panel, name: str, rows: Iterable[tuple[Group, PanelRow]]) -> Measure:
    """A measure of a panel.

    Parameters
    ----------
    panel : Panel
    name : str
        An index, indicator or probe of its battery.
    rows : iterable of tuple
        The places that are shown, each with its group.
    """
    reader = _Reader(panel.battery, name)
    steps: dict[Extent, Steps] = {}
    read: dict[int, Steps] = {}  # places share spells
    for extent, spells in panel.survey.spells.items():
        if id(spells) not in read:
            read[id(spells)] = reader.read(spells, panel.survey.texts["searched_levels"])
        steps[extent] = read[id(spells)]
    changes = {since for one in read.values() for since in one.since if since is not None}
    return Measure(
        name, reader.kind, reader.says, reader.negative, reader.centered, tuple(sorted(changes)),
        panel.corpus, tuple(rows), steps,
    )  # fmt: skip


def _group(places: str, row: PanelRow) -> Group:
    if places == "counties":
        return "county"
    if places == "states":
        return "state"
    return "place" if row.id.startswith(_US + "/") else "world"


class _Reader:
    """Reads one measure off spells."""

    def __init__(self, battery: Battery, name: str) -> None:
        from safehavens.measure.index import IndexFormulas

        self._formulas = IndexFormulas(battery)
        self.negative = False
        self.centered = False
        self.kind: Kind
        if name in battery.probes:
            self.kind, self.says = "probe", battery.probes[name].says
            self._row = list(battery.probes).index(name)
            return
        self._row = [*battery.indices, *battery.indicators].index(name)
        self._counted = self._formulas.rows[self._row]
        if name in battery.indices:
            index = battery.indices[name]
            self.kind, self.says = "index", index.says
            self.negative = any(n < 0 for counts in index.counts.values() for n in counts.values())
            self.centered = index.centered
        else:
            self.kind, self.says = "indicator", battery.indicators[name].says

    def read(self, spells: Spells, levels: tuple[str, ...]) -> Steps:
        """The steps of one extent."""
        import numpy as np

        from safehavens.measure.grid import align_spells, columns_of_change

        grid = align_spells(spells)
        if self.kind == "probe":
            spell = grid.spell[self._row]
            values: Any = grid.verdict[self._row]
            bases: Any = spells.basis[spell]
            masks = np.maximum(spells.searched_levels[spell], 0)
            searched = spells.searched[spell]
        else:
            spell = grid.spell[self._counted]
            values = np.round(self._formulas.center(grid)[self._row], 3) + 0.0
            bases = np.zeros(len(values), dtype=np.int8)
            masks = np.bitwise_and.reduce(np.maximum(spells.searched_levels[spell], 0), axis=0)
            searched = spells.searched[spell].all(axis=0)
        told = [row[None, :] for row in (values, bases, searched, masks)]
        days: list[date] = []
        standings: list[Standing] = []
        since: list[date | None] = []
        for i in columns_of_change(*told).tolist():
            value = VERDICTS[values[i]] if self.kind == "probe" else float(values[i])
            basis = BASES[bases[i]] if self.kind == "probe" else None
            standing = Standing(value, basis, bool(searched[i]), levels[masks[i]])
            day = _EPOCH + timedelta(days=int(grid.days[i]))
            if not standings:
                since.append(None)
            else:
                same = standing[:2] == standings[-1][:2]
                since.append(since[-1] if same else day)
            days.append(day)
            standings.append(standing)
        return Steps(tuple(days), tuple(standings), tuple(since))
