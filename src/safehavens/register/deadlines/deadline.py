"""Something that must be done, or be over, by a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from safehavens.corpus.consequences import Clock, Notice

DeadlineState = Literal[
    "late", "now", "running", "waiting", "missed", "done_late", "done", "not_applicable"
]
STATES: Final[tuple[DeadlineState, ...]] = (
    "late", "now", "running", "waiting", "missed", "done_late", "done", "not_applicable",
)  # fmt: skip
"""In the order in which they are listed: what cannot wait first."""
OPEN: Final[frozenset[DeadlineState]] = frozenset({"late", "now", "running", "waiting"})


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the law, a paper or a report asks of a case, and by when.

    Attributes
    ----------
    case_no : str or None
        None of a report.
    source : str
        `norm`, `paper` or `report`.
    id : str
        The norm's id, the paper's or the report's.
    action : str
    says : str
        What is to be done, in the law's or the paper's words.
    cite : str
    certain : bool
        False where it turns on facts that are not in the book.
    clock : Clock or None
    notice : Notice or None
        What must be told to whom.
    started : datetime or None
        When the event was from which time is counted; None: it is not in the book.
    due : datetime or None
        The earliest end, UTC; None where the law gives no number, or the event has not happened.
    may_be_due : datetime or None
        A later end that the law may allow: see `unsure_of`.
    unsure_of : tuple of date
        The days that may not count.
    state : str
        `late`; `now` (at once, promptly); `running`; `waiting` for its event; `missed`,
        `not_applicable` (as entered); `done`, `done_late`.
    done_at : datetime or None
    period : str or None
        Of a report.
    """

    case_no: str | None
    source: Literal["norm", "paper", "report"]
    id: str
    action: str
    says: str
    cite: str
    certain: bool
    clock: Clock | None
    notice: Notice | None
    started: datetime | None
    due: datetime | None
    may_be_due: datetime | None
    unsure_of: tuple[date, ...]
    state: DeadlineState
    done_at: datetime | None
    period: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN
