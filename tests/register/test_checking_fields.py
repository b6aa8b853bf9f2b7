"""Each field of an entry where something personal could hide: what is taken and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from safehavens import Corpus
from safehavens.register.cases.folding import fold_entries
from safehavens.register.cases.register_case import FoldedBook
from safehavens.register.entries.closed_lists import Kind
from safehavens.register.entries.reading_bodies import RefusedEntry, check_words, read_body
from safehavens.register.privacy.checking_fields import check_fields
from tests.register.drawn_books import ANSWER, REQUEST, Writing

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
LA = "ocd-division/country:us/state:ca/county:los_angeles"
ACT = {"act": "released", "happened_at": "2026-11-29T12:00:00Z"}
DECISION = {"action": "hold", "decided": "decline", "ground": "law", "contrary": False}
TALLY = {
    "report": "us/ga/reports/jail-quarterly", "period": "2026-Q3", "measure": "inmates_booked",
    "n": 12, "drawn_from": "jail_system",
}  # fmt: skip
TASKS = {**TALLY, "report": "us/ca/reports/values-act-transfers", "measure": "arrests_total"}
GROUPS = {**TALLY, "report": "us/ca/reports/truth-act-forum", "measure": "demographics"}
REPORT = {
    "report": "us/il/reports/trust-act-detainers", "period": "2026", "template": "0" * 64,
    "figures": "0" * 64, "corpus": "0" * 64, "up_to": 3, "complete": True,
}  # fmt: skip


def kept_settings(**settings: Any) -> FoldedBook:
    book = Writing()
    book.add("settings", {"place": LA, "zone": "America/Los_Angeles", **settings})
    return fold_entries(book.entries)


def check(
    corpus: Corpus, kind: Kind, fields: Mapping[str, Any], book: FoldedBook | None = None
) -> None:
    body = read_body(kind, fields)
    check_words(body, corpus.lawbook)
    check_fields(body, corpus.lawbook, NOW, lambda: book or kept_settings())


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("request", REQUEST),
        ("request", {**REQUEST, "office": "LOS", "copy_in_languages": ["en", "zh-Hant"]}),
        ("act", ACT), ("tally", TALLY), ("tally", TASKS),
        ("tally", {**TASKS, "by": {"task_force": "gang_unit_2"}}),
        ("tally", {**GROUPS, "by": {"group": "guatemala"}}),
        ("tally", {**GROUPS, "by": {"group": "age_25_34"}}),
        ("report", REPORT), ("report", {**REPORT, "receipt": "AG-2026-114"}),
        ("settings", {"agency_name": "Los Angeles County Sheriff's Department"}),
        ("settings", {"agency_name": "Office of the Sheriff, Los Angeles"}),
        ("settings", {"place": "ocd-division/country:us/state:il/place:chicago",
                      "agency_name": "Chicago Public Schools"}),
        ("settings", {"word": "sallyport"}), ("settings", {"word": "late-book"}),
        ("settings", {"holidays": {"2026": ["2026-12-24"]}}),
        ("settings", {"zone": "America/Argentina/Buenos_Aires"}),
    ],
)  # fmt: skip
def test_what_offices_write_is_taken(corpus: Corpus, kind: Kind, fields: dict[str, Any]) -> None:
    check(corpus, kind, fields)


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        ("request", {**REQUEST, "received_at": "1989-03-14T00:00:00Z"}, "received_at"),
        ("request", {**REQUEST, "received_at": "2031-01-01T00:00:00Z"}, "received_at"),
        ("request", {**REQUEST, "office": "MJL"}, "office"),
        ("request", {**REQUEST, "copy_in_languages": ["ana-Maria-Lopez"]}, "copy_in_languages"),
        ("request", {**REQUEST, "form": "maria_lopez"}, "form"),
        ("request", {**REQUEST, "form_revised": "1989-03"}, "form_revised"),
        ("request", {**REQUEST, "information": "maria_lopez"}, "information"),
        ("act", {**ACT, "happened_at": "1989-03-14T00:00:00Z"}, "happened_at"),
        ("act", {**ACT, "language": "mjl"}, "language"),
        ("tally", {**TALLY, "n": 98765432}, "n"),
        ("tally", {**TALLY, "measure": "maria_lopez"}, "measure"),
        ("tally", {**TALLY, "by": {"maria": "lopez"}}, "by"),
        ("tally", {**GROUPS, "by": {"maria": "lopez"}}, "by"),
        ("tally", {**GROUPS, "by": {"group": "a012345678"}}, "by"),
        ("tally", {**GROUPS, "by": {"group": "maria_lopez"}}, "by"),
        ("tally", {**TALLY, "report": "maria/lopez"}, "report"),
        ("tally", {**TALLY, "period": "1989"}, "period"),
        ("report", {**REPORT, "receipt": "MARIA-LOPEZ"}, "receipt"),
        ("report", {**REPORT, "receipt": "A-012345678"}, "receipt"),
        ("report", {**REPORT, "receipt": "123-45-6789"}, "receipt"),
        ("report", {**REPORT, "receipt": "1989-03-14"}, "receipt"),
        ("report", {**REPORT, "receipt": "107891151"}, "receipt"),
        ("settings", {"agency_name": "Sheriff Maria Lopez"}, "agency_name"),
        ("settings", {"agency_name": "Maria"}, "agency_name"),
        ("settings", {"word": "lopez"}, "word"), ("settings", {"word": "Lopez"}, "word"),
        ("settings", {"word": "maria-lopez"}, "word"),
        ("settings", {"word": "citlali"}, "word"), ("settings", {"word": "xochihua-port"}, "word"),
        ("settings", {"zone": "Maria/Lopez"}, "zone"),
        ("settings", {"who": ["maria_lopez"]}, "who"),
        ("settings", {"place": "ocd-division/country:us/state:ca/place:maria_lopez"}, "place"),
        ("settings", {"holidays": {"2026": ["1989-03-14"]}}, "holidays"),
        ("decision", {**DECISION, "ground": "maria#lopez"}, "ground"),
        ("duty", {"norm": "maria#lopez", "state": "done"}, "norm"),
        ("answer", {**ANSWER, "deciding": ["maria#lopez"]}, "deciding"),
        ("answer", {**ANSWER, "presumed": ["maria_lopez"]}, "presumed"),
        ("answer", {**ANSWER, "facts": {"maria_lopez": True}}, "facts"),
        ("answer", {**ANSWER, "facts": {"age": 98765432}}, "facts"),
        ("answer", {**ANSWER, "place": f"{LA}/place:maria_lopez"}, "place"),
        ("answer", {**ANSWER, "law_day": "1989-03-14"}, "law_day"),
    ],
)  # fmt: skip
def test_a_person_in_a_field_is_refused(
    corpus: Corpus, kind: Kind, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(RefusedEntry) as refused:
        check(corpus, kind, fields)
    told = str(refused.value)
    assert field in told
    assert not [word for word in ("maria", "lopez", "1989", "98765432") if word in told.lower()]


def test_free_text_is_off_until_the_agency_allows_it(corpus: Corpus) -> None:
    fields = {**DECISION, "reason": "No judicial warrant came with the form."}
    with pytest.raises(RefusedEntry, match="reason: this agency keeps no free text"):
        check(corpus, "decision", fields)
    check(corpus, "decision", fields, kept_settings(free_text=True))
    with pytest.raises(RefusedEntry, match=r"reason: a word that is not on the list \(word 1\)"):
        check(corpus, "act", {**ACT, "reason": "Marisol left"}, kept_settings(free_text=True))
    added = kept_settings(free_text=True, word="sallyport")
    check(corpus, "act", {**ACT, "reason": "Served in the sallyport."}, added)


@pytest.mark.parametrize(
    ("name", "told"), [("inmate_name", "inmate_name"), ("ssn", "ssn"), ("maria_lopez", "A field"),
                       ("Maria", "A field"), ("a012345678", "A field")],
)  # fmt: skip
def test_a_field_that_no_form_has_is_named_only_by_plain_words(name: str, told: str) -> None:
    with pytest.raises(RefusedEntry) as refused:
        read_body("request", {**REQUEST, name: "x"})
    assert str(refused.value).startswith(f"{told}: an entry of kind request has no such field.")
