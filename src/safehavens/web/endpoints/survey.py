"""All places under /api: where an answer is given, what changed, what was searched and read."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from safehavens.decide.coverage.coverage_report import CoverageOverview
from safehavens.decide.decision import plain
from safehavens.decide.survey.answer_places import SURVEYED, AnswerPlaces
from safehavens.decide.survey.cited_sources import CitedSources
from safehavens.decide.survey.law_changes import LawChange, list_law_changes
from safehavens.http.limits import LIMITS
from safehavens.web.endpoints.models import WrittenDay
from safehavens.web.endpoints.parameters import (
    BUSY,
    FACTS,
    PROBLEMS,
    Action,
    AskedDay,
    On,
    Who,
    refuse_unknown,
    site_of,
)
from safehavens.web.parts.survey_work import surveys_of
from safehavens.web.parts.where_address import read_where, read_where_address

router = APIRouter(
    prefix="/api",
    tags=["survey"],
    responses={**PROBLEMS, **BUSY},
    dependencies=[Depends(refuse_unknown)],
)

_Word = Annotated[str | None, Query(max_length=LIMITS.word_characters)]
_Place = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=LIMITS.place_characters,
        description="Name, Open Civic Data id or FIPS code; all places if left out",
        examples=["Chicago, IL"],
    ),
]


@router.get(
    "/where", response_model=AnswerPlaces, openapi_extra=FACTS, summary="Where an answer is given"
)
async def where(
    request: Request,
    action: Action,
    who: Who,
    verdict: Annotated[str, Query(max_length=LIMITS.word_characters, examples=["prohibited"])],
    basis: Annotated[
        str | None,
        Query(max_length=LIMITS.word_characters, description="What the answer must rest on"),
    ] = None,
    level: Annotated[
        list[Annotated[str, Query(max_length=LIMITS.word_characters)]],
        Query(max_length=len(SURVEYED), description="state, county or place; all if left out"),
    ] = [],  # noqa: B006
    own_agency: Annotated[
        bool, Query(description="Leave out places that have no such agency of their own")
    ] = False,
    on: AskedDay = None,
) -> Response:
    """Which states, counties and places (of these, those with law of their own) give an answer,
    how many, and their share of the people. Facts about a person's own status are refused."""
    site = site_of(request)
    question = read_where(site, read_where_address(site, request.query_params.multi_items()))
    answer = await surveys_of(request).run(request, lambda stop: question.answer(site, stop))
    return await run_in_threadpool(_as_json, answer)


@router.get("/changes", response_model=list[LawChange], summary="What changed")
async def changes(
    request: Request,
    since: Annotated[WrittenDay, Query(description="The first day", examples=["2025-01-01"])],
    until: Annotated[
        WrittenDay | None, Query(description="The last day; if left out, also what is to come")
    ] = None,
    place: _Place = None,
) -> Response:
    """What began, what ended, what courts did, and what public lists say of agencies, the newest
    day first: of what binds a place's agencies, or of all places."""
    corpus = site_of(request).corpus
    where = None if place is None else corpus.place(place).place.id
    listed = await surveys_of(request).run(
        request, lambda _: list_law_changes(corpus.engine, since, until, where)
    )
    return await run_in_threadpool(_as_json, listed)


@router.get("/sources", response_model=CitedSources, summary="What the law was read from")
async def sources(
    request: Request,
    place: _Place = None,
    seen: Annotated[
        str | None,
        Query(
            max_length=LIMITS.word_characters, description="official, copy, described or recalled"
        ),
    ] = None,
    older_than: Annotated[
        str | None,
        Query(max_length=LIMITS.word_characters, description="Read longer ago", examples=["180d"]),
    ] = None,
    host: Annotated[
        str | None, Query(max_length=LIMITS.place_characters, examples=["justia.com"])
    ] = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=LIMITS.sources_page)] = 100,
) -> Response:
    """Every address that the corpus cites, how and when it was seen, its age, and what rests on it.
    The counts are of all; of the sources, one slice (`X-Total-Count` says how many there are)."""
    corpus = site_of(request).corpus
    cited = await surveys_of(request).run(
        request,
        lambda _: corpus.sources(place, seen=seen, older_than=older_than, host=host),
    )
    headers = {"X-Total-Count": str(len(cited.sources))}
    shown = replace(cited, sources=cited.sources[offset : offset + limit])
    return JSONResponse(plain(shown), headers=headers)


@router.get(
    "/coverage/overview", response_model=CoverageOverview, summary="What was searched, everywhere"
)
async def coverage_overview(request: Request, on: On = None) -> Response:
    """What was searched, by nation and state, and the shares of people whose governments were."""
    corpus = site_of(request).corpus
    overview = await surveys_of(request).run(request, lambda _: corpus.coverage_overview(on))
    return await run_in_threadpool(_as_json, overview)


def _as_json(found: object) -> Response:
    return JSONResponse(plain(found))
