"""Open Civic Data division ids: their syntax, what is above an id, and its level.

The syntax is that of the Open Civic Data proposal OCDEP 2: ``ocd-division/country:us/state:il``.
Inside this package an id is written short: without ``ocd-division/country:``, and a region that
is not a country with a leading ``/`` (``us/state:il``, ``/region:eu``).
"""

from __future__ import annotations

import re

from safehavens.corpus.places.place import Level

_COUNTRY = "ocd-division/country:"
_WELL_FORMED = re.compile(
    r"ocd-division/(?:country:[a-z]{2}|region:[a-z]+)(?:/[a-z_]+:[\w.~-]+)*", re.UNICODE
)
_STATE = frozenset({"state", "district", "territory", "province", "canton", "nation", "region"})
_COUNTY = frozenset({
    "county", "parish", "census_area", "municipality", "municipio", "city_and_borough",
    "planning_region", "island",
})  # fmt: skip
_SUFFIX = {
    "county": " County",
    "parish": " Parish",
    "census_area": " Census Area",
    "planning_region": " Planning Region",
    "school_district": " School District",
    "college_district": " College District",
    "hospital_district": " Hospital District",
    "library_district": " Library District",
}
_OWN_TYPES = frozenset({"university", "college"})
_SMALL = frozenset({"of", "the", "and", "du", "de", "la", "in", "on", "by", "upon"})


def well_formed(id: str) -> bool:
    """Tell whether an id follows the syntax.

    Parameters
    ----------
    id : str
        Any text.
    """
    return len(id) <= 300 and id == id.lower() and _WELL_FORMED.fullmatch(id) is not None


def short(id: str) -> str:
    """Return an id as this package writes it: ``us/state:il``.

    Parameters
    ----------
    id : str
        A well-formed division id.
    """
    return id[len(_COUNTRY) :] if id.startswith(_COUNTRY) else id.removeprefix("ocd-division")


def full(short_id: str) -> str:
    """Return the division id that :func:`short` shortened.

    Parameters
    ----------
    short_id : str
        ``us/state:il``, ``/region:eu``.
    """
    return ("ocd-division" if short_id.startswith("/") else _COUNTRY) + short_id


def parent(short_id: str) -> str | None:
    """Return the id right above, or None for a country or a region of countries.

    Parameters
    ----------
    short_id : str
        An id without its prefix.
    """
    above = short_id.rpartition("/")[0]
    return above or None


def split(short_id: str) -> tuple[str, str]:
    """Return the type and the slug of the last part: ``("place", "chicago")``.

    Parameters
    ----------
    short_id : str
        An id without its prefix.
    """
    last = short_id.rpartition("/")[2]
    kind, colon, name = last.partition(":")
    return (kind, name) if colon else ("country", last)


def level(short_id: str) -> Level:
    """Return the level of the government of an id.

    Parameters
    ----------
    short_id : str
        An id without its prefix.
    """
    above = parent(short_id)
    kind, _ = split(short_id)
    if above is None:
        return "national"
    if kind in _COUNTY or (kind == "borough" and above == "us/state:ak"):
        return "county"
    if kind == "district" and above != "us":
        return "county"  # American Samoa's districts
    return "state" if kind in _STATE else "place"


def is_district(id: str) -> bool:
    """Tell whether an id is of a district or university: a government with agencies of one kind.

    Parameters
    ----------
    id : str
        A division id, whole or short: ``us/state:mn/school_district:minneapolis``.
    """
    kind, _ = split(id)
    return kind in _OWN_TYPES or kind.endswith("_district")


def name(short_id: str) -> str:
    """Return a name made from the slug: "Oak Park", "Cook County", without what is above it.

    Parameters
    ----------
    short_id : str
        An id without its prefix.
    """
    kind, text = split(short_id)
    words = text.replace("~", "'").replace("_", " ").split(" ")
    if kind in _STATE | {"country"} and len(text) <= 3:
        return text.upper()
    titled = " ".join(
        word if word in _SMALL and at else _title(word) for at, word in enumerate(words)
    )
    return titled + _SUFFIX.get(kind, "")


def _title(word: str) -> str:
    if word in ("st", "ste"):
        return word.capitalize() + "."
    parts = re.split(r"([-'])", word)
    # d'Alene's second part is a name, the s of George's is not
    return "".join(part if part == "s" else part[:1].upper() + part[1:] for part in parts)
