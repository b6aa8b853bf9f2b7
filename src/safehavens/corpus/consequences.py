"""What goes with a norm beside its rule: time limits, notices, and what follows a breach."""

from __future__ import annotations

from typing import Literal

from safehavens.values.quick_dataclass import dataclass

ClockEvent = Literal[
    "received", "arrival", "otherwise_released", "released", "interview", "interview_requested",
    "release_notice_given", "query_sent", "refused", "intake", "contact", "answer",
]  # fmt: skip
"""What starts a clock, or what an act must come before."""
Skipped = Literal["weekends", "holidays", "federal_holidays", "state_holidays"]
Promptness = Literal["at_once", "promptly"]


@dataclass(frozen=True, slots=True)
class Clock:
    """When the act must be done. It runs while the norm is in force.

    Attributes
    ----------
    starts : str or None
        The event from which time is counted.
    hours, days : int or None
        How long; at most one of them is given. Neither: see `promptness` and `before`.
    promptness : str or None
        How soon, where the law gives no number.
    before : str or None
        The event that the act must come before; with a number, by at least that much.
    skips : tuple of str
        Days that do not count.
    note : str or None
        Anything that the fields do not say.
    """

    starts: ClockEvent | None = None
    hours: int | None = None
    days: int | None = None
    promptness: Promptness | None = None
    before: ClockEvent | None = None
    skips: tuple[Skipped, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What must be told to whom. `languages` are codes of ISO 639, those that the law names."""

    what: str
    to: tuple[str, ...]
    when: str | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remedy:
    """What may follow a breach, and where that is written."""

    cite: str
    who_may_sue: str | None = None
    penalty: str | None = None
    funds_lost: str | None = None
