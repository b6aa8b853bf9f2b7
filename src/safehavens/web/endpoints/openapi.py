"""The description of the interface: OpenAPI at /api/openapi.json, a page at /api."""

from __future__ import annotations

import json
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

from safehavens.http.limits import LIMITS, describe_limits, size_text
from safehavens.web.endpoints import models
from safehavens.web.site import Site

_KINDS: Final = (
    ("unknown-place", 422, "No place is known by that name; `near` has the nearest names."),
    ("bad-request", 422, "The request cannot be answered; `detail` says why."),
    ("private-fact-in-address", 400,
     "A fact about a person's own status in an address; send it in the body of a POST."),
    ("not-found", 404, "The id is unknown, or there is no page at that address."),
    ("method-not-allowed", 405, "The address does not accept this method."),
    ("too-slow", 408,
     f"A body that takes more than {LIMITS.body_seconds:.0f} seconds to arrive; a table, "
     f"{LIMITS.table_seconds:.0f} seconds."),
    ("too-large", 413,
     f"A body larger than {size_text(LIMITS.body_bytes)}; a table larger than "
     f"{size_text(LIMITS.table_bytes)}."),
    ("too-long", 414,
     f"An address with more than {LIMITS.query_characters} characters after the question mark, or "
     f"more than {LIMITS.path_characters} before it."),
    ("wrong-form", 415, "The content type of the body is not supported there."),
    ("too-many", 429, "Too many tables in a row; try again after `Retry-After` seconds."),
    ("too-many-headers", 431,
     f"A head of more than {LIMITS.headers} headers or {size_text(LIMITS.head_bytes)}."),
    ("busy", 503, "The server is busy; try again after `Retry-After` seconds."),
    ("failure", 500, "Something went wrong on our side."),
)  # fmt: skip


_OF_BODIES: Final = ("408", "413", "415")
"""Statuses that only a request with a body can have."""


def describe(app: FastAPI) -> None:
    """Make the description, and add the two addresses that show it."""
    description = _describe_api(app)
    text = json.dumps(description, ensure_ascii=False).encode()
    rows = _list_operations(description)

    async def openapi(request: Request) -> Response:
        """/api/openapi.json."""
        return Response(text, media_type="application/json")

    def page(request: Request) -> Response:
        """/api: what there is, for people who write programs."""
        site: Site = request.app.state.site
        return site.view(request).page(
            "api.html", rows=rows, kinds=_KINDS, limits=describe_limits()
        )

    app.add_route("/api/openapi.json", openapi, ["GET"], include_in_schema=False)
    app.add_route("/api", page, ["GET"], include_in_schema=False)


def _describe_api(app: FastAPI) -> dict[str, Any]:
    description = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        routes=app.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/"}],
        separate_input_output_schemas=False,
    )
    for methods in description["paths"].values():
        for status in _OF_BODIES:
            methods.get("get", {}).get("responses", {}).pop(status, None)
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = models.Problem.model_json_schema()
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return description


def _body_kinds(operation: dict[str, Any]) -> str:
    """What is sent along, in words."""
    kinds = operation.get("requestBody", {}).get("content", {})
    return " or ".join(kinds)


def _list_operations(description: dict[str, Any]) -> list[dict[str, Any]]:
    """One row for each address and method, for the page."""
    rows = []
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            rows.append(
                {
                    "path": path,
                    "method": method.upper(),
                    "summary": operation["summary"],
                    "text": operation.get("description", ""),
                    "parameters": [
                        {
                            "name": parameter["name"],
                            "required": parameter.get("required", False),
                            "description": parameter.get("description", ""),
                            "examples": parameter["schema"].get("examples", ()),
                        }
                        for parameter in operation.get("parameters", ())
                    ],
                    "body": _body_kinds(operation),
                }
            )
    return rows
