"""Home and about."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from safehavens.corpus.places import UnknownPlace
from safehavens.decide.decision import plain
from safehavens.http.accept import preferred
from safehavens.pictures.maps import county_svg, map_words
from safehavens.web.site import Site
from safehavens.wording.labels import N_
from safehavens.wording.languages import DEFAULT

_READY: Final = (
    (N_("May Chicago police hold someone for immigration officers on an administrative warrant?"),
     {"place": "Chicago, Illinois", "who": "police", "action": "hold",
      "warrant": "administrative"}),
    (N_("Must a jail in Harris County, Texas, hold someone on such a warrant?"),
     {"place": "Harris County, Texas", "who": "jail", "action": "hold",
      "warrant": "administrative"}),
    (N_("May a jail in Fresno County, California, tell immigration officers of a release?"),
     {"place": "Fresno County, California", "who": "jail", "action": "notify_release"}),
)  # fmt: skip


def home(request: Request) -> Response:
    """/: what this is, a box for a place, three questions."""
    site: Site = request.app.state.site
    view = site.view(request)
    chosen = request.query_params.get("lang")
    language = preferred(request.headers.get("accept-language", ""), site.languages, DEFAULT)
    if chosen is None and request.scope.get("language", "en") == "en" and language != "en":
        vary = {"Vary": "Accept-Language", "Cache-Control": "no-store"}
        return RedirectResponse(site.languages[language].prefix + "/", 302, vary)
    today = site.today().isoformat()
    ready = []
    for text, query in _READY:
        try:
            site.corpus.place(query["place"])
        except UnknownPlace:
            continue
        ready.append((text, view.url("/ask", {**query, "on": today})))
    response = view.page(
        "home.html",
        ready=ready,
        counts=_counts(site),
        scale=[
            (bucket, view.language.gettext(words)) for bucket, words in map_words.BRIEFLY.items()
        ],
        swatch=county_svg.plain_swatch,
    )
    response.headers["Vary"] = "Accept-Language"
    return response


def about(request: Request) -> Response:
    """/about: how to read answers, what is kept (nothing), what the law rests on; and .json."""
    site: Site = request.app.state.site
    view = site.view(request)
    if view.path.endswith(".json"):
        response: Response = JSONResponse(plain(site.footing))
    else:
        response = view.page("about.html", counts=_counts(site), footing=site.footing,
                             data_links=[("JSON", "/about.json")])  # fmt: skip
    if site.footing.deciding is None:  # another page follows when they are counted
        response.headers["ETag"] = f'W/"{site.version}-counting"'
    return response


def _counts(site: Site) -> dict[str, int]:
    lawbook = site.corpus.lawbook
    return {
        "places": len(site.law.lawmakers()),
        "instruments": len(lawbook.instruments),
        "norms": len(lawbook.norms),
        "rulings": len(lawbook.rulings),
        "cases": len(lawbook.cases),
    }
