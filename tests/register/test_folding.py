"""Entries folded into a book: what corrections, destruction and each state come to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given

from safehavens.register.cases.case_states import is_contrary
from safehavens.register.cases.corrections import check_correction, correct_body
from safehavens.register.cases.folding import fold_entries
from safehavens.register.entries.bodies import CorrectionBody
from safehavens.register.entries.entry import Entry
from safehavens.register.entries.reading_bodies import RefusedEntry, read_body, write_body
from tests.register.drawn_books import (
    ANSWER,
    NOTIFY,
    REQUEST,
    Writing,
    blank,
    books,
    case_number,
)

ONE = case_number(1)


def act(name: str) -> dict[str, Any]:
    return {"act": name, "happened_at": "2026-11-29T12:00:00Z"}


def decision(action: str, decided: str, contrary: bool = False) -> dict[str, Any]:
    return {"action": action, "decided": decided, "ground": "law", "contrary": contrary}


@given(books())
def test_every_beginning_of_a_book_folds(entries: list[Entry]) -> None:
    for length in range(len(entries) + 1):
        folded = fold_entries(entries[:length])
        assert folded.up_to == length
        assert set(folded.cases) == {
            one.case_no for one in entries[:length] if one.kind == "request"
        }


@given(books())
def test_a_book_folds_alike_before_and_after_bodies_are_blanked(entries: list[Entry]) -> None:
    assert fold_entries(entries) == fold_entries(iter(blank(entries)))


@given(books())
def test_corrections_come_to_what_a_plain_reading_says(entries: list[Entry]) -> None:
    folded = fold_entries(entries)
    gone = set(folded.destroyed)
    written = [
        one
        for case in folded.cases.values()
        for one in (*([case.request] if case.request else []), *case.acts, *case.duties)
    ]
    written += folded.tallies
    for one in written:
        assert json.loads(write_body(one.body)) == plain(entries, gone, one.no)
        assert (one.as_written is None) == (not one.corrected_by)
    in_cases = {no for case in folded.cases.values() for no in case.destroyed}
    assert in_cases <= gone


def plain(entries: Sequence[Entry], gone: set[int], no: int) -> dict[str, Any]:
    """The body of an entry as its corrections, each read the same way, say it should read."""
    entry = entries[no - 1]
    assert entry.text is not None
    fields: dict[str, Any] = json.loads(entry.text)
    for later in entries[no:]:
        if later.kind == "correction" and later.target == no and later.no not in gone:
            changes = plain(entries, gone, later.no)["changes"]
            changed = {**fields, **changes}
            changed.pop("case_no", None)
            kept = {name: value for name, value in changed.items() if value is not None}
            try:
                read_body(entry.kind, kept)
            except RefusedEntry:
                continue
            fields = kept
    return fields


def test_a_case_comes_to_its_states() -> None:
    book = Writing()
    book.add("request", REQUEST, 1)
    states = [fold_entries(book.entries).cases[ONE].state]
    for kind, fields in (
        ("answer", {**ANSWER, "duties": [NOTIFY]}),
        ("answer", {**ANSWER, "action": "notify_release", "verdict": "permitted"}),
        ("decision", decision("hold", "decline")),
        ("decision", decision("notify_release", "referred_to_counsel")),
        ("decision", decision("notify_release", "comply")),
        ("act", act("served_copy")),
        ("act", act("notified_ice")),
        ("duty", {"norm": NOTIFY, "state": "done"}),
    ):
        book.add(kind, fields, 1)  # type: ignore[arg-type]
        states.append(fold_entries(book.entries).cases[ONE].state)
    assert states == [
        "open", "open", "answered", "answered", "answered", "decided", "decided", "acted", "closed",
    ]  # fmt: skip


def test_a_withdrawn_request_is_closed_once_no_duty_is_open() -> None:
    book = Writing()
    book.add("request", REQUEST, 1)
    book.add("answer", {**ANSWER, "duties": [NOTIFY]}, 1)
    book.add("withdrawal", {"withdrawn_by": "dhs", "happened_at": "2026-11-29T12:00:00Z"}, 1)
    case = fold_entries(book.entries).cases[ONE]
    assert (case.state, case.open_duties) == ("acted", (NOTIFY,))
    book.add("duty", {"norm": NOTIFY, "state": "not_applicable"}, 1)
    assert fold_entries(book.entries).cases[ONE].state == "closed"


def test_duties_are_those_of_the_latest_answer() -> None:
    book = Writing()
    book.add("request", {**REQUEST, "asks": ["hold"]}, 1)
    book.add("answer", {**ANSWER, "duties": [NOTIFY]}, 1)
    book.add("answer", {**ANSWER, "corpus": "1" * 64}, 1)
    assert fold_entries(book.entries).cases[ONE].open_duties == ()


def test_a_correction_of_a_correction_counts_as_it_should_read() -> None:
    book = Writing()
    request = book.add("request", REQUEST, 1)
    first = book.correct(request, {"channel": "email", "box": "1"})
    book.correct(first, {"changes": {"channel": "portal"}})
    found = fold_entries(book.entries).cases[ONE].request
    assert found is not None
    assert found.as_written is not None
    assert (found.body.channel, found.body.box) == ("portal", None)
    assert found.as_written.channel == "fax"
    assert found.corrected_by == (first,)


def test_an_act_moves_to_the_case_that_it_belongs_to() -> None:
    book = Writing()
    book.add("request", REQUEST, 1)
    moved = book.add("act", act("released"), 1)
    book.add("request", REQUEST, 2)
    book.correct(moved, {"case_no": case_number(2)}, why="wrong_case")
    cases = fold_entries(book.entries).cases
    assert [len(cases[case_number(n)].acts) for n in (1, 2)] == [0, 1]
    lost = book.correct(moved, {"case_no": case_number(9)}, why="wrong_case")
    folded = fold_entries(book.entries)
    assert folded.not_taken == (lost,)
    assert len(folded.cases[case_number(2)].acts) == 1


def test_a_corrected_decision_is_judged_anew_by_its_answer() -> None:
    book = Writing()
    book.add("request", REQUEST, 1)
    book.add("answer", ANSWER, 1)
    made = book.add("decision", decision("hold", "decline"), 1)
    book.correct(made, {"decided": "comply"})
    (found,) = fold_entries(book.entries).cases[ONE].decisions
    assert found.body.contrary


@pytest.mark.parametrize(
    ("decided", "verdict", "contrary"),
    [
        ("comply", "prohibited", True), ("comply_in_part", "prohibited", True),
        ("decline", "prohibited", False), ("decline", "required", True),
        ("no_action", "required", True), ("comply", "required", False),
        ("comply", "depends", False), ("decline", "depends", False),
        ("comply", "permitted", False), ("decline", "conflict", False),
        ("referred_to_counsel", "required", False),
    ],
)  # fmt: skip
def test_a_decision_is_contrary(decided: Any, verdict: Any, contrary: bool) -> None:
    assert is_contrary(decided, verdict) is contrary


def test_settings_are_merged() -> None:
    book = Writing()
    book.add("settings", {"zone": "America/Los_Angeles", "holidays": {"2026": ["2026-12-24"]}})
    book.add("settings", {"holidays": {"2027": []}, "smallest_cell": 10, "word": "lobby"})
    book.add("settings", {"smallest_cell": 5, "word": "sallyport"})
    folded = fold_entries(book.entries)
    assert folded.settings.zone == "America/Los_Angeles"
    assert set(folded.settings.holidays or {}) == {"2026", "2027"}
    assert (folded.settings.smallest_cell, folded.settings.word) == (5, None)
    assert folded.words == {"lobby", "sallyport"}


def test_each_hold_is_lifted_for_itself() -> None:
    book = Writing()
    for state, why in (("set", "litigation"), ("set", "audit"), ("lifted", "audit")):
        book.add("hold", {"state": state, "why": why})
    assert fold_entries(book.entries).on_hold
    book.add("hold", {"state": "lifted", "why": "litigation"})
    assert not fold_entries(book.entries).on_hold


def test_what_was_destroyed_is_left_out_and_its_number_kept() -> None:
    book = Writing()
    request = book.add("request", REQUEST, 1)
    book.add("answer", ANSWER, 1)
    book.add("destroy", {"why": "retention", "approved_by": ["supervisor", "auditor"]}, None,
             request)  # fmt: skip
    case = fold_entries(book.entries).cases[ONE]
    assert case.request is None
    assert case.destroyed == (request,)
    assert case.state == "answered"


@pytest.mark.parametrize(
    ("kind", "fields", "changes", "told"),
    [
        ("answer", ANSWER, {"verdict": "permitted"}, "of kind answer is not corrected"),
        (
            "request",
            REQUEST,
            {"inmate_name": "Sesame"},
            "inmate_name: an entry of kind request has no",
        ),
        ("request", REQUEST, {"channel": "Sesame"}, "channel: allowed are"),
        ("request", REQUEST, {"received_at": None}, "received_at: missing"),
        ("request", REQUEST, {"case_no": ONE}, "a request entry stays in its case"),
        ("act", act("released"), {"case_no": "Sesame"}, "not a case number"),
        ("decision", decision("hold", "comply"), {"contrary": False}, "worked out by the book"),
        ("act", act("released"), {"v": 1}, "worked out by the book"),
    ],
)
def test_a_correction_that_cannot_be_taken_in_is_refused(
    kind: Any, fields: dict[str, Any], changes: dict[str, Any], told: str
) -> None:
    book = Writing()
    book.add(kind, fields, 1)
    correction = CorrectionBody.model_validate({"changes": changes, "why": "typing"})
    with pytest.raises(RefusedEntry) as refused:
        check_correction(book.entries[0], correction)
    assert told in str(refused.value)
    assert "Sesame" not in str(refused.value)


def test_a_destroyed_entry_is_not_corrected() -> None:
    book = Writing()
    request = book.add("request", REQUEST, 1)
    book.add("destroy", {"why": "retention", "approved_by": ["supervisor", "auditor"]}, None,
             request)  # fmt: skip
    correction = CorrectionBody.model_validate({"changes": {"box": "1"}, "why": "typing"})
    with pytest.raises(RefusedEntry, match="was destroyed"):
        check_correction(blank(book.entries)[0], correction)


def test_null_takes_an_optional_field_out() -> None:
    body = read_body("request", {**REQUEST, "box": "1"})
    assert "box" not in json.loads(write_body(correct_body("request", body, {"box": None})))


def test_entries_out_of_order_or_of_two_agencies_make_no_book() -> None:
    book = Writing()
    book.add("request", REQUEST, 1)
    book.add("answer", ANSWER, 1)
    with pytest.raises(ValueError, match="order"):
        fold_entries(reversed(book.entries))
