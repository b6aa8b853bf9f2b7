"""The HTTP interface under /api: the same answers as Python, described by OpenAPI."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from safehavens.corpus.model import VERDICTS, Instrument, Norm, Ruling
from safehavens.corpus.search import Hit
from safehavens.decide.decision import Decision, plain
from safehavens.decide.history import VerdictSpell
from safehavens.web import models
from safehavens.web.asked import decided, read
from safehavens.web.pages.place import place_data
from safehavens.web.site import Site

PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {
        "description": said,
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    for status, said in (
        (400, "A fact about a person's own status in the address, or a request that is no request"),
        (404, "Nothing of that id"),
        (413, "Too large"),
        (414, "Too long an address"),
        (415, "Not a kind of body that is read there"),
        (422, "What was asked cannot be answered: one sentence says why"),
    )
}
router = APIRouter(prefix="/api", responses=PROBLEMS)

_FACTS: Final[dict[str, Any]] = {
    "parameters": [
        {
            "name": "facts",
            "in": "query",
            "style": "form",
            "explode": True,
            "required": False,
            "description": "What is known, each fact a parameter of its own: warrant=judicial, "
            "convicted_felony=false, minor=unknown. Facts marked private are refused here: POST.",
            "schema": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "example": {"warrant": "administrative"},
            },
        }
    ]
}
PlaceText = Annotated[
    str, Query(min_length=1, max_length=200, description="Name, Open Civic Data id or FIPS code",
               examples=["Chicago, IL"])
]  # fmt: skip
Who = Annotated[str, Query(max_length=100, description="Agency kind", examples=["police"])]
Action = Annotated[str, Query(max_length=100, description="Action", examples=["hold"])]
On = Annotated[
    datetime.date | None,
    Query(description="The day whose law is asked, YYYY-MM-DD; left out: today",
          examples=["2024-05-01"]),
]  # fmt: skip
Id = Annotated[str, Query(min_length=1, max_length=300)]


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


@router.get("/ask", response_model=Decision, openapi_extra=_FACTS, summary="Ask a question")
async def ask(
    request: Request, place: PlaceText, who: Who, action: Action, on: On = None
) -> Response:
    """One question whose facts are none of a person's own status."""
    site = _site(request)
    declared = site.corpus.lawbook.facts
    asked = read(request.query_params.multi_items(), declared, address=True)
    return JSONResponse(decided(site.corpus, asked).to_dict())


@router.post("/ask", response_model=Decision, summary="Ask a question, with any facts")
async def ask_with_facts(request: Request, question: models.Question) -> Response:
    """One question. Nothing of it is kept; no value of a private fact comes back."""
    decision = _site(request).corpus.ask(
        question.place,
        question.action,
        who=question.who,
        on=question.on,
        facts=question.facts,
    )
    return JSONResponse(decision.to_dict(), headers={"Cache-Control": "no-store"})


@router.get(
    "/history", response_model=list[VerdictSpell], openapi_extra=_FACTS, summary="A verdict in time"
)
async def history(request: Request, place: PlaceText, who: Who, action: Action) -> Response:
    """The verdict over all time, oldest first: each spell, what decides it, what began it."""
    site = _site(request)
    declared = site.corpus.lawbook.facts
    asked = read(request.query_params.multi_items(), declared, address=True)
    spells = site.corpus.history(
        asked.place, asked.action, who=asked.who, facts=asked.values(declared)
    )
    return JSONResponse(plain(spells))


@router.post("/history", response_model=list[VerdictSpell], summary="The same, with any facts")
async def history_with_facts(request: Request, question: models.Question) -> Response:
    """The verdict over all time. The question's day is not looked at."""
    spells = _site(request).corpus.history(
        question.place, question.action, who=question.who, facts=question.facts
    )
    return JSONResponse(plain(spells), headers={"Cache-Control": "no-store"})


@router.get("/place", response_model=models.PlaceAnswer, summary="A place on a day")
async def place(request: Request, place: PlaceText, on: On = None) -> Response:
    """Every action, instruments, changes, rulings, events, what is above and what is inside."""
    site = _site(request)
    found = site.corpus.place(place).place
    overview = site.law.overview(found.id, on or site.today())
    return JSONResponse(place_data(site, found, overview))


@router.get("/places", response_model=list[models.PlaceName], summary="Places by their beginning")
async def places(
    request: Request, q: Annotated[str, Query(max_length=200, examples=["chi"])]
) -> Response:
    """Places whose name begins so: those with law coded here first, then the largest."""
    found = _site(request).names.beginning_with(q)
    return JSONResponse([{"id": p.id, "name": p.name, "level": p.level} for p in found])


@router.get("/norms", response_model=list[Norm], summary="Norms")
async def norms(
    request: Request,
    place: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
    on: On = None,
    who: Annotated[str | None, Query(max_length=100)] = None,
    action: Annotated[str | None, Query(max_length=100)] = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response:
    """The norms that answer to all of these, by id: those that reach a place, in a spell of their
    own on a day, that address an agency kind or an action."""
    found = _site(request).corpus.norms(place=place, on=on, who=who, action=action)
    headers = {"X-Total-Count": str(len(found))}
    return JSONResponse(plain(found[offset : offset + limit]), headers=headers)


@router.get("/norm", response_model=Norm, summary="One norm")
async def norm(request: Request, id: Id) -> Response:
    """A norm by its id, `instrument#norm` (# is %23 in an address)."""
    return JSONResponse(plain(_site(request).corpus.norm(id)))


@router.get("/instrument", response_model=Instrument, summary="One instrument")
async def instrument(request: Request, id: Id) -> Response:
    """An instrument by its id, with its norms."""
    return JSONResponse(plain(_site(request).corpus.instrument(id)))


@router.get("/ruling", response_model=Ruling, summary="One ruling")
async def ruling(request: Request, id: Id) -> Response:
    """A ruling by its id, with its effects on norms."""
    return JSONResponse(plain(_site(request).corpus.ruling(id)))


@router.get("/search", response_model=list[Hit], summary="Search")
async def search(
    request: Request,
    q: Annotated[str, Query(max_length=200, examples=["detainer"])],
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Response:
    """Instruments, norms, rulings, facts and the vocabulary's words, best first."""
    return JSONResponse(plain(_site(request).search(q, limit)))


@router.get("/vocabulary", response_model=models.VocabularyAnswer, summary="The words")
async def vocabulary(request: Request) -> Response:
    """Agency kinds, actions and facts, with their questions and presumptions."""
    lawbook = _site(request).corpus.lawbook
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
