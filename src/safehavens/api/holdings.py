"""What a corpus holds: norms, instruments, rulings, facts and events, by id, words and place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from safehavens.corpus.model import (
    Case,
    Event,
    Fact,
    FactValue,
    Instrument,
    Lawbook,
    Norm,
    Ruling,
)
from safehavens.corpus.near import unknown
from safehavens.corpus.places import Gazetteer, Match
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import reaches
from safehavens.decide.request import BadRequest, NotFound, read_day
from safehavens.decide.request_reader import RequestReader
from safehavens.logic.conditions import Conditions
from safehavens.logic.expression import facts_of

if TYPE_CHECKING:
    from safehavens.decide.coverage.coverage_report import CoverageOverview, PlaceCoverage
    from safehavens.decide.survey.answer_places import AnswerPlaces
    from safehavens.decide.survey.cited_sources import CitedSources
    from safehavens.decide.survey.law_changes import LawChange
    from safehavens.evidence.library import Evidence
    from safehavens.measure.footing import Footing
    from safehavens.search.results import SearchResults
    from safehavens.search.searcher import Searcher

_Item = TypeVar("_Item")
_LISTED: Final = 8
"""As many ids as a message lists where words fit several laws."""


class Holdings:
    """Law that has been read, to look things up in. Immutable."""

    def __init__(self, lawbook: Lawbook, conditions: Conditions, gazetteer: Gazetteer) -> None:
        self.lawbook = lawbook
        self.conditions = conditions
        self.gazetteer = gazetteer

    @cached_property
    def engine(self) -> Engine:
        """The engine underneath, for those who ask a million times."""
        return Engine(self.lawbook, self.conditions, self.gazetteer)

    @property
    def version(self) -> str:
        """A digest of the law files' names and contents (64 hexadecimal digits)."""
        return self.lawbook.version

    @cached_property
    def reader(self) -> RequestReader:
        """Reads requests in people's own words."""
        return RequestReader(self.engine)

    def place(self, text: str) -> Match:
        """Read a place's name. Raises UnknownPlace with the nearest names."""
        return self.engine.place_finder.find(text)

    def norms(
        self,
        *,
        place: str | None = None,
        on: date | str | None = None,
        who: str | None = None,
        action: str | None = None,
    ) -> tuple[Norm, ...]:
        """The norms, by id, that reach a place's agencies, are in a spell of their own on a day
        (a ruling may still take one out: `ask` tells), and address an agency kind or an action.
        """
        norms: Iterable[Norm] = self.lawbook.norms.values()
        if place is not None:
            instruments, extent = (
                self.lawbook.instruments,
                self.engine.extents.of(self.place(place).place.id),
            )
            norms = [n for n in norms if reaches(instruments[n.instrument], extent)]
        if on is not None:
            day = read_day(on)
            norms = [n for n in norms if any(spell.holds(day) for spell in n.spells)]
        if who is not None:
            kind = self.reader.who(who)
            norms = [n for n in norms if kind in n.who]
        if action is not None:
            deed = self.reader.action(action)
            norms = [n for n in norms if deed in n.actions]
        return tuple(sorted(norms, key=lambda norm: norm.id))

    def norm(self, id: str) -> Norm:
        """One norm by its id, `instrument#norm`. Raises NotFound with the nearest ids."""
        whole = self.lawbook.instruments.get(id)
        if whole is not None and whole.norms:
            raise NotFound(
                f"{id} is a whole law, not one rule of it; safehavens instrument {id} shows it, "
                f"and its first rule is {whole.norms[0].id}."
            )
        return _look_up(self.lawbook.norms, id, "norm")

    def instrument(self, id: str) -> Instrument:
        """One instrument by its id. Raises NotFound with the nearest ids."""
        return _look_up(self.lawbook.instruments, id, "instrument")

    def find_instrument(self, text: str) -> Instrument:
        """One instrument by its id, that of a norm of it, or words of its title or citation.

        Raises NotFound with the nearest ids, or with those that all have the words.
        """
        from safehavens.corpus.instrument_titles import find_instruments

        instruments = self.lawbook.instruments
        id = text.strip().partition("#")[0]
        if id in instruments:
            return instruments[id]
        hits = () if "/" in id else find_instruments(self.lawbook, text)  # an id is not guessed
        if len(hits) == 1:
            return hits[0]
        if hits:
            ids = ", ".join(hit.id for hit in hits[:_LISTED])
            more = ", …" if len(hits) > _LISTED else ""
            raise NotFound(f"{len(hits)} laws have the words {text!r}; write the id: {ids}{more}")
        raise NotFound(unknown("instrument", id, instruments))

    def rulings_on(self, instrument: str) -> tuple[Ruling, ...]:
        """The rulings that did something to an instrument's norms, the oldest first. NotFound."""
        norms = self.instrument(instrument).norms
        ids = {effect.ruling for norm in norms for effect in self.engine.effects_on(norm.id)}
        rulings = (self.lawbook.rulings[id] for id in ids)
        return tuple(sorted(rulings, key=lambda ruling: (ruling.decided, ruling.id)))

    def cases_on(self, instrument: str) -> tuple[Case, ...]:
        """The worked cases whose answer rests on an instrument's norms. Raises NotFound."""
        ids = {norm.id for norm in self.instrument(instrument).norms}
        return tuple(case for case in self.lawbook.cases if not ids.isdisjoint(case.because))

    def ruling(self, id: str) -> Ruling:
        """One ruling by its id. Raises NotFound with the nearest ids."""
        return _look_up(self.lawbook.rulings, id, "ruling")

    def fact(self, name: str) -> Fact:
        """One declared fact. Raises NotFound with the nearest names."""
        return _look_up(self.lawbook.facts, name, "fact")

    def facts_asked(self, norm: str) -> tuple[str, ...]:
        """The facts that a norm's condition asks for, in reading order. Raises NotFound."""
        return facts_of(self.conditions.applies[self.norm(norm).id])

    @property
    def evidence(self) -> Evidence:
        """What studies found of such law, and the claims that they bear on (docs/evidence.md)."""
        from safehavens.evidence.library import shipped_evidence

        return shipped_evidence()

    @property
    def events(self) -> tuple[Event, ...]:
        """The events on record, oldest first."""
        return tuple(self.lawbook.events)

    def coverage(self, place: str, on: date | str | None = None) -> PlaceCoverage:
        """How far the law of a place, and of what it lies in, was searched, by level and domain.

        `on`: the day for whose law; left out: any day. Raises UnknownPlace, BadRequest.
        """
        from safehavens.decide.coverage.coverage_report import cover_place

        day = None if on is None else read_day(on)
        return cover_place(self.lawbook, self.gazetteer, self.place(place).place.id, day)

    def coverage_overview(self, on: date | str | None = None) -> CoverageOverview:
        """What was searched, by nation and state, and the shares of people whose governments were.

        `on` is as in `coverage`.
        """
        from safehavens.decide.coverage.coverage_report import survey_coverage

        return survey_coverage(self.lawbook, self.gazetteer, None if on is None else read_day(on))

    def about(self, tick: Callable[[], None] = lambda: None) -> Footing:
        """How much law there is, how it was read, and how much of what decides standard requests.

        It takes seconds; `tick` is called after each standard request.
        """
        from safehavens.measure.footing import survey_footing

        return survey_footing(self.engine, tick)

    def changes(
        self, since: date | str, until: date | str | None = None, place: str | None = None
    ) -> tuple[LawChange, ...]:
        """What changed in the law from one day through another, the newest day first.

        Left out: `until`, what is to come as well; `place`, the law of all places. Raises
        UnknownPlace, and BadRequest for what is not a day, or days in the wrong order.
        """
        from safehavens.decide.survey.law_changes import list_law_changes

        where = None if place is None else self.place(place).place.id
        last = None if until is None else read_day(until)
        return list_law_changes(self.engine, read_day(since), last, where)

    def where(
        self,
        action: str,
        *,
        who: str,
        verdict: str,
        basis: str | None = None,
        on: date | str | None = None,
        levels: Iterable[str] = ("state", "county", "place"),
        own_agency: bool = False,
        facts: Mapping[str, FactValue | None] | None = None,
        **more_facts: FactValue | None,
    ) -> AnswerPlaces:
        """Which states, counties and places (of these, those with law of their own) give a verdict.

        Parameters are as in `Corpus.ask`; `basis`: what the verdict must rest on; `own_agency`:
        whether places without such an agency of their own are left out. Raises BadRequest for a
        word, a day or facts that cannot be.
        """
        from safehavens.decide.survey import answer_places as survey

        known = {**(facts or {}), **more_facts}
        read = self.reader.read("ocd-division/country:us", who, action, on, known)
        return survey.find_answer_places(
            self.engine,
            read.request,
            survey.read_verdict(verdict),
            None if basis is None else survey.read_basis(basis),
            [survey.read_level(level) for level in levels],
            own_agency=own_agency,
        )

    def sources(
        self,
        place: str | None = None,
        *,
        seen: str | None = None,
        older_than: str | None = None,
        host: str | None = None,
    ) -> CitedSources:
        """Every address that the corpus cites, how and when it was seen, and what rests on it.

        Parameters
        ----------
        place : str, optional
            Only what the law that binds the place's agencies rests on, and what is said of them.
        seen : str, optional
            Only sources seen so: ``official``, ``copy``, ``described`` or ``recalled``.
        older_than : str, optional
            Only sources that were read longer ago: ``180d``, ``26w``, ``6m`` or ``1y``.
        host : str, optional
            Only addresses of this host, and of hosts under it.

        Raises UnknownPlace, BadRequest.
        """
        from safehavens.decide.survey import cited_sources as survey

        return survey.list_cited_sources(
            self.engine,
            date.today(),
            place=None if place is None else self.place(place).place.id,
            seen=None if seen is None else survey.read_seen(seen),
            older_than=None if older_than is None else survey.read_age(older_than),
            host=host,
        )

    def search(
        self, words: str, limit: int = 20, *, group: str | None = None, start: int = 0
    ) -> SearchResults:
        """Find questions, places, papers, laws, rulings, rules and facts by words, in groups.

        Parameters
        ----------
        words : str
            Whatever somebody types, in English or Spanish: words, a bill's number, a name of a law,
            a place or a paper, a question. Of more than 200 characters the first 200 count.
        limit, start : int
            How many hits of each group are given, and how many are passed over.
        group : str, optional
            Only this group: ``card``, ``ask``, ``place``, ``paper``, ``law``, ``ruling``, ``rule``
            or ``fact``.

        Raises
        ------
        BadRequest
            There is no such group, or Python's SQLite was built without its search (FTS5).
        """
        from safehavens.search.results import KINDS, NoSearchEngine

        if group is not None and group not in KINDS:
            raise BadRequest(unknown("group", group, KINDS))
        try:
            return self._searcher.search(words, limit, group, start)
        except NoSearchEngine as error:
            raise BadRequest(str(error)) from None

    @cached_property
    def _searcher(self) -> Searcher:
        from safehavens.search.searcher import Searcher  # only a search pays for it

        words = self.reader.words
        return Searcher(self.lawbook, self.gazetteer, self.engine.place_finder, words)


def _look_up(items: Mapping[str, _Item], id: str, kind: str) -> _Item:
    try:
        return items[id]
    except KeyError:
        raise NotFound(unknown(kind, id, items)) from None
