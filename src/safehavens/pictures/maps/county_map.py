"""A map of the counties on a day, or on two days side by side."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from safehavens.corpus.near import unknown
from safehavens.decide.engine import Engine
from safehavens.decide.request import BadRequest
from safehavens.measure.atlas.standings import survey_measure
from safehavens.measure.probes import choose_battery
from safehavens.pictures.maps.measure_map import Layer, MeasureMap
from safehavens.pictures.style import SvgPicture
from safehavens.wording.languages import ENGLISH


def draw_county_map(
    engine: Engine,
    on: date,
    index: str | None = "overall",
    probe: str | None = None,
    probes: Path | None = None,
    beside: date | None = None,
    layer: Layer = "answers",
) -> SvgPicture:
    """Every county, colored by an index or by a probe's answer on a day.

    Parameters
    ----------
    engine : Engine
    on : datetime.date
    index : str or None
        An index or indicator of the battery; ignored where a probe is given.
    probe : str, optional
    probes : Path, optional
        A battery in place of the corpus's own.
    beside : datetime.date, optional
        A second day: both are drawn, and what changed between them.
    layer : str
        `answers`, or `coverage`: how far the law of the day was searched.

    Raises
    ------
    BadRequest
        There is no such index or probe.
    """
    battery = choose_battery(engine.lawbook, probes)
    name = probe or index or "overall"
    known = tuple(battery.probes) if probe else (*battery.indices, *battery.indicators)
    if name not in known:
        other = "`safehavens panel --list` lists them." if probe else ""
        raise BadRequest(unknown("probe" if probe else "index", name, known, other=other))
    days = sorted({on, beside or on})
    measure = survey_measure(engine, battery, name, ("counties",), days[0], days[-1])
    return SvgPicture(MeasureMap(engine, measure, on, beside, layer).svg(ENGLISH))
