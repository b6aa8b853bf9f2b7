"""Make the register of 287(g) agreements from ICE's own lists.

    python scripts/ice_287g.py FOLDER

FOLDER holds copies of ICE's lists of participating agencies as .xlsx files: its sheets
(`participatingAgencies05182026am.xlsx`) and the table of its web page as it stood on a day
(`ParticipatingEntities-20210113002027.xlsx`), as github.com/RelevantResearch/287g-DetentionData
keeps them. What is written: `us-287g.csv`, `us-287g-unread.csv` and the days of the lists in
`us-287g.yaml`. docs/registers.md says how lists are read.
"""

from __future__ import annotations

import csv
import re
import sys
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineWorkbook

from safehavens.corpus.places import PlaceFinder, UnknownPlace
from safehavens.corpus.places import load as load_gazetteer
from safehavens.corpus.places.tables.place_scope import PlaceScope
from safehavens.files.package import LAW

SHEETS_SINCE = date(2025, 2, 20)  # ICE published sheets from then on; older names are misdated
LEFT_OUT = timedelta(days=45)  # an agency that lists leave out for longer is believed to be out
LATE = timedelta(days=120)  # a signature that lists ignored for longer is believed to be a slip
VALUES = {"W": "287g_warrant_service", "T": "287g_task_force", "J": "287g_jail"}
JAIL_MODELS = ("287g_jail", "287g_warrant_service")
STATES = {"PENNSLYVANIA": "PENNSYLVANIA", "WEST VIRIGINIA": "WEST VIRGINIA", "UTAHJ": "UTAH"}

NAMES = {
    row["listed"]: row["read_as"]
    for row in csv.DictReader(
        Path(__file__).with_name("ice_287g_names.csv").read_text("utf-8").splitlines()
    )
}
"""Slips in the names of the lists, by state and name, and what was meant."""

NO_KIND = (
    (r"constable|constbale", "constables are not an agency kind of the vocabulary"),
    (r"national guard|state guard|military", "the guard is not an agency kind of the vocabulary"),
    (r"universit|college|school", "a university, college or school district of its own"),
    (r"airport|port authority", "an airport or port authority of its own"),
    (r"regional (?:police|jail)|cooperative|police authority|district jail|jail authority"
     r"|justice authority", "a police force or jail of several governments, or of its own"),
    (r"drug task force|ward 5 marshal", "a body that is not an agency of one government"),
    (r"florida atlantic police", "a university, college or school district of its own"),
    (r"BOCC|board of county commissioners$", "a county's board; which agency is not said"),
    (r"judicial circuit|eighth district", "a prosecutor of a circuit, not of the state"),
)  # fmt: skip


class Listing(NamedTuple):
    """A row of a list."""

    state: str
    agency: str
    county: str
    value: str
    model: str
    signed: date | None


class Agency(NamedTuple):
    """The agency of a kind of a place."""

    place: str
    who: str


Key = tuple[Agency, str]


def read_lists(folder: Path) -> dict[date, list[Listing]]:
    """The last list of each day; one whose size does not fit the lists around it is left out."""
    lists: dict[date, list[Listing]] = {}
    for path in sorted(folder.glob("*.xlsx")):
        day, is_sheet = _day_of(path.name)
        if day is None or (is_sheet and day < SHEETS_SINCE):
            continue
        if rows := list(_read_rows(path)):
            lists[day] = rows
    days = sorted(lists)
    sizes = {day: len(lists[day]) for day in days}
    for i, day in enumerate(days):
        around = [sizes[other] for other in days[max(i - 3, 0) : i] + days[i + 1 : i + 4]]
        if not 0.75 * min(around) <= sizes[day] <= 1.02 * max(around) or _falls(around, sizes[day]):
            print(f"left out: the list of {day}, {sizes[day]} rows among {around}")
            del lists[day]
    return lists


def _falls(around: list[int], size: int) -> bool:
    return size < 0.95 * min(around)


def _day_of(name: str) -> tuple[date | None, bool]:
    if match := re.match(
        r"(?:ParticipatingEntities|participatingAgencies)-(\d{4})(\d\d)(\d\d)", name
    ):
        return date(*map(int, match.groups())), False
    if match := re.match(r"participatingAgencies(\d\d)0?(\d\d)(\d{4})(?:am|mid|pm)?\.xlsx", name):
        month, day, year = map(int, match.groups())
        return date(year, month, day), True
    return None, False


def _read_rows(path: Path) -> Iterator[Listing]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    header = [str(cell).strip().upper() for cell in rows[0]]
    if "SIGNED" not in header:
        return
    for cells in rows[1:]:
        row = dict(zip(header, cells, strict=False))
        agency = " ".join(str(row["LAW ENFORCEMENT AGENCY"]).replace("’", "'").split())
        state = str(row["STATE"]).strip().upper()
        model = " ".join(str(row["SUPPORT TYPE"]).split())
        if agency and model:
            yield Listing(
                STATES.get(state, state),
                agency,
                str(row.get("COUNTY") or "").strip(),
                VALUES[model[0]],
                model,
                _read_day(row["SIGNED"]),
            )


def _read_day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell or "").strip()
    if match := re.match(r"(\d{4})-(\d\d)-(\d\d)", text):
        return date(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d\d?)/(\d\d)/?(\d{4})", text):
        month, day, year = map(int, match.groups())
        return date(year, month, day)
    return None


class Names:
    """Reads the names of agencies."""

    def __init__(self) -> None:
        self._gazetteer = load_gazetteer()
        self._finder = PlaceFinder(self._gazetteer)
        self._states = {state.name.upper(): state.id for state in self._gazetteer.states()}
        self.odd: dict[str, str] = {}
        self._read: dict[tuple[str, str, str], Agency | str] = {}

    def read(self, row: Listing) -> Agency | str:
        """The agency, or the reason why there is none."""
        key = (row.state, row.agency, row.county)
        if key not in self._read:
            self._read[key] = self._find(row)
        return self._read[key]

    def _find(self, row: Listing) -> Agency | str:
        name = f"{row.state}: {row.agency}"
        text = NAMES.get(name, row.agency)
        for pattern, why in NO_KIND:
            if re.search(pattern, text, re.I):
                return why
        state, _, text = text.rpartition(": ")
        scope = PlaceScope("us", self._states[state or row.state])
        county = row.county if re.fullmatch(r"[A-Z].*", row.county) else ""
        for words in (f"{text}, {county}" if county and "Township" in text else text, text):
            try:
                reading = self._finder.read_agency(words, scope)
            except UnknownPlace:
                continue
            if reading is None or reading.who is None:
                return "a body that is not an agency kind of the vocabulary"
            self._check_county(row, reading.match.place)
            return Agency(reading.match.place.id, reading.who)
        return "which government it belongs to could not be read"

    def _check_county(self, row: Listing, place: object) -> None:
        fips = getattr(place, "fips", None)
        for county in self._gazetteer.counties():
            if county.fips == fips and row.county and county.name.split(",")[0] != row.county:
                self.odd[f"{row.state}: {row.agency}"] = f"{row.county} / {county.name}"


class Run(NamedTuple):
    """A spell in which one list after the other has an agreement."""

    first: date
    last: date
    signed: date | None
    listing: Listing
    note: str


def find_runs(days: list[date], listed: Mapping[date, Listing]) -> list[Run]:
    """The spells in which one list after the other has an agreement."""
    runs: list[list[date]] = []
    for i, day in enumerate(days):
        if day in listed:
            if runs and (runs[-1][-1] == days[i - 1] or day - runs[-1][-1] <= LEFT_OUT):
                runs[-1].append(day)
            else:
                runs.append([day])
    return [_make_run(run, days, listed) for run in runs]


def _make_run(run: list[date], days: list[date], listed: Mapping[date, Listing]) -> Run:
    first = run[0]
    given = [day for on in run if (day := listed[on].signed) is not None]
    fit = [day for day in given if day <= first and (first == days[0] or first - day <= LATE)]
    signed = Counter(fit).most_common(1)[0][0] if fit else None
    note = ""
    if signed is None and given:
        note = f"The list says signed {min(given)}, which does not fit the lists around it."
    return Run(first, run[-1], signed, listed[run[-1]], note)


def main(folder: Path) -> None:
    """Write the register from the lists in a folder."""
    lists = read_lists(folder)
    days = sorted(lists)
    names = Names()
    by_key: dict[Key, dict[date, Listing]] = defaultdict(dict)
    unread: dict[tuple[str, str, str], tuple[list[date], str]] = {}
    for day in days:
        for row in lists[day]:
            agency = names.read(row)
            if isinstance(agency, str):
                at = unread.setdefault((row.state, row.agency, row.value), ([], agency))
                at[0].append(day)
            else:
                known = by_key[agency, row.value].get(day)
                if known is None or (row.signed or date.max) < (known.signed or date.max):
                    by_key[agency, row.value][day] = row
    rows = [
        (agency.place, _kinds(agency.who, value), value, run)
        for (agency, value), listed in by_key.items()
        for run in find_runs(days, listed)
    ]
    rows.sort(key=lambda row: (row[0], row[1], row[2], row[3].first))
    _write(
        "us-287g.csv",
        "place,who,value,from,to,first_listed,last_listed,agency,form,note",
        (
            (place, who, value, run.signed or "", "", run.first, run.last, run.listing.agency,
             run.listing.model, run.note)
            for place, who, value, run in rows
        ),
    )  # fmt: skip
    _write(
        "us-287g-unread.csv",
        "state,agency,value,first_listed,last_listed,why",
        (
            (state.title(), agency, value, on[0], on[-1], why)
            for (state, agency, value), (on, why) in sorted(unread.items())
        ),
    )
    for name, where in sorted(names.odd.items()):
        print(f"county: {name}: {where}")
    _write_days(days)
    print(len(rows), "entries,", len(unread), "unread,", len(days), "lists")


def _write_days(days: Iterable[date]) -> None:
    path = LAW / "registers" / "us-287g.yaml"
    lines = textwrap.wrap(
        ", ".join(map(str, days)), 100, initial_indent="  ", subsequent_indent="  "
    )
    block = "lists: [\n" + "\n".join(lines) + "\n]\n"
    path.write_text(
        re.sub(r"lists: \[.*?\]\n", block, path.read_text("utf-8"), flags=re.S), "utf-8"
    )


def _kinds(who: str, value: str) -> str:
    """A jail model of a sheriff or a police force is for its jail too."""
    jail = value in JAIL_MODELS and who in ("sheriff", "police")
    return f"{who};jail" if jail else who


def _write(name: str, header: str, rows: Iterable[tuple[object, ...]]) -> None:
    path = LAW / "registers" / name
    old = path.read_text("utf-8").splitlines() if path.exists() else []
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in old if line.startswith("#"))
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
