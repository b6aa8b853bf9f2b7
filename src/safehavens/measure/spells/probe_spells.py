"""Each probe's spells of one verdict, worked out once for all places under the same law."""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from safehavens.corpus.model import VERDICTS, Battery, Probe
from safehavens.decide.brief import Brief
from safehavens.decide.engine import Engine
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.history import VerdictSpell, trace_history
from safehavens.decide.norms.changes import Change
from safehavens.decide.norms.reach import Extent
from safehavens.decide.request import Request, check_facts, check_words
from safehavens.measure.panel_places import PanelRow
from safehavens.measure.probes import BadProbe
from safehavens.measure.spells.alike_places import AlikePlaces
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
    VERDICTS; `granted` is true where a rule grants what is permitted; `deciding` and `began` count
    the texts of the `Survey`.
    """

    probe: Numbers
    start: Days
    end: Days
    verdict: Codes
    granted: npt.NDArray[np.bool_]
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
    surveyor = _ProbeSurveyor(engine, places.values(), window)
    parts: dict[str, list[_Block]] = {place: [] for place in places.values()}
    with _no_collection():
        for i, probe in enumerate(battery.probes.values()):
            for place, block in surveyor.spells_of(probe).items():
                parts[place].append(block)
            if tick is not None:
                tick((i + 1) / len(battery.probes))
    joined: dict[tuple[int, ...], Spells] = {}
    for blocks in parts.values():
        same = tuple(map(id, blocks))
        if same not in joined:
            joined[same] = _join_blocks(blocks)
    spells = {extent: joined[tuple(map(id, parts[place]))] for extent, place in places.items()}
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
            if not gc.get_freeze_count():
                gc.freeze()  # there and back, all that was made counts as old: nobody looks soon
                gc.unfreeze()
            gc.enable()


_Block = npt.NDArray[np.int32]
"""One probe's spells: six rows, start, end, verdict, granted, deciding and began."""


def _join_blocks(blocks: list[_Block]) -> Spells:
    whole = np.concatenate(blocks, axis=1)
    lengths = [block.shape[1] for block in blocks]
    return Spells(
        probe=np.repeat(np.arange(len(blocks), dtype=np.int32), lengths),
        start=whole[0],
        end=whole[1],
        verdict=whole[2].astype(np.int8),
        granted=whole[3].astype(np.bool_),
        deciding=whole[4],
        began=whole[5],
    )


class _ProbeSurveyor:
    """Asks probes, once for all places whose law says the same of it, and numbers their texts."""

    def __init__(self, engine: Engine, places: Iterable[str], window: Window) -> None:
        self.engine = engine
        self.window = window
        self.deciding: dict[str, int] = {}
        self.began: dict[str, int] = {}
        self._alike = AlikePlaces(engine, places)

    def spells_of(self, probe: Probe) -> dict[str, _Block]:
        """The probe's spells in every place."""
        try:
            check_words(self.engine.lawbook, probe.who, probe.action)
            check_facts(self.engine.lawbook, probe.facts)
            blocks: dict[str, _Block] = {}
            answers: dict[Hashable, Brief] = {}
            for group in self._alike.group(probe):
                request = Request(group[0], probe.who, probe.action, date.today(), probe.facts)
                block = self._block(trace_history(self.engine, request, answers))
                blocks.update(dict.fromkeys(group, block))
            return blocks
        except Contradiction as error:
            raise BadProbe(f"The probe {probe.id} cannot be asked: {error}") from None

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
                _is_granted(spell),
                _number_of(self.deciding, " ".join(spell.deciding)),
                _number_of(self.began, _describe_changes(spell.began))
                if start >= first else NOTHING,
            ))  # fmt: skip
        return np.array(columns, dtype=np.int32).T


def _merge_bases(spells: Iterable[VerdictSpell]) -> Iterator[VerdictSpell]:
    """Neighbors as one that differ in no more than what the verdict rests on, power left apart."""
    held: VerdictSpell | None = None
    for spell in spells:
        if held is None:
            held = spell
        elif _tell_apart(spell) == _tell_apart(held):
            held = replace(held, end=spell.end)
        else:
            yield held
            held = spell
    if held is not None:
        yield held


def _tell_apart(spell: VerdictSpell) -> tuple[object, ...]:
    return spell.verdict, spell.deciding, _is_granted(spell)


def _is_granted(spell: VerdictSpell) -> bool:
    """Whether a rule grants what is permitted."""
    return spell.verdict == "permitted" and spell.basis == "power"


def _number_of(texts: dict[str, int], text: str) -> int:
    return texts.setdefault(text, len(texts)) if text else NOTHING


def _describe_changes(changes: Iterable[Change]) -> str:
    return "; ".join(
        sorted(
            f"{change.what} {change.norm}" + (f" by {change.ruling}" if change.ruling else "")
            for change in changes
        )
    )
