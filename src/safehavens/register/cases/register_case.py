"""A case, and a book, as their entries make them. Both can be rebuilt at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, TypeVar

from safehavens.register.entries.bodies import (
    ActBody,
    AnswerBody,
    Body,
    DecisionBody,
    DutyBody,
    NilBody,
    ReportBody,
    RequestBody,
    SettingsBody,
    TallyBody,
    WithdrawalBody,
)

B = TypeVar("B", bound=Body, covariant=True)
CaseState = Literal["open", "answered", "decided", "acted", "closed"]


@dataclass(frozen=True, slots=True)
class Written(Generic[B]):
    """A body with where it stands in the book.

    Attributes
    ----------
    no : int
        The entry's number.
    at : datetime
        When it was written, UTC.
    body : Body
        With every correction taken in.
    corrected_by : tuple of int
        The entries that corrected it, oldest first.
    as_written : Body or None
        As it stood before any correction; None: it was not corrected.
    """

    no: int
    at: datetime
    body: B
    corrected_by: tuple[int, ...] = ()
    as_written: B | None = None


@dataclass(frozen=True, slots=True)
class RegisterCase:
    """One request and all that came of it, each list in the order of the book.

    `request` is None where its body was destroyed; `destroyed` are the numbers of all such entries
    of the case. `open_duties` are the norms of the duties that came with the latest answers and of
    which no entry says what became of them. `state`: `closed` once each action asked for was
    resolved and done or declined, or the request was withdrawn, and no duty is open.
    """

    number: str
    request: Written[RequestBody] | None
    answers: tuple[Written[AnswerBody], ...]
    decisions: tuple[Written[DecisionBody], ...]
    acts: tuple[Written[ActBody], ...]
    duties: tuple[Written[DutyBody], ...]
    withdrawals: tuple[Written[WithdrawalBody], ...]
    destroyed: tuple[int, ...]
    open_duties: tuple[str, ...]
    state: CaseState


@dataclass(frozen=True, slots=True)
class FoldedBook:
    """All that the entries of a book come to.

    `began` is when its first entry was written (None: there is none), `up_to` its last number.
    `settings` is every setting as it stands; of `holidays` all years, of `word` see `words`.
    `on_hold`: a hold is set that was not lifted. `destroyed` are the entries without a body, and
    `not_taken` those that could not be taken in: a correction that its form does not allow, an
    entry of a case that nothing opened.
    """

    agency: str
    began: datetime | None
    up_to: int
    cases: dict[str, RegisterCase]
    settings: SettingsBody
    words: frozenset[str]
    tallies: tuple[Written[TallyBody], ...]
    nils: tuple[Written[NilBody], ...]
    reports: tuple[Written[ReportBody], ...]
    on_hold: bool
    destroyed: tuple[int, ...]
    not_taken: tuple[int, ...]
