"""/sheet: a page to print and hand out; without a place or an audience, the form that asks."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from safehavens.corpus.places import UnknownPlace
from safehavens.decide.request import BadRequest, read_day
from safehavens.decide.sheets.audiences import AUDIENCES
from safehavens.decide.sheets.sheet import make_sheet
from safehavens.web.parts.place_names import spoken
from safehavens.web.parts.sheet_html import describe_sheet
from safehavens.web.site import Site


def sheet(request: Request) -> Response:
    """/sheet?place=…&for=school&on=…."""
    site: Site = request.app.state.site
    view = site.view(request)
    text = request.query_params.get("place", "").strip()
    name = request.query_params.get("for", "").strip()
    error = None
    if text and name:
        try:
            on = read_day(request.query_params.get("on") or site.today())
            place = site.corpus.place(text).place
            made = make_sheet(view.language, site.corpus.engine, place, name, on)
        except (BadRequest, UnknownPlace) as problem:
            error = str(problem)
        else:
            query = [("place", spoken(site.corpus, place)), ("for", name), ("on", on.isoformat())]
            address = view.absolute(view.url("/sheet", query))
            others = [(other, view.absolute(there)) for other, there in view.alternates(query)]
            return view.page(
                "sheet.html",
                **describe_sheet(site, made, address),
                links=others,
                today_address=view.url("/sheet", query[:2]),
            )
    return view.page(
        "sheet_form.html", 422 if error else 200, error=error, text=text, chosen=name,
        audiences=AUDIENCES, query=[("place", text), ("for", name)] if text and name else (),
    )  # fmt: skip
