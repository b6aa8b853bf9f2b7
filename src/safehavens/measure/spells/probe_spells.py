"""Each probe's spells of one answer, worked out once for all places under the same law."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from safehavens.corpus.agencies.agency_map import Home
from safehavens.corpus.model import BASES, Battery, Probe
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.norms.changes import Change
from safehavens.decide.norms.reach import Extent
from safehavens.decide.request import check_facts, check_words
from safehavens.measure.panel_places import PanelRow
from safehavens.measure.probes import BadProbe
from safehavens.measure.spells.alike_places import AlikePlaces
from safehavens.measure.spells.bare_places import BarePlaces, list_days
from safehavens.measure.spells.collection import pause_collection
from safehavens.measure.spells.overlay import Overlay, join_keys, split_keys
from safehavens.measure.spells.searched_days import LEVEL_TEXTS, SearchCalendar, SearchedDays
from safehavens.measure.spells.told_cells import (
    CODE,
    NO_DAY,
    NOTHING,
    Cell,
    CellWriter,
    Told,
    bound_first_day,
)
from safehavens.measure.window import Days, Window, day_number

Codes = npt.NDArray[np.int8]
Numbers = npt.NDArray[np.int32]
Tick = Callable[[float], None]

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spells:
    """The spells of every probe in one extent, by probe and day; they fill the window.

    `probe` counts the battery's probes; `start`, `end`, `start_earliest` and `start_latest` are
    days as numbers (NO_DAY: none). `verdict`, `on_books`, `binds_county` and `binds_city` count
    VERDICTS, `basis` BASES, `confidence` CONFIDENCE and `seen` SEEN; the others count the texts of
    the `Survey`. NOTHING stands where there is none.
    `national` has the answers of national law alone, over the same probes and window: verdicts, or
    POWER where a rule grants it; `local` says whether `binds_county` and `binds_city` are of this
    place.
    """

    probe: Numbers
    start: Days
    end: Days
    start_earliest: Days
    start_latest: Days
    verdict: Codes
    basis: Codes
    confidence: Codes
    seen: Codes
    searched: npt.NDArray[np.bool_]
    searched_levels: Codes
    deciding: Numbers
    began: Numbers
    uncertain_in_time: Numbers
    may_not_bind: Numbers
    on_books: Codes
    displaced_by: Numbers
    binds_county: Codes
    binds_city: Codes
    national: Overlay
    local: bool

    @property
    def granted(self) -> npt.NDArray[np.bool_]:
        """Where a rule grants what is permitted."""
        power = BASES.index("power")
        found: npt.NDArray[np.bool_] = (self.verdict == CODE["permitted"]) & (self.basis == power)
        return found


@dataclass(frozen=True, slots=True)
class Survey:
    """The spells of every extent, and the texts that they share, by column."""

    spells: dict[Extent, Spells]
    texts: dict[str, tuple[str, ...]]


def survey_probes(
    engine: Engine,
    battery: Battery,
    rows: Iterable[PanelRow],
    window: Window,
    tick: Tick | None = None,
    localities: bool = False,
) -> Survey:
    """Ask every probe of every place, over a window of time.

    Parameters
    ----------
    localities : bool
        Whether to ask, for states, what their law does to counties and cities.
    tick : callable, optional
        Called now and then with the part of the work that is done, from 0 to 1.

    Raises
    ------
    BadProbe
        A probe's facts contradict each other, or its words are not the lawbook's.
    """
    places: dict[Extent, str] = {}
    for row in rows:
        places.setdefault(row.extent, row.government)
    surveyor = _ProbeSurveyor(engine, places.values(), window)
    blocks: dict[str, list[_Block]] = {place: [] for place in places.values()}
    with pause_collection():
        for i, probe in enumerate(battery.probes.values()):
            for place, block in surveyor.spells_of(probe).items():
                blocks[place].append(block)
            if tick is not None:
                tick((i + 1) / len(battery.probes))
        joiner = _Joiner(engine, battery, window, localities)
        spells = {extent: joiner.join(place, blocks[place]) for extent, place in places.items()}
    texts = {name: tuple(texts) for name, texts in surveyor.cells.texts.items()}
    return Survey(spells, {**texts, "searched_levels": LEVEL_TEXTS})


_Block = npt.NDArray[np.int32]
"""One probe's spells: a row for each of _ROWS."""

_ROWS: Final = ("start", "start_earliest", "start_latest", "began", *Told._fields)


class _ProbeSurveyor:
    """Asks probes, once for all places whose law says the same of it, and numbers their texts."""

    def __init__(self, engine: Engine, places: Iterable[str], window: Window) -> None:
        self.engine = engine
        self.window = window
        self.cells = CellWriter(engine)
        self._alike = AlikePlaces(engine, places)

    def spells_of(self, probe: Probe) -> dict[str, _Block]:
        """The probe's spells in every place."""
        try:
            check_words(self.engine.lawbook, probe.who, probe.action)
            check_facts(self.engine.lawbook, probe.facts)
            blocks: dict[str, _Block] = {}
            cells: dict[object, Cell] = {}
            for group in self._alike.group(probe):
                blocks.update(dict.fromkeys(group, self._block(group[0], probe, cells)))
            return blocks
        except Contradiction as error:
            raise BadProbe(f"The probe {probe.id} cannot be asked: {error}") from None

    def _block(self, place: str, probe: Probe, cells: dict[object, Cell]) -> _Block:
        """The spells of one place, cut to the window."""
        engine, first = self.engine, self.window.start
        timeline = engine.timeline(place, probe.who, probe.action)
        homes = engine.agencies.homes(place, probe.who)

        def write(day: date) -> Cell:
            stretch, home = timeline.at(day), _home_on(homes, day)
            return self.cells.write(stretch, home, probe.facts, cells)

        before = write(first - _DAY) if first in timeline.days else None
        columns: list[tuple[int, ...]] = []
        for day in list_days(timeline, self.window):
            cell = write(day)
            changed = before is not None and cell.answer != before.answer
            if columns and not changed:
                continue
            began, earliest, latest = "", day, day
            if changed and before is not None:
                began = _describe_changes(timeline.changes_on(day))
                earliest_known, latest = bound_first_day(day, before, cell, bool(began))
                earliest = date.min if earliest_known is None else earliest_known
            columns.append((
                day_number(day),
                NO_DAY if earliest == date.min else day_number(earliest),
                day_number(latest),
                self.cells.number("began", began),
                *cell.answer,
            ))  # fmt: skip
            before = cell
        return np.array(columns, dtype=np.int32).T


def _home_on(homes: Sequence[tuple[date | None, Home]], day: date) -> Home:
    if len(homes) == 1:
        return homes[0][1]
    return next(home for start, home in reversed(homes) if start is None or start <= day)


def _describe_changes(changes: Iterable[Change]) -> str:
    return "; ".join(
        sorted(
            f"{change.what} {change.norm}" + (f" by {change.ruling}" if change.ruling else "")
            for change in changes
        )
    )


class _Joiner:
    """Joins the spells of probes, and cuts them where what stands beside them changes."""

    def __init__(self, engine: Engine, battery: Battery, window: Window, localities: bool) -> None:
        self._engine = engine
        self._window = window
        self._localities = localities
        self._searches = SearchCalendar(engine, battery, window)
        self._bare = BarePlaces(engine, battery, window)
        self._known: dict[tuple[int, ...], Spells] = {}

    def join(self, place: str, blocks: list[_Block]) -> Spells:
        """The spells of a place. Places for which all is the same share them."""
        searched = self._searches.of(place)
        national = self._bare.under_nation(place)
        county = city = None
        if self._localities and self._engine.gazetteer.get(place).level == "state":
            county = self._bare.under_state(place, "county")
            city = self._bare.under_state(place, "place")
        parts = (searched, national, county, city)  # which their makers keep
        key = (*map(id, blocks), *map(id, parts))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._join(blocks, searched, national, county, city)
        return known

    def _join(
        self,
        blocks: list[_Block],
        searched: SearchedDays,
        national: Overlay,
        county: Overlay | None,
        city: Overlay | None,
    ) -> Spells:
        whole = np.concatenate(blocks, axis=1)
        lengths = [block.shape[1] for block in blocks]
        rows = dict(zip(_ROWS, whole, strict=True))
        counted = np.repeat(np.arange(len(blocks), dtype=np.int32), lengths)
        uncut = join_keys(counted, rows["start"])
        laid = [searched.masks, *(one for one in (county, city) if one is not None)]
        keys = np.unique(np.concatenate([uncut, *(one.keys for one in laid)]))
        at = np.searchsorted(uncut, keys, side="right") - 1
        fresh = uncut[at] == keys
        probe, start = split_keys(keys)
        end = np.append(start[1:], np.int32(0))
        end[np.append(probe[1:] != probe[:-1], True)] = day_number(self._window.end)
        masks = searched.masks.at(keys)
        nothing = np.full(len(keys), NOTHING, dtype=np.int8)
        return Spells(
            probe=probe,
            start=start,
            end=end,
            start_earliest=np.where(fresh, rows["start_earliest"][at], start),
            start_latest=np.where(fresh, rows["start_latest"][at], start),
            verdict=rows["verdict"][at].astype(np.int8),
            basis=rows["basis"][at].astype(np.int8),
            confidence=rows["confidence"][at].astype(np.int8),
            seen=rows["seen"][at].astype(np.int8),
            searched=masks == searched.whole,
            searched_levels=np.where(masks == 0, NOTHING, masks).astype(np.int8),
            deciding=rows["deciding"][at],
            began=np.where(fresh, rows["began"][at], NOTHING),
            uncertain_in_time=rows["uncertain_in_time"][at],
            may_not_bind=rows["may_not_bind"][at],
            on_books=rows["on_books"][at].astype(np.int8),
            displaced_by=rows["displaced_by"][at],
            binds_county=nothing if county is None else county.at(keys).astype(np.int8),
            binds_city=nothing if city is None else city.at(keys).astype(np.int8),
            national=national,
            local=county is not None or city is not None,
        )
