"""Atlas: any index or probe in every county on a day or two, as maps, tables and files."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from itertools import chain
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from safehavens.measure.atlas.atlas import DEFAULT_MEASURE, FIRST, Atlas
from safehavens.measure.atlas.map_classes import Share, class_of, is_hatched
from safehavens.measure.atlas.standings import Measure, PlaceValue
from safehavens.pictures.answer_colors import DARK, LIGHT
from safehavens.pictures.maps import county_svg, map_words
from safehavens.pictures.maps.measure_map import LegendLine, MeasureMap
from safehavens.web.parts.data_answers import table_response
from safehavens.web.parts.maps.atlas_address import (
    COLUMNS,
    AtlasAddress,
    cells_of,
    describe_rows,
    group_by_state,
    read_atlas_address,
    read_what_can_be,
    state_codes,
)
from safehavens.web.parts.maps.panel_files import FILES
from safehavens.web.parts.maps.time_svg import draw_spread
from safehavens.web.parts.place_names import path_of
from safehavens.web.parts.survey_work import surveys_of
from safehavens.web.site import Site, View
from safehavens.wording.labels import N_
from safehavens.wording.sentences import name_index
from safehavens.wording.translated.place_words import name_place

Tick = Callable[[float], None]

_ON: Final = N_("On %(date)s: %(parts)s.")
_CHANGED: Final = N_(
    "Between %(first)s and %(second)s the answer changed in %(counties)s."
)  # fmt: skip
_NATION: Final = "ocd-division/country:us"
_SPREAD: Final = N_("The share of the people by answer, law of January 1 of each year")
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class _Figure:
    """A map, what it is called, and its legend."""

    map: str
    label: str
    legend: list[LegendLine]


async def atlas(request: Request) -> Response:
    """/atlas?what=…&on=…&beside=…&layer=…&state=…, and .json, .csv, .svg and .png."""
    site: Site = request.app.state.site
    drawn = site.atlas
    assert drawn is not None
    wants_data = "." in request.scope["path"]  # or a picture
    read = read_atlas_address if wants_data else read_what_can_be
    address = read(site, drawn, request.query_params)
    if address.mistake is None and request.query_params.get("day", "").strip():
        view = site.view(request)
        return RedirectResponse(view.url(view.path, address.pairs()), 303)

    def work(tick: Tick | None) -> Response:
        measure = drawn.measure(address.what, tick)
        return _answer(request, site, drawn, measure, address)

    long = request.scope["path"].endswith(".png")
    return await _run(request, drawn, address.what, work, long)


async def small_map(request: Request) -> Response:
    """/atlas/small.svg and /atlas/small-dark.svg: the map of today, for other pages."""
    site: Site = request.app.state.site
    drawn = site.atlas
    assert drawn is not None
    colors = DARK if "dark" in request.scope["path"] else LIGHT

    def work(tick: Tick | None) -> Response:
        measure = drawn.measure(DEFAULT_MEASURE, tick)
        shown = MeasureMap(site.corpus.engine, measure, site.today())
        (pane,) = shown.panes(site.view(request).language, told=False)
        return Response(county_svg.small_map(pane, colors), media_type="image/svg+xml")

    return await _run(request, drawn, DEFAULT_MEASURE, work)


async def _run(
    request: Request,
    drawn: Atlas,
    what: str,
    work: Callable[[Tick | None], Response],
    long: bool = False,
) -> Response:
    """Make an answer; a few at once where the measure is not worked out yet, or it takes long."""
    if drawn.is_ready(what) and not long:
        return await run_in_threadpool(work, None)
    return await surveys_of(request).run(request, lambda stop: work(lambda _: stop.check()))


async def panel_file(request: Request) -> Response:
    """/atlas/panel.parquet and its neighbors: the whole panel; /atlas/codebook.md."""
    site: Site = request.app.state.site
    name = str(request.path_params["name"])
    assert site.atlas is not None
    if name == "codebook.md":
        from safehavens.measure.summaries.codebook import write_codebook

        text = write_codebook(site.corpus.engine, site.atlas.battery)
        return Response(text, media_type="text/markdown; charset=utf-8")
    if name not in FILES:
        raise HTTPException(404)
    path = await surveys_of(request).run(
        request, lambda stop: site.panel_files.find(name, site.today(), stop.check)
    )
    kept = {"Cache-Control": "no-store"}  # it is not kept in memory
    return FileResponse(path, media_type=FILES[name], filename=f"safehavens-{name}", headers=kept)


def _answer(
    request: Request, site: Site, drawn: Atlas, measure: Measure, address: AtlasAddress
) -> Response:
    view = site.view(request)
    shown = MeasureMap(site.corpus.engine, measure, address.on, address.beside, address.layer)
    path, name = view.path, address.file_name
    if path.endswith(".json"):
        return JSONResponse(_data(shown, measure))
    if path.endswith(".csv"):
        cells = chain.from_iterable(cells_of(measure, day, shown.values[day]) for day in shown.days)
        return table_response(f"{name}.csv", COLUMNS, cells)
    if path.endswith((".svg", ".png")):
        return _picture(view, shown, name, path.endswith(".png"))
    rows = shown.values[address.on]
    if address.state is not None:
        return _state_page(view, drawn, shown, rows, address)
    return _nation_page(view, drawn, shown, rows, address)


def _nation_page(
    view: View,
    drawn: Atlas,
    shown: MeasureMap,
    rows: Sequence[PlaceValue],
    address: AtlasAddress,
) -> Response:
    site, language = view.site, view.language
    by_state = group_by_state(site, rows)
    links = {}
    for row in by_state:
        if row.code and row.standing.fips:
            href = view.url("/atlas", address.pairs(state=row.code))
            commonest = row.parts[0].standing if row.parts else row.standing
            value = map_words.describe_value(language, shown.measure, commonest)
            links[row.standing.fips] = county_svg.Spot(
                href, f"{name_place(language, row.standing.name)}: {value}"
            )
    panes = shown.panes(language, told=False)
    maps = county_svg.page_maps(panes, links)
    figures = [
        _Figure(map, pane.label, lines)
        for map, pane, lines in zip(maps, panes, shown.legends(language), strict=True)
    ]
    own = {one.place.id for one in site.law.lawmakers()}
    places = [row for row in rows if row.group == "place"]
    places += [row for row in rows if row.group == "county" and row.place in own]
    return _page(
        view, drawn, shown, address,
        figures=figures,
        painted=_painted(panes, figures),
        headline=_headline(view, shown, figures),
        state_name=None,
        counties=(),
        states=by_state,
        places=sorted(places, key=lambda row: row.name),
        world=_world(site, rows),
    )  # fmt: skip


def _state_page(
    view: View,
    drawn: Atlas,
    shown: MeasureMap,
    rows: Sequence[PlaceValue],
    address: AtlasAddress,
) -> Response:
    site, language = view.site, view.language
    assert address.state is not None
    id, fips, name = state_codes(site)[address.state]
    near = replace(shown, state=fips)
    panes = near.panes(language, told=True)
    figures = []
    if panes[0].patches:  # the territories are not drawn
        on = {"on": address.on.isoformat()}
        links = {code: view.url(path_of(place), on) for code, place in near.by_code.items()}
        figures = [
            _Figure(map, pane.label, lines)
            for map, pane, lines in zip(
                county_svg.state_maps(panes, links), panes, near.legends(language), strict=True
            )
        ]
    (own,) = (row for row in rows if row.group == "state" and row.place == id)
    value = map_words.describe_value(language, shown.measure, own)
    places = [row for row in rows if row.group == "place" and row.place.startswith(f"{id}/")]
    return _page(
        view, drawn, near, address,
        figures=figures,
        painted=_painted(panes, figures),
        headline=f"{name_place(language, name)}: {value}",
        state_name=name,
        counties=near.counties[near.days.index(address.on)],
        states=(),
        places=sorted(places, key=lambda row: row.name),
        world=(),
    )  # fmt: skip


def _painted(panes: Sequence[county_svg.Pane], figures: Sequence[_Figure]) -> set[county_svg.Patch]:
    drawn = {patch for pane in panes for patch in pane.patches.values()}
    return drawn | {line.patch for figure in figures for line in figure.legend}


def _page(
    view: View, drawn: Atlas, shown: MeasureMap, address: AtlasAddress, **values: Any
) -> Response:
    measure, language = shown.measure, view.language
    before = bisect_left(measure.days, address.on)
    after = bisect_right(measure.days, address.on)
    numbers, probes = drawn.choices()
    query = address.pairs()
    forms = ("json", "csv", "svg", *(("png",) if has_png() else ()))
    label = language.gettext(_SPREAD)
    spread = draw_spread(measure, address.on.year, shown.state, label)
    values["painted"] |= spread.patches
    years_before = [
        day for years in (1, 5, 10)
        if (day := address.on.replace(year=address.on.year - years, day=1)) >= FIRST
    ]  # fmt: skip
    return view.page(
        "atlas.html",
        422 if address.mistake else 200,
        error=address.mistake,
        measure=measure,
        asked=address,
        on=address.on,
        name=map_words.name_measure(language, measure),
        first=measure.days[before - 1] if before else None,
        next=measure.days[after] if after < len(measure.days) else None,
        days=sorted({*measure.days, address.on}, reverse=True),
        earliest=FIRST,
        last=drawn.last(),
        earlier=years_before,
        numbers=[(id, name_index(language, id), says) for id, says in numbers],
        probes=probes,
        swatch=county_svg.swatch,
        patterns=county_svg.patterns,
        spread=spread if shown.layer == "answers" else None,
        spread_label=label,
        reach=_find_reach(view.site, address.on),
        hatched=lambda row: is_hatched(measure, row),
        class_words=lambda row: map_words.describe_class(
            language, measure, class_of(measure, row.value, row.basis)
        ),
        counted=lambda share: map_words.count_counties(language, share),
        choices=sorted((name, code) for code, (_, _, name) in state_codes(view.site).items()),
        files=tuple(FILES),
        license=map_words.LICENSE,
        address=lambda **change: view.url("/atlas", address.pairs(**change)),
        query=query,
        downloads=[(form.upper(), view.url(f"/atlas.{form}", query)) for form in forms],
        data_links=[
            (form.upper(), view.url(f"/atlas.{form}", query)) for form in ("json", "csv", "svg")
        ],
        **values,
    )


def _find_reach(site: Site, on: date) -> date | None:
    """The last day for whose national law anybody searched, where the day shown is after it."""
    searches = site.corpus.lawbook.coverage.searches.get(_NATION, ())
    last = max((search.through for search in searches), default=None)
    return last if last is not None and last < on else None


def has_png() -> bool:
    """Whether the server can draw PNG (the extra `pictures`)."""
    return find_spec("vl_convert") is not None


def _headline(view: View, shown: MeasureMap, figures: Sequence[_Figure]) -> str:
    """What the map shows, in a sentence."""
    language = view.language
    if len(shown.days) > 1 and shown.layer == "answers":
        same = next((one.share for one in figures[-1].legend if one.patch.bucket == "same"), None)
        rows = shown.counties[0]
        everybody = sum(row.population or 0 for row in rows) or 1
        people = everybody - (same.people if same else 0)
        share = Share("changed", len(rows) - (same.counties if same else 0), people,
                      people / everybody)  # fmt: skip
        first, second = (language.day(day) for day in shown.days)
        return language.gettext(_CHANGED) % {
            "first": first, "second": second,
            "counties": map_words.count_counties(language, share),
        }  # fmt: skip
    lines = [one for one in figures[0].legend if one.share.bucket != "hatched"]
    lines.sort(key=lambda one: one.share.people, reverse=True)
    parts = "; ".join(
        f"{one.words.partition(':')[0]}: {map_words.count_people(language, one.share)}"
        for one in lines[:_MOST_NAMED]
    )
    return language.gettext(_ON) % {"date": language.day(shown.on), "parts": parts}


def _picture(view: View, shown: MeasureMap, name: str, png: bool) -> Response:
    svg = shown.svg(view.language)
    if not png:
        headers = {"Content-Disposition": f'inline; filename="{name}.svg"'}
        return Response(svg, media_type="image/svg+xml", headers=headers)
    if not has_png():
        raise HTTPException(404)
    import vl_convert

    headers = {"Content-Disposition": f'inline; filename="{name}.png"'}
    return Response(vl_convert.svg_to_png(svg, scale=2), media_type="image/png", headers=headers)


def _data(shown: MeasureMap, measure: Measure) -> dict[str, object]:
    days = [
        {
            "on": day.isoformat(),
            "counties": [
                {"values": s.bucket, "counties": s.counties, "people": s.people,
                 "share": round(s.share, 4), "hatched": s.hatched}
                for s in shown.count(counties)
            ],
            "rows": describe_rows(measure.values(day)),
        }
        for day, counties in zip(shown.days, shown.counties, strict=True)
    ]  # fmt: skip
    found: dict[str, object] = {
        "what": measure.name,
        "kind": measure.kind,
        "says": measure.says,
        "layer": shown.layer,
        "changes": [day.isoformat() for day in measure.days],
        "corpus": measure.corpus,
        "license": map_words.LICENSE,
        **days[shown.days.index(shown.on)],
    }
    if shown.beside is not None:
        found["beside"] = days[shown.days.index(shown.beside)]
        found["changed"] = [
            {"values": s.bucket, "counties": s.counties, "people": s.people,
             "share": round(s.share, 4)} for s in shown.changed()
        ]  # fmt: skip
    return found


def _world(site: Site, rows: Sequence[PlaceValue]) -> list[tuple[str, PlaceValue]]:
    """Coded places outside the states, each with its country; a country before its places."""
    gazetteer = site.corpus.gazetteer
    foreign = []
    for row in rows:
        if row.group == "world":
            top = gazetteer.chain(row.place)[-1]
            foreign.append((gazetteer.get(top).name, row.place != top, row))
    foreign.sort(key=lambda item: (item[0], item[1], item[2].name))
    return [(country, row) for country, _, row in foreign]
