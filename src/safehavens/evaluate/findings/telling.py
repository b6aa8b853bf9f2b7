"""How findings name numbers, counts and places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

SHOWN: Final = 6
"""How many names a finding lists."""


def tell_number(value: float) -> str:
    """A number to three digits."""
    return f"{value:.3g}"


def tell_count(count: int, noun: str) -> str:
    """A count with its noun, in the singular or the plural."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def tell_list(names: Iterable[str]) -> str:
    """The first names, and how many more there are."""
    all_names = list(names)
    more = f" and {len(all_names) - SHOWN} more" if len(all_names) > SHOWN else ""
    return "; ".join(all_names[:SHOWN]) + more
