"""What several addresses of the interface have in common: parameters, problems."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Query, Request

from safehavens.corpus.near import unknown
from safehavens.decide.request import BadRequest
from safehavens.http.limits import LIMITS
from safehavens.web.endpoints.models import WrittenDay
from safehavens.web.site import Site

_PROBLEM: Final[dict[str, Any]] = {
    "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
}


def describe_problems(*problems: tuple[int, str]) -> dict[int | str, dict[str, Any]]:
    """Statuses and what they mean, as FastAPI takes them."""
    return {
        status: {"description": description, "content": _PROBLEM}
        for status, description in problems
    }


PROBLEMS: Final = describe_problems(
    (400, "A fact about a person's own status in the address, or a request that cannot be read"),
    (404, "The id is unknown"),
    (408, "The body of the request did not arrive in time"),
    (413, "The body is too large"),
    (414, "The address is too long"),
    (415, "Unsupported content type"),
    (422, "The request cannot be answered; one sentence says why"),
    (500, "Something went wrong on our side"),
)
BUSY: Final = describe_problems((503, "The server is busy; try again after `Retry-After` seconds"))

FACTS: Final[dict[str, Any]] = {
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
"""Facts as parameters, each by its own name, for the description of an operation."""

PlaceText = Annotated[
    str,
    Query(
        min_length=1,
        max_length=LIMITS.place_characters,
        description="Name, Open Civic Data id or FIPS code",
        examples=["Chicago, IL"],
    ),
]
Who = Annotated[
    str,
    Query(max_length=LIMITS.word_characters, description="Agency kind", examples=["police"]),
]
Action = Annotated[
    str, Query(max_length=LIMITS.word_characters, description="Action", examples=["hold"])
]
AskedDay = Annotated[
    str | None,
    Query(
        max_length=LIMITS.word_characters,
        description="The day whose law is asked, 2024-05-01, 5/1/2024 or May 1, 2024; today if "
        "left out",
        examples=["2024-05-01"],
    ),
]
On = Annotated[
    WrittenDay | None,
    Query(
        description="The day whose law is asked, YYYY-MM-DD; today if left out",
        examples=["2024-05-01"],
    ),
]
Id = Annotated[str, Query(min_length=1, max_length=LIMITS.id_characters)]


async def refuse_unknown(request: Request) -> None:
    """Refuse a parameter that an address does not take, as a misspelled one would be lost.

    Addresses that take facts as parameters look through them by themselves.
    """
    route = request.scope["route"]
    extra = route.openapi_extra or {}
    if any(one["name"] == "facts" for one in extra.get("parameters", ())):
        return
    known = [field.alias for field in route.dependant.query_params]
    known += [one["name"] for one in extra.get("parameters", ())]
    for name in request.query_params:
        if name not in known:
            raise BadRequest(unknown("parameter", name, known))


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site
