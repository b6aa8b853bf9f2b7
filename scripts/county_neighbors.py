"""Makes neighbors.txt: which counties border each other, read off the shapes that maps draw.

python scripts/county_neighbors.py          # writes src/safehavens/evaluate/design/neighbors.txt
python scripts/county_neighbors.py --check  # exit status 1 if another file would be written

Two counties are neighbors where they share a piece of border, not a corner alone. Borders that are
shorter than half a pixel of a map of 975 × 610 are lost (pictures/maps/COUNTY_SHAPES.md).
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parents[1] / "src" / "safehavens"
SHAPES: Final = _PACKAGE / "pictures" / "maps" / "shapes.json"
OUT: Final = _PACKAGE / "evaluate" / "design" / "neighbors.txt"
HEADER: Final = """\
# Counties that border each other, by FIPS code of 2017: one, then its neighbors of higher code.
# Written by scripts/county_neighbors.py, do not edit. Source: us-atlas 3.0.1 (ISC), made from the
# U.S. Census Bureau's cartographic boundary files of 2017 (public domain).
"""

Point = tuple[int, int]


def list_borders(path: str) -> set[tuple[Point, Point]]:
    """The pieces of border of a path, each with its ends in order."""
    pieces = set()
    for ring in path.split("z"):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        x = y = 0
        points = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        for one, other in pairwise([*points, *points[:1]]):
            if one != other:
                pieces.add((min(one, other), max(one, other)))
    return pieces


def make_text(shapes: dict[str, str]) -> str:
    """The file, from the path of each county."""
    owners = defaultdict(list)
    for code, path in shapes.items():
        for piece in list_borders(path):
            owners[piece].append(code)
    found: dict[str, set[str]] = {}
    for codes in owners.values():
        for code in codes:
            found.setdefault(code, set()).update(other for other in codes if other > code)
    lines = [
        " ".join([code, *sorted(others)]) + "\n" for code, others in sorted(found.items()) if others
    ]
    return HEADER + "".join(lines)


def main() -> int:
    """Write the file, or say whether it is out of date."""
    text = make_text(json.loads(SHAPES.read_text("utf-8"))["counties"])
    if "--check" in sys.argv[1:]:
        return int(OUT.read_text("utf-8") != text)
    OUT.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
