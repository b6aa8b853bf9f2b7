"""Where an answer is given: the places whose law gives one verdict on one request on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from safehavens.corpus.agencies.governments import Known
from safehavens.corpus.model import BASES, VERDICTS, Basis, FactValue, Verdict
from safehavens.corpus.near import unknown
from safehavens.corpus.places import Level, Place
from safehavens.decide.brief import Brief, decide_briefly
from safehavens.decide.coverage.level_coverage import is_searched_in_full
from safehavens.decide.engine import Engine
from safehavens.decide.norms.position import Position
from safehavens.decide.request import BadRequest, Request, check_request

SURVEYED: Final[tuple[Level, ...]] = ("state", "county", "place")
"""Levels of places that can be asked; of cities and other places, those with law of their own."""


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """A place that gives the answer; `state` is the id of its state, `deciding` has norms' ids.

    `has_agency`: whether the place has such an agency of its own. Where it has none, the answer is
    that of the agency that serves it, if one does. `searched`: whether the law of the day, on the
    action's domain, was looked for by every government that the place lies in.
    """

    place: str
    place_name: str
    level: Level
    fips: str | None
    state: str
    population: int | None
    verdict: Verdict
    basis: Basis
    deciding: tuple[str, ...]
    has_agency: Known
    searched: bool


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many places of a level give the answer, of how many that were asked, and their people.

    `share` is the people's, from 0 to 1, of those of all places of the level whose people are
    known; None for cities and other places, of which only those with law of their own are asked.
    `without_agency` of the places have no such agency of their own, and of `agency_not_known` it is
    not known.
    """

    level: Level
    places: int
    asked: int
    people: int
    share: float | None
    without_agency: int
    agency_not_known: int


@dataclass(frozen=True, slots=True)
class AnswerPlaces:
    """A request without its place, the answer that is looked for, and the places that give it."""

    who: str
    action: str
    on: date
    facts: tuple[str, ...]
    verdict: Verdict
    basis: Basis | None
    levels: tuple[LevelCount, ...]
    places: tuple[PlaceAnswer, ...]


def read_verdict(text: str) -> Verdict:
    """A verdict by its name. Raises BadRequest with the names there are."""
    for verdict in VERDICTS:
        if verdict == text.strip().casefold():
            return verdict
    raise BadRequest(unknown("verdict", text, VERDICTS))


def read_basis(text: str) -> Basis:
    """A basis by its name. Raises BadRequest with the names there are."""
    for basis in BASES:
        if basis == text.strip().casefold():
            return basis
    raise BadRequest(unknown("basis", text, BASES))


def read_level(text: str) -> Level:
    """A level that can be asked, by its name. Raises BadRequest with the names there are."""
    for level in SURVEYED:
        if level == text.strip().casefold():
            return level
    raise BadRequest(unknown("level", text, SURVEYED))


def list_answered(engine: Engine, level: Level) -> list[Place]:
    """The places of a level that are asked: all states and counties of the United States; of
    cities and other places, those with law of their own, in any country."""
    gazetteer = engine.gazetteer
    if level == "state":
        return list(gazetteer.states())
    if level == "county":
        return [place for place in gazetteer.counties() if "/planning_region:" not in place.id]
    bound = {id for law in engine.lawbook.instruments.values() for id in law.bound}
    places = {gazetteer.canonical(id): gazetteer.get(id) for id in bound}
    return sorted(
        (place for place in places.values() if place.level == "place"),
        key=lambda place: (place.name, place.id),
    )


def find_answer_places(
    engine: Engine,
    request: Request,
    verdict: Verdict,
    basis: Basis | None = None,
    levels: Iterable[Level] = SURVEYED,
    advance: Callable[[], None] = lambda: None,
    own_agency: bool = False,
) -> AnswerPlaces:
    """Which places give an answer, whether or not they have such an agency of their own.

    Parameters
    ----------
    engine : Engine
    request : Request
        Its own place is not looked at.
    verdict : Verdict
    basis : Basis, optional
        What it must rest on (the weakest possible). Left out: anything.
    levels : iterable of Level
        Of SURVEYED.
    advance : callable
        Called after each place.
    own_agency : bool
        Whether places are left out that have no such agency of their own.

    Raises
    ------
    BadRequest
        The words, the day or the facts are not answered, or the facts cannot all be so.
    """
    check_request(engine.lawbook, request)
    chosen = [level for level in SURVEYED if level in set(levels)]
    briefs: dict[Position, Brief] = {}
    places: list[PlaceAnswer] = []
    counts: list[LevelCount] = []
    for level in chosen:
        asked, giving = [], []
        for place in list_answered(engine, level):
            has_agency = engine.agencies.has(place.id, request.who)
            if has_agency != "no" or not own_agency:
                asked.append(place)
                brief = _ask(engine, request, place, briefs)
                if brief.verdict == verdict and basis in (None, brief.basis):
                    searched = _is_searched(engine, place, request)
                    giving.append(_describe(engine, place, level, brief, has_agency, searched))
            advance()
        people = sum(one.population or 0 for one in giving)
        everybody = sum(place.population or 0 for place in asked)
        share = None if level == "place" or not everybody else round(people / everybody, 4)
        has = Counter(place.has_agency for place in giving)
        counts.append(
            LevelCount(level, len(giving), len(asked), people, share, has["no"], has["not_known"])
        )
        places += giving
    return AnswerPlaces(
        request.who, request.action, request.on, tuple(_name_facts(request.facts)), verdict,
        basis, tuple(counts), tuple(places),
    )  # fmt: skip


def _ask(engine: Engine, request: Request, place: Place, briefs: dict[Position, Brief]) -> Brief:
    """The answer of a place; places under the same rules share it."""
    government = engine.gazetteer.canonical(place.id)
    timeline = engine.timeline(government, request.who, request.action)
    position = timeline.at(request.on).position
    brief = briefs.get(position)
    if brief is None:
        brief = decide_briefly(engine, position, request.facts, questions=False)
        briefs[position] = brief
    return brief


def _describe(
    engine: Engine,
    place: Place,
    level: Level,
    brief: Brief,
    has_agency: Known,
    searched: bool,
) -> PlaceAnswer:
    chain = engine.gazetteer.chain(place.id)
    state = chain[-2] if len(chain) > 1 else chain[-1]
    return PlaceAnswer(
        place.id, place.name, level, place.fips, state, place.population, brief.verdict,
        brief.basis, brief.deciding, has_agency, searched,
    )  # fmt: skip


def _is_searched(engine: Engine, place: Place, request: Request) -> bool:
    levels = engine.levels(engine.gazetteer.canonical(place.id))
    domain = engine.lawbook.vocabulary.domain_of[request.action]
    return is_searched_in_full(engine.lawbook, levels, domain, request.on)


def _name_facts(facts: object) -> Iterator[str]:
    """The names of the facts that are given; values may be private."""
    assert hasattr(facts, "items")
    values: Iterable[tuple[str, FactValue | None]] = facts.items()
    yield from sorted(name for name, _ in values)
