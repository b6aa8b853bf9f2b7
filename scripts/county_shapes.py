"""Makes shapes.json and page_shapes.json out of us-atlas: see pictures/maps/COUNTY_SHAPES.md.

python scripts/county_shapes.py counties-albers-10m.json src/safehavens/pictures/maps
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

_FINE: Final = 2.0, 0.0
_PAGE: Final = 1.0, 2.0
"""Units a pixel of us-atlas, and the least area, in square units, that a corner must span."""

_WIDTH, _HEIGHT = 975, 610
_SMALLEST: Final = 3

Point = tuple[int, int]
Line = list[Point]


def made(topology: Any, scale: float, least: float) -> dict[str, Any]:
    """The paths of counties by FIPS code, the borders between states, and the size of the map."""
    arcs = [_thin(_arc(arc, topology["transform"], scale), least) for arc in topology["arcs"]]
    counties = {}
    for shape in topology["objects"]["counties"]["geometries"]:
        rings = [_ring(arcs, ring) for polygon in _polygons(shape) for ring in polygon]
        kept = [ring for ring in rings if len(set(ring)) >= _SMALLEST]
        counties[str(shape["id"])] = "".join(map(_closed, kept or [_square(rings[0])]))
    borders = Counter(
        number if number >= 0 else ~number
        for shape in topology["objects"]["states"]["geometries"]
        for polygon in _polygons(shape)
        for ring in polygon
        for number in ring
    )
    lines = [arcs[number] for number in sorted(borders) if borders[number] > 1]  # no coasts
    return {
        "width": round(_WIDTH * scale),
        "height": round(_HEIGHT * scale),
        "counties": dict(sorted(counties.items())),
        "states": "".join(_path(line) for line in lines if len(line) > 1),
    }


def _polygons(shape: Any) -> list[Any]:
    return [shape["arcs"]] if shape["type"] == "Polygon" else list(shape["arcs"])


def _arc(arc: Any, transform: Any, scale: float) -> Line:
    (wide, high), (left, top) = transform["scale"], transform["translate"]
    x = y = 0
    points: Line = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        point = (round((x * wide + left) * scale), round((y * high + top) * scale))
        if not points or point != points[-1]:
            points.append(point)
    return points


def _thin(line: Line, least: float) -> Line:
    """Without corners that span less than an area, the smallest first (M. Visvalingam and J. D.
    Whyatt, The Cartographic Journal 30, 1993). Neighbors share arcs,
    so no gap opens between them."""
    points = list(line)
    fewest = _SMALLEST + 2 if points[0] == points[-1] else 2
    while least and len(points) > fewest:
        spans = [_span(*points[i - 1 : i + 2]) for i in range(1, len(points) - 1)]
        smallest = min(range(len(spans)), key=spans.__getitem__)
        if spans[smallest] >= least:
            break
        del points[smallest + 1]
    return points


def _span(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


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
    for name, (scale, least) in {"shapes": _FINE, "page_shapes": _PAGE}.items():
        text = json.dumps(made(topology, scale, least), separators=(",", ":"))
        (Path(sys.argv[2]) / f"{name}.json").write_text(text + "\n", "utf-8")
