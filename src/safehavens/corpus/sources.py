"""Where law and data were read, and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Seen = Literal["official", "copy", "described", "recalled"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an instrument, a ruling or a list was read, and how.

    `seen`: the text as its publisher has it (`official`), a copy of the text (`copy`), somebody's
    description of it (`described`), or neither (`recalled`; then `url` may be None).
    """

    url: str | None
    seen: Seen
    checked: date | None
