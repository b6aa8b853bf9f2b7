"""An instrument: what it is, whom it binds, since when, its norms, sources and rulings."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.decide.decision import plain
from safehavens.web.operators.mistake_report import write_report
from safehavens.web.parts.data_answers import split_form
from safehavens.web.parts.spell_bars import axis_for
from safehavens.web.site import Site


def instrument(request: Request) -> Response:
    """/instrument/ID, and .json."""
    site: Site = request.app.state.site
    id, form = split_form(str(request.path_params["id"]), ("json",))
    shown = site.corpus.instrument(id)
    if form == "json":
        return JSONResponse(plain(shown))
    view = site.view(request)
    today = site.today()
    return view.page(
        "instrument.html",
        instrument=shown,
        in_force=any(spell.holds(today) for spell in shown.spells),
        rulings=site.corpus.rulings_on(id),
        axis=axis_for([*shown.spells, *(s for n in shown.norms for s in n.spells)], today),
        mistake=write_report(view, shown.id, today, page=view.url("/instrument/" + id)),
        data_links=[("JSON", f"/instrument/{id}.json")],
    )
