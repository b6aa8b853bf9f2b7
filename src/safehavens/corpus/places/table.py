"""The gazetteer's file, read where it lies: one block of bytes, sorted, searched by halving.

Building an object for each of some thirty thousand places would cost more than most programs that
ask for one place want to spend; a row is cut out and parsed when it is asked for.

Each line of ``places.tsv`` is one name of one place::

    key <tab> id <tab> name <tab> population <tab> fips <tab> flags

``key`` is the folded name; an ``id`` that ends in ``:`` ends in the key with underscores; an empty
``name`` is the one made from the id. ``fips`` is a state's or county equivalent's own code, or for
a place that of the county it lies in; after a space, the five digits that the Census Bureau gives
a place in its state. Flags: ``c`` the corpus names it, ``k`` a county equivalent,
``=`` another name for the id, ``<`` a part of it that has no government of its own, ``-`` a name it
had until the year in the name column's brackets.
"""

from __future__ import annotations

import os.path  # a third of the time pathlib takes to import
from collections.abc import Iterator
from typing import NamedTuple

from safehavens.corpus.places import division
from safehavens.corpus.places.spelling import fold

_STATES = (b"us/state:", b"us/district:", b"us/territory:")
_HERE = os.path.dirname(__file__)
_MANY_CODES = 16
"""One code is found by reading the text through; from so many on, all are noted at once."""


class Row(NamedTuple):
    """One name of one place."""

    id: str
    """Short id (see :mod:`division`) of the place, or for another name, of what it names."""
    name: str
    """The name, without what is above it."""
    population: int | None
    fips: str
    flags: str
    code: str = ""
    """Five digits that the Census Bureau gives a place in its state."""


class Table:
    """The rows of ``places.tsv``.

    Parameters
    ----------
    text : bytes
        The file's bytes, lines sorted.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._begin = 0
        while text.startswith(b"#", self._begin):  # the header says where the rows come from
            self._begin = text.index(b"\n", self._begin) + 1
        self._keys: list[str] | None = None
        self._starts: dict[bytes, int] | None = None
        self._states: dict[str, str] = {}
        self._coded: dict[str, list[Row]] = {}
        self._codes_sought = 0
        self._every_code = False

    def index(self) -> dict[str, str]:
        """Note where each name begins, for those who look up thousands; return states by name.

        Returns
        -------
        dict[str, str]
            Short ids of the United States' states and territories by folded name and postal code.
        """
        if self._starts is None:
            starts: dict[bytes, int] = {}
            at = self._begin
            for line in self._lines():
                key, id, _ = line.split(b"\t", 2)
                starts.setdefault(key, at)
                at += len(line) + 1
                if id.startswith(_STATES) and id.count(b"/") == 1 and not line.endswith(b"-"):
                    short_id = _row(line).id
                    self._states[key.decode()] = short_id
                    self._states[short_id[-2:]] = short_id
            self._starts = starts
        return self._states

    def named(self, key: str) -> list[Row]:
        """Return every row filed under a folded name.

        Parameters
        ----------
        key : str
            What :func:`safehavens.corpus.places.spelling.fold` returns.
        """
        text = self._text
        start_of_line = key.encode() + b"\t"
        if self._starts is not None:
            return self._from(self._starts.get(start_of_line[:-1]), start_of_line)
        low, high = self._begin, len(text)
        while low < high:  # low is the start of a line; the first wanted one lies in [low, high]
            middle = (low + high) // 2
            start = text.rfind(b"\n", low, middle) + 1 or low
            if text[start : start + len(start_of_line)] < start_of_line:
                low = text.find(b"\n", middle) + 1
            else:
                high = start
        return self._from(low, start_of_line)

    def _from(self, low: int | None, start_of_line: bytes) -> list[Row]:
        rows: list[Row] = []
        if low is None:
            return rows
        text = self._text
        while text.startswith(start_of_line, low):
            end = text.index(b"\n", low)
            rows.append(_row(text[low:end]))
            low = end + 1
        return rows

    def place(self, short_id: str) -> Row | None:
        """Return a place's own row, or None.

        Parameters
        ----------
        short_id : str
            An id without its prefix.
        """
        key = fold(division.split(short_id)[1].replace("_", " "))
        for row in self.named(key):
            if row.id == short_id and not set(row.flags) & set("=<-"):
                return row
        return None

    def coded(self, fips: str) -> list[Row]:
        """Return the rows of a state's or county's FIPS code.

        Parameters
        ----------
        fips : str
            Two or five digits.
        """
        known = self._coded.get(fips)
        if known is None and self._every_code:
            return []
        if known is None:
            self._codes_sought += 1
            if self._codes_sought >= _MANY_CODES:
                self._coded = self._index_codes()
                self._every_code = True
                return self._coded.get(fips, [])
            known = self._find_coded(fips)
            if known:  # there are a few thousand codes; what is none is not kept
                self._coded[fips] = known
        return known

    def _index_codes(self) -> dict[str, list[Row]]:
        """The rows of every code, for those who look up thousands."""
        coded: dict[str, list[Row]] = {}
        for line in self._lines():
            fips, flags = line.rsplit(b"\t", 2)[1:]
            if b"k" in flags or b"-" in flags or len(fips) == 2:
                row = _row(line)
                if _is_own_code(row):
                    coded.setdefault(row.fips, []).append(row)
        return coded

    def _find_coded(self, fips: str) -> list[Row]:
        mark = b"\t" + fips.encode()
        rows = []
        at = self._text.find(mark)
        while at >= 0:
            start, end = self._text.rfind(b"\n", 0, at) + 1, self._text.find(b"\n", at)
            row = _row(self._text[start:end])
            if row.fips == fips and _is_own_code(row):  # the digits may be a population
                rows.append(row)
            at = self._text.find(mark, end)
        return rows

    def placed(self, state: str, code: str) -> Row | None:
        """Return the row of a place's code.

        Parameters
        ----------
        state : str
            Short id of the state.
        code : str
            The five digits after the state's in a GEOID of seven.
        """
        mark = b" " + code.encode() + b"\t"
        at = self._text.find(mark)
        while at >= 0:
            start, end = self._text.rfind(b"\n", 0, at) + 1, self._text.find(b"\n", at)
            row = _row(self._text[start:end])
            if row.id.startswith(state + "/"):
                return row
            at = self._text.find(mark, end)
        return None

    def by_code(self) -> Iterator[Row]:
        """Yield the rows of places that have a code of their own in their state."""
        for line in self._lines():
            if b" " in line.split(b"\t")[4]:
                yield _row(line)

    def county_equivalents(self) -> Iterator[Row]:
        """Yield every county equivalent's own row."""
        for line in self._lines():
            if line.endswith((b"k", b"kc")):
                yield _row(line)

    def cities(self) -> Iterator[Row]:
        """Yield the own row of every place of the United States that lies in one county."""
        for line in self._lines():
            _, short_id, _, _, fips, flags = line.split(b"\t")
            in_a_county = len(fips.partition(b" ")[0]) == 5
            if in_a_county and not flags.strip(b"c") and b"/place:" in short_id:
                yield _row(line)

    def states(self) -> Iterator[Row]:
        """Yield the own rows of the United States' states, district and territories."""
        for line in self._lines():
            _, short_id, _, _, fips, flags = line.split(b"\t")
            if short_id.startswith(b"us/") and len(fips) == 2 and b"=" not in flags:
                yield _row(line)

    def keys(self) -> list[str]:
        """Return every folded name, once, sorted."""
        if self._keys is None:
            heads = {line.partition(b"\t")[0] for line in self._lines()}
            self._keys = sorted(head.decode() for head in heads)
        return self._keys

    def _lines(self) -> list[bytes]:
        return self._text[self._begin :].splitlines()


def _row(line: bytes) -> Row:
    key, short_id, name, population, codes, flags = line.decode().split("\t")
    fips, _, code = codes.partition(" ")
    if short_id.endswith(":"):
        short_id += key.replace(" ", "_")
    return Row(
        short_id,
        name or division.name(short_id),
        int(population) if population else None,
        fips,
        flags,
        code,
    )


def _is_own_code(row: Row) -> bool:
    """Whether a row's code is its own; a place's is that of the county it lies in."""
    return "k" in row.flags or "-" in row.flags or division.level(row.id) == "state"


class Merger(NamedTuple):
    """One line of ``consolidated.csv``: an id that is the same government as another."""

    member: str
    canonical: str
    name: str
    """What people call the whole, or empty."""
    kind: str
    """``consolidated``, ``independent``, ``part``, ``renamed`` or ``spelling``."""
    whole: str
    """``yes`` where no other municipality lies inside the county equivalent."""


def mergers() -> list[Merger]:
    """Return the lines of ``consolidated.csv``."""
    with open(os.path.join(_HERE, "consolidated.csv"), encoding="utf-8") as file:
        lines = file.read().splitlines()[1:]
    return [Merger(*line.split(",")[:5]) for line in lines]


def read() -> Table:
    """Return the gazetteer's table, read from the package's own file."""
    with open(os.path.join(_HERE, "places.tsv"), "rb") as file:
        return Table(file.read())
