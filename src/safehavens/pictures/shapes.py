"""The shapes of counties and states, by FIPS code."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from safehavens.pictures.charts import alt

Feature = Literal["counties", "states"]

_FOLDER: Final = Path(__file__).parent
_NOT_DRAWN: Final = frozenset({"60", "66", "69", "72", "78"})
"""Territories: the Albers projection of the United States has no place for them."""


@cache
def _topology(feature: Feature) -> dict[str, Any]:
    topology: dict[str, Any] = json.loads((_FOLDER / f"us-{feature}-10m.json").read_text("utf-8"))
    drawn = topology["objects"][feature]
    drawn["geometries"] = [g for g in drawn["geometries"] if str(g["id"])[:2] not in _NOT_DRAWN]
    return topology


def county_codes() -> tuple[str, ...]:
    """The FIPS codes of the counties that are drawn."""
    drawn = _topology("counties")["objects"]["counties"]["geometries"]
    return tuple(sorted(str(shape["id"]) for shape in drawn))


def shapes(feature: Feature) -> alt.NamedData:
    """The shapes of counties or states, for a chart that is given `datasets` at the end.

    They are named, not put into the chart, as Altair would copy them many times over.
    """
    form = alt.TopoDataFormat(feature=feature, type="topojson")
    return alt.NamedData(name=feature, format=form)


def datasets() -> dict[str, Any]:
    """The shapes that `shapes` names."""
    return {feature: _topology(feature) for feature in get_args(Feature)}
