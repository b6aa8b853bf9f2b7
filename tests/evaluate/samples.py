"""Samples that several tests estimate on."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np

from safehavens.evaluate.inference.relative_magnitudes import EventStudy
from safehavens.evaluate.nouns import Sample

DATA = Path(__file__).parent / "data"


def county_employment() -> Sample:
    """Teen employment in 500 counties, 2003 to 2007 (Callaway and Sant'Anna's example, `mpdta`).

    County Business Patterns and QWI figures of the Census Bureau; rows as the R package `did` (MIT)
    gives them.
    """
    with (DATA / "mpdta.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    counties = sorted({int(row["county"]) for row in rows})
    place = {county: n for n, county in enumerate(counties)}
    outcomes, population = np.empty((len(counties), 5)), np.empty((len(counties), 5))
    cohorts = np.empty(len(counties), dtype=np.int64)
    for row in rows:
        unit, period = place[int(row["county"])], int(row["year"]) - 2003
        outcomes[unit, period], population[unit, period] = float(row["lemp"]), float(row["lpop"])
        cohorts[unit] = int(row["cohort"]) - 2003 if int(row["cohort"]) else 5
    return Sample(
        places=tuple(map(str, counties)),
        periods=tuple(range(2003, 2008)),
        outcomes=outcomes,
        cohorts=cohorts,
        clusters=np.arange(len(counties)),
        covariates={"lpop": population},
    )


def cigarette_sales() -> Sample:
    """Packs of cigarettes a head in 39 states, 1970 to 2000; California's Proposition 99 from 1989.

    The figures of the Centers for Disease Control's Tax Burden on Tobacco that Abadie, Diamond and
    Hainmueller (2010) chose, as the R package synthdid has them, to one digit.
    """
    with (DATA / "prop99.csv").open(newline="") as file:
        head, *rows = list(csv.reader(file))
    names = tuple(row[0] for row in rows)
    cohorts = np.where(np.array(names) == "California", head[1:].index("1989"), len(head) - 1)
    return Sample(
        places=names,
        periods=tuple(map(int, head[1:])),
        outcomes=np.array([[float(cell) for cell in row[1:]] for row in rows]),
        cohorts=cohorts.astype(np.int64),
        clusters=np.arange(len(rows)),
    )


def medicaid_expansion() -> EventStudy:
    """The event study of Medicaid's expansion and insurance, by two-way fixed effects.

    43 states, 2008 to 2015, American Community Survey: the example of Rambachan and Roth's
    HonestDiD. Effects of 2008 to 2012, then 2014 and 2015; covariance clustered by state.
    """
    given = json.loads((DATA / "ehec.json").read_text())
    return EventStudy(
        np.array(given["effects"]), np.array(given["covariance"]), given["before"], given["after"]
    )


def make_series(rng: np.random.Generator, units: int, periods: int) -> np.ndarray:
    """Series without any effect: serially correlated, with a straight trend of each unit's own."""
    shocks = rng.normal(size=(units, periods))
    series = np.empty_like(shocks)
    series[:, 0] = shocks[:, 0] / 0.6
    for period in range(1, periods):
        series[:, period] = 0.8 * series[:, period - 1] + shocks[:, period]
    trends = 0.1 * rng.normal(size=(units, 1)) * np.arange(periods)
    levels = 3 * rng.normal(size=(units, 1))
    return series + trends + levels
