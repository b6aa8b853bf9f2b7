"""The Atlas of a corpus: every measure, in every place, on any day that it shows."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Final

from safehavens.corpus.model import Battery
from safehavens.corpus.near import unknown
from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest, NotFound
from safehavens.measure.atlas.standings import Measure, measure_names, survey_measure
from safehavens.wording.languages import ENGLISH

if TYPE_CHECKING:
    from safehavens.measure.spells.probe_spells import Tick

FIRST: Final = date(1985, 1, 1)
DEFAULT_MEASURE: Final = "overall"
_AHEAD: Final = 5  # years to come that are drawn
_KEPT: Final = 160


class Atlas:
    """The Atlas of one corpus: a measure is worked out when it is first asked for, and kept.

    Only the probes that the measure needs are asked: a probe takes about a second, an index of
    seventy of them some seconds. Safe in threads.

    Parameters
    ----------
    engine : Engine
    battery : Battery
        The corpus's own: its indices, indicators and probes are what it can show.
    """

    def __init__(self, engine: Engine, battery: Battery) -> None:
        self._engine = engine
        self.battery = battery
        self._lock = Lock()
        self._locks: dict[str, Lock] = {}
        self._measures: OrderedDict[str, Measure] = OrderedDict()

    def choices(self) -> tuple[list[tuple[str, str]], dict[str, list[tuple[str, str]]]]:
        """The indices and indicators, and the probes by domain; each with what it says."""
        battery = self.battery
        probes: dict[str, list[tuple[str, str]]] = {}
        for probe in battery.probes.values():
            probes.setdefault(probe.domain, []).append((probe.id, probe.says))
        numbers = [(i.id, i.says) for i in battery.indices.values()]
        return [*numbers, *((i.id, i.says) for i in battery.indicators.values())], probes

    def is_ready(self, name: str) -> bool:
        """Whether a measure is worked out."""
        return name in self._measures

    def measure(self, name: str, tick: Tick | None = None) -> Measure:
        """An index, indicator or probe.

        Parameters
        ----------
        name : str
        tick : callable, optional
            Called now and then with the part of the work that is done, if there is any to do.

        Raises
        ------
        NotFound
            No index, indicator or probe has this name.
        """
        known = measure_names(self.battery)
        if name not in known:
            raise NotFound(unknown("index or probe", name, known, other="/atlas lists them."))
        found = self._measures.get(name)
        if found is not None:
            return found
        with self._lock:
            lock = self._locks.setdefault(name, Lock())
        with lock:  # a quick one does not wait for a long one
            found = self._measures.get(name)
            if found is None:
                found = survey_measure(
                    self._engine, self.battery, name, ("counties", "states", "corpus"), FIRST,
                    str(self.last().year), tick,
                )  # fmt: skip
                with self._lock:
                    if len(self._measures) >= _KEPT:
                        self._measures.popitem(last=False)
                    self._measures[name] = found
            return found

    def last(self) -> date:
        """The last day that the Atlas shows."""
        return date(date.today().year + _AHEAD, 12, 31)

    def check(self, on: date) -> date:
        """Return the day if the Atlas shows it. Raises BadRequest for another."""
        last = self.last()
        if not FIRST <= on <= last:
            raise BadRequest(
                f"The Atlas shows the law from {ENGLISH.day(FIRST)} to {ENGLISH.day(last)}; "
                f"{ENGLISH.day(on)} is outside."
            )
        return on
