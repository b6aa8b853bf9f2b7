"""What a corpus rests on: how many norms were read how, and how many of those that are measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from safehavens.corpus.model import Lawbook, Norm, Seen
from safehavens.corpus.sources import SEEN
from safehavens.decide.brief import Brief
from safehavens.decide.engine import Engine
from safehavens.decide.history import trace_history
from safehavens.decide.request import Request
from safehavens.measure.spells.alike_places import AlikePlaces
from safehavens.measure.spells.collection import pause_collection


@dataclass(frozen=True, slots=True)
class Footing:
    """What a corpus rests on.

    Attributes
    ----------
    corpus : str
        Digest of the law files.
    places, instruments, norms, rulings, cases : int
        How many there are; places are those that have made law.
    seen : dict
        By how the best source of a norm's instrument was seen (`official`, `copy`, `described`,
        `recalled`), how many norms.
    probes : int
        How many standard requests the corpus has.
    deciding : int or None
        How many norms give a probe's answer, or may, somewhere on some day. None: not counted.
    deciding_seen : dict or None
        The same as `seen`, of these norms.
    """

    corpus: str
    places: int
    instruments: int
    norms: int
    rulings: int
    cases: int
    seen: dict[Seen, int]
    probes: int
    deciding: int | None
    deciding_seen: dict[Seen, int] | None


def count_footing(lawbook: Lawbook) -> Footing:
    """Count what a corpus rests on, at once: not the norms that decide probes."""
    return Footing(
        corpus=lawbook.version,
        places=len({maker for law in lawbook.instruments.values() for maker in law.makers}),
        instruments=len(lawbook.instruments),
        norms=len(lawbook.norms),
        rulings=len(lawbook.rulings),
        cases=len(lawbook.cases),
        seen=_count_seen(lawbook.norms.values()),
        probes=0 if lawbook.battery is None else len(lawbook.battery.probes),
        deciding=None,
        deciding_seen=None,
    )


def survey_footing(engine: Engine, tick: Callable[[], None] = lambda: None) -> Footing:
    """Count all that a corpus rests on. It takes seconds: every probe is asked of every lawmaker.

    Parameters
    ----------
    engine : Engine
    tick : callable
        Called after each probe.
    """
    norms = engine.lawbook.norms
    with pause_collection():
        deciding = [norms[id] for id in sorted(_find_deciding(engine, tick))]
    counted = count_footing(engine.lawbook)
    return replace(counted, deciding=len(deciding), deciding_seen=_count_seen(deciding))


def _count_seen(norms: Iterable[Norm]) -> dict[Seen, int]:
    counts = Counter(norm.seen for norm in norms)
    return {seen: counts[seen] for seen in SEEN}


def _find_deciding(engine: Engine, tick: Callable[[], None]) -> set[str]:
    """The norms that decide a probe, or may, in a place that the law names, on some day."""
    battery = engine.lawbook.battery
    found: set[str] = set()
    if battery is None:
        return found
    places = AlikePlaces(engine, sorted(engine.lawbook.places))
    for probe in battery.probes.values():
        answers: dict[Hashable, Brief] = {}
        for group in places.group(probe):
            request = Request(group[0], probe.who, probe.action, date.min, probe.facts)
            for spell in trace_history(engine, request, answers):
                found.update(spell.deciding)
        tick()
    return found
