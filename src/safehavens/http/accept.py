"""Headers that list what a client takes, each with a weight, such as `Accept-Language`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 1000
"""Characters of a header that are read; no honest client sends more."""


def weights(header: str) -> dict[str, float]:
    """What a header lists, in lower case, with the weight of each (RFC 9110, 12.4.2).

    Parameters
    ----------
    header : str
        Such as ``es-MX,es;q=0.9,en;q=0.5``.

    Returns
    -------
    dict of str to float
        In the header's order; from 0 (not wanted) to 1. What has no weight has 1; what has one
        that cannot be read is left out.
    """
    listed: dict[str, float] = {}
    for part in header[:_LONGEST].split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if not name:
            continue
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().casefold() == "q":
                weight = _weight(value.strip())
        if 0.0 <= weight <= 1.0:
            listed.setdefault(name.casefold(), weight)
    return listed


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return -1.0


def preferred(header: str, offered: Iterable[str], default: str) -> str:
    """The one of several offers that a header weighs most; among equals, the one it lists first.

    Parameters
    ----------
    header : str
        Such as ``Accept: text/csv, application/json;q=0.5``, or of languages, of which the part
        before the hyphen counts.
    offered : iterable of str
        In lower case.
    default : str
        What is given where the header lists none of them, or only with a weight of 0.
    """
    best, most = default, 0.0
    known = set(offered)
    for name, weight in weights(header).items():
        offer = name if name in known else name.partition("-")[0]
        if offer in known and weight > most:
            best, most = offer, weight
    return best
