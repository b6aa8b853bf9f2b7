"""`datapackage.json`: what the tables of a folder hold, column by column.

Frictionless Data Package, version 2 (https://datapackage.org/standard/data-package/).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from safehavens.corpus.model import BASES, RAW, VERDICTS, Battery
from safehavens.corpus.sources import CONFIDENCE, SEEN
from safehavens.measure.columns.agreement_columns import PREFIX
from safehavens.measure.index import index_sentences
from safehavens.measure.probes import BadProbe, ask_command
from safehavens.measure.table_files import WrittenTable

NAME: Final = "datapackage.json"

_COLUMNS: Final[Mapping[str, str]] = {
    "place": "Open Civic Data division id of the place.",
    "fips": "FIPS code: two digits of a State, five of a county or county equivalent, with leading "
    "zeros; the key of county and State map files. Empty where the place has none.",
    "geoid": "Code of the Census Bureau, with leading zeros: two digits of a State, five of a "
    "county, seven of a city, ten of a New England town below its county. Empty: none is known.",
    "state": "Postal code of the State, the District or the territory; empty abroad.",
    "population": "People of the place; in a table of counties and cities, of the city in the "
    "county. `people` of this resource says who counted them. Empty: none are known by this code.",
    "name": "The place's name.",
    "government": "Open Civic Data division id of the government whose law it is: the place's own, "
    "or the consolidated government that it is part of (Kings County: New York City).",
    "probe": "The probe: a standard request, spelled out under `probes` of this resource.",
    "index": "The index or indicator, spelled out under `indices` and `indicators`.",
    "start": "First day of the spell; the window's first day where the spell began before it.",
    "end": "First day after the spell; the day after the window where the spell goes on.",
    "day": "The day whose law is shown: the first day of the month, quarter or year.",
    "verdict": "The verdict of the law on the request.",
    "deciding": "Ids of the norms that give the verdict, or may, with a blank between; empty where "
    "the law is silent.",
    "basis": "What the verdict rests on: a rule; a power or leave; a rule that was found and does "
    "not decide this case (outside); that higher law does not require the act (no_duty); or that "
    "no rule was found (silence). Of `depends`, the weakest that it may come to.",
    "confidence": "The lowest confidence of the coding along the deciding path; empty where no "
    "binding norm on this reaches the agency.",
    "seen": "The weakest way in which the source of a norm on the deciding path was seen: its "
    "official text, a copy, a description, or none (recalled). Empty as `confidence` is.",
    "searched": "Whether the law of this day was searched, of each government that the place lies "
    "in: of nation, state, county and city, as far as there is one. Of an index: for every probe "
    "that counts; of adoption: for the whole window. False says that nobody looked, not that there "
    "is no law.",
    "searched_levels": "The levels of government whose law of this day was searched, with a blank "
    "between: national, state, county, place. Empty: none.",
    "uncertain_in_time": "Norms of which it is not known whether they are in force on these days, "
    "and for which the verdict depends; ids with a blank between.",
    "may_not_bind": "Norms of which it is not known whether they bind the agency, and for which "
    "the verdict depends; ids with a blank between.",
    "on_books": "Where higher law or a court sets the government's own law aside: the verdict that "
    "its own law alone would give. Empty: nothing of it that would decide is set aside.",
    "displaced_by": "The norms of higher law and the rulings that set it aside; ids with a blank "
    "between.",
    "binds_county": "In a State's row: the verdict for a county of the State without law of its "
    "own. Empty: counties there are known to have no such agency, or the row is of another place.",
    "binds_city": "In a State's row: the verdict for a city of the State without law of its own. "
    "Empty: cities there are known to have no such agency, or the row is of another place.",
    "start_earliest": "The first day on which the spell can have begun, where that is not known; "
    "else its first day. Empty: nothing is known of how long before `start`.",
    "start_latest": "The last day on which the spell can have begun, where that is not known; else "
    "its first day.",
    "began": "What happened to norms on the first day: norms that begin or end, rulings that take "
    "effect. Empty where that day lies before the window, is only the first on which a norm may "
    "have begun or ended, or is one on which only what was searched changes.",
    "area": "The State by its postal code, or US; `abroad` for places outside.",
    "places": "How many places the mean is of: those with a weight.",
    "weight": "What these places weigh together: people, as `people` of this resource "
    "says who counted them, or else the weights that were given.",
    "left_out": "How many places of the group have no weight and are left out.",
    "value": "The value: of an index what it is above or below that of national law alone on that "
    "day, so that 0 is nothing of the place's own; of an indicator 0 or 1.",
    "raw": "The value with national law: of an index from -1 to 1, of an indicator 0 or 1.",
    "model": "The model of an agreement under 8 U.S.C. 1357(g).",
    "agreement_in_force": "Whether an agency of the government has such an agreement. Empty: not "
    "known, as the register does not cover the day or lists disagree.",
    "adopted": "The first day in the window on which the condition surely held; empty: none is "
    "known.",
    "adopted_earliest": "The first day on which it may have held, where the day is known only "
    "between bounds; empty where nothing is known of it.",
    "already": "Whether the condition held before the window too, so that `adopted` is the "
    "window's first day and the true day of adoption lies before it.",
    "ended": "The first day after `adopted` on which the condition no longer surely held; empty: "
    "it held to the end of the window.",
    "ended_latest": "The first day after `adopted` on which it surely no longer held; empty: "
    "there is none in the window.",
    "cohort_earliest": "The first year that the year of adoption can be; 0: it is known that "
    "there was none; empty: not known, because the law before `adopted` was not searched for.",
    "cohort_latest": "The last year that the year of adoption can be; 0: it is known that there "
    "was none; empty: not known.",
    "ever": "Whether the condition ever held in the window; empty: not known, because the law was "
    "not searched for all of the window.",
    "reversed": "Whether the condition surely ended in the window; empty: it did not begin, or "
    "its end is not sure.",
    "censored": "left: it held before the window, or may have; right: it did not hold in the "
    "window, or of a spell, it held at the window's end; both; empty: neither.",
    "kind": "Kinds of law that made it begin, with a blank between: statute, ordinance, "
    "agency_policy, executive_order, consent_decree… as law files name them, or ruling.",
    "end_latest": "The first day after the spell on which the condition surely no longer held; "
    "empty: there is none in the window.",
    "in_cities": "Share of the county's people who live in a city.",
    "exposure": "Share of the county's people who live in a city whose law surely meets the "
    "condition. Cities whose law was not searched count as not under it: the true share may be "
    "larger.",
    "exposure_most": "The same, with cities whose law may meet it on a day between bounds.",
    "cities": "How many cities of the county surely meet it.",
    "county": "FIPS code of the county.",
    "county_name": "The county's name.",
    "share_of_county": "These people as a share of the county's.",
    "share_of_city": "These people as a share of the city's.",
}
_MEDIA_TYPES: Final = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".dta": "application/x-stata-dta",
}
_KEYS: Final = ("place", "area", "probe", "index", "model", "start", "day")
_ENUMS: Final[Mapping[str, Sequence[str]]] = {
    "verdict": VERDICTS,
    "on_books": VERDICTS,
    "binds_county": VERDICTS,
    "binds_city": VERDICTS,
    "basis": BASES,
    "confidence": CONFIDENCE,
    "seen": SEEN,
}
_TYPES: Final = (
    (pa.types.is_date, "date"),
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
    (pa.types.is_string, "string"),
)


def check_folder(folder: Path) -> None:
    """Check that a folder's datapackage.json is not somebody else's. Raises BadProbe."""
    _other_resources(folder, ())


def describe_table(
    table: WrittenTable, battery: Battery, title: str, about: Mapping[str, Any]
) -> dict[str, Any]:
    """One table as a resource of the package: its columns, and what it was made from.

    Parameters
    ----------
    table : WrittenTable
    battery : Battery
        What was asked.
    title : str
    about : mapping
        Further properties: corpus, window, frequency.
    """
    names = table.schema.names
    return {
        "name": re.sub(r"[^a-z0-9._-]+", "-", table.path.name.lower()),
        "path": table.path.name,
        "title": title,
        "format": table.path.suffix[1:],
        "mediatype": _MEDIA_TYPES[table.path.suffix],
        "encoding": "utf-8",
        "bytes": table.part.stat().st_size,
        "hash": f"sha256:{_digest(table.part)}",
        "rows": table.rows,
        "schema": {
            "fields": [_field(field, battery) for field in table.schema],
            "primaryKey": ["county", "geoid"]
            if "county" in names
            else [name for name in _KEYS if name in names],
            "missingValues": [""],
        },
        **about,
        "probes": {
            probe.id: {
                "says": probe.says,
                **({} if probe.caution is None else {"caution": probe.caution}),
                "domain": probe.domain,
                "who": probe.who,
                "action": probe.action,
                "facts": probe.facts,
                "weight": probe.weight,
                "counts": probe.counts,
                "ask": ask_command(probe),
            }
            for probe in battery.probes.values()
        },
        "indices": {
            index.id: {
                "says": index.says,
                "probes": index.probes,
                "counts": index.counts,
                "centered": index.centered,
            }
            for index in battery.indices.values()
        },
        "indicators": {
            one.id: {"says": one.says, "all": one.all, "any": one.any}
            for one in battery.indicators.values()
        },
    }


def describe_folder(folder: Path, resources: Iterable[Mapping[str, Any]], version: str) -> str:
    """The text of a folder's datapackage.json with these resources.

    Tables that panels wrote there before, and that still stand, keep their descriptions.
    """
    new = list(resources)
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "safehavens-panel",
        "title": "The law of sanctuary jurisdictions, by place and time",
        "description": "Verdicts of law coded by safehavens on standard requests. Not legal "
        "advice: the norms named in `deciding` say where the law is written.",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0 International",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "safehavens": version,
        "resources": [*_other_resources(folder, [one["path"] for one in new]), *new],
    }
    return json.dumps(described, indent=1, ensure_ascii=False) + "\n"


def _other_resources(folder: Path, rewritten: Iterable[str]) -> list[Any]:
    """What the folder's datapackage.json says of tables that stand there and are not rewritten."""
    path = folder / NAME
    try:
        described = json.loads(path.read_text("utf-8"))
        if "safehavens" not in described:
            raise ValueError
        gone = set(rewritten)
        return [
            one
            for one in described["resources"]
            if one["path"] not in gone and (folder / one["path"]).is_file()
        ]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError):
        raise BadProbe(
            f"{path} does not describe panels and is left alone; write to another folder."
        ) from None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _field(field: Any, battery: Battery) -> dict[str, Any]:
    type_ = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    kind = next(name for test, name in _TYPES if test(type_))
    described = {"name": field.name, "type": kind, "description": _description(field.name, battery)}
    if field.name in battery.probes:
        described["constraints"] = {"enum": list(VERDICTS)}
    elif field.name in _ENUMS:
        described["constraints"] = {"enum": list(_ENUMS[field.name])}
    elif field.name == "probe":
        described["constraints"] = {"enum": list(battery.probes)}
    elif field.name == "index":
        described["constraints"] = {"enum": [*battery.indices, *battery.indicators]}
    elif field.name in ("fips", "geoid"):
        described["constraints"] = {"pattern": r"\d{2}|\d{5}|\d{7}|\d{10}"}
    return described


def column_sentences(names: Iterable[str], battery: Battery) -> dict[str, str]:
    """What each of these columns of a panel's tables contains."""
    return {name: _description(name, battery) for name in names}


def _description(name: str, battery: Battery) -> str:
    if name in battery.probes:
        return battery.probes[name].says
    raw_of = name.removesuffix(RAW)
    if name != raw_of and raw_of in battery.indices:
        return f"{raw_of} with national law, from -1 to 1."
    if name.startswith(PREFIX) and name not in _COLUMNS:
        model = name.removeprefix(PREFIX)
        return f"Whether an agency of the government has an agreement {model}; empty: not known."
    return index_sentences(battery).get(name) or _COLUMNS[name]
