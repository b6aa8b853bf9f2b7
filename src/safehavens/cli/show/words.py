"""The words in which commands speak of norms, rules and rulings."""

from __future__ import annotations

from datetime import date
from typing import Final

from safehavens.corpus.model import FactValue, Modality, Seen
from safehavens.decide.decision import Citation, Considered, RulingTouch
from safehavens.decide.norms.standing import Rule

MODALITY: Final[dict[Modality, str]] = {"must": "must", "must_not": "must not", "may": "may"}
RULE: Final[dict[Rule, str]] = {
    "defeats": "it names the other as the norm that it defeats",
    "yields_to": "the other says that it gives way to it",
    "preempts": "it comes from a higher place and preempts",
    "higher": "it is a duty laid down by a higher place",
}
SEEN: Final[dict[Seen, str]] = {
    "primary": "the provision itself was read",
    "secondary": "a description of it was read",
    "recall": "not read: from general knowledge",
}


def count_of(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def value(of: FactValue | None) -> str:
    """A fact's value as it is typed."""
    if of is None:
        return "not known"
    if isinstance(of, bool):
        return "true" if of else "false"
    return f"{of:g}" if isinstance(of, float) else str(of)


def days(start: date | None, end: date | None) -> str:
    """A spell of days; the end is the first day that no longer belongs to it."""
    if start is None and end is None:
        return "at all times"
    if start is None:
        return f"until {end}"
    return f"since {start}" if end is None else f"from {start} until {end}"


def source(citation: Citation) -> str:
    """How a norm's source was seen, when, and where it is."""
    when = f" on {citation.checked}" if citation.checked else ""
    link = f": {citation.url}" if citation.url else ""
    return f"Source: {SEEN[citation.seen]}{when}{link}"


def ruling(touch: RulingTouch) -> str:
    """What a ruling does to a norm, in a sentence."""
    whom = "" if touch.reaches else f"; it binds only {', '.join(touch.parties)}"
    link = f" {touch.url}" if touch.url else ""
    return (
        f"Ruling: {touch.title}, {touch.citation}: {touch.effect} "
        f"{days(touch.start, touch.end)}{whom}.{link}"
    )


def where_written(considered: Considered) -> str:
    """Instrument, pinpoint, spell and confidence."""
    citation = considered.citation
    return (
        f"{citation.title}, {citation.cite}. In force {days(considered.start, considered.end)}. "
        f"Confidence {citation.confidence}."
    )
