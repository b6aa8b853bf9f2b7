"""/health and /metrics: for who runs a copy, and for a proxy not to pass on."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens import __version__
from safehavens.http.serving.tallies import Tallies
from safehavens.web.site import Site

ADDRESSES: Final = ("/health", "/metrics")
_TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"


async def health(request: Request) -> Response:
    """/health: this process answers, over which corpus."""
    site: Site = request.app.state.site
    return JSONResponse(
        {"status": "ok", "version": __version__, "corpus": site.corpus.version},
        headers={"Cache-Control": "no-store"},
    )


async def metrics(request: Request) -> Response:
    """/metrics: counts over all processes, as monitoring reads them."""
    tallies: Tallies = request.app.state.tallies
    return Response(tallies.write(), media_type=_TEXT, headers={"Cache-Control": "no-store"})
