"""Makes shapes.json out of us-atlas; see src/safehavens/pictures/COUNTY_SHAPES.md.

python scripts/county_shapes.py counties-albers-10m.json src/safehavens/pictures/shapes.json
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

_SCALE: Final = 2  # units a pixel of us-atlas: coordinates are rounded to half a pixel
_SMALLEST: Final = 3

Point = tuple[int, int]
Line = list[Point]


def made(topology: Any) -> dict[str, Any]:
    """The paths of counties by FIPS code, the borders of states, and the size of the map."""
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    counties = {}
    for shape in topology["objects"]["counties"]["geometries"]:
        rings = [_ring(arcs, ring) for polygon in _polygons(shape) for ring in polygon]
        kept = [ring for ring in rings if len(set(ring)) >= _SMALLEST]
        counties[str(shape["id"])] = "".join(map(_closed, kept or [_square(rings[0])]))
    borders = {
        number if number >= 0 else ~number
        for shape in topology["objects"]["states"]["geometries"]
        for polygon in _polygons(shape)
        for ring in polygon
        for number in ring
    }
    lines = [arcs[number] for number in sorted(borders)]
    return {
        "width": 975 * _SCALE,
        "height": 610 * _SCALE,
        "counties": dict(sorted(counties.items())),
        "states": "".join(_path(line) for line in lines if len(line) > 1),
    }


def _polygons(shape: Any) -> list[Any]:
    return [shape["arcs"]] if shape["type"] == "Polygon" else list(shape["arcs"])


def _arc(arc: Any, transform: Any) -> Line:
    (wide, high), (left, top) = transform["scale"], transform["translate"]
    x = y = 0
    points: Line = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        point = (round((x * wide + left) * _SCALE), round((y * high + top) * _SCALE))
        if not points or point != points[-1]:
            points.append(point)
    return points


def _ring(arcs: list[Line], numbers: list[int]) -> Line:
    points: Line = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += line if not points or line[0] != points[-1] else line[1:]
    return points


def _square(ring: Line) -> Line:
    """Where a county is smaller than a pixel."""
    x, y = ring[0]
    return [(x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1), (x - 1, y - 1)]


def _closed(ring: Line) -> str:
    return _path(ring[:-1] if ring[0] == ring[-1] else ring) + "z"


def _path(line: Line) -> str:
    steps = "".join(f"{_signed(c - a)}{_signed(d - b)}" for (a, b), (c, d) in pairwise(line))
    return f"M{line[0][0]} {line[0][1]}l{steps.strip()}"


def _signed(number: int) -> str:
    """A number after another: the sign parts them, or a space does."""
    return str(number) if number < 0 else f" {number}"


if __name__ == "__main__":
    topology = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    text = json.dumps(made(topology), separators=(",", ":"))
    Path(sys.argv[2]).write_text(text + "\n", "utf-8")
