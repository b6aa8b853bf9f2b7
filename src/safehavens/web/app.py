"""The application: routes, layers and what happens to errors."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from safehavens import __version__
from safehavens.api import Corpus, NotFound
from safehavens.corpus.places import UnknownPlace
from safehavens.decide.request import BadRequest
from safehavens.http.headers import Guard, for_programs
from safehavens.http.page_cache import Caching
from safehavens.web.endpoints import openapi, routes, upload
from safehavens.web.pages import ask, compare, home, instrument, norm, place, ruling, search
from safehavens.web.problem import Problem, of_status, problem_of
from safehavens.web.site import HERE, Site, address
from safehavens.wording import languages

_STATIC: Final = HERE / "static"
_ERRORS: Final = (UnknownPlace, NotFound, BadRequest, RequestValidationError, HTTPException)


def create_app(corpus: Corpus) -> FastAPI:
    """The web over one corpus, as an ASGI application.

    Parameters
    ----------
    corpus : Corpus
    """
    site = Site(corpus)
    app = FastAPI(
        title="safehavens",
        version=__version__,
        summary="The law of safe-haven (sanctuary) jurisdictions, executable. Not legal advice.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.site = site
    app.include_router(routes.router)
    if find_spec("pyarrow") is not None:  # the extra `tables`
        app.include_router(upload.screening(), responses=routes.PROBLEMS)
    openapi.describe(app)
    _pages(app, site)
    for kind in _ERRORS:
        app.add_exception_handler(kind, _handle)

    def variant(path: str, headers: Headers) -> str:
        """What an answer turns on beside its address: at /, the language that is preferred."""
        if path != "/":
            return routes.variant(path, headers)
        return languages.preferred(headers.get("accept-language", ""), site.languages)

    async def failure(request: Request, status: int, said: str) -> Response:
        language, request.scope["path"] = languages.split(request.scope["path"], site.languages)
        request.scope["language"] = language
        return _said(site, request, of_status(status, said))

    app.add_middleware(Languages, site=site)
    app.add_middleware(
        Caching, version=site.version, modified=site.modified, today=site.today, variant=variant
    )
    limits = {upload.PATH: upload.LARGEST_TABLE}
    app.add_middleware(Guard, failure=failure, limits=limits)
    return app


class Languages:
    """Takes the language off the path; sends `?lang=` to the path of that language."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        language, path = languages.split(scope["path"], self.site.languages)
        if b"lang=" in scope["query_string"] and scope["method"] == "GET":
            request = Request(scope)
            chosen = request.query_params.get("lang", "")
            left = [(n, v) for n, v in request.query_params.multi_items() if n != "lang"]
            known = self.site.languages.get(chosen)
            if known is not None and chosen != language and not self._private(left):
                there = address(known.prefix + path, left)
                await RedirectResponse(there, 303)(scope, receive, send)
                return
        inner = {**scope, "path": path, "language": language}
        if path != scope["path"]:
            inner["raw_path"] = path.encode()
        await self.app(inner, receive, send)

    def _private(self, pairs: list[tuple[str, str]]) -> bool:
        """Whether a private fact is among them; then the page that refuses it answers."""
        declared = self.site.corpus.lawbook.facts
        return any(name in declared and declared[name].private for name, _ in pairs)


def _pages(app: FastAPI, site: Site) -> None:
    get = ["GET"]
    routes: tuple[tuple[str, Callable[..., object], list[str]], ...] = (
        ("/", home.home, get),
        ("/about", home.about, get),
        ("/ask", ask.ask, ["GET", "POST"]),
        ("/ask.json", ask.ask, get),
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
        ("/static/{name}", _static, get),
        ("/robots.txt", _robots, get),
    )
    if site.atlas is not None:  # the extra `tables`
        from safehavens.web.pages import atlas

        forms = ("", ".json", ".csv", ".svg")
        routes += tuple((f"/atlas{form}", atlas.atlas, get) for form in forms)
    for path, page, methods in routes:
        app.add_route(path, page, methods, include_in_schema=False)  # type: ignore[arg-type]


async def _static(request: Request) -> Response:
    """A file of the package. Under its own version it may be kept for ever."""
    site: Site = request.app.state.site
    name = str(request.path_params["name"])
    version = site.static_versions.get(name)
    if version is None:
        raise HTTPException(404)
    asked = request.query_params.get("v")
    keep = "public, max-age=31536000, immutable" if asked == version else "public, max-age=300"
    headers = {"Cache-Control": keep, "ETag": f'W/"{version}"'}
    return Response(_content(_STATIC / name), media_type=_TYPES[Path(name).suffix], headers=headers)


_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def _content(file: Path) -> bytes:
    return file.read_bytes()


async def _robots(request: Request) -> Response:
    """Asked questions are for those who ask; the law is for everybody."""
    return Response("User-agent: *\nDisallow: /ask\nDisallow: /es/ask\n", media_type="text/plain")


async def _handle(request: Request, error: Exception) -> Response:
    response = _said(request.app.state.site, request, problem_of(error))
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


def _said(site: Site, request: Request, problem: Problem) -> Response:
    """A problem in the form that fits who asks."""
    if for_programs(request.scope["path"]) and request.scope["path"] != "/api":
        return problem.response()
    view = site.view(request)
    return view.page("problem.html", problem.status, problem=problem, alternates=())
