"""What every index and probe says of every place over time, worked out once for a corpus."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal

from safehavens.corpus.model import VERDICTS, Battery, Verdict
from safehavens.corpus.near import unknown
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import Extent
from safehavens.decide.request import BadRequest, NotFound

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from safehavens.measure.panel_places import PanelRow

Group = Literal["county", "state", "place", "world"]
Kind = Literal["index", "indicator", "probe"]
Value = str | float

FIRST: Final = date(1985, 1, 1)
_AHEAD: Final = 5  # years to come that are drawn
_EPOCH: Final = date(1970, 1, 1)
_US: Final = "ocd-division/country:us"


@dataclass(frozen=True, slots=True)
class PlaceValue:
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
    since : datetime.date or None
        The first day of the value; None where that lies before the first day shown.
    """

    group: Group
    place: str
    name: str
    fips: str | None
    population: int | None
    value: Value
    since: date | None


@dataclass(frozen=True, slots=True)
class _Steps:
    """The days on which a value changes, the first day drawn included, and what it is from then."""

    days: tuple[date, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """An index, indicator or probe over time. `days` are those on which it changes somewhere."""

    name: str
    kind: Kind
    says: str
    negative: bool
    days: tuple[date, ...]
    steps: Mapping[Extent, _Steps]


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """All places, and for each extent the days of change, verdicts by probe, values by index."""

    rows: tuple[tuple[Group, PanelRow], ...]
    last: date
    extents: Mapping[Extent, tuple[list[date], npt.NDArray[np.int8], npt.NDArray[np.float64]]]


class Atlas:
    """The Atlas of one corpus. Its first value takes some seconds to work out; safe in threads.

    Parameters
    ----------
    engine : Engine
    battery : Battery
        The corpus's own: its indices, indicators and probes are what it can show.
    """

    def __init__(self, engine: Engine, battery: Battery) -> None:
        self._engine = engine
        self._battery = battery
        self._lock = Lock()
        self._surveyed: _Surveyed | None = None
        self._measure = lru_cache(maxsize=256)(self._work_out)

    def choices(self) -> tuple[list[tuple[str, str]], dict[str, list[tuple[str, str]]]]:
        """The indices and indicators, and the probes by domain; each with what it says."""
        battery = self._battery
        probes: dict[str, list[tuple[str, str]]] = {}
        for probe in battery.probes.values():
            probes.setdefault(probe.domain, []).append((probe.id, probe.says))
        numbers = [(i.id, i.says) for i in battery.indices.values()]
        return [*numbers, *((i.id, i.says) for i in battery.indicators.values())], probes

    def measure(self, name: str) -> Measure:
        """An index, indicator or probe.

        Raises
        ------
        NotFound
            No index, indicator or probe has this name.
        """
        battery = self._battery
        known = (*battery.indices, *battery.indicators, *battery.probes)
        if name not in known:
            raise NotFound(unknown("index or probe", name, known, other="/atlas lists them."))
        with self._lock:
            return self._measure(name)

    def last(self) -> date:
        """The last day that the Atlas shows."""
        with self._lock:
            return self._survey().last

    def check(self, on: date) -> date:
        """Return the day if the Atlas shows it. Raises BadRequest for another."""
        last = self.last()
        if not FIRST <= on <= last:
            raise BadRequest(f"The Atlas shows the law from {FIRST} to {last}; {on} is outside.")
        return on

    def values(self, measure: Measure, on: date) -> list[PlaceValue]:
        """Every place's value on a day: counties, states, places in them, the rest of the world."""
        with self._lock:
            rows = self._survey().rows
        at = {}
        for extent, steps in measure.steps.items():
            i = bisect_right(steps.days, on) - 1
            at[extent] = (steps.values[i], steps.days[i] if i else None)
        return [
            PlaceValue(group, row.id, row.name, row.fips, row.population, *at[row.extent])
            for group, row in rows
        ]

    # ---- worked out once --------------------------------------------------------------------

    def _survey(self) -> _Surveyed:
        if self._surveyed is None:
            self._surveyed = _survey_everywhere(self._engine)
        return self._surveyed

    def _work_out(self, name: str) -> Measure:
        battery = self._battery
        numbers = [*battery.indices, *battery.indicators]
        probe = battery.probes.get(name)
        kind: Kind
        negative = False
        if probe is not None:
            kind, says, row = "probe", probe.says, list(battery.probes).index(name)
        else:
            row = numbers.index(name)
            if name in battery.indices:
                index = battery.indices[name]
                kind, says = "index", index.says
                negative = any(n < 0 for counts in index.counts.values() for n in counts.values())
            else:
                kind, says = "indicator", battery.indicators[name].says
        steps = {}
        for extent, (days, verdicts, numbers_by_row) in self._survey().extents.items():
            values: list[Value] = (
                [VERDICTS[code] for code in verdicts[row].tolist()]
                if probe is not None
                else [round(number, 3) + 0.0 for number in numbers_by_row[row].tolist()]
            )
            kept = [i for i in range(len(days)) if i == 0 or values[i] != values[i - 1]]
            steps[extent] = _Steps(tuple(days[i] for i in kept), tuple(values[i] for i in kept))
        changes = {day for one in steps.values() for day in one.days[1:]}
        return Measure(name, kind, says, negative, tuple(sorted(changes)), steps)


def _survey_everywhere(engine: Engine) -> _Surveyed:
    from safehavens.measure.grid import align_spells
    from safehavens.measure.index import IndexFormulas
    from safehavens.measure.panel import ask_panel
    from safehavens.measure.panel_places import choose_rows

    panel = ask_panel(
        engine,
        ("counties", "states", "corpus"),
        FIRST,
        str(date.today().year + _AHEAD),
        localities=False,
    )
    rows: list[tuple[Group, PanelRow]] = []
    known: set[str] = set()
    for places in ("counties", "states", "corpus"):
        for row in choose_rows(engine, places):
            if places == "corpus" and row.id in known:
                continue
            known.add(row.id)
            rows.append((_group(places, row.id), row))
    formulas = IndexFormulas(panel.battery)
    extents = {}
    for extent, spells in panel.survey.spells.items():
        grid = align_spells(spells)
        days = [_EPOCH + timedelta(days=day) for day in grid.days.tolist()]
        extents[extent] = (days, grid.verdict, formulas.center(grid))
    return _Surveyed(tuple(rows), panel.window.end - timedelta(days=1), extents)


def _group(places: str, id: str) -> Group:
    if places == "counties":
        return "county"
    if places == "states":
        return "state"
    return "place" if id.startswith(_US + "/") else "world"


# ---- buckets ------------------------------------------------------------------------------------


_BELOW: Final = ("below-1", "below-2")
_STEPS: Final = {"above-5": 0.8, "above-4": 0.6, "above-3": 0.4, "above-2": 0.2, "above-1": 0.0}
"""Above which number each bucket begins."""
_ORDER: Final[tuple[Verdict, ...]] = (
    "prohibited", "conflict", "depends", "permitted", "required",
)  # fmt: skip


def buckets(measure: Measure) -> tuple[str, ...]:
    """The buckets of a measure, in the order of its legend."""
    if measure.kind == "probe":
        return _ORDER
    if measure.kind == "indicator":
        return ("yes", "no")
    return (*_STEPS, "zero", *(_BELOW if measure.negative else ()))


def bucket_of(measure: Measure, value: Value) -> str:
    """The bucket in which a value lies."""
    if isinstance(value, str):
        return value
    if measure.kind == "indicator":
        return "yes" if value else "no"
    if value == 0:
        return "zero"
    if value < 0:
        return "below-2" if value <= -0.5 else "below-1"
    return next(key for key, low in _STEPS.items() if value > low)


@dataclass(frozen=True, slots=True)
class Share:
    """How many counties lie in a bucket, and which share of their people."""

    bucket: str
    counties: int
    people: int
    share: float


def shares(measure: Measure, counties: Iterable[PlaceValue]) -> list[Share]:
    """The counties by bucket, every bucket of the legend included.

    Each county counts its own people, so those of New York City count once over its five counties.
    """
    number = dict.fromkeys(buckets(measure), 0)
    people = dict(number)
    for county in counties:
        key = bucket_of(measure, county.value)
        number[key] += 1
        people[key] += county.population or 0
    total = sum(people.values()) or 1
    return [Share(key, number[key], people[key], people[key] / total) for key in number]
