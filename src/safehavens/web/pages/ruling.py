"""A ruling: what a court held, and what that did to norms, where and until when."""

from __future__ import annotations

from functools import cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.decide.decision import plain
from safehavens.web.operators.mistake_report import write_report
from safehavens.web.parts.data_answers import split_form
from safehavens.web.site import Site


def ruling(request: Request) -> Response:
    """/ruling/ID, and .json."""
    site: Site = request.app.state.site
    id, form = split_form(str(request.path_params["id"]), ("json",))
    shown = site.corpus.ruling(id)
    if form == "json":
        return JSONResponse(plain(shown))
    view = site.view(request)
    return view.page(
        "ruling.html",
        ruling=shown,
        court=_court(shown.court),
        effects=sorted(shown.effects, key=lambda effect: (effect.norm, effect.spell.start)),
        mistake=write_report(view, shown.id, site.today(), page=view.url("/ruling/" + id)),
        data_links=[("JSON", view.url(f"/ruling/{id}.json"))],
    )


def _court(id: str) -> str:
    """A court's name, where courts-db knows it."""
    return _names().get(id, id)


@cache
def _names() -> dict[str, str]:
    from courts_db import courts  # of eyecite's; slow to import

    return {court["id"]: court["name"] for court in courts}
