"""Places by number: FIPS codes, the Census Bureau's GEOIDs, and ZIP codes.

A spreadsheet takes leading zeros away and puts ``.0`` behind; both are undone. A ZIP code is a
route of the mail: it is read as the city that the mail calls it by.
"""

from __future__ import annotations

import os.path
import re
from bisect import bisect_right
from functools import lru_cache

from safehavens.corpus.places import division
from safehavens.corpus.places.gazetteer import Gazetteer
from safehavens.corpus.places.place import (
    AmbiguousPlace,
    CodeKind,
    Match,
    Place,
    UnknownPlace,
    quote,
)
from safehavens.corpus.places.subdivisions import load_subdivisions
from safehavens.corpus.places.table import Row

_NUMBER = re.compile(r"(?:\d{7}US|US)?(\d{1,8}|\d{10})(?:\.0*)?", re.IGNORECASE)
# What may be a Social Security number is not repeated in a message.
_PERSONAL = re.compile(r"\d{9}(?:\.0*)?|\d{3}[- ]\d{2}[- ]\d{4}")
_ZIP4 = re.compile(r"(\d{5})[- ]\d{4}")
_NEW_ENGLAND = frozenset({"09", "23", "25", "33", "44", "50"})
# The Census numbers the district and Guam also as a county.
_ALSO = {"11001": "11", "66010": "66"}


def digits_of(text: str) -> tuple[str, CodeKind | None] | None:
    """Return the digits of a code and what it must be, or None where a text is no code.

    Parameters
    ----------
    text : str
        ``17031``, ``17031.0``, ``0500000US17031``, ``77002-1234``.

    Raises
    ------
    UnknownPlace
        The number has nine digits; the message does not repeat it.
    """
    if _PERSONAL.fullmatch(text):
        raise UnknownPlace("A number of nine digits is not the code of a place.")
    number = _NUMBER.fullmatch(text)
    if number is not None:
        return number[1], "fips" if "us" in text.casefold() else None
    long_zip = _ZIP4.fullmatch(text)
    return (long_zip[1], "zip") if long_zip is not None else None


def read_code(
    gazetteer: Gazetteer,
    digits: str,
    kind: CodeKind | None = None,
    state: str | None = None,
    strict: bool = False,
) -> Match:
    """Read a FIPS code, a GEOID or a ZIP code.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where to look.
    digits : str
        One to ten digits.
    kind : CodeKind | None
        What the number is, where that is known.
    state : str | None
        Short id of the state it must lie in, where that is known.
    strict : bool
        Whether a number that is a county and a ZIP code of another place is refused; otherwise it
        is read as the county, and the note says so.

    Raises
    ------
    UnknownPlace
        Nothing is known by the number.
    AmbiguousPlace
        It is a county's and a ZIP code of another place.
    """
    fips = None if kind == "zip" else _fips(gazetteer, digits)
    mail = None if kind == "fips" or len(digits) not in (4, 5) else _zip(gazetteer, digits)
    if state is not None:
        fips, mail = (
            one if one and state in _short_chain(gazetteer, one.place) else None
            for one in (fips, mail)
        )
    if fips is not None and mail is not None and fips.place.id != mail.place.id:
        if strict:
            raise AmbiguousPlace(
                f"{digits} is the FIPS code of {fips.place.name} and a ZIP code of "
                f"{mail.place.name}: say which it is.",
                digits,
                (fips.place, mail.place),
            )
        both = (
            f"Read as FIPS code {digits.zfill(5)}, {fips.place.name}; as a ZIP code it is "
            f"{mail.place.name}."
        )
        lost = f"Read as FIPS code {digits.zfill(5)}."
        rest = (fips.note or "").removeprefix(lost).strip()
        return Match(fips.place, (mail.place, *fips.others), f"{both} {rest}".strip())
    match = fips or mail
    if match is None:
        raise UnknownPlace(_unknown(digits, kind, state), digits)
    return match


def _short_chain(gazetteer: Gazetteer, place: Place) -> set[str]:
    return {division.short(id) for id in gazetteer.chain(place.id)}


def _unknown(digits: str, kind: CodeKind | None, state: str | None) -> str:
    if state is not None:
        return f"No place of that state has the code {quote(digits)}."
    if kind == "zip":
        return f"No ZIP code {quote(digits)} is known."
    return (
        f"No state, county or place has the FIPS code {quote(digits)}, and it is not a known ZIP "
        "code: a state's has two digits, a county's five (17031 is Cook County, Illinois), a "
        "place's seven."
    )


def _fips(gazetteer: Gazetteer, digits: str) -> Match | None:
    lost = len(digits) in (1, 4, 6)  # a spreadsheet took the leading zero away
    code = "0" + digits if lost else digits
    rows = _rows(gazetteer, _ALSO.get(code, code))
    if not rows:
        return None
    places = list(dict.fromkeys(gazetteer.get(division.full(row.id)) for row in rows))
    notes = [f"Read as FIPS code {code}."] if lost else []
    row = rows[0]
    if "-" in row.flags:
        name, _, until = row.name.rstrip(")").rpartition(" (")
        notes.append(f"{name} was a county equivalent until {until}: read as {places[0].name}.")
        if len(places) > 1:
            notes.append(f"There is also {'; '.join(place.name for place in places[1:])}.")
    elif (part := part_of(gazetteer, row, places[0])) is not None:
        notes.append(part)
    return Match(places[0], tuple(places[1:]), " ".join(notes) or None)


def part_of(gazetteer: Gazetteer, row: Row, place: Place) -> str | None:
    """Return the sentence that says that another government than a row's own is asked about.

    Parameters
    ----------
    gazetteer : Gazetteer
        Where to look.
    row : Row
        What was named.
    place : Place
        The government it is part of.
    """
    own = gazetteer.row(division.short(place.id))
    whole = own.name if own else place.name
    if "-" in row.flags:
        name, _, until = row.name.rstrip(")").rpartition(" (")
        return f"{name} was a county equivalent until {until}: read as {place.name}."
    if "<" in row.flags:
        return f"{row.name} is part of {whole}: asked about {whole}."
    line = gazetteer.merger(row.id)
    member = gazetteer.row(row.id)
    if line is None or member is None or line.kind == "spelling":
        return None
    part = row.name if "=" in row.flags else member.name
    if whole.startswith(part):  # Nashville; Nashville-Davidson
        return None
    if line.kind == "part":
        return f"{part} is part of {whole}: asked about {whole}."
    return f"{part} and {whole} are one government: asked about {whole}."


def _rows(gazetteer: Gazetteer, code: str) -> list[Row]:
    if len(code) in (2, 5):
        rows = gazetteer.coded(code)
        return sorted(rows, key=lambda row: (-(gazetteer.place(row).population or 0), row.id))
    states = gazetteer.coded(code[:2])
    if not states:
        return []
    if len(code) == 7:
        row = gazetteer.placed(states[0].id, code[2:])
    elif len(code) == 10:
        counties = {row.id for row in gazetteer.coded(code[:5])}
        row = load_subdivisions().coded(counties, code[5:]) if counties else None
        if row is None and code[:2] in _NEW_ENGLAND:  # its towns stand right below their state
            row = gazetteer.placed(states[0].id, code[5:])
    else:
        row = None
    return [row] if row is not None else []


@lru_cache(maxsize=1)
def _zips() -> list[str]:
    path = os.path.join(os.path.dirname(__file__), "zips.tsv")
    with open(path, encoding="ascii") as file:
        return [line for line in file.read().splitlines() if line[:1] != "#"]


def _zip(gazetteer: Gazetteer, digits: str) -> Match | None:
    code = digits.zfill(5)
    lines = _zips()
    at = bisect_right(lines, code + "~") - 1
    if at < 0:
        return None
    first, last, city, reached = lines[at].split("\t")
    if not first <= code <= last:
        return None
    codes = reached.split()
    counties = [row for fips in codes for row in gazetteer.coded(_ALSO.get(fips, fips))[:1]]
    if not counties:
        return None
    state = "/".join(counties[0].id.split("/")[:2])
    rows = [
        row
        for row in gazetteer.rows(city)
        if (row.id == state or row.id.startswith(state + "/"))
        and "-" not in row.flags
        and (
            division.level(row.id) == "place"
            or row.flags[:1] in ("=", "<")
            or "/municipio:" in row.id
            or row.id == "us/district:dc"
        )
    ]
    rows.sort(key=lambda row: (bool(set(row.flags) & set("<=")), row.fips not in codes))
    county = gazetteer.get(division.full(counties[0].id))
    if rows:
        place = gazetteer.get(division.full(rows[0].id))
        notes = [f"ZIP code {code} is read as {place.name}, as the mail calls it."]
        if (part := part_of(gazetteer, rows[0], place)) is not None:
            notes = [f"ZIP code {code}: {part}"]
    else:
        place = county
        notes = [
            f"ZIP code {code} is {_title(city)}, of which no government is known here: read as "
            f"{county.name}."
        ]
    reach = [gazetteer.get(division.full(row.id)) for row in counties[1:]]
    others = tuple(one for one in dict.fromkeys(reach) if one.id not in (place.id, county.id))
    if others:
        notes.append(f"It reaches into {'; '.join(other.name for other in others[:3])} too.")
    return Match(place, others[:5], " ".join(notes))


def _title(city: str) -> str:
    return " ".join(word.capitalize() for word in city.split())
