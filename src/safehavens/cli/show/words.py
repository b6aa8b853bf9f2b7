"""Numbers with their nouns, as commands show them."""

from __future__ import annotations


def count_of(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
