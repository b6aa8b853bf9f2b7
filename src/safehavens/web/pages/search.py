"""Search: questions, places, papers and law by words, in groups, page by page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.corpus.near import unknown
from safehavens.decide.decision import plain
from safehavens.decide.request import BadRequest
from safehavens.http.limits import LIMITS
from safehavens.search.results import KINDS, Hit, SearchResults
from safehavens.web.parts.page_words import instrument_path, norm_path, ruling_path
from safehavens.web.parts.place_names import path_of, spoken
from safehavens.web.site import Site, View
from safehavens.wording.resident_topics import TOPICS

_EACH = 5
"""Hits of each group where all groups are shown."""
_LAST_PAGE = 1000


def search(request: Request) -> Response:
    """/search?q=…&in=…&page=…, and .json."""
    site: Site = request.app.state.site
    view = site.view(request)
    typed = request.query_params.get("q", "").strip()
    is_data = view.path.endswith(".json")
    error, results, group, number = None, None, None, 1
    try:
        if len(typed) > LIMITS.search_characters:
            raise BadRequest(
                view.language.gettext(
                    "Search for fewer words; at most %(most)s characters are allowed."
                )
                % {"most": LIMITS.search_characters}
            )
        group, number = _read_part(request)
        most = _EACH if group is None else LIMITS.page_hits
        results = site.corpus.search(typed, most, group=group, start=(number - 1) * most)
    except BadRequest as problem:
        if is_data:
            raise
        error = str(problem)
    if is_data:
        return JSONResponse(plain(results))
    query: list[tuple[str, object]] = [("q", typed)] if typed and results else []
    return view.page(
        "search.html",
        422 if error else 200,
        text=typed,
        error=error,
        results=results,
        group=group,
        number_of_page=number,
        most=LIMITS.page_hits,
        links={} if results is None else _links(view, results),
        query=[*query, *([("in", group)] if query and group else [])],
        data_links=[("JSON", view.url("/search.json", query))] if query else [],
    )


def _read_part(request: Request) -> tuple[str | None, int]:
    """Which group is wanted, if one is, and which page of it. Raises BadRequest."""
    group = request.query_params.get("in") or None
    if group is not None and group not in KINDS:
        raise BadRequest(unknown("group", group, KINDS))
    page = request.query_params.get("page") or "1"
    if not (page.isascii() and page.isdigit() and 1 <= int(page[:9]) <= _LAST_PAGE):
        raise BadRequest(f"A page is a number from 1 to {_LAST_PAGE}.")
    return group, int(page)


def _links(view: View, results: SearchResults) -> dict[tuple[str, str], str | None]:
    """The address of each hit; None: it has no page."""
    return {(hit.kind, hit.id): _link(view, hit) for hit in results}


def _link(view: View, hit: Hit) -> str | None:
    topic = next((one for one in TOPICS if one.action == hit.action), None)
    if hit.kind == "card" and hit.place and topic:
        return view.url(path_of(hit.place)) + f"#{topic.name}"
    if hit.kind in ("card", "ask"):
        place = hit.place and spoken(view.corpus, view.corpus.gazetteer.get(hit.place))
        facts = {name: str(value).lower() for name, value in hit.facts.items()}
        said = {"place": place, "who": hit.who, "action": hit.action, **facts}
        if hit.kind == "card" and topic:
            said["topic"] = topic.name
        return view.url("/ask", [(name, value) for name, value in said.items() if value])
    if hit.kind == "paper":
        return view.url("/paper", [("paper", hit.id)])
    if hit.kind == "fact":
        return None
    paths = {"place": path_of, "law": instrument_path, "ruling": ruling_path, "rule": norm_path}
    return view.url(paths[hit.kind](hit.id))
