"""Compare: two to four places side by side, by action and by probe, differences first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from safehavens.corpus.places import UnknownPlace
from safehavens.corpus.places.place import Place
from safehavens.decide.decision import plain
from safehavens.decide.request import BadRequest, find_answered_days, read_day
from safehavens.http.limits import LIMITS
from safehavens.web.parts.compare_rows import ProbeRow, Row, compare_probes
from safehavens.web.parts.compare_rows import compare as compared
from safehavens.web.parts.data_answers import table_response
from safehavens.web.parts.place_names import spoken
from safehavens.web.site import Site


async def compare(request: Request) -> Response:
    """/compare?place=…&place=…&on=…&probes=all, and .json and .csv."""
    site: Site = request.app.state.site
    path = str(request.scope["path"])
    texts = [t.strip() for t in request.query_params.getlist("place") if t.strip()]
    view = site.view(request)
    error = None
    places: list[Place] = []
    on = site.today()
    try:
        on = read_day(request.query_params.get("on") or on)
        find_answered_days(site.corpus.lawbook).check(on)
        if len(texts) > LIMITS.compared_places:
            raise BadRequest(f"At most {LIMITS.compared_places} places can be compared at once.")
        places = _distinct(site, texts)
        if len(places) < 2 and (len(texts) > 1 or (texts and path.endswith((".json", ".csv")))):
            raise BadRequest("Name at least two different places.")
    except (BadRequest, UnknownPlace) as problem:
        if path.endswith((".json", ".csv")):
            raise
        error = str(problem)
    if not texts and path.endswith((".json", ".csv")):
        raise BadRequest(f"Name two to {LIMITS.compared_places} places: place is missing.")
    rows = () if error or len(places) < 2 else compared(site.corpus, site.law, places, on)
    every = request.query_params.get("probes") == "all"
    probes = compare_probes(site.corpus, places, on, every) if rows else ()
    query = [("place", spoken(site.corpus, place)) for place in places]
    query.append(("on", on.isoformat()))
    other = query if every else [*query, ("probes", "all")]
    if every:
        query = [*query, ("probes", "all")]
    if path.endswith(".json"):
        return JSONResponse(_data(site, places, on, rows, probes))
    if path.endswith(".csv"):
        return table_response("compare.csv", *_table(places, rows, probes))
    return view.page(
        "compare.html",
        422 if error else 200,
        error=error,
        texts=[*texts[: LIMITS.compared_places], *[""] * (LIMITS.compared_places - len(texts))],
        places=places if rows else [],
        on=on,
        differing=[row for row in rows if row.differs],
        same=[row for row in rows if not row.differs and row.spoken],
        silent=_silent(rows),
        probes=[row for row in probes if row.differs],
        agreed=[row for row in probes if not row.differs],
        every=every,
        other_probes=view.url("/compare", other) + "#probes",
        battery=site.corpus.lawbook.battery is not None,
        query=query if places else (),
        data_links=[
            ("JSON", view.url("/compare.json", query)),
            ("CSV", view.url("/compare.csv", query)),
        ]
        if rows
        else [],
    )


def _distinct(site: Site, texts: Iterable[str]) -> list[Place]:
    by_id = {(place := site.corpus.place(text).place).id: place for text in texts}
    return list(by_id.values())


def _silent(rows: Iterable[Row]) -> list[str]:
    """Actions of which no place's law says anything that decides."""
    rows = list(rows)
    spoken_of = {row.action for row in rows if row.spoken}
    return [a for a in dict.fromkeys(row.action for row in rows) if a not in spoken_of]


def _data(
    site: Site,
    places: Sequence[Place],
    on: date,
    rows: Iterable[Row],
    probes: Iterable[ProbeRow],
) -> dict[str, object]:
    return {
        "on": on.isoformat(),
        "places": [plain(place) for place in places],
        "rows": [{**plain(row), "differs": row.differs} for row in rows],
        "probes": [{**plain(row), "differs": row.differs} for row in probes],
        "corpus": site.corpus.version,
    }


def _table(
    places: Sequence[Place], rows: Iterable[Row], probes: Iterable[ProbeRow]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The actions, then the probes, which have their names in a column of their own."""
    columns = (
        "domain",
        "action",
        "who",
        "probe",
        "differs",
        *(name for place in places for name in (place.id, f"{place.id} basis")),
    )
    actions = [
        (
            row.domain,
            row.action,
            who,
            "",
            _word(row.differs),
            *(word for cell in row.cells for word in (cell.verdict, cell.basis)),
        )
        for row in rows
        for who in row.who
    ]
    probe_rows = [
        (
            row.domain,
            row.action,
            row.who,
            row.probe,
            _word(row.differs),
            *(word for pair in zip(row.verdicts, row.bases, strict=True) for word in pair),
        )
        for row in probes
    ]
    return columns, [*actions, *probe_rows]


def _word(value: bool) -> str:
    return "true" if value else "false"
