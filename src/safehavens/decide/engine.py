"""The engine: one request, one decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Final, TypeVar

from safehavens.corpus.agencies.agency_map import AgencyMap
from safehavens.corpus.model import Effect, FactValue, Lawbook, Norm, Verdict
from safehavens.corpus.places import Gazetteer, Level, Place, PlaceFinder
from safehavens.decide.coverage.level_coverage import list_levels
from safehavens.decide.facts.asked_facts import AskedFacts
from safehavens.decide.facts.completions import Completions
from safehavens.decide.facts.fact_tables import CannotTabulate
from safehavens.decide.facts.known_facts import FactBook
from safehavens.decide.facts.tied_facts import Settled
from safehavens.decide.facts.workspace import Workspace
from safehavens.decide.norms.agency_law import AgencyLaws
from safehavens.decide.norms.circumstances import Circumstances, Usual
from safehavens.decide.norms.joined_timeline import AnyTimeline, JoinedTimeline
from safehavens.decide.norms.position import Position
from safehavens.decide.norms.reach import Extent, Extents
from safehavens.decide.norms.timeline import Courses, Stretch, Timeline
from safehavens.decide.positions import Positions
from safehavens.decide.request import Given, Request, check_request
from safehavens.logic.classes import sort_values
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import Truth, facts_of
from safehavens.values.quick_dataclass import dataclass

_MOST_SETTLED: Final = 10_000
"""As many requests' facts are remembered, settled."""

_MANY = 100_000
"""Tables of what was asked before are emptied at this size, so that memory stays bounded."""

_MOST_SHARED: Final = 20_000
"""As many timelines are found at once by the extent of a place; others with a little more work."""

_COURT_PAPERS: Final = frozenset({"warrant", "court_order"})


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Serving:
    """A government that answers for an agency kind at a place, from a day on; None: from the first.

    `listed`: some register has it.
    """

    start: date | None
    place: str
    who: str
    extent: Extent
    listed: bool


_SettledKey = tuple[int, Usual, tuple[tuple[str, FactValue | None], ...]]
_ByList = tuple[tuple[date, Circumstances], ...]


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
        self.classes = sort_values(lawbook.facts, conditions)
        self.facts = FactBook(lawbook.facts, conditions, self.classes)
        self._private = frozenset(name for name, fact in lawbook.facts.items() if fact.private)
        self._derived = {fact.name for fact in lawbook.facts.values() if fact.derived}
        self.agencies = AgencyMap(lawbook.governments, gazetteer)
        self.laws = AgencyLaws(lawbook, self.agencies, self._facts_behind)
        self._effects: dict[str, list[Effect]] = {}
        for ruling in lawbook.rulings.values():
            for effect in ruling.effects:
                self._effects.setdefault(effect.norm, []).append(effect)
        self._courses = Courses(lawbook, self._effects)
        self._timelines: dict[tuple[Extent, str, str], Timeline] = {}
        self._named: dict[tuple[str, str], frozenset[str]] = {}
        self._bearings: dict[Extent, Extent] = {}
        self._asks_no_list: set[tuple[Extent, str, str]] = set()
        self._listed: dict[tuple[tuple[Extent, str, str], _ByList], Timeline] = {}
        self._served: dict[str, dict[str, tuple[_Serving, ...]]] = {}
        self._by_extent: dict[tuple[Extent, str, str], tuple[Timeline, bool]] = {}
        self._by_place: dict[tuple[str, str, str], AnyTimeline] = {}
        self.positions = Positions(lawbook, conditions, self.extents, self.laws, self.classes)
        self._settled: dict[_SettledKey, Settled] = {}
        self._asked_facts = AskedFacts(self.facts)
        self._levels: dict[str, tuple[Place, ...]] = {}

    @cached_property
    def court_paper_actions(self) -> frozenset[str]:
        """The actions for which some norm asks for a judge's warrant or a court order."""
        return frozenset(
            action
            for norm in self.lawbook.norms.values()
            if not _COURT_PAPERS.isdisjoint(facts_of(self.conditions.applies[norm.id]))
            for action in norm.actions
        )

    # ---- the law that applies ---------------------------------------------------------------

    def timeline(self, place: str, who: str, action: str) -> AnyTimeline:
        """The law on an action of an agency kind of a place, over time.

        Parameters
        ----------
        place : str
            An Open Civic Data id that the gazetteer knows. Where another government's agency
            serves the place, it is that one's law.
        who, action : str
            Words of the vocabulary.
        """
        of_kind = self._served.setdefault(who, {})
        served = of_kind.get(place)
        if served is None:
            served = self._find_serving(place, who)
            _keep(of_kind, place, served)
        first = served[0]
        if len(served) == 1:
            shared = self._by_extent.get((first.extent, first.who, action))
            if shared is not None and (not first.listed or shared[1]):
                return shared[0]
        key = (place, who, action)
        timeline = self._by_place.get(key)
        if timeline is None:
            if len(served) > 1:
                timeline = self._join_timelines(served, action)
                _keep(self._by_place, key, timeline)
            else:
                timeline = self._find_alone(first, action, key)
        return timeline

    def _find_alone(self, home: _Serving, action: str, key: tuple[str, str, str]) -> Timeline:
        """The timeline of a government that answers for a place at all times. It is kept for all
        places of its extent, or those on no list, where it is theirs."""
        timeline, for_all = self._own_timeline(home.place, home.extent, home.who, action)
        if home.listed and not for_all:
            _keep(self._by_place, key, timeline)
        else:
            shared = (home.extent, home.who, action)
            _keep(self._by_extent, shared, (timeline, for_all), _MOST_SHARED)
        return timeline

    def levels(self, place: str) -> tuple[Place, ...]:
        """The governments that a place lies in, the highest first, and the place itself."""
        levels = self._levels.get(place)
        if levels is None:
            levels = list_levels(self.gazetteer, place)
            _keep(self._levels, place, levels)
        return levels

    def _find_serving(self, place: str, who: str) -> tuple[_Serving, ...]:
        """The governments that answer for a place, one after the other."""
        return tuple([
            _Serving(start, home.place, home.who, self.extents.of(home.place),
                     self.laws.is_listed(home.place, home.who))
            for start, home in self.agencies.homes(place, who)
        ])  # fmt: skip

    def _join_timelines(self, served: Sequence[_Serving], action: str) -> AnyTimeline:
        """The timelines of the governments that answer for a place, one after the other."""
        return JoinedTimeline([
            (one.start, self._own_timeline(one.place, one.extent, one.who, action)[0])
            for one in served
        ])  # fmt: skip

    def bare_timeline(self, above: str | None, level: Level, who: str, action: str) -> Timeline:
        """The law on a government without law of its own, and on no list.

        Parameters
        ----------
        above : str or None
            Open Civic Data id of the nation or state that it lies in; None: of no place at all.
        level : str
            Its level. It has an agency of its own of the kind asked about.
        who, action : str
            Words of the vocabulary.
        """
        within = frozenset[str]() if above is None else self.extents.of(above).within
        place = f"{above or 'ocd-division'}/{level}:~"
        return self._own_timeline(place, Extent(None, within, level), who, action)[0]

    def find_bearing(self, extent: Extent, who: str, action: str) -> Extent:
        """What of an extent the law on an action of an agency kind can turn on.

        That is the places that norms on it name, rulings on these norms, and registers.
        """
        named = self._named.get((who, action))
        if named is None:
            touched = [
                effect.places
                for norm in self.laws.index.ids_on(action, who)
                for effect in self.effects_on(norm)
            ]
            covered = [register.within for register in self.lawbook.registers.values()]
            named = self.laws.index.places(action, who).union(covered, *touched)
            self._named[who, action] = named
        own = extent.own if extent.own in named else None
        bearing = Extent(own, extent.within & named, extent.level)
        return self._bearings.setdefault(bearing, bearing)  # one object, as many are kept

    def _own_timeline(
        self, place: str, extent: Extent, who: str, action: str
    ) -> tuple[Timeline, bool]:
        """The timeline of a place's own agency, and whether no list has a part in it."""
        extent = self.find_bearing(extent, who, action)
        shared = (extent, who, action)
        listed = shared not in self._asks_no_list and self.laws.is_listed(place, who)
        timeline = None if listed else self._timelines.get(shared)
        if timeline is None:
            law = self.laws.find(place, extent, who, action)
            if not law.registers:
                self._asks_no_list.add(shared)
            if listed and not law.listed:
                timeline = self._timelines.get(shared)
            if timeline is None and law.listed:
                by_list = tuple(
                    (day, law.circumstances(day, frozenset())) for day in (date.min, *law.days)
                )
                timeline = self._listed.get((shared, by_list))
            if timeline is None:
                timeline = Timeline(law, self._courses, extent, self.positions.find)
                if law.listed:
                    self._listed[shared, by_list] = timeline
                else:
                    self._timelines[shared] = timeline
        return timeline, shared in self._asks_no_list

    def _facts_behind(self, norm: Norm) -> frozenset[str]:
        """The facts that a norm's condition asks for, and those tied to them."""
        return self.facts.tied_with(facts_of(self.conditions.applies[norm.id]))

    def effects_on(self, norm: str) -> Sequence[Effect]:
        """What rulings did to the norm of this id, wherever they reach."""
        return self._effects.get(norm, ())

    # ---- the answer -------------------------------------------------------------------------

    def verdict(self, request: Request) -> Verdict:
        """The verdict alone, for those who ask often.

        Raises what `safehavens.decide.reasons.decide` raises.
        """
        check_request(self.lawbook, request)
        return self.judge(self.stretch(request).position, request.facts)

    def judge(self, position: Position, facts: Given, public: bool = False) -> Verdict:
        """The verdict of a position on checked facts; `public` as for `settle`."""
        settled = self.settle_asked(position, facts, public)
        truths = position.truths(settled.known)
        if None not in truths:
            return position.outcome(truths).verdict
        verdicts = self.open_verdicts(position, truths, settled)
        return next(iter(verdicts)) if len(verdicts) == 1 else "depends"

    def settle(self, position: Position, given: Given, public: bool = False) -> Settled:
        """What is known of the facts that a position asks for, under its circumstances.

        Parameters
        ----------
        position : Position
        given : mapping of str to value or None
        public : bool
            Whether what is given is nobody's own, such as a probe's, and may be kept.

        Raises
        ------
        Contradiction
            What is given cannot be so.
        """
        if not public and not self._private.isdisjoint(given):  # nothing private outlives the call
            return self._settle(position, given)
        # what positions ask for is kept as long as the engine
        key = (id(position.asking), position.usual_beside(given), tuple(given.items()))
        settled = self._settled.get(key)
        if settled is None:
            settled = self._remember(key, self._settle(position, given, public))
        return settled

    def settle_asked(self, position: Position, given: Given, public: bool = False) -> Settled:
        """The same of the facts asked for and of court papers alone, by tables where they pay.

        Raises what `settle` raises.
        """
        use = self._asked_facts.find(position, given)
        tables, key = use.tables, None
        if tables is None:
            if public or self._private.isdisjoint(given):
                key = (id(position.asking), position.usual_beside(given), tuple(given.items()))
                if (settled := self._settled.get(key)) is not None:
                    return settled
            tables = self._asked_facts.note(use, position, given)
        if tables is not None:
            try:
                if (settled := tables.settle(given)) is not None:
                    return settled
            except CannotTabulate:
                self._asked_facts.refuse(use)
        settled = self._settle(position, given, public)
        return settled if key is None else self._remember(key, settled)

    def _remember(self, key: _SettledKey, settled: Settled) -> Settled:
        if len(self._settled) >= _MOST_SETTLED:
            self._settled.clear()
        self._settled[key] = settled
        return settled

    def _settle(self, position: Position, given: Given, public: bool = False) -> Settled:
        return self.facts.settle(
            given, position.facts, circumstances=position.circumstances, public=public
        )

    def open_verdicts(
        self, position: Position, truths: tuple[Truth, ...], settled: Settled
    ) -> frozenset[Verdict]:
        """The verdicts that are possible where some norm's truth is not known."""
        bound = position.reachable(truths)
        return bound if len(bound) == 1 else self.completions(position, settled).verdicts()

    def completions(self, position: Position, settled: Settled) -> Completions:
        """The search over facts not known, for one request."""
        if settled.demands is None:
            workspace = self.workspace(position)
            return Completions(workspace, settled.known, workspace.find_live(settled))
        workspace = Workspace.for_demands(position, self.classes, settled.demands)
        return Completions(workspace, settled.known, settled.live)

    def workspace(self, position: Position) -> Workspace:
        """What searches under a position may share."""
        constraints = tuple(self.facts.constraints(position.facts))
        leanings = tuple(self.facts.leanings(position.facts, position.circumstances))
        hanging = [name for leaning in leanings for name in facts_of(leaning)]
        said = {*self.facts.presumed, *position.circumstances.usual_values, *hanging}
        return Workspace.for_any_facts(position, self.classes, constraints, leanings, said)

    def stretch(self, request: Request) -> Stretch:
        """The stretch of time, under one set of norms, that the request's day lies in."""
        return self.timeline(request.place, request.who, request.action).at(request.on)


def _keep(table: dict[_Key, _Value], key: _Key, value: _Value, most: int = _MANY) -> None:
    """Remember, within bounds."""
    if len(table) >= most:
        table.clear()
    table[key] = value
