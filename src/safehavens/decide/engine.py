"""The engine: one request, one decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from safehavens.corpus.model import Effect, FactValue, Lawbook, Norm, Verdict
from safehavens.corpus.places import Gazetteer, Place, PlaceFinder
from safehavens.decide.coverage import list_levels
from safehavens.decide.facts.completions import Completions, Workspace
from safehavens.decide.facts.known_facts import FactBook, Settled
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.reach import Extent, Extents, NormIndex, reaches
from safehavens.decide.norms.timeline import Stretch, Timeline
from safehavens.decide.request import Given, Request, check_request
from safehavens.logic.classes import classes_of
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import Expression, Truth, facts_of, substitute

_MANY = 100_000
"""Tables of what was asked before are emptied at this size, so that memory stays bounded."""


class Engine:
    """Answers questions about one lawbook.

    Parameters
    ----------
    lawbook : Lawbook
    conditions : Conditions
        The lawbook's conditions, read.
    gazetteer : Gazetteer
        Knows every place that the lawbook names.
    """

    def __init__(self, lawbook: Lawbook, conditions: Conditions, gazetteer: Gazetteer) -> None:
        self.lawbook = lawbook
        self.conditions = conditions
        self.gazetteer = gazetteer
        self.place_finder = PlaceFinder(gazetteer)
        self.extents = Extents(lawbook, gazetteer)
        every = [*conditions.applies.values(), *conditions.implied.values()]
        self.classes = classes_of(lawbook.facts, every)
        self.facts = FactBook(lawbook.facts, conditions, self.classes)
        self._derived = {fact.name for fact in lawbook.facts.values() if fact.derived}
        self._index = NormIndex(lawbook)
        self._effects: dict[str, list[Effect]] = {}
        for ruling in lawbook.rulings.values():
            for effect in ruling.effects:
                self._effects.setdefault(effect.norm, []).append(effect)
        self._timelines: dict[tuple[Extent, str, str], Timeline] = {}
        self._by_place: dict[tuple[str, str, str], Timeline] = {}
        self._positions: dict[tuple[tuple[str, ...], str, bool], Position] = {}
        self._levels: dict[str, tuple[Place, ...]] = {}

    # ---- the law that applies ---------------------------------------------------------------

    def timeline(self, place: str, who: str, action: str) -> Timeline:
        """The law on an action of an agency kind of a place, over time.

        Parameters
        ----------
        place : str
            An Open Civic Data id that the gazetteer knows.
        who, action : str
            Words of the vocabulary.
        """
        key = (place, who, action)
        timeline = self._by_place.get(key)
        if timeline is None:
            if len(self._by_place) >= _MANY:
                self._by_place.clear()
            extent = self.extents.of(place)
            shared = (extent, who, action)
            timeline = self._timelines.get(shared)
            if timeline is None:
                timeline = self._timelines[shared] = self._make_timeline(extent, who, action)
            self._by_place[key] = timeline
        return timeline

    def levels(self, place: str) -> tuple[Place, ...]:
        """The governments that a place lies in, the highest first, and the place itself."""
        levels = self._levels.get(place)
        if levels is None:
            if len(self._levels) >= _MANY:
                self._levels.clear()
            levels = self._levels[place] = list_levels(self.gazetteer, place)
        return levels

    def effects_on(self, norm: str) -> Sequence[Effect]:
        """What rulings did to the norm of this id, wherever they reach."""
        return self._effects.get(norm, ())

    def _make_timeline(self, extent: Extent, who: str, action: str) -> Timeline:
        instruments = self.lawbook.instruments
        norms = [
            norm
            for norm in self._index.on(action, who)
            if reaches(instruments[norm.instrument], extent)
        ]
        return Timeline(norms, self._effects, extent, self.lawbook, self._position)

    def _position(self, norms: Sequence[Norm], extent: Extent, taken_out: bool) -> Position:
        key = (tuple(norm.id for norm in norms), extent.level, taken_out)
        position = self._positions.get(key)
        if position is None:
            instruments = self.lawbook.instruments
            binding = [norm for norm in norms if instruments[norm.instrument].binding]
            advisory = [norm for norm in norms if not instruments[norm.instrument].binding]
            position = self._positions[key] = Position(
                binding,
                advisory,
                [self._condition(norm, extent) for norm in (*binding, *advisory)],
                self._above,
                taken_out,
            )
        return position

    def _condition(self, norm: Norm, extent: Extent) -> Expression:
        """The norm's condition, with what is derived from the place filled in."""
        condition = self.conditions.applies[norm.id]
        for name in self._derived.intersection(facts_of(condition)):
            condition = substitute(condition, name, extent.level)
        return condition

    def _above(self, a: Norm, b: Norm) -> bool:
        instruments = self.lawbook.instruments
        return self.extents.above(
            instruments[a.instrument].issuer, instruments[b.instrument].issuer
        )

    # ---- the answer -------------------------------------------------------------------------

    def verdict(self, request: Request) -> Verdict:
        """The verdict alone, for those who ask often.

        Raises what `safehavens.decide.reasons.decide` raises.
        """
        check_request(self.lawbook, request)
        return self.judge(self.stretch(request).position, request.facts)

    def judge(self, position: Position, facts: Given) -> Verdict:
        """The verdict of a position on checked facts."""
        settled = self.facts.settle(facts, position.facts)
        truths = self.truths(position, settled.known)
        if None not in truths:
            return position.outcome(truths).verdict
        verdicts = self.open_verdicts(position, truths, settled)
        return next(iter(verdicts)) if len(verdicts) == 1 else "depends"

    def truths(self, position: Position, known: Mapping[str, FactValue]) -> tuple[Truth, ...]:
        """The truth of each norm's condition: True, False, or None where it is not known."""
        values = [known.get(fact) for fact in position.facts]
        if None in values:
            return position.truths(*values)
        return position.known_truths(*values)

    def open_verdicts(
        self, position: Position, truths: tuple[Truth, ...], settled: Settled
    ) -> frozenset[Verdict]:
        """The verdicts that are possible where some norm's truth is not known."""
        bound = position.reachable(truths)
        return bound if len(bound) == 1 else self.completions(position, settled).verdicts()

    def completions(self, position: Position, settled: Settled) -> Completions:
        """The search over facts not known, for one request."""
        return Completions(self.workspace(position), settled.known, settled.live)

    def workspace(self, position: Position) -> Workspace:
        """What searches under a position may share."""
        return Workspace(position, self.classes, self.facts.constraints(position.facts))

    def stretch(self, request: Request) -> Stretch:
        """The stretch of time, under one set of norms, that the request's day lies in."""
        return self.timeline(request.place, request.who, request.action).at(request.on)
