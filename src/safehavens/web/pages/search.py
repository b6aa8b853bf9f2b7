"""Search: places, instruments, norms, rulings and the vocabulary by words."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.corpus.places import UnknownPlace
from safehavens.corpus.search import Hit
from safehavens.decide.decision import plain
from safehavens.http.limits import LIMITS
from safehavens.web.parts.page_words import instrument_path, norm_path, ruling_path
from safehavens.web.parts.place_names import path_of
from safehavens.web.site import Site


async def search(request: Request) -> Response:
    """/search?q=…, and .json."""
    site: Site = request.app.state.site
    words = request.query_params.get("q", "").strip()
    view = site.view(request)
    too_long = len(words) > LIMITS.search_characters
    hits = () if too_long else site.corpus.search(words, LIMITS.page_hits)
    if str(request.scope["path"]).endswith(".json"):
        return JSONResponse(plain(hits))
    query = [("q", words)] if words and not too_long else []
    error = view.language.gettext(
        "Search for fewer words; at most %(most)s characters are allowed."
    ) % {"most": LIMITS.search_characters}
    return view.page(
        "search.html",
        422 if too_long else 200,
        text=words,
        error=error if too_long else None,
        places=() if too_long else _places(site, words),
        law=[(hit, path) for hit in hits if (path := _path(hit)) is not None],
        words_found=[hit for hit in hits if _path(hit) is None],
        most=LIMITS.page_hits,
        query=query,
        data_links=[("JSON", view.url("/search.json", query))] if query else [],
    )


def _places(site: Site, words: str) -> tuple[tuple[str, str], ...]:
    if not words:
        return ()
    names = {place.id: place.name for place in site.names.beginning_with(words)}
    try:
        match = site.corpus.place(words)
        names = {match.place.id: match.place.name} | names
    except UnknownPlace:
        pass
    return tuple((name, path_of(id)) for id, name in list(names.items())[:6])


def _path(hit: Hit) -> str | None:
    if hit.kind == "instrument":
        return instrument_path(hit.id)
    if hit.kind == "norm":
        return norm_path(hit.id)
    return ruling_path(hit.id) if hit.kind == "ruling" else None
