"""Characters that steer: what a terminal obeys, and what turns the direction of writing."""

from __future__ import annotations

import re
from typing import Final

_STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Not tab and line end."""


def find_steering(text: str) -> str | None:
    """The first character of a text that steers; None: there is none."""
    found = _STEERING.search(text)
    return found[0] if found else None


def escape_steering(text: str) -> str:
    """A text whose characters that steer are written out, such as ``\\x1b``."""
    return _STEERING.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
