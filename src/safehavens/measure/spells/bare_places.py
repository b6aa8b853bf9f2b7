"""What the law of a nation, or of a state, says of governments without law of their own."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Final

from safehavens.corpus.model import Battery, Probe
from safehavens.corpus.places import Level, division
from safehavens.decide.brief import PublicBriefs
from safehavens.decide.engine import Engine
from safehavens.decide.norms.joined_timeline import AnyTimeline
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.reach import Extent, NormIndex, effect_reaches
from safehavens.logic.expression import facts_of
from safehavens.measure.spells.overlay import Overlay, make_overlay
from safehavens.measure.spells.told_cells import CODE, NOTHING, POWER
from safehavens.measure.window import Window, day_number

_STATE: Final = 3  # parts of a state's id


class BarePlaces:
    """Asks probes of governments without law of their own, and on no list.

    Parameters
    ----------
    engine : Engine
    battery : Battery
    window : Window
    """

    def __init__(self, engine: Engine, battery: Battery, window: Window) -> None:
        self._engine = engine
        self._briefs = PublicBriefs(engine)
        self._probes = tuple(battery.probes.values())
        self._window = window
        self._asked: dict[tuple[str | None, Level, bool], Overlay] = {}
        self._states: frozenset[str] | None = None
        self._index = NormIndex(engine.lawbook)
        self._reaching: dict[frozenset[str], frozenset[str]] = {}
        self._laws: dict[tuple[str | None, Level, str, str], Hashable] = {}
        self._traced: dict[Hashable, tuple[list[int], list[int]]] = {}
        self._level_facts = frozenset(f.name for f in engine.lawbook.facts.values() if f.derived)

    def under_nation(self, place: str) -> Overlay:
        """Answers of national law alone for a government of a place's level.

        Verdicts, or POWER where a rule grants what is permitted.

        Of a nation itself: those of no law at all.
        """
        level = self._engine.gazetteer.get(place).level
        chain = self._engine.gazetteer.chain(place)
        return self._ask(chain[-1] if len(chain) > 1 else None, level, False)

    def under_state(self, state: str, level: Level) -> Overlay | None:
        """Verdicts for a county or a city of a state that has no law of its own.

        NOTHING stands where such governments are known to have no agency of the kind asked. None:
        the state has no such governments.
        """
        if state not in self._find_states():
            return None
        if level == "place" and "/state:" not in state:  # territories have no cities apart
            return None
        return self._ask(state, level, True)

    def _find_states(self) -> frozenset[str]:
        """The states and territories that have counties in them, or what stands for counties."""
        if self._states is None:
            gazetteer = self._engine.gazetteer
            ids = (gazetteer.canonical(place.id).split("/") for place in gazetteer.counties())
            found = {"/".join(parts[:_STATE]) for parts in ids if len(parts) > _STATE}
            merged = gazetteer.members
            self._states = frozenset(id for id in found if not merged(division.short(id)))
        return self._states

    def _ask(self, above: str | None, level: Level, agencies: bool) -> Overlay:
        key = (above, level, agencies)
        known = self._asked.get(key)
        if known is None:
            steps = [self._trace(probe, above, level, agencies) for probe in self._probes]
            if agencies:  # what is granted is permitted
                granted = {POWER: CODE["permitted"]}
                steps = [(days, [granted.get(one, one) for one in codes]) for days, codes in steps]
            known = self._asked[key] = make_overlay(steps)
        return known

    def _trace(
        self, probe: Probe, above: str | None, level: Level, agencies: bool
    ) -> tuple[list[int], list[int]]:
        """The days in the window on which the verdict may change, and what it is from then."""
        engine = self._engine
        first = self._window.start
        if agencies and engine.agencies.has(f"{above}/{level}:~", probe.who) == "no":
            return [day_number(first)], [NOTHING]
        key = (probe.id, self._describe_law(above, level, probe.who, probe.action))
        steps = self._traced.get(key)
        if steps is None:
            timeline = engine.bare_timeline(above, level, probe.who, probe.action)
            days = list_days(timeline, self._window)
            codes = [self._answer(timeline.at(day).position, probe) for day in days]
            steps = self._traced[key] = [day_number(day) for day in days], codes
        return steps

    def _answer(self, position: Position, probe: Probe) -> int:
        brief = self._briefs.decide(position, probe.facts)
        granted = brief.verdict == "permitted" and brief.basis == "power"
        return POWER if granted else CODE[brief.verdict]

    def _describe_law(self, above: str | None, level: Level, who: str, action: str) -> Hashable:
        """What tells apart the law on places without their own: norms and rulings that reach them.

        Their level, too, where a norm asks for it, and the nation, which has the registers.
        """
        key = (above, level, who, action)
        known = self._laws.get(key)
        if known is None:
            engine = self._engine
            within = frozenset[str]() if above is None else engine.extents.of(above).within
            reaching = self._find_reaching(within)
            extent = Extent(None, within, level)
            norms = [n for n in self._index.on(action, who) if n.instrument in reaching]
            applies = engine.conditions.applies
            asks_level = any(
                not self._level_facts.isdisjoint(facts_of(applies[norm.id])) for norm in norms
            )
            touching = (
                effect_reaches(effect, extent)
                for norm in norms
                for effect in engine.effects_on(norm.id)
            )
            known = self._laws[key] = (
                None if above is None else above.split("/")[1],
                level if asks_level else None,
                tuple(norm.id for norm in norms),
                tuple(touching),
            )
        return known

    def _find_reaching(self, within: frozenset[str]) -> frozenset[str]:
        """The instruments that reach every place inside these."""
        known = self._reaching.get(within)
        if known is None:
            every = self._engine.lawbook.instruments.values()
            known = self._reaching[within] = frozenset(
                one.id
                for one in every
                if one.reach == "within" and not within.isdisjoint(one.bound)
            )
        return known


def list_days(timeline: AnyTimeline, window: Window) -> list[date]:
    """The window's first day, and the days in it on which the law changes."""
    return [window.start, *(day for day in timeline.days if window.start < day < window.end)]
