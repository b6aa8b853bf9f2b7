"""Compare: two to four places side by side, differences first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.api import as_date
from safehavens.corpus.places import UnknownPlace
from safehavens.corpus.places.model import Place
from safehavens.decide.decision import plain
from safehavens.decide.request import BadRequest
from safehavens.web.comparing import Row
from safehavens.web.comparing import compare as compared
from safehavens.web.names import spoken
from safehavens.web.pages.place import table_response
from safehavens.web.site import Site

MOST = 4


async def compare(request: Request) -> Response:
    """/compare?place=…&place=…&on=…, and .json and .csv."""
    site: Site = request.app.state.site
    path = str(request.scope["path"])
    texts = [t.strip() for t in request.query_params.getlist("place") if t.strip()]
    view = site.view(request)
    error = None
    found: list[Place] = []
    on = site.today()
    try:
        on = as_date(request.query_params.get("on") or on)
        if len(texts) > MOST:
            raise BadRequest("At most four places can be compared at once.")
        found = _distinct(site, texts)
        if len(found) < 2 and (len(texts) > 1 or (texts and path.endswith((".json", ".csv")))):
            raise BadRequest("Name at least two different places.")
    except (BadRequest, UnknownPlace) as problem:
        if path.endswith((".json", ".csv")):
            raise
        error = str(problem)
    if not texts and path.endswith((".json", ".csv")):
        raise BadRequest("Name two to four places: place is missing.")
    rows = () if error or len(found) < 2 else compared(site.corpus, site.law, found, on)
    query = [("place", spoken(site.corpus, place)) for place in found]
    query.append(("on", on.isoformat()))
    if path.endswith(".json"):
        return JSONResponse(_data(site, found, on, rows))
    if path.endswith(".csv"):
        return table_response("compare.csv", *_table(found, rows))
    return view.page(
        "compare.html",
        422 if error else 200,
        error=error,
        texts=[*texts[:MOST], *[""] * (MOST - len(texts))],
        places=found if rows else [],
        on=on,
        differing=[row for row in rows if row.differs],
        same=[row for row in rows if not row.differs and row.spoken],
        silent=_silent(rows),
        data_links=[
            ("JSON", view.url("/compare.json", query)),
            ("CSV", view.url("/compare.csv", query)),
        ]
        if rows
        else [],
    )


def _distinct(site: Site, texts: Iterable[str]) -> list[Place]:
    found = {(place := site.corpus.place(text).place).id: place for text in texts}
    return list(found.values())


def _silent(rows: Iterable[Row]) -> list[str]:
    """Actions of which no place's law says anything that decides."""
    rows = list(rows)
    spoken_of = {row.action for row in rows if row.spoken}
    return [a for a in dict.fromkeys(row.action for row in rows) if a not in spoken_of]


def _data(site: Site, places: Sequence[Place], on: date, rows: Iterable[Row]) -> dict[str, object]:
    return {
        "on": on.isoformat(),
        "places": [plain(place) for place in places],
        "rows": [{**plain(row), "differs": row.differs} for row in rows],
        "corpus": site.corpus.version,
    }


def _table(
    places: Sequence[Place], rows: Iterable[Row]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    columns = ("domain", "action", "who", "differs", *(place.id for place in places))
    return columns, [
        (
            row.domain,
            row.action,
            who,
            "true" if row.differs else "false",
            *(cell.verdict for cell in row.cells),
        )
        for row in rows
        for who in row.who
    ]
