"""Street addresses: cut to their city before anything else sees them.

Where somebody lives must not reach a note, a message, a link or a log. What is cut off here is
kept nowhere; no error raised here quotes it.
"""

from __future__ import annotations

import re
from functools import cache

_SUFFIX = (
    "alley|aly|avenue|ave|av|boulevard|blvd|circle|cir|court|ct|cove|cv|crossing|xing|drive|dr|"
    "expressway|expy|freeway|fwy|highway|hwy|lane|ln|loop|parkway|pkwy|place|pl|plaza|plz|road|rd|"
    "route|rte|square|sq|street|st|terrace|ter|trail|trl|turnpike|tpke|walk|way|broadway|calle|"
    "avenida|camino|carretera"
)
_SUFFIXES = frozenset(_SUFFIX.split("|"))
_DIRECTION = r"(?:\s+(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\b\.?)?"
_UNIT = (
    r"(?:(?:apartment|apt|unit|suite|ste|floor|fl|room|rm|building|bldg|lot|trailer|trlr|space|"
    r"spc|no|num|depto|apto)\b\.?\s*#?\s*[\w-]+|#\s*[\w-]+)"
)
_HOUSE = r"\d+[a-z]?(?:[-/]\d+[a-z]?)?(?:\s+1/2)?\s+(?=[a-z0-9])"
_BOX = r"(?:p\.?\s*o\.?\s*box|post office box|rural route|rr)\s+\w+"
_CALLE = (
    r"(?:calle|avenida|ave|av|carretera|carr|camino|urb|urbanizaci[oó]n|county road|state road|"
    r"highway|hwy|route|rte)\b\.?\s.*\d"
)
_STREET = rf"\b(?:{_SUFFIX})\b\.?{_DIRECTION}(?:[\s,]+{_UNIT})?"
_UNIT_ONLY = rf"{_UNIT}|(?:\d+(?:st|nd|rd|th)\s+floor)"
_ZIP_END = r"[\s,]*\b(\d{5})(?:-\d{4})?$"
_COUNTRY_END = r"[\s,]+(?:united states(?: of america)?|usa|u\.s\.a\.?|estados unidos)$"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, case aside, compiled when it is first looked for: most places have no street."""
    return re.compile(pattern, re.IGNORECASE)


def is_address(text: str) -> bool:
    """Tell whether a text holds a house number and a street, or a post office box.

    Parameters
    ----------
    text : str
        Any text.
    """
    if not any(mark.isdigit() for mark in text):
        return False
    return any(_begins_address(part.strip()) for part in re.split(r"[,;\n\r]", text))


def is_street(text: str) -> bool:
    """Tell whether a text begins with the name of a street, without a number, before a comma.

    Parameters
    ----------
    text : str
        Any text that is not the name of a place.
    """
    if _SUFFIXES.isdisjoint(re.split(r"\W+", text.lower())):
        return False
    first, *rest = re.split(r"[,;\n\r]", text)
    return bool(rest) and _ends_in_street(first.strip())


def _ends_in_street(part: str) -> bool:
    ends = [match for match in _compiled(_STREET).finditer(part) if match.end() == len(part)]
    return bool(ends) and ends[-1].start() > 0


def _begins_address(part: str) -> bool:
    if _compiled(_BOX).match(part) or _compiled(_CALLE).match(part):
        return True
    house = _compiled(_HOUSE).match(part)
    return house is not None and bool(re.search("[a-z]", part[house.end() :], re.IGNORECASE))


def without_zip(text: str) -> str:
    """Return a text without the ZIP code and the country at its end.

    Parameters
    ----------
    text : str
        "Chicago, IL 60614, USA".
    """
    text = _compiled(_COUNTRY_END).sub("", text.strip()) if re.search(r"\d", text) else text.strip()
    end = _compiled(_ZIP_END).search(text)
    if end is None or not re.search("[a-z]", text[: end.start()], re.IGNORECASE):
        return text
    return text[: end.start()].rstrip(" ,")


def cities_of(text: str) -> list[str]:
    """Return what an address may say after its street: "Chicago, IL", then its ZIP code.

    Parameters
    ----------
    text : str
        An address, on one line or several.
    """
    text = _compiled(_COUNTRY_END).sub(
        "", " ".join(re.sub(r"[\n\r;]+", ",", text).split()).strip(" ,.")
    )
    end = _compiled(_ZIP_END).search(text)
    codes = [end[1]] if end is not None and end.start() > 0 else []
    if codes and end is not None:
        text = text[: end.start()].rstrip(" ,")
    parts = [part.strip() for part in text.split(",") if part.strip()]
    last_street = -1
    for at, part in enumerate(parts):
        if _begins_address(part) or _ends_in_street(part) or _compiled(_UNIT_ONLY).fullmatch(part):
            last_street = at
    after = parts[last_street + 1 :]
    cities = [", ".join(after)] if after else []
    if last_street >= 0 and len(after) <= 1:
        # nothing may part the street from the city: "1200 N Ashland Ave Chicago, IL"
        street = parts[last_street]
        ends = [match.end() for match in _compiled(_STREET).finditer(street)]
        rest = street[ends[-1] :].strip(" .") if ends else ""
        if re.fullmatch(r"[^\d#]+", rest):
            cities.insert(0, ", ".join([rest, *after]))
    return cities + codes
