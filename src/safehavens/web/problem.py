"""What went wrong, as a page for people or as RFC 9457 problem details for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from safehavens.api import NotFound
from safehavens.corpus.places import UnknownPlace
from safehavens.decide.request import BadRequest
from safehavens.web.validation_words import NOT_JSON, first_mistake, is_no_json
from safehavens.wording.labels import N_

PROBLEM_JSON: Final = "application/problem+json"
_TITLES: Final = {
    400: N_("We could not read the request"),
    404: N_("Page not found"),
    405: N_("Method not allowed"),
    408: N_("The request took too long"),
    413: N_("The request is too large"),
    414: N_("The address is too long"),
    415: N_("Unsupported content type"),
    422: N_("We could not understand the request"),
    429: N_("Too many requests"),
    431: N_("The head of the request is too large"),
    500: N_("Something went wrong"),
    503: N_("The server is busy"),
}
_OTHER: Final = N_("The request cannot be answered")
_NOT_ANSWERED: Final = N_("The request cannot be answered.")


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem. `kind` names it for programs; `detail` is one clear sentence."""

    status: int
    kind: str
    detail: str
    near: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """A short name, the same for every problem of its status."""
        return _TITLES.get(self.status, _OTHER)

    def response(self) -> Response:
        """As problem details."""
        values: dict[str, Any] = {
            "type": f"/api#{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.near:
            values["near"] = list(self.near)
        body = json.dumps(values, ensure_ascii=False).encode()
        return Response(body, self.status, media_type=PROBLEM_JSON)


class PrivateInAddress(BadRequest):
    """A fact about a person's own status in an address, where it may not be."""

    def __init__(self) -> None:
        super().__init__(
            "A fact about a person's own immigration status is never taken from an address, "
            "because addresses are kept; send it in the body of a POST."
        )


def problem_of(error: Exception) -> Problem:
    """The problem that an error is."""
    if isinstance(error, UnknownPlace):
        return Problem(422, "unknown-place", str(error), error.nearest)
    if isinstance(error, NotFound):
        return Problem(404, "not-found", str(error.args[0]))
    if isinstance(error, PrivateInAddress):
        return Problem(400, "private-fact-in-address", str(error))
    if isinstance(error, BadRequest):
        return Problem(422, "bad-request", str(error))
    if isinstance(error, RequestValidationError):
        if is_no_json(error):
            return problem_of_status(415, NOT_JSON)
        return Problem(422, "bad-request", first_mistake(error))
    if isinstance(error, HTTPException):
        named = error.status_code == 415 and error.detail != HTTPStatus(415).phrase
        return problem_of_status(error.status_code, error.detail if named else None)
    raise error


_DETAILS: Final = {
    400: N_("The body of the request cannot be read."),
    404: N_("There is no page at this address."),
    405: N_("This address does not accept the method of the request."),
    408: N_("The request did not arrive in time; send it again."),
    413: N_("The request is larger than this address accepts."),
    414: N_("The address is longer than the server accepts."),
    415: N_("This address does not accept a body of this content type."),
    431: N_("The request has more headers than the server accepts."),
    500: N_("Something went wrong on our side."),
    503: N_("The server is busy; try again in a few seconds."),
}
_KINDS: Final = {
    404: "not-found",
    405: "method-not-allowed",
    408: "too-slow",
    413: "too-large",
    414: "too-long",
    415: "wrong-form",
    431: "too-many-headers",
    500: "failure",
    503: "busy",
}


def problem_of_status(status: int, detail: str | None = None) -> Problem:
    """The problem of a status."""
    kind = _KINDS.get(status, "bad-request")
    return Problem(status, kind, detail or _DETAILS.get(status, _NOT_ANSWERED))
