"""Where law and data were read, how, and how far what was read can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal
from urllib.parse import urlsplit

from safehavens.values.quick_dataclass import dataclass

Seen = Literal["official", "copy", "described", "recalled"]
Confidence = Literal["high", "medium", "low"]

SEEN: Final[tuple[Seen, ...]] = ("official", "copy", "described", "recalled")
"""How a source can have been seen, the firmest first."""

CONFIDENCE: Final[tuple[Confidence, ...]] = ("high", "medium", "low")
"""How sure a coding can be, the surest first."""

NOT_READ: Final[frozenset[Seen]] = frozenset({"described", "recalled"})
"""How a source was seen where the text itself was not."""

_MOST: Final[dict[Seen, Confidence]] = {
    "official": "high", "copy": "high", "described": "medium", "recalled": "low",
}  # fmt: skip
_OFFICIAL_HOST: Final = re.compile(
    r"(^|\.)(gov|mil|europa\.eu|gc\.ca|admin\.ch|overheid\.nl|gov\.\w\w|gouv\.\w\w|\w+\.\w\w\.us)$"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an instrument, a ruling or a list was read, and how.

    `seen`: the text as its publisher has it (`official`), a copy of the text (`copy`), somebody's
    description of it (`described`), or neither (`recalled`; then `url` may be None).
    """

    url: str | None
    seen: Seen
    checked: date | None


def order_sources(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Sources with the firmest first, and of those seen alike a government's own address first."""
    return tuple(sorted(sources, key=_rank))


def cap_confidence(rated: Confidence, seen: Seen) -> Confidence:
    """How sure a coding is at most, by how the best source of it was seen.

    Parameters
    ----------
    rated : Confidence
        What its coder says.
    seen : Seen
    """
    return max(rated, _MOST[seen], key=CONFIDENCE.index)


def _rank(source: Source) -> tuple[int, bool]:
    host = urlsplit(source.url or "").hostname or ""
    return SEEN.index(source.seen), _OFFICIAL_HOST.search(host) is None
