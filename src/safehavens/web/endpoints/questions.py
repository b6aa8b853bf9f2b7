"""Questions under /api: one request, and its verdict over time."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, Response

from safehavens.decide.decision import Decision, plain
from safehavens.decide.history import VerdictSpell, trace_history
from safehavens.decide.request import BadRequest
from safehavens.web.endpoints.models import RequestBody
from safehavens.web.endpoints.parameters import (
    FACTS,
    PROBLEMS,
    Action,
    AskedDay,
    PlaceText,
    Who,
    refuse_unknown,
    site_of,
)
from safehavens.web.parts.ask_address import decide_address, read_address, read_request

router = APIRouter(
    prefix="/api",
    tags=["questions"],
    responses=PROBLEMS,
    dependencies=[Depends(refuse_unknown)],
)


@router.get("/ask", response_model=Decision, openapi_extra=FACTS, summary="Ask a question")
def ask(
    request: Request, place: PlaceText, who: Who, action: Action, on: AskedDay = None
) -> Response:
    """One question. Facts about a person's own status are refused here: POST them."""
    site = site_of(request)
    declared = site.corpus.lawbook.facts
    address = read_address(request.query_params.multi_items(), declared)
    return JSONResponse(decide_address(site.corpus, address).to_dict())


@router.post("/ask", response_model=Decision, summary="Ask a question, with any facts")
def ask_with_facts(request: Request, body: RequestBody) -> Response:
    """One body. Nothing of it is kept; no value of a private fact comes back."""
    decision = site_of(request).corpus.ask(
        body.place,
        body.action,
        who=body.who,
        on=body.on,
        facts=body.facts,
    )
    return JSONResponse(decision.to_dict(), headers={"Cache-Control": "no-store"})


@router.get(
    "/history", response_model=list[VerdictSpell], openapi_extra=FACTS, summary="A verdict in time"
)
def history(request: Request, place: PlaceText, who: Who, action: Action) -> Response:
    """The verdict over all time, oldest first: each spell, what decides it, what began it."""
    site = site_of(request)
    declared = site.corpus.lawbook.facts
    if "on" in request.query_params:
        raise BadRequest("A history has no day: it tells of all days; leave out on.")
    address = read_address(request.query_params.multi_items(), declared)
    read = read_request(site.corpus, address)
    return JSONResponse(plain(trace_history(site.corpus.engine, read.request)))


@router.post("/history", response_model=list[VerdictSpell], summary="The same, with any facts")
def history_with_facts(request: Request, body: RequestBody) -> Response:
    """The verdict over all time. The day of the question is ignored."""
    spells = site_of(request).corpus.history(
        body.place, body.action, who=body.who, facts=body.facts
    )
    return JSONResponse(plain(spells), headers={"Cache-Control": "no-store"})
