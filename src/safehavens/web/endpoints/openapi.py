"""The description of the interface: OpenAPI at /api/openapi.json, a page at /api."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

from safehavens.corpus.model import BASES, VERDICTS
from safehavens.corpus.sources import SEEN
from safehavens.decide.survey.answer_places import SURVEYED
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


SCREEN: Final = "/api/screen"

_OF_BODIES: Final = ("408", "413", "415")
"""Statuses that only a request with a body can have."""


def describe(app: FastAPI) -> None:
    """Make the description, and add the two addresses that show it."""
    description = _describe_api(app)
    _name_words(description, _list_words(app.state.site))
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
        tags=[{"name": name, "description": text} for name, text in _TAGS.items()],
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


def _list_words(site: Site) -> dict[str, tuple[str, ...]]:
    """The words of this corpus that stand for a fixed set, by the name of their schema."""
    vocabulary = site.corpus.lawbook.vocabulary
    return {
        "AgencyKind": tuple(vocabulary.who),
        "Action": tuple(vocabulary.actions),
        "Verdict": VERDICTS,
        "Basis": BASES,
        "Seen": SEEN,
        "Level": SURVEYED,
    }


_TAGS: Final = {
    "questions": "What the law says of one request",
    "law": "Places, laws, rules, rulings, words",
    "survey": "All places at once",
    "panel": "Verdicts and indices by place and time",
    "tables": "Tables of requests",
}

_SAID_BY: Final = {
    "who": "AgencyKind", "action": "Action", "verdict": "Verdict", "basis": "Basis", "seen": "Seen",
    "level": "Level",
}  # fmt: skip
"""Which of them parameters and fields of a request have."""


def _name_words(description: dict[str, Any], words: Mapping[str, tuple[str, ...]]) -> None:
    """Have what is asked with words of the vocabulary say which there are, each list once."""
    schemas = description["components"]["schemas"]
    sets = {frozenset(known): name for name, known in words.items()}
    description["components"]["schemas"] = schemas = _refer_sets(schemas, sets)
    for name, known in words.items():
        schemas[name] = {"type": "string", "title": name, "enum": list(known)}
    for path, methods in description["paths"].items():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                # columns and texts of a table are read by more than the vocabulary
                if parameter["name"] in _SAID_BY and not path.startswith(SCREEN):
                    for example in parameter["schema"].get("examples", ())[:1]:
                        parameter["example"] = example
                    parameter["schema"] = _refer(parameter["schema"], _SAID_BY[parameter["name"]])
    asked = schemas["RequestBody"]["properties"]
    for name in ("who", "action"):
        asked[name] = _refer(asked[name], _SAID_BY[name])


def _refer_sets(part: Any, sets: Mapping[frozenset[str], str]) -> Any:
    """A part of the description that refers to schemas of words where it lists all of theirs."""
    if isinstance(part, list):
        return [_refer_sets(one, sets) for one in part]
    if not isinstance(part, dict):
        return part
    listed = part.get("enum")
    if isinstance(listed, list) and (name := sets.get(frozenset(listed))) is not None:
        return {"$ref": f"#/components/schemas/{name}"}
    within = part.get("additionalProperties")
    if isinstance(within, dict) and within.get("type") == "array":
        # openapi-generator cannot read a list of an enumeration in a map
        return {**part, "additionalProperties": {"type": "array", "items": {"type": "string"}}}
    return {key: _refer_sets(value, sets) for key, value in part.items()}


def _refer(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """A schema of a text, of a text that may be left out, or of a list of texts, by name."""
    there = {"$ref": f"#/components/schemas/{name}"}
    if schema.get("type") == "array":
        return {**schema, "items": there}
    if "anyOf" in schema:
        return {"anyOf": [there, {"type": "null"}]}
    return there


def _body_kinds(operation: dict[str, Any]) -> str:
    """What is sent along, in words."""
    kinds = operation.get("requestBody", {}).get("content", {})
    return " or ".join(kinds)


def _examples_of(parameter: dict[str, Any]) -> Any:
    if "example" in parameter:
        return [parameter["example"]]
    return parameter["schema"].get("examples", ())


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
                            "examples": _examples_of(parameter),
                        }
                        for parameter in operation.get("parameters", ())
                    ],
                    "body": _body_kinds(operation),
                }
            )
    return rows
