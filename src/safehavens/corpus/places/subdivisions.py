"""Townships: the county subdivisions that have a government, read when a name asks for one.

Their names recur (Pennsylvania has eighteen Jackson Townships), so an id stands below its county:
``us/state:pa/county:york/place:hellam``. They lie in a file of their own, which a question about a
city does not open.
"""

from __future__ import annotations

import os.path
from functools import lru_cache

from safehavens.corpus.places import division
from safehavens.corpus.places.table import Row

_NAMES = {"t": "{} Township", "w": "Town of {}", "p": "{} Plantation"}


class Subdivisions:
    """The rows of ``townships.tsv``.

    Parameters
    ----------
    lines : list[str]
        The file's lines without its header.
    """

    def __init__(self, lines: list[str]) -> None:
        self._lines: dict[str, list[str]] = {}
        for line in lines:
            self._lines.setdefault(line.partition("\t")[0], []).append(line)

    def named(self, key: str) -> list[Row]:
        """Return the subdivisions of a folded name."""
        return [_row(line) for line in self._lines.get(key, ())]

    def coded(self, counties: set[str], code: str) -> Row | None:
        """Return the subdivision of a code of five digits in one of some counties, by short id."""
        ending = f"\t{code}\t"
        for lines in self._lines.values():
            for line in lines:
                if ending in line and division.parent((row := _row(line)).id) in counties:
                    return row
        return None


def _row(line: str) -> Row:
    key, where, kind, _, spelled = line.split("\t")
    state, _, county = where.partition(" ")
    slug = spelled or key.replace(" ", "_")
    short_id = f"us/state:{state}/county:{county}/place:{slug}"
    return Row(short_id, _NAMES[kind].format(division.name(short_id)), None, "", "")


@lru_cache(maxsize=1)
def load_subdivisions() -> Subdivisions:
    """Return the package's own subdivisions; read once, some milliseconds."""
    path = os.path.join(os.path.dirname(__file__), "townships.tsv")
    with open(path, encoding="utf-8") as file:
        return Subdivisions([line for line in file.read().splitlines() if line[:1] != "#"])
