"""Make a file of the people of 2020 by county, and by county and city, for `panel --census`.

    python scripts/census_2020.py COUNTY_TO_PLACE.csv census_2020.tsv

The Census Bureau counted them (Census of 2020, redistricting data, public domain). No such file
is part of safehavens; docs/panel.md says what it is for. The same input gives the same bytes. The
first file, which you download, is
the Bureau's counts by county and place as the Missouri Census Data Center tabulates them: at
https://mcdc.missouri.edu/applications/geocorr2022.html choose all states and Puerto Rico, the
source "County", the target "Place (city, town, village, CDP, etc.)", the weight "Population (2020
Census)", and CSV as output. Columns that are read: county, place, PlaceName, pop20. The second file
is written.

Run it again with a later version of safehavens: what the gazetteer lacks by code it may
know by name, and then the file says the id.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

from safehavens.corpus.places import Gazetteer, division, load
from safehavens.corpus.places.spelling import slug

HEADER = """\
# People counted in the Census of 2020. Written by scripts/census_2020.py.
# county's FIPS code <tab> its people <tab> cities in it: five digits of the city's code in the
# state, its id there where the gazetteer knows it by another code, its people in the county
# U.S. Census Bureau, redistricting data, public domain; tabulated by Geocorr 2022 of the Missouri
# Census Data Center. Settlements without a government (census-designated places) are left out.
"""
NO_GOVERNMENT = re.compile(r" (CDP|comunidad|zona urbana), [A-Z]{2}$")
STATES: dict[str, str] = {}  # ids by FIPS code
NOWHERE = "99999"  # what lies in no place
LEGAL = re.compile(r"( Town| metro)?( city| town| village| borough| township)?( \(balance\))?$")
MERGED = re.compile(r"\(balance\)|government|County")
MERGED_CITIES = {"2007171450", "2111148000", "2210936255"}  # Tribune, Louisville, Houma
# Geocorr counts 1,089 too many in New Haven County: the Bureau counted 3,605,944 in the state.
CORRECTED = {"09009": 864_835}


def main() -> int:
    """Write the file."""
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    source, target = (Path(word) for word in sys.argv[1:])
    gazetteer = load()
    STATES.update({state.fips or "": state.id for state in gazetteer.states()})
    ids = gazetteer.ids_by_code()
    people: dict[str, int] = defaultdict(int)
    cities: dict[str, list[tuple[str, int]]] = defaultdict(list)
    with source.open(encoding="latin-1", newline="") as lines:
        rows = csv.DictReader(lines)
        next(rows)  # the second line says in words what the columns are
        for row in rows:
            county, place, count = row["county"], row["place"], int(row["pop20"])
            people[county] += count
            if count and place != NOWHERE and not NO_GOVERNMENT.search(row["PlaceName"]):
                known = _find_id(
                    gazetteer, ids, county, place, row["PlaceName"].rpartition(", ")[0]
                )
                cities[county].append((place + known, count))
    people.update({county: count for county, count in CORRECTED.items() if county in people})
    with target.open("w", encoding="ascii", newline="\n") as file:
        file.write(HEADER)
        for county in sorted(people):
            parts = ";".join(f"{place} {count}" for place, count in sorted(cities[county]))
            file.write(f"{county}\t{people[county]}\t{parts}\n")
    print(f"{target}: {len(people)} counties, {sum(map(len, cities.values()))} parts of cities")
    return 0


def _find_id(
    gazetteer: Gazetteer, ids: dict[tuple[str, str], str], county: str, code: str, name: str
) -> str:
    """What to write behind a code: nothing where the gazetteer knows it, else " id" if any."""
    if (STATES[county[:2]], code) in ids:
        return ""
    state = division.short(STATES[county[:2]])
    merged = MERGED.search(name) or county + code in MERGED_CITIES
    for row in gazetteer.coded(county) if merged else ():
        government = division.short(gazetteer.canonical(division.full(row.id)))
        if government != row.id or gazetteer.members(government):  # the county is the city
            return " " + government.rpartition("/")[2]
    if state == "us/district:dc":
        return " district:dc"
    short_id = f"{state}/place:{slug(LEGAL.sub('', name))}"
    return " " + short_id.rpartition("/")[2] if gazetteer.row(short_id) is not None else ""


if __name__ == "__main__":
    raise SystemExit(main())
