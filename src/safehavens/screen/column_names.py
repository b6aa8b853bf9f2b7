"""The names of columns in tables of requests, for all that reads, writes or describes them."""

from __future__ import annotations

from typing import Final, Literal, get_args

REQUEST_COLUMNS: Final = ("place", "who", "action", "date")
"""The columns that say where, who, what and when."""

ADDED_COLUMNS: Final = ("verdict", "deciding", "waits_for", "confidence", "problem")
"""The columns that screening adds; spaces part the ids in `deciding` and the facts in
`waits_for`."""

DETAIL_COLUMNS: Final = ("deciding", "waits_for", "confidence")
"""Those of the added columns that come with the verdict from the one-case engine."""

BlankMeaning = Literal["unknown", "presumed"]
"""What an empty cell of a fact means: the fact is not known, or it is left out and presumed."""

BLANK_MEANINGS: Final[tuple[BlankMeaning, ...]] = get_args(BlankMeaning)
