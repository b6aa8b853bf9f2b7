"""Atlas: any index or probe in every county on a day, with the states, cities and the world."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from safehavens.corpus.model import VERDICTS
from safehavens.decide.request import read_day
from safehavens.measure.atlas import (
    Atlas,
    Measure,
    PlaceValue,
    Share,
    bucket_of,
    buckets,
    shares,
)
from safehavens.pictures import county_svg
from safehavens.pictures.county_places import places_by_code
from safehavens.web.parts.data_answers import table_response
from safehavens.web.site import Site, View
from safehavens.wording.answers import ANSWER_WORDS, answer_kind
from safehavens.wording.labels import N_
from safehavens.wording.sentences import name_index

_BUCKETS: Final[dict[str, str]] = {
    **{str(verdict): ANSWER_WORDS[answer_kind(verdict, None)] for verdict in VERDICTS},
    "above-5": N_("above 0.8, up to 1: limits most"),
    "above-4": N_("above 0.6, up to 0.8"),
    "above-3": N_("above 0.4, up to 0.6"),
    "above-2": N_("above 0.2, up to 0.4"),
    "above-1": N_("above 0, up to 0.2"),
    "zero": N_("0"),
    "below-1": N_("below 0: more duties than limits"),
    "below-2": N_("−0.5 or below: duties most"),
    "yes": N_("Yes"),
    "no": N_("No"),
}
_LAW_OF: Final = N_("The law of %(date)s, county by county")
_SHARES: Final = {"above-5": N_("above 0.8, up to 1")}
_COLUMNS: Final = ("group", "place", "name", "fips", "value", "since")


@dataclass(frozen=True, slots=True)
class Part:
    """Counties of a state with the same value."""

    standing: PlaceValue
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state: its own agencies, and its counties by value, the commonest first."""

    standing: PlaceValue
    counties: int
    parts: tuple[Part, ...]


async def atlas(request: Request) -> Response:
    """/atlas?what=…&on=…, and .json, .csv and .svg."""
    site: Site = request.app.state.site
    assert site.atlas is not None
    return await run_in_threadpool(_answer, request, site, site.atlas)


def _answer(request: Request, site: Site, drawn: Atlas) -> Response:
    view = site.view(request)
    parameters = request.query_params
    measure = drawn.measure(parameters.get("what") or "overall")
    day = parameters.get("day", "").strip()
    on = drawn.check(read_day(day or parameters.get("on") or site.today()))
    query = [("what", measure.name), ("on", on.isoformat())]
    path = view.path
    if day:
        return RedirectResponse(view.url(path, query), 303)
    rows = drawn.values(measure, on)
    counties = [row for row in rows if row.group == "county"]
    county_shares = shares(measure, counties)
    if path.endswith(".json"):
        return JSONResponse(_data(site, measure, on, rows, county_shares))
    if path.endswith(".csv"):
        return table_response("atlas.csv", _COLUMNS, map(_cells, rows))
    if path.endswith(".svg"):
        return _picture(view, measure, on, counties, county_shares)
    numbers, probes = drawn.choices()
    own = {one.place.id for one in site.law.lawmakers()}
    before = bisect_left(measure.days, on)
    after = bisect_right(measure.days, on)
    value_of = {row.place: row for row in counties}
    by_code = {
        code: bucket_of(measure, value_of[id].value)
        for code, id in places_by_code(site.corpus.engine, county_svg.codes()).items()
    }
    legend = [(share, _words(view, measure, share.bucket)) for share in county_shares]
    return view.page(
        "atlas.html",
        measure=measure,
        on=on,
        name=_name(view, measure),
        first=measure.days[before - 1] if before else None,
        next=measure.days[after] if after < len(measure.days) else None,
        days=sorted({*measure.days, on}, reverse=True),
        numbers=[(id, name_index(view.language, id), says) for id, says in numbers],
        probes=probes,
        legend=legend,
        fill=county_svg.fill,
        map=county_svg.plain_map(by_code, buckets(measure), _summary(view, legend)),
        percent=lambda share: view.language.number(round(share * 100, 1)),
        states=_states(rows),
        places=[row for row in rows if row.group == "place"]
        + [row for row in counties if row.place in own],
        world=_world(site, rows),
        address=lambda **change: view.url("/atlas", {**dict(query), **change}),
        query="&".join(f"{name}={value}" for name, value in query),
        data_links=[
            (form.upper(), view.url(f"/atlas.{form}", query)) for form in ("json", "csv", "svg")
        ],
    )


def _name(view: View, measure: Measure) -> str:
    """What people call a measure: the label of an index; what a probe asks."""
    return measure.says if measure.kind == "probe" else name_index(view.language, measure.name)


def _words(view: View, measure: Measure, bucket: str) -> str:
    """A bucket's words; only where duties count against do they say what is limited."""
    known = _BUCKETS if measure.negative else {**_BUCKETS, **_SHARES}
    return view.language.gettext(known[bucket])


def _summary(view: View, legend: Iterable[tuple[Share, str]]) -> str:
    say = view.language.ngettext
    counted = "; ".join(
        f"{words}: "
        + say("%(told)s county", "%(told)s counties", share.counties)
        % {"told": view.language.number(share.counties)}
        for share, words in legend
        if share.counties
    )
    return view.language.gettext("Map of the counties. %(told)s.") % {"told": counted}


def _picture(
    view: View,
    measure: Measure,
    on: date,
    counties: Sequence[PlaceValue],
    county_shares: Iterable[Share],
) -> Response:
    number = view.language.number
    standing = {row.place: row for row in counties}
    by_code = {}
    for code, id in places_by_code(view.corpus.engine, county_svg.codes()).items():
        row = standing[id]
        bucket = bucket_of(measure, row.value)
        value = _words(view, measure, bucket)
        if measure.kind == "index" and not isinstance(row.value, str):
            value = number(row.value)
        by_code[code] = (bucket, f"{row.name}: {value}")
    legend = [
        county_svg.Label(s.bucket, f"{_words(view, measure, s.bucket)} ({number(s.counties)})")
        for s in county_shares
    ]
    about = view.language.gettext(_LAW_OF) % {"date": view.language.day(on)}
    if measure.kind != "probe":
        about += f". {measure.says}"
    svg = county_svg.whole_map(by_code, legend, _name(view, measure), about)
    headers = {"Content-Disposition": 'inline; filename="atlas.svg"'}
    return Response(svg, media_type="image/svg+xml", headers=headers)


def _cells(row: PlaceValue) -> tuple[object, ...]:
    since = row.since.isoformat() if row.since else ""
    return (row.group, row.place, row.name, row.fips or "", row.value, since)


def _data(
    site: Site,
    measure: Measure,
    on: date,
    rows: Iterable[PlaceValue],
    county_shares: Iterable[Share],
) -> dict[str, object]:
    return {
        "what": measure.name,
        "kind": measure.kind,
        "says": measure.says,
        "on": on.isoformat(),
        "changes": [day.isoformat() for day in measure.days],
        "counties": [
            {"values": s.bucket, "counties": s.counties, "people": s.people,
             "share": round(s.share, 4)} for s in county_shares
        ],
        "rows": [
            {"group": row.group, "place": row.place, "name": row.name, "fips": row.fips,
             "value": row.value, "since": row.since.isoformat() if row.since else None}
            for row in rows
        ],
        "corpus": site.corpus.version,
    }  # fmt: skip


def _states(rows: Iterable[PlaceValue]) -> list[StateRow]:
    inside: dict[str, list[PlaceValue]] = {}
    states = []
    for row in rows:
        if row.group == "county" and row.fips:
            inside.setdefault(row.fips[:2], []).append(row)
        elif row.group == "state":
            states.append(row)
    state_rows = []
    for state in states:
        counties = inside.get(state.fips or "", [])
        parts: dict[object, list[PlaceValue]] = {}
        for county in counties:
            parts.setdefault(county.value, []).append(county)
        ordered = sorted(parts.values(), key=len, reverse=True)
        state_rows.append(
            StateRow(
                state,
                len(counties),
                tuple(
                    Part(
                        part[0],
                        tuple(sorted(c.name.removesuffix(f", {state.name}") for c in part)),
                    )
                    for part in ordered
                ),
            )
        )
    return sorted(state_rows, key=lambda row: row.standing.name)


def _world(site: Site, rows: Iterable[PlaceValue]) -> list[tuple[str, PlaceValue]]:
    """Coded places outside the states, each with its country; a country before its places."""
    gazetteer = site.corpus.gazetteer
    foreign = []
    for row in rows:
        if row.group == "world":
            top = gazetteer.chain(row.place)[-1]
            foreign.append((gazetteer.get(top).name, row.place != top, row))
    foreign.sort(key=lambda item: (item[0], item[1], item[2].name))
    return [(country, row) for country, _, row in foreign]
