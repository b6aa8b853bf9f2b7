"""How far the law was searched: of a place by level, and of all nations and states."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.corpus.places import UnknownPlace
from safehavens.decide.coverage.coverage_report import CoverageOverview, PlaceCoverage
from safehavens.decide.decision import plain
from safehavens.decide.request import BadRequest, read_day
from safehavens.web.parts.survey_work import surveys_of
from safehavens.web.site import Site, View


async def coverage(request: Request) -> Response:
    """/coverage?place=…&on=…, and .json."""
    site: Site = request.app.state.site
    view = site.view(request)
    text = request.query_params.get("place", "").strip()
    on: date | None = None
    covered: PlaceCoverage | None = None
    overview: CoverageOverview | None = None
    try:
        if given := request.query_params.get("on", "").strip():
            on = read_day(given)
        if text:
            covered = await run_in_threadpool(site.corpus.coverage, text, on)
        else:
            overview = await surveys_of(request).run(
                request, lambda _: site.corpus.coverage_overview(on)
            )
    except (BadRequest, UnknownPlace) as error:
        if view.path != "/coverage":
            raise
        return await run_in_threadpool(_page, view, text, on, error=str(error))
    if view.path.endswith(".json"):
        return JSONResponse(plain(covered or overview))
    return await run_in_threadpool(_page, view, text, on, covered=covered, overview=overview)


def _page(view: View, text: str, on: date | None, **found: Any) -> Response:
    query = [("place", text)] if text else []
    if on is not None:
        query.append(("on", on.isoformat()))
    covered = found.get("covered")
    places = {} if covered is None else {row.place: row.place_name for row in covered.searches}
    error = found.get("error")
    return view.page(
        "coverage.html",
        422 if error else 200,
        error=error,
        text=text,
        on=on,
        covered=covered,
        overview=found.get("overview"),
        places=places,
        percent=lambda share: view.language.number(round(share * 100, 1)),
        query=query,
        data_links=[] if error else [("JSON", view.url("/coverage.json", query))],
    )
