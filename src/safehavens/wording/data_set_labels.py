"""A word or a few for each key of the data sets, in English: each is a key of the catalogs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.wording.labels import N_

WAY: Final[Mapping[str, str]] = {
    "shipped": N_("shipped with safehavens"),
    "fetch": N_("fetched by `safehavens data fetch`"),
    "by_hand": N_("downloaded by you, then read by `safehavens data fetch NAME --from FILE`"),
    "look_up": N_("described here, not fetched"),
}
REDISTRIBUTE: Final[Mapping[str, str]] = {
    "yes": N_("It may be passed on."),
    "no": N_("It may not be passed on."),
    "check": N_("Whether it may be passed on is to be checked."),
}
MEASURE: Final[Mapping[str, str]] = {
    "crime": N_("crime"),
    "trust": N_("trust in public agencies"),
    "services": N_("use of public services"),
    "economy": N_("local economy and budgets"),
    "deportation": N_("deportation"),
    "population": N_("population"),
    "votes": N_("votes"),
}
