"""Whose agency an answer is about, and what public lists say of it: told beside a decision."""

from __future__ import annotations

from safehavens.corpus.agencies.registers import Listed
from safehavens.corpus.model import FactValue
from safehavens.decide.decision import AgencyAsked, AgencySource, FactListed
from safehavens.decide.engine import Engine
from safehavens.decide.norms.position import Position
from safehavens.decide.request import Request


def describe_agency(engine: Engine, request: Request) -> AgencyAsked:
    """Whose agency answers for the place asked about, and how that is known."""
    agencies, gazetteer = engine.agencies, engine.gazetteer
    asked = gazetteer.get(request.place)
    home = agencies.home(request.place, request.who, request.on)
    place = gazetteer.get(home.place)
    elsewhere = (home.place, home.who) != (asked.id, request.who)
    rows = home.because if elsewhere else ()
    if not elsewhere and (fact := agencies.find_fact(asked.id, request.who)) is not None:
        rows = (fact,)
    local = place.level in ("county", "place")
    return AgencyAsked(
        place=place.id,
        place_name=place.name,
        who=home.who,
        elsewhere=elsewhere,
        has=agencies.has(home.place, home.who),
        district=request.who == "school" and local and not agencies.runs_schools(home.place),
        sources=tuple(AgencySource(row.source, row.seen, row.checked, row.note) for row in rows),
    )


def list_listings(engine: Engine, request: Request, position: Position) -> tuple[FactListed, ...]:
    """What public lists say of the facts that the norms ask for and that are not given."""
    home = engine.agencies.home(request.place, request.who, request.on)
    listings = []
    for register in engine.lawbook.registers.values():
        if register.fact not in position.facts or register.fact in request.facts:
            continue
        listed = register.value(home.place, home.who, request.on, request.action)
        if listed is not None:
            url = register.sources[0].url
            listings.append(_describe(register.title, register.fact, url, listed))
    return tuple(listings)


def _describe(title: str, fact: str, url: str | None, listed: Listed) -> FactListed:
    values: tuple[FactValue, ...] = listed.values
    return FactListed(
        fact=fact,
        values=values,
        register=listed.register,
        title=title,
        listed=listed.listed,
        entries=tuple(
            " · ".join(filter(None, (entry.agency, entry.form))) for entry in listed.entries
        ),
        since=min((e.start for e in listed.entries if e.start is not None), default=None),
        url=url,
    )
