"""The application: routes, layers and what happens to errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from safehavens import __version__
from safehavens.api import Corpus, NotFound
from safehavens.corpus.places import UnknownPlace
from safehavens.decide.request import BadRequest
from safehavens.http.accept import preferred
from safehavens.http.errors import Failures
from safehavens.http.headers import StandardHeaders, is_data
from safehavens.http.limits import LIMITS, Limits
from safehavens.http.log import AccessLog
from safehavens.http.page_cache import CacheLayer
from safehavens.http.request_limits import BodyLimit, RequestLimits
from safehavens.http.serving.tallies import Tallies
from safehavens.http.turns import Turns
from safehavens.web import crawlers
from safehavens.web.endpoints import law, openapi, panel, questions, survey, upload
from safehavens.web.operators import status
from safehavens.web.operators.operator_form import Operator
from safehavens.web.page_language import split_language
from safehavens.web.pages import (
    ask,
    compare,
    evidence,
    home,
    instrument,
    norm,
    paper,
    place,
    ruling,
    search,
    sheet,
)
from safehavens.web.pages.surveys import changes, coverage, sources, where
from safehavens.web.parts.survey_work import SurveyWork
from safehavens.web.private_facts import PrivateFactGuard
from safehavens.web.problem import Problem, problem_of, problem_of_status
from safehavens.web.site import HERE, Site, address
from safehavens.wording.languages import DEFAULT

_Page = Callable[[Request], Response] | Callable[[Request], Awaitable[Response]]
"""Makes a page. Work is done in a thread; what is awaited lets others go on."""

_STATIC: Final = HERE / "static"
_ERRORS: Final = (UnknownPlace, NotFound, BadRequest, RequestValidationError, HTTPException)


def create_app(
    corpus: Corpus,
    limits: Limits = LIMITS,
    operator: Operator | None = None,
    tallies: Tallies | None = None,
) -> FastAPI:
    """The web over one corpus, as an ASGI application.

    Parameters
    ----------
    corpus : Corpus
    limits : Limits
        How much, how often and how long, where that is not said in the description of the
        interface.
    operator : Operator, optional
        Who runs this copy.
    tallies : Tallies, optional
        What is counted, where several processes share it.
    """
    site = Site(corpus, operator)
    app = FastAPI(
        title="safehavens",
        version=__version__,
        summary="The law of safe-haven (sanctuary) jurisdictions, executable. Not legal advice.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_name_operation,
        separate_input_output_schemas=False,
    )
    app.state.site = site
    app.state.tallies = tallies or Tallies()
    app.state.uploads = upload.Uploads(limits)
    app.state.surveys = SurveyWork(limits)
    app.include_router(questions.router)
    app.include_router(law.router)
    app.include_router(survey.router)
    if find_spec("pyarrow") is not None:  # the extra `tables`
        app.include_router(panel.panel_router(limits))
        app.include_router(upload.screening_router(app.state.uploads))
    openapi.describe(app)
    _add_pages(app, site)
    for kind in _ERRORS:
        app.add_exception_handler(kind, _handle)
    _add_layers(app, site, limits)
    return app


def _add_layers(app: FastAPI, site: Site, limits: Limits) -> None:
    """What a request passes on its way in; the innermost layer is added first."""

    def variant(path: str, headers: Headers) -> str:
        """What an answer depends on beside its address.

        At /, the language that is preferred; at /about, whether the counting is done; of what
        has addresses with a host, the host.
        """
        if path.endswith((".atom", "/sitemap.xml", "/robots.txt")):
            return headers.get("host", "")
        if path.removesuffix(".json").endswith("/about"):
            return "counted" if site.footing.deciding is not None else ""
        if path != "/":
            return panel.variant(path, headers)
        return preferred(headers.get("accept-language", ""), site.languages, DEFAULT)

    async def render_problem(request: Request, problem: Problem) -> Response:
        language, request.scope["path"] = split_language(request.scope["path"], site.languages)
        request.scope["language"] = language
        return _respond(site, request, problem)

    async def render_failure(request: Request, status: int, detail: str | None) -> Response:
        return await render_problem(request, problem_of_status(status, detail))

    app.add_middleware(LanguageLayer, site=site)
    app.add_middleware(Turns, limits=limits, free=status.ADDRESSES)
    app.add_middleware(
        CacheLayer,
        version=site.version,
        modified=site.modified,
        today=site.today,
        variant=variant,
        most_bytes=limits.cache_bytes,
    )
    app.add_middleware(PrivateFactGuard, declared=site.corpus.lawbook.facts, render=render_problem)
    tables = BodyLimit(limits.table_bytes, limits.table_seconds)
    app.add_middleware(
        RequestLimits, limits=limits, bodies={upload.PATH: tables, upload.GUESS_PATH: tables}
    )
    app.add_middleware(Failures, render=render_failure)
    app.add_middleware(StandardHeaders, methods=lambda path: _methods(app, path))
    app.add_middleware(AccessLog, tallies=app.state.tallies, uncounted=status.ADDRESSES)


class LanguageLayer:
    """Takes the language off the path; sends `?lang=` to the path of that language."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        language, path = split_language(scope["path"], self.site.languages)
        if path != "/" and (path.endswith("/") or "//" in path):
            slim = "/" + "/".join(part for part in path.split("/") if part)
            prefix = self.site.languages[language].prefix
            there = address((prefix + slim).removesuffix("/") or "/")
            query = scope["query_string"].decode("latin-1")
            there += f"?{query}" if query else ""
            await RedirectResponse(there, 308)(scope, receive, send)
            return
        if b"lang=" in scope["query_string"] and scope["method"] == "GET":
            request = Request(scope)
            chosen = self.site.languages.get(request.query_params.get("lang", ""))
            if chosen is not None and chosen.code != language:
                left = [(n, v) for n, v in request.query_params.multi_items() if n != "lang"]
                there = address(chosen.prefix + path, left)
                await RedirectResponse(there, 303)(scope, receive, send)
                return
        inner = {**scope, "path": path, "language": language}
        if path != scope["path"]:
            inner["raw_path"] = path.encode()
        await self.app(inner, receive, send)


def _add_pages(app: FastAPI, site: Site) -> None:
    get = ["GET"]
    routes: tuple[tuple[str, _Page, list[str]], ...] = (
        ("/", home.home, get),
        ("/about", home.about, get),
        ("/about.json", home.about, get),
        ("/ask", ask.ask, ["GET", "POST"]),
        ("/ask.json", ask.ask, get),
        *((f"/paper{form}", paper.paper, get) for form in ("", ".json")),
        ("/sheet", sheet.sheet, get),
        ("/place", place.find_place, get),
        ("/place/{id:path}", place.place, get),
        ("/places", place.places, get),
        ("/places.json", place.places, get),
        ("/places.csv", place.places, get),
        ("/instrument/{id:path}", instrument.instrument, get),
        ("/norm/{id:path}", norm.norm, get),
        ("/ruling/{id:path}", ruling.ruling, get),
        ("/search", search.search, get),
        ("/search.json", search.search, get),
        ("/compare", compare.compare, get),
        ("/compare.json", compare.compare, get),
        ("/compare.csv", compare.compare, get),
        *((f"/where{form}", where.where, get) for form in ("", ".json", ".csv")),
        *((f"/changes{form}", changes.changes, get) for form in ("", ".json", ".atom")),
        *((f"/sources{form}", sources.sources, get) for form in ("", ".json", ".csv")),
        *((f"/coverage{form}", coverage.coverage, get) for form in ("", ".json")),
        *((f"/evidence{form}", evidence.evidence, get) for form in ("", ".json")),
        ("/evidence/{id:path}", evidence.part, get),
        ("/static/{name}", _static, get),
        ("/health", status.health, get),
        ("/metrics", status.metrics, get),
        ("/robots.txt", crawlers.robots, get),
        ("/sitemap.xml", crawlers.sitemap, get),
    )
    if site.atlas is not None:  # the extra `tables`
        from safehavens.web.pages import atlas

        forms = ("", ".json", ".csv", ".svg", ".png")
        routes += tuple((f"/atlas{form}", atlas.atlas, get) for form in forms)
        routes += tuple((f"/atlas/small{dark}.svg", atlas.small_map, get) for dark in ("", "-dark"))
        routes += (("/atlas/{name}", atlas.panel_file, get),)
    for path, page, methods in routes:
        app.add_route(path, page, methods, include_in_schema=False)


async def _static(request: Request) -> Response:
    """A file of the package. Under its own version it may be kept for ever."""
    site: Site = request.app.state.site
    name = str(request.path_params["name"])
    version = site.static_versions.get(name)
    if version is None:
        raise HTTPException(404)
    requested = request.query_params.get("v")
    keep = "public, max-age=31536000, immutable" if requested == version else "public, max-age=300"
    headers = {"Cache-Control": keep, "ETag": f'W/"{version}"'}
    return Response(_content(_STATIC / name), media_type=_TYPES[Path(name).suffix], headers=headers)


_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
                ".png": "image/png"}  # fmt: skip


def _content(file: Path) -> bytes:
    return file.read_bytes()


async def _handle(request: Request, error: Exception) -> Response:
    response = _respond(request.app.state.site, request, problem_of(error))
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    if response.status_code == 405:
        response.headers["Allow"] = ", ".join(_methods(request.app, request.scope["path"]))
    return response


def _respond(site: Site, request: Request, problem: Problem) -> Response:
    """A problem in the form that fits who asks."""
    if is_data(request.scope["path"]) and request.scope["path"] != "/api":
        return problem.response()
    return site.view(request).page("problem.html", problem.status, problem=problem)


def _name_operation(route: APIRoute) -> str:
    """A name that a generator of clients can use: that of the function, and of a second form."""
    return route.name + ("_csv" if route.path.endswith(".csv") else "")


def _methods(app: FastAPI, path: str) -> list[str]:
    """The methods that an address takes; none: there is no such address."""
    path = split_language(path, app.state.site.languages)[1]
    scope = {"type": "http", "path": path, "root_path": "", "headers": []}
    found = [
        method
        for method in ("GET", "HEAD", "POST")
        if any(
            route.matches({**scope, "method": "GET" if method == "HEAD" else method})[0]
            is Match.FULL
            for route in app.routes
        )
    ]
    return [*found, "OPTIONS"] if found else []
