"""A map of the counties on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from safehavens.corpus.model import VERDICTS
from safehavens.decide.engine import Engine
from safehavens.measure.panel import ask_panel
from safehavens.measure.panel_places import find_panel_extent
from safehavens.pictures.charts import alt
from safehavens.pictures.county_places import places_by_code
from safehavens.pictures.readings import Readings
from safehavens.pictures.shapes import county_codes, datasets, shapes
from safehavens.pictures.style import (
    INDEX_COLORS,
    SHARE_COLORS,
    VERDICT_COLORS,
    VERDICT_LEGEND,
    Picture,
    finish,
    title,
)
from safehavens.wording.languages import ENGLISH

_WIDTH, _HEIGHT = 860, 520


def draw_county_map(
    engine: Engine,
    on: date,
    index: str | None = "overall",
    probe: str | None = None,
    probes: Path | None = None,
) -> Picture:
    """Every county, colored by an index or by a probe's verdict on a day.

    Parameters
    ----------
    engine : Engine
    on : datetime.date
    index : str or None
        An index or indicator of the battery; ignored where a probe is given.
    probe : str, optional
    probes : Path, optional
        A battery in place of the corpus's own.

    Returns
    -------
    Picture

    Raises
    ------
    BadRequest
        There is no such index or probe.
    """
    panel = ask_panel(engine, "counties", on, on, probes)
    readings = Readings(panel)
    name = probe or index or "overall"
    values: list[dict[str, Any]] = []
    row = readings.probe_row(name) if probe else readings.index_row(name)
    by_code = places_by_code(engine, county_codes())
    canonical = engine.gazetteer.canonical
    extents = {place: find_panel_extent(engine, canonical(place)) for place in by_code.values()}
    for code, place in by_code.items():
        extent = extents[place]
        if probe:
            values.append({"id": code, "value": readings.verdict_on(extent, row, on)})
        else:
            values.append({"id": code, "value": round(readings.index_on(extent, row, on), 3)})
    color = _verdict_colors() if probe else _number_colors([float(v["value"]) for v in values])
    heading = f"{readings.label(name)}, {ENGLISH.day(on)}"
    head = title(heading, readings.says(name), engine.lawbook.version)
    return draw_counties(values, color, head)


def draw_counties(values: list[dict[str, Any]], color: alt.Color, head: alt.TitleParams) -> Picture:
    """A map of counties, each colored by its value.

    Parameters
    ----------
    values : list of dict
        For each county its FIPS code, ``id``, and its ``value``.
    color : altair.Color
        How ``value`` is colored.
    head : altair.TitleParams
    """
    counties = (
        alt.Chart(shapes("counties"))
        .mark_geoshape(stroke="white", strokeWidth=0.15)
        .transform_lookup(
            lookup="id", from_=alt.LookupData(alt.InlineData(values), "id", ["value"])
        )
        .encode(color=color)
    )
    states = alt.Chart(shapes("states")).mark_geoshape(fill=None, stroke="#444444", strokeWidth=0.6)
    drawn = alt.layer(counties, states).project(type="albersUsa")
    return finish(drawn.properties(width=_WIDTH, height=_HEIGHT, title=head), datasets())


def _verdict_colors() -> alt.Color:
    order = [verdict for verdict in VERDICT_COLORS if verdict in VERDICTS]
    colors = [VERDICT_COLORS[verdict] for verdict in order]
    scale = alt.Scale(domain=order, range=colors)
    return alt.Color("value:N", scale=scale, sort=order, title="verdict", legend=VERDICT_LEGEND)


def _number_colors(numbers: list[float]) -> alt.Color:
    """From -1 to 1 where something is below 0, else from 0 to 1."""
    negative = min(numbers, default=0.0) < 0
    domain = [-1, 0, 0.5, 1] if negative else [0, 0.5, 1]
    colors = list(INDEX_COLORS if negative else SHARE_COLORS)
    scale = alt.Scale(domain=domain, range=colors, interpolate="rgb")
    legend = alt.Legend(gradientLength=220, format=".1f")
    return alt.Color("value:Q", scale=scale, legend=legend, title="index")
