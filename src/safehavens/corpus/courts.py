"""Which places lie under a federal court.

Court ids are those of courts-db (Free Law Project). Circuits are as 28 U.S.C. § 41 lays them
out; a district court's id begins with the postal code of its state (28 U.S.C. §§ 81–131).
"""

from __future__ import annotations

import re
from typing import Final

_CIRCUITS: Final = {
    "ca1": "me ma nh ri pr",
    "ca2": "ct ny vt",
    "ca3": "de nj pa vi",
    "ca4": "md nc sc va wv",
    "ca5": "la ms tx",
    "ca6": "ky mi oh tn",
    "ca7": "il in wi",
    "ca8": "ar ia mn mo ne nd sd",
    "ca9": "ak az ca hi id mt nv or wa gu mp",
    "ca10": "co ks nm ok ut wy",
    "ca11": "al fl ga",
    "cadc": "dc",
}
_KIND: Final = {"dc": "district", "pr": "territory", "vi": "territory", "gu": "territory",
                "mp": "territory"}  # fmt: skip
_POSTAL: Final = frozenset(" ".join(_CIRCUITS.values()).split())
_DISTRICT: Final = re.compile(r"([a-z]{2})(d|nd|sd|ed|wd|md|cd)")
_UNUSUAL_DISTRICTS: Final = {"nmid": "mp"}


def _division(postal: str) -> str:
    return f"ocd-division/country:us/{_KIND.get(postal, 'state')}:{postal}"


def places_under(court: str) -> tuple[str, ...]:
    """The states, districts and territories under a federal circuit or district court.

    Parameters
    ----------
    court : str
        A courts-db id: ``ca9``, ``cand``, ``dcd``…; ``scotus`` is over the whole nation.

    Returns
    -------
    tuple of str
        Open Civic Data division ids; empty for a court that is neither.
    """
    if court == "scotus":
        return ("ocd-division/country:us",)
    if court in _CIRCUITS:
        return tuple(_division(postal) for postal in _CIRCUITS[court].split())
    postal = _UNUSUAL_DISTRICTS.get(court)
    if postal is None and (district := _DISTRICT.fullmatch(court)):
        postal = district[1]
    return (_division(postal),) if postal in _POSTAL else ()
