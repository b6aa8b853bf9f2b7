"""Who of a county's people lives in which city, and how many under city law that meets a condition.

A county's row in a panel is the law of the county's own agencies. Where outcomes are counted by
county but made by city police, the share of people under city law says more.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from safehavens.corpus.model import Battery
from safehavens.decide.engine import Engine
from safehavens.decide.norms.reach import Extent
from safehavens.logic.expression import facts_of
from safehavens.measure.adopting.condition import read_condition
from safehavens.measure.adopting.met_spells import MetDays, find_met_days, find_unsure
from safehavens.measure.grid import align_spells
from safehavens.measure.panel_places import PanelRow, make_row, make_rows
from safehavens.measure.places.census_file import CensusCounts, describe_people, read_census_file
from safehavens.measure.probes import BadProbe, choose_battery, narrow_battery
from safehavens.measure.spells.probe_spells import Tick, survey_probes
from safehavens.measure.window import Window, answered_days, day_number, read_window

CROSSWALK_SCHEMA: Final = pa.schema(
    [
        ("county", pa.string()),
        ("county_name", pa.string()),
        ("geoid", pa.string()),
        ("place", pa.string()),
        ("name", pa.string()),
        ("state", pa.string()),
        ("population", pa.int32()),
        ("share_of_county", pa.float64()),
        ("share_of_city", pa.float64()),
    ]
)
SCHEMA: Final = pa.schema(
    [
        ("place", pa.string()),
        ("fips", pa.string()),
        ("state", pa.string()),
        ("name", pa.string()),
        ("population", pa.int32()),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("in_cities", pa.float64()),
        ("exposure", pa.float64()),
        ("exposure_most", pa.float64()),
        ("cities", pa.int32()),
    ]
)


@dataclass(frozen=True, slots=True)
class Exposure:
    """A table of exposure, and what it was made from."""

    condition: str
    corpus: str
    battery: Battery
    window: Window
    people: str
    table: Any


def make_crosswalk(
    engine: Engine,
    census: str | os.PathLike[str] | None,
    places: str | Iterable[str] = "counties",
) -> Any:
    """Every city of some counties, with the shares of people.

    Parameters
    ----------
    engine : Engine
    census : path or None
        A file of people of 2020, as `safehavens.measure.places.census_file` reads it.
    places : str or iterable of str
        As for `safehavens.measure.panel.ask_panel`; what is no county is left out.

    Returns
    -------
    pyarrow.Table
        A row for each county and city: how many of the city's people live in the county, and what
        share they are of the county's people and of the city's.

    Raises
    ------
    BadProbe
        No file is named, it cannot be read, or no place is a county whose people it counts.
    """
    counts = _read_counts(engine, census)
    lines = [
        {
            "county": row.fips,
            "county_name": row.name,
            "geoid": part.geoid,
            "place": part.city,
            "name": None if part.city is None else engine.gazetteer.get(part.city).name,
            "state": row.state,
            "population": part.people,
            "share_of_county": part.people / row.population,
            "share_of_city": part.people / (counts.people(part.geoid) or part.people),
        }
        for row in _counties(engine, counts, places)
        if row.population
        for part in counts.parts(row.fips or "")
    ]
    return pa.Table.from_pylist(lines, schema=CROSSWALK_SCHEMA)


def find_exposure(
    engine: Engine,
    of: str,
    census: str | os.PathLike[str] | None,
    places: str | Iterable[str] = "counties",
    start: date | str | None = None,
    end: date | str | None = None,
    probes: Path | None = None,
    tick: Tick | None = None,
) -> Exposure:
    """The share of each county's people who live in a city whose law meets a condition.

    Parameters are those of `safehavens.measure.adoption.find_adoption`, and `census` as for
    `make_crosswalk`. People in no city count as not under city law.

    Raises
    ------
    BadProbe
        The condition cannot be read; and as `make_crosswalk` does.
    """
    whole = choose_battery(engine.lawbook, probes)
    condition = read_condition(of, whole)
    battery = narrow_battery(whole, facts_of(condition))
    window = read_window(start, end, answered_days(engine.lawbook, battery))
    counts = _read_counts(engine, census)
    counties = _counties(engine, counts, places)
    cities = {
        part.city: make_row(engine, engine.gazetteer.get(part.city), counts)
        for row in counties
        for part in counts.parts(row.fips or "")
        if part.city is not None
    }
    survey = survey_probes(engine, battery, cities.values(), window, tick)
    first = day_number(window.start)
    of_extent: dict[Extent, MetDays] = {}
    for extent, spells in survey.spells.items():
        grid = align_spells(spells)
        unsure = find_unsure(grid, survey.texts["deciding"], engine.lawbook.norms)
        of_extent[extent] = find_met_days(grid, unsure, battery, condition, first)
    met = {id: of_extent[row.extent] for id, row in cities.items()}
    lines = [line for row in counties for line in _stretches(row, counts, met, window)]
    table = pa.Table.from_pylist(lines, schema=SCHEMA)
    people = describe_people(census)
    return Exposure(of, engine.lawbook.version, battery, window, people, table)


def _read_counts(engine: Engine, census: str | os.PathLike[str] | None) -> CensusCounts:
    counts = read_census_file(engine.gazetteer, census)
    if counts is None:
        raise BadProbe(
            "--crosswalk and --exposure need a file of the people of counties and cities: name it "
            "with --census FILE; scripts/census_2020.py makes it from a download of the Missouri "
            "Census Data Center (docs/panel.md says how)."
        )
    return counts


def _counties(
    engine: Engine, counts: CensusCounts, places: str | Iterable[str]
) -> tuple[PanelRow, ...]:
    counted = set(counts.counties())
    rows = tuple(row for row in make_rows(engine, places, counts) if row.fips in counted)
    if not rows:
        raise BadProbe("None of the places is a county in the file of people.")
    return rows


def _stretches(
    row: PanelRow, counts: CensusCounts, met: Mapping[str, MetDays], window: Window
) -> Iterator[dict[str, Any]]:
    """The rows of a county: a new one on each day on which a share changes."""
    parts = counts.parts(row.fips or "")
    sure: Counter[date] = Counter()
    may: Counter[date] = Counter()
    cities: Counter[date] = Counter()
    for part in parts:
        if part.city is None:
            continue
        days = met[part.city]
        for spell in days.spells:
            for changes, start, end, step in (
                (sure, spell.start, spell.end, part.people),
                (cities, spell.start, spell.end, 1),
                (may, spell.start_earliest or window.start, spell.end_latest, part.people),
            ):
                changes[start] += step
                changes[end or window.end] -= step
        if not days.spells and days.possible:
            may[days.may_since or window.start] += part.people
    people = row.population or 0
    in_cities = sum(part.people for part in parts)
    days_of_change = sorted({window.start, *sure, *may, *cities} - {window.end})
    surely = perhaps = number = 0
    for i, day in enumerate(days_of_change):
        surely, perhaps, number = surely + sure[day], perhaps + may[day], number + cities[day]
        yield {
            "place": row.id,
            "fips": row.fips,
            "state": row.state,
            "name": row.name,
            "population": people,
            "start": day,
            "end": days_of_change[i + 1] if i + 1 < len(days_of_change) else window.end,
            "in_cities": in_cities / people,
            "exposure": surely / people,
            "exposure_most": perhaps / people,
            "cities": number,
        }
