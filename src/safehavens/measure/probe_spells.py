"""Each probe's spells of one verdict, worked out once for all places under the same law."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from safehavens.corpus.model import VERDICTS, Battery, Probe
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.history import VerdictSpell, trace_history
from safehavens.decide.norms.changes import Change
from safehavens.decide.norms.joined_timeline import AnyTimeline
from safehavens.decide.norms.reach import Extent, NormIndex, effect_reaches, reaches
from safehavens.decide.request import Request, check_facts, check_words
from safehavens.measure.panel_places import PanelRow
from safehavens.measure.probes import BadProbe
from safehavens.measure.window import Days, Window, day_number

Codes = npt.NDArray[np.int8]
Numbers = npt.NDArray[np.int32]
Tick = Callable[[float], None]

CODE: Final = {verdict: code for code, verdict in enumerate(VERDICTS)}
NOTHING: Final = -1
"""The number of a text that is not there."""


@dataclass(frozen=True, slots=True)
class Spells:
    """The spells of every probe in one extent, by probe and day; they fill the window.

    `probe` counts the battery's probes; `start` and `end` are days as numbers; `verdict` counts
    VERDICTS; `deciding` and `began` count the texts of the `Survey`.
    """

    probe: Numbers
    start: Days
    end: Days
    verdict: Codes
    deciding: Numbers
    began: Numbers


@dataclass(frozen=True, slots=True)
class Survey:
    """The spells of every extent, and the texts that they share."""

    spells: dict[Extent, Spells]
    deciding: tuple[str, ...]
    began: tuple[str, ...]


def survey_probes(
    engine: Engine,
    battery: Battery,
    rows: Iterable[PanelRow],
    window: Window,
    tick: Tick | None = None,
) -> Survey:
    """Ask every probe of every place, over all time.

    Parameters
    ----------
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
    surveyor = _ProbeSurveyor(engine, places, window)
    parts: dict[Extent, list[_Block]] = {extent: [] for extent in places}
    with _no_collection():
        for i, probe in enumerate(battery.probes.values()):
            for extent, block in surveyor.spells_of(probe).items():
                parts[extent].append(block)
            if tick is not None:
                tick((i + 1) / len(battery.probes))
    spells = {extent: _join_blocks(blocks) for extent, blocks in parts.items()}
    return Survey(spells, tuple(surveyor.deciding), tuple(surveyor.began))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without garbage collection: what the engine makes here it keeps, and looking takes time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


_Block = npt.NDArray[np.int32]
"""One probe's spells: five rows, start, end, verdict, deciding and began."""


def _join_blocks(blocks: list[_Block]) -> Spells:
    whole = np.concatenate(blocks, axis=1)
    lengths = [block.shape[1] for block in blocks]
    return Spells(
        probe=np.repeat(np.arange(len(blocks), dtype=np.int32), lengths),
        start=whole[0],
        end=whole[1],
        verdict=whole[2].astype(np.int8),
        deciding=whole[3],
        began=whole[4],
    )


class _ProbeSurveyor:
    """Asks probes, once for all extents that the same norms reach, and numbers their texts."""

    def __init__(self, engine: Engine, places: dict[Extent, str], window: Window) -> None:
        self.engine = engine
        self.places = places
        self.window = window
        self.deciding: dict[str, int] = {}
        self.began: dict[str, int] = {}
        self._index = NormIndex(engine.lawbook)
        self._groups: dict[tuple[str, str], list[list[Extent]]] = {}

    def spells_of(self, probe: Probe) -> dict[Extent, _Block]:
        """The probe's spells in every extent."""
        try:
            check_words(self.engine.lawbook, probe.who, probe.action)
            check_facts(self.engine.lawbook, probe.facts)
            blocks: dict[Extent, _Block] = {}
            for group in self._under_one_law(probe.who, probe.action):
                place = self.places[group[0]]
                spells = trace_history(
                    self.engine,
                    Request(place, probe.who, probe.action, date.today(), probe.facts),
                )
                blocks.update(dict.fromkeys(group, self._block(spells)))
            return blocks
        except Contradiction as error:
            raise BadProbe(f"The probe {probe.id} cannot be asked: {error}") from None

    def _under_one_law(self, who: str, action: str) -> list[list[Extent]]:
        """The extents in groups of those that the same norms and rulings reach on an action."""
        known = self._groups.get((who, action))
        if known is None:
            instruments = self.engine.lawbook.instruments
            norms = self._index.on(action, who)
            effects = [effect for norm in norms for effect in self.engine.effects_on(norm.id)]
            groups: dict[Any, list[Extent]] = {}
            alike: dict[Extent, object] = {}
            for extent, place in self.places.items():
                own = self._own_timeline(extent, place, who, action)
                if own is not None:
                    groups.setdefault(own, []).append(extent)
                    continue
                plain = self.engine.extents.of(place)
                if plain not in alike:
                    reaching = tuple(reaches(instruments[norm.instrument], plain) for norm in norms)
                    touching = tuple(effect_reaches(effect, plain) for effect in effects)
                    alike[plain] = (plain.level, reaching, touching)
                groups.setdefault(alike[plain], []).append(extent)
            known = self._groups[who, action] = list(groups.values())
        return known

    def _own_timeline(
        self, extent: Extent, place: str, who: str, action: str
    ) -> AnyTimeline | None:
        """The law on an action of a place, where it is not that of all places of its extent."""
        engine = self.engine
        if not engine.agencies.is_home(place, who):
            return engine.timeline(place, who, action)
        if extent is engine.extents.of(place):
            return None
        timeline = engine.timeline(place, who, action)
        return timeline if timeline.listed else None

    def _block(self, spells: Iterable[VerdictSpell]) -> _Block:
        """The spells that lie in the window, cut to it."""
        first, last = self.window.start, self.window.end
        columns = []
        for spell in _merge_bases(spells):
            start, end = spell.start or date.min, spell.end or date.max
            if start >= last or end <= first:
                continue
            columns.append((
                day_number(max(start, first)),
                day_number(min(end, last)),
                CODE[spell.verdict],
                _number_of(self.deciding, " ".join(spell.deciding)),
                _number_of(self.began, _describe_changes(spell.began))
                if start >= first else NOTHING,
            ))  # fmt: skip
        return np.array(columns, dtype=np.int32).T


def _merge_bases(spells: Iterable[VerdictSpell]) -> Iterator[VerdictSpell]:
    """Neighbors that differ only in what the verdict rests on, which panels do not say, as one."""
    held: VerdictSpell | None = None
    for spell in spells:
        if held is None:
            held = spell
        elif (spell.verdict, spell.deciding) == (held.verdict, held.deciding):
            held = replace(held, end=spell.end)
        else:
            yield held
            held = spell
    if held is not None:
        yield held


def _number_of(texts: dict[str, int], text: str) -> int:
    return texts.setdefault(text, len(texts)) if text else NOTHING


def _describe_changes(changes: Iterable[Change]) -> str:
    return "; ".join(
        sorted(
            f"{change.what} {change.norm}" + (f" by {change.ruling}" if change.ruling else "")
            for change in changes
        )
    )
