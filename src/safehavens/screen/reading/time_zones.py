"""The time zones of the states and territories of the United States, for instants in tables."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_EASTERN, _CENTRAL = "America/New_York", "America/Chicago"
_MOUNTAIN, _PACIFIC = "America/Denver", "America/Los_Angeles"

_ZONES: Final = {
    _EASTERN: "ct dc de ga ma md me nc nh nj ny oh pa ri sc va vt wv fl ky tn",
    _CENTRAL: "al ar ia il la mn mo ms ok wi fl in ks ky mi nd ne sd tn tx",
    _MOUNTAIN: "co mt nm ut wy az ks nd ne nv or sd tx id",
    _PACIFIC: "ca wa nv or id",
    "America/Detroit": "mi",
    "America/Indiana/Indianapolis": "in",
    "America/Phoenix": "az",
    "America/Anchorage": "ak",
    "America/Adak": "ak",
    "Pacific/Honolulu": "hi",
    "America/Puerto_Rico": "pr vi",
    "Pacific/Guam": "gu mp",
    "Pacific/Pago_Pago": "as",
}
"""Zones by the states that lie in them, wholly or in part (IANA Time Zone Database, 2025b)."""


@lru_cache(maxsize=4096)
def zones_of(place_id: str) -> tuple[str, ...]:
    """The IANA zones in which a place of the United States may lie; empty for others."""
    for kind in ("/state:", "/territory:", "/district:"):
        _, found, rest = place_id.partition(kind)
        if found and place_id.startswith("ocd-division/country:us/"):
            code = rest[:2]
            return tuple(zone for zone, states in _ZONES.items() if code in states.split())
    return ()
