"""A whole book read again: what slipped in is found by its number and field, and not told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from safehavens import Corpus
from safehavens.register.entries.closed_lists import Kind
from safehavens.register.entries.entry import Entry
from safehavens.register.privacy.scanning import scan_entries
from tests.register.drawn_books import ANSWER, REQUEST, Writing, books

ACT = {"act": "released", "happened_at": "2026-11-29T12:00:00Z"}
TALLY = {
    "report": "us/ga/reports/jails", "period": "2026-Q4", "measure": "booked", "n": 5,
    "drawn_from": "hand_count", "by": {"quarter": "third"},
}  # fmt: skip


@given(entries=books())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_books_without_persons_have_no_hits(corpus: Corpus, entries: list[Entry]) -> None:
    hits = scan_entries(entries, corpus.lawbook)
    assert [hit for hit in hits if "was destroyed" not in hit.what] == []


def forge(kind: Kind, fields: Mapping[str, Any], slipped: Mapping[str, Any]) -> list[Entry]:
    """A book into which something came past every check, as with another program."""
    book = Writing()
    book.add("request", REQUEST, 1)
    book.add(kind, fields, 1)
    text = json.dumps({**json.loads(book.entries[1].text or ""), **slipped})
    return [book.entries[0], replace(book.entries[1], text=text)]


@pytest.mark.parametrize(
    ("kind", "fields", "slipped"),
    [
        ("act", ACT, {"reason": "Marisol left"}), ("act", ACT, {"inmate": "Marisol"}),
        ("act", ACT, {"how": "marisol"}), ("act", ACT, {"happened_at": "1989-03-14T00:00:00Z"}),
        ("act", ACT, {"happened_at": "Marisol"}),
        ("request", REQUEST, {"office": "marisol"}), ("request", REQUEST, {"form": "marisol"}),
        ("request", REQUEST, {"asks": ["hold", "marisol"]}),
        ("answer", ANSWER, {"facts": {"marisol": True}}), ("answer", ANSWER, {"place": "marisol"}),
        ("answer", ANSWER, {"facts": {"age": 98765432}}),
        ("answer", ANSWER, {"deciding": ["us/ca/marisol#x"]}),
        ("tally", TALLY, {"by": {"quarter": "marisol"}}), ("tally", TALLY, {"n": 98765432}),
        ("tally", TALLY, {"measure": "a98765432"}), ("tally", TALLY, {"n": 1.5}),
        ("settings", {"free_text": True}, {"word": "marisol"}),
        ("settings", {"free_text": True}, {"agency_name": "Sheriff Marisol"}),
        ("settings", {"free_text": True}, {"zone": "Marisol"}),
    ],
)  # fmt: skip
def test_what_slipped_in_is_found_and_not_told(
    corpus: Corpus, kind: Kind, fields: Mapping[str, Any], slipped: Mapping[str, Any]
) -> None:
    hits = scan_entries(forge(kind, fields, slipped), corpus.lawbook)
    assert {hit.no for hit in hits} == {2}
    told = " ".join(f"{hit.field} {hit.what}" for hit in hits).lower()
    assert not [word for word in ("marisol", "98765432", "1989") if word in told]


def test_what_stands_beside_a_body_is_read_too(corpus: Corpus) -> None:
    book = Writing()
    book.add("request", REQUEST, 1)
    one = replace(book.entries[0], by="marisol", key="marisol")
    hits = scan_entries([one], corpus.lawbook)
    assert [hit.field for hit in hits] == ["by", "key"]


def test_a_correction_of_what_was_destroyed_is_named(corpus: Corpus) -> None:
    book = Writing()
    request = book.add("request", REQUEST, 1)
    correction = book.correct(request, {"box": "1"})
    book.add("destroy", {"why": "personal_data", "approved_by": ["supervisor", "auditor"]},
             target=request)  # fmt: skip
    (hit,) = scan_entries(book.entries, corpus.lawbook)
    assert (hit.no, hit.field) == (correction, "changes")


def test_a_text_is_read_whether_or_not_texts_are_allowed_now(corpus: Corpus) -> None:
    book = Writing()
    book.add("request", REQUEST, 1)
    book.add("settings", {"free_text": False})
    book.add("act", {**ACT, "reason": "The officer was late."}, 1)
    book.add("act", {**ACT, "reason": "Marisol was late."}, 1)
    assert {hit.no for hit in scan_entries(book.entries, corpus.lawbook)} == {4}
