"""The law under /api: places, norms, instruments, rulings, search and the vocabulary."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import JSONResponse, Response

from safehavens.corpus.model import VERDICTS, Instrument, Norm, Ruling
from safehavens.decide.coverage.coverage_report import PlaceCoverage
from safehavens.decide.decision import plain
from safehavens.http.limits import LIMITS
from safehavens.search.results import HitKind, SearchResults
from safehavens.web.endpoints import models
from safehavens.web.endpoints.parameters import PROBLEMS, Id, On, PlaceText, refuse_unknown, site_of
from safehavens.web.parts.place_data import place_data

router = APIRouter(
    prefix="/api",
    tags=["law"],
    responses=PROBLEMS,
    dependencies=[Depends(refuse_unknown)],
)


@router.get("/place", response_model=models.PlaceOnDay, summary="A place on a day")
def place(request: Request, place: PlaceText, on: On = None) -> Response:
    """Every action, instruments, changes, rulings, events, what is above and what is inside."""
    site = site_of(request)
    where = site.corpus.place(place).place
    overview = site.law.overview(where.id, on or site.today())
    return JSONResponse(place_data(site, where, overview))


@router.get("/coverage", response_model=PlaceCoverage, summary="How far the law was searched")
def coverage(request: Request, place: PlaceText, on: On = None) -> Response:
    """Every search of a place and of what it lies in, by level and domain; with a day, whether it
    looked for that day's law."""
    return JSONResponse(plain(site_of(request).corpus.coverage(place, on)))


@router.get("/places", response_model=list[models.PlaceName], summary="Places by their beginning")
def places(
    request: Request,
    q: Annotated[str, Query(max_length=LIMITS.search_characters, examples=["chi"])],
) -> Response:
    """Places whose name begins so: those with law coded here first, then the largest."""
    named = site_of(request).names.beginning_with(q)
    return JSONResponse([{"id": p.id, "name": p.name, "level": p.level} for p in named])


@router.get("/norms", response_model=list[Norm], summary="Norms")
def norms(
    request: Request,
    place: Annotated[str | None, Query(min_length=1, max_length=LIMITS.place_characters)] = None,
    on: On = None,
    who: Annotated[str | None, Query(max_length=LIMITS.word_characters)] = None,
    action: Annotated[str | None, Query(max_length=LIMITS.word_characters)] = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=LIMITS.norms_page)] = 100,
) -> Response:
    """The norms that answer to all of these, by id: those that reach a place, in a spell of their
    own on a day, that address an agency kind or an action."""
    matching = site_of(request).corpus.norms(place=place, on=on, who=who, action=action)
    headers = {"X-Total-Count": str(len(matching))}
    return JSONResponse(plain(matching[offset : offset + limit]), headers=headers)


@router.get("/norm", response_model=Norm, summary="One norm")
def norm(request: Request, id: Id) -> Response:
    """A norm by its id, `instrument#norm` (# is %23 in an address)."""
    return JSONResponse(plain(site_of(request).corpus.norm(id)))


@router.get("/instrument", response_model=Instrument, summary="One instrument")
def instrument(request: Request, id: Id) -> Response:
    """An instrument by its id, with its norms."""
    return JSONResponse(plain(site_of(request).corpus.instrument(id)))


@router.get("/ruling", response_model=Ruling, summary="One ruling")
def ruling(request: Request, id: Id) -> Response:
    """A ruling by its id, with its effects on norms."""
    return JSONResponse(plain(site_of(request).corpus.ruling(id)))


@router.get("/search", response_model=SearchResults, summary="Search")
def search(
    request: Request,
    q: Annotated[str, Query(max_length=LIMITS.search_characters, examples=["detainer"])],
    group: Annotated[HitKind | None, Query(description="only this group")] = None,
    limit: Annotated[int, Query(ge=1, le=LIMITS.search_hits, description="of each group")] = 20,
    offset: Annotated[int, Query(ge=0, le=1_000_000, description="of each group")] = 0,
) -> Response:
    """Questions, places, papers, laws, rulings and rules by words, in groups: the group with the
    best hit first. English and Spanish; questions are read as requests are."""
    results = site_of(request).corpus.search(q, limit, group=group, start=offset)
    return JSONResponse(plain(results))


@router.get("/vocabulary", response_model=models.VocabularyAnswer, summary="The words")
def vocabulary(request: Request) -> Response:
    """Agency kinds, actions and facts, with their questions and presumptions."""
    lawbook = site_of(request).corpus.lawbook
    words = lawbook.vocabulary
    return JSONResponse(
        {
            "who": words.who,
            "actions": words.actions,
            "domains": plain(words.domains),
            "facts": plain(lawbook.facts),
            "verdicts": list(VERDICTS),
            "corpus": lawbook.version,
        }
    )
