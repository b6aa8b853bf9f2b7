"""What a new entry comes to in the book it goes into: settings, corrections, decisions judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from safehavens.corpus.model import Lawbook, Verdict
from safehavens.register.cases.case_states import is_contrary
from safehavens.register.cases.corrections import CASE_FIELD, check_correction, correct_body
from safehavens.register.cases.folding import fold_entries
from safehavens.register.cases.register_case import FoldedBook
from safehavens.register.entries.bodies import (
    ActBody,
    AnswerBody,
    Body,
    CorrectionBody,
    DecisionBody,
    DutyBody,
    ReportBody,
)
from safehavens.register.entries.closed_lists import Kind, Role
from safehavens.register.entries.entry import Entry
from safehavens.register.entries.reading_bodies import RefusedEntry, check_words
from safehavens.register.privacy.checking_fields import check_fields
from safehavens.register.refusals import RefusedWriting
from safehavens.register.store.entry_table import find_entry, has_case, list_entries, list_settings

_QUICK: Final = timedelta(minutes=15)
_RESTS_ON: Final = frozenset({
    "received_at", "sender", "form", "box", "probable_cause_box_checked", "signed", "warrant",
    "warrant_form", "asks", "information", "location",
})  # fmt: skip
"""Fields of a request that its answers rest on."""


def fold_settings(connection: Connection, agency: str) -> FoldedBook:
    """The settings and the holds of a book, as corrected."""
    return fold_entries(list_settings(connection, agency))


def find_year(settings: FoldedBook, at: datetime) -> int:
    """The year of a time where the agency is."""
    zone = settings.settings.zone
    return at.astimezone(UTC if zone is None else ZoneInfo(zone)).year


def judge_decision(
    connection: Connection, agency: str, body: DecisionBody, case_no: str | None,
    before: Sequence[Entry], role: Role,
) -> DecisionBody:  # fmt: skip
    """A decision with what the book works out itself: whether it goes against the law's answer.

    Parameters
    ----------
    before : sequence of Entry
        What the same call has written before it.

    Raises
    ------
    RefusedWriting
        It does, and no supervisor has approved it.
    """
    verdict = _find_verdict(
        [*list_entries(connection, agency, case_no=case_no, kinds=("answer",)), *before],
        body.action,
        case_no,
    )
    contrary = verdict is not None and is_contrary(body.decided, verdict)
    if contrary and role != "supervisor" and body.approved_by != "supervisor":
        raise RefusedWriting("approved_by: a decision against the law's answer needs a supervisor.")
    return body.model_copy(update={"contrary": contrary})


def _find_verdict(entries: Iterable[Entry], action: str, case_no: str | None) -> Verdict | None:
    verdict: Verdict | None = None
    for one in entries:
        body = one.body
        if isinstance(body, AnswerBody) and body.action == action and one.case_no == case_no:
            verdict = body.verdict
    return verdict


def check_corrected(
    connection: Connection, agency: str, no: int, body: CorrectionBody, by: str, role: Role,
    at: datetime, lawbook: Lawbook,
) -> Entry:  # fmt: skip
    """The entry that a correction is of; checked is what it says then, and who may say so.

    Within 15 minutes, who wrote an entry may correct what no answer rests on. All else takes a
    supervisor.

    Raises
    ------
    RefusedWriting, RefusedEntry
    """
    target = find_entry(connection, agency, no)
    if target is None:
        raise RefusedWriting("target: the book has no such entry.")
    current = _take_in(connection, agency, target)
    check_correction(current, body)
    assert current.body is not None
    _check_comes_to(connection, agency, current, body, at, lawbook)
    moved = body.changes.get(CASE_FIELD)
    if moved is not None and not has_case(connection, agency, str(moved)):
        raise RefusedWriting(f"changes, {CASE_FIELD}: the book has no such case.")
    own = target.by == by and at - target.at <= _QUICK
    rests = target.kind == "request" and bool(_RESTS_ON & set(body.changes))
    if role != "supervisor" and (not own or rests or moved is not None):
        raise RefusedWriting(
            "A supervisor makes this correction: who wrote the entry may do so for 15 minutes, in "
            "fields that no answer rests on."
        )
    return target


def _check_comes_to(
    connection: Connection, agency: str, current: Entry, body: CorrectionBody, at: datetime,
    lawbook: Lawbook,
) -> None:  # fmt: skip
    """Check what a correction comes to: of a correction, what that one comes to then."""
    assert current.body is not None
    corrected = correct_body(current.kind, current.body, body.changes)
    if isinstance(corrected, CorrectionBody):
        behind = None if current.target is None else find_entry(connection, agency, current.target)
        if behind is None or behind.body is None:
            raise RefusedWriting("target: what that correction is of was destroyed.")
        _check_comes_to(
            connection, agency, _take_in(connection, agency, behind), corrected, at, lawbook
        )
        return
    check_words(corrected, lawbook)
    check_fields(corrected, lawbook, at, lambda: fold_settings(connection, agency))


def _take_in(connection: Connection, agency: str, target: Entry) -> Entry:
    """An entry as the corrections so far have it."""
    body: Body | None = target.body
    for one in list_entries(connection, agency, kinds=("correction",), target=target.no):
        if body is not None and isinstance(one.body, CorrectionBody):
            try:
                body = correct_body(target.kind, body, one.body.changes)
            except RefusedEntry:
                continue
    return replace(target, body=body)


def check_numbers(
    connection: Connection, agency: str, body: Body, case_no: str | None, before: Sequence[Entry]
) -> None:
    """Check that entries which a body names by their numbers are there, and of the right kind.

    Raises
    ------
    RefusedWriting
    """
    if isinstance(body, DutyBody) and body.act is not None:
        act = _find(connection, agency, body.act, before)
        if act is None or not isinstance(act.body, ActBody) or act.case_no != case_no:
            raise RefusedWriting("act: the case has no act of this number.")
    if isinstance(body, ReportBody):
        if body.replaces is not None:
            _check_kind(_find(connection, agency, body.replaces, before), "report", "replaces")
        if _find(connection, agency, body.up_to, before) is None:
            raise RefusedWriting("up_to: the book has no such entry.")


def _check_kind(entry: Entry | None, kind: Kind, field: str) -> None:
    if entry is None or entry.kind != kind:
        raise RefusedWriting(f"{field}: the book has no {kind} entry of this number.")


def _find(connection: Connection, agency: str, no: int, before: Sequence[Entry]) -> Entry | None:
    return next((one for one in before if one.no == no), None) or find_entry(connection, agency, no)
