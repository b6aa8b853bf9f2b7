"""The names of columns in tables of requests, for all that reads, writes or describes them."""

from __future__ import annotations

from typing import Final, Literal, get_args

REQUEST_COLUMNS: Final = ("place", "who", "action", "date")
"""The columns that say where, who, what and when."""

PLACE_PARTS: Final = (
    "place.city", "place.county", "place.state", "place.fips", "place.state_fips",
    "place.county_fips", "place.zip", "place.agency",
)  # fmt: skip
"""What several columns may say of a place together, in the stead of `place` or beside it."""

SCREENED_COLUMNS: Final = (
    "verdict", "basis", "deciding", "waits_for", "uncertain_in_time", "may_not_bind", "confidence",
    "problem",
)  # fmt: skip
"""Those of the added columns that say what the law says; spaces part the ids in `deciding`,
`uncertain_in_time` and `may_not_bind`, and the facts in `waits_for`."""

PLACE_READ: Final = "place_read"
"""The added column that says which place was read: its id, and its name in parentheses."""

ADDED_COLUMNS: Final = (*SCREENED_COLUMNS, PLACE_READ)
"""The columns that screening adds."""

DETAIL_COLUMNS: Final = (
    "basis", "deciding", "waits_for", "uncertain_in_time", "may_not_bind", "confidence",
)  # fmt: skip
"""Those of the added columns that come with the verdict from the one-case engine."""

BlankMeaning = Literal["unknown", "presumed"]
"""What an empty cell of a fact means: the fact is not known, or it is left out and presumed."""

DateRule = Literal["auto", "mdy", "dmy", "iso", "excel"]
"""How the days of a column are written."""

DATE_RULES: Final[tuple[DateRule, ...]] = get_args(DateRule)

BLANK_MEANINGS: Final[tuple[BlankMeaning, ...]] = get_args(BlankMeaning)
