"""What stands beside an answer whatever its facts: the agency, what was searched, other duties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final
from weakref import WeakKeyDictionary

from safehavens.corpus.places import Place
from safehavens.decide.beside.agency_asked import describe_agency, list_listings
from safehavens.decide.cited import Citation
from safehavens.decide.coverage.level_coverage import LevelCoverage, cover_levels, find_last_search
from safehavens.decide.decision import AgencyAsked, Duty, FactListed
from safehavens.decide.engine import Engine
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Given, Request
from safehavens.values.quick_dataclass import dataclass

DUTY_ACTIONS: Final = ("inform_person", "inform_court", "report_requests")
"""Actions that nobody asks for: they come with a request as duties."""
_WITH_DUTIES: Final = frozenset({"custody", "status_and_information", "field", "sensitive_places"})

_MOST_SETTINGS: Final = 10_000
"""As many are remembered of an engine."""


@dataclass(frozen=True, slots=True)
class DutyHere:
    """The duties of one action that may stand beside an answer.

    `requiring` are the norms of the position that demand it and belong to such requests, by index,
    with their citations.
    """

    action: str
    position: Position
    requiring: tuple[tuple[int, Citation], ...]


@dataclass(frozen=True, slots=True)
class RequestSetting:
    """What an answer says of its place, agency, action and day, whatever the facts.

    Attributes
    ----------
    where : Place
    agency : AgencyAsked
    listed : tuple of FactListed
        What public lists say of the facts that the norms ask for.
    coverage : tuple of LevelCoverage
    last_search : datetime.date or None
        The last day for whose law any of the governments was searched, where the day asked about
        is later.
    duties : tuple of DutyHere
    """

    where: Place
    agency: AgencyAsked
    listed: tuple[FactListed, ...]
    coverage: tuple[LevelCoverage, ...]
    last_search: date | None
    duties: tuple[DutyHere, ...]

    def list_duties(self, engine: Engine, facts: Given) -> tuple[Duty, ...]:
        """Duties to inform the person or report the request that stand beside an answer."""
        duties: list[Duty] = []
        for duty in self.duties:
            position = duty.position
            known = engine.settle_asked(position, facts).known if position.facts else {}
            truths = position.truths(known)
            outcome = position.outcome(tuple([truth is not False for truth in truths]))
            duties += [
                Duty(duty.action, citation, truths[i] is True)
                for i, citation in duty.requiring
                if i in outcome.standing
            ]
        return tuple(duties)


_Key = tuple[str, str, str, date]
_SETTINGS: WeakKeyDictionary[Engine, dict[_Key, RequestSetting]] = WeakKeyDictionary()


def find_setting(engine: Engine, request: Request) -> RequestSetting:
    """What stands beside the answer to a request whatever its facts, worked out once."""
    settings = _SETTINGS.get(engine)
    if settings is None:
        settings = _SETTINGS.setdefault(engine, {})
    key = (request.place, request.who, request.action, request.on)
    setting = settings.get(key)
    if setting is None:
        if len(settings) >= _MOST_SETTINGS:
            settings.clear()
        setting = settings[key] = _make_setting(engine, replace(request, facts={}))
    return setting


def _make_setting(engine: Engine, request: Request) -> RequestSetting:
    lawbook = engine.lawbook
    where = engine.gazetteer.get(request.place)
    covered = engine.levels(where.id) if lawbook.coverage.searches else ()
    domain = lawbook.vocabulary.domain_of[request.action]
    last_search = find_last_search(lawbook, covered, domain)
    return RequestSetting(
        where,
        describe_agency(engine, request),
        list_listings(engine, request, engine.stretch(request).position),
        cover_levels(lawbook, covered, domain, request.on),
        last_search if last_search is not None and request.on > last_search else None,
        _find_duties(engine, request) if domain in _WITH_DUTIES else (),
    )


def _find_duties(engine: Engine, request: Request) -> tuple[DutyHere, ...]:
    vocabulary = engine.lawbook.vocabulary
    domain = vocabulary.domain_of[request.action]
    duties = []
    for action in DUTY_ACTIONS:
        if action not in vocabulary.actions:
            continue
        stretch = engine.stretch(replace(request, action=action))
        position, considered = stretch.position, stretch.considered
        requiring = tuple(
            [
                (i, considered[i].citation)
                for i, norm in enumerate(position.norms[: position.binding])
                if norm.modality == "must" and _belongs_to(engine, norm.instrument, domain)
            ]
        )
        if requiring:
            duties.append(DutyHere(action, position, requiring))
    return tuple(duties)


def _belongs_to(engine: Engine, instrument: str, domain: str) -> bool:
    """Whether an instrument's duties belong to requests of a domain.

    They do where it has a norm on that domain, or on nothing but such duties; a law on visa
    certification that asks for yearly reports does not come with a detainer.
    """
    domain_of = engine.lawbook.vocabulary.domain_of
    norms = engine.lawbook.instruments[instrument].norms
    domains = {domain_of[action] for norm in norms for action in norm.actions}
    return domain in domains or domains <= {"governance"}
