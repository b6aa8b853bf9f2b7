"""What a case calls for and by when: the law of its day, the paper, what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from safehavens import Corpus
from safehavens.register.answering.answering_requests import answer_request
from safehavens.register.book import Book
from safehavens.register.cases.folding import fold_entries
from safehavens.register.cases.register_case import FoldedBook
from safehavens.register.deadlines.case_deadlines import list_case_deadlines
from safehavens.register.deadlines.deadline import Deadline
from safehavens.register.deadlines.order import order_deadlines
from safehavens.register.deadlines.report_deadlines import list_report_deadlines
from safehavens.register.entries.bodies import RequestBody, SettingsBody
from safehavens.register.entries.entry import NEW_CASE, SAME_CASE, NewEntry
from tests.register.bodies import make_request, new

CA = "ocd-division/country:us/state:ca/county:los_angeles"
NC = "ocd-division/country:us/state:nc/county:wake"
IL = "ocd-division/country:us/state:il/county:cook"
WEST, EAST, MIDDLE = "America/Los_Angeles", "America/New_York", "America/Chicago"
COPY, RELEASE_NOTICE = "us/ca/truth-act#copy-of-request", "us/ca/truth-act#notice-of-release"
CONSENT, FEDERAL = "us/ca/truth-act#consent-form", "us/federal/8-cfr-287-7#hold-limit"
ARRIVED = "2026-11-25T15:00:00-08:00"

Keep = Callable[..., FoldedBook]


@pytest.fixture
def keep(tmp_path: Path, corpus: Corpus) -> Keep:
    """Keeps one case in a book, and gives the book folded."""

    def make(place: str, who: str, zone: str, *later: NewEntry, request: RequestBody) -> FoldedBook:
        settings = SettingsBody(agency_name="County Jail", place=place, who=(who,), zone=zone)
        book = Book.create(
            tmp_path / "one.db", "ONE", settings, by="supervisor-1", key_file=tmp_path / "key",
            lawbook=corpus.lawbook,
        )  # fmt: skip
        kept, _ = answer_request(corpus.engine, request, place=place, who=who, zone=zone)
        answers = [NewEntry("answer", body, SAME_CASE) for body in kept]
        book.append([NewEntry("request", request, NEW_CASE), *answers, *later], by="supervisor-1")
        folded = fold_entries(book.entries())
        book.close()
        return folded

    return make


def detainer(received: str = ARRIVED, **fields: Any) -> RequestBody:
    body = make_request(received_at=received, warrant="administrative", **fields)
    assert isinstance(body, RequestBody)
    return body


def act(name: str, at: str, **fields: Any) -> NewEntry:
    return new("act", SAME_CASE, act=name, happened_at=at, **fields)


def due(corpus: Corpus, book: FoldedBook, now: str) -> dict[str, Deadline]:
    """Deadlines by what demands them; a paper's by its action."""
    (case,) = book.cases.values()
    listed = list_case_deadlines(corpus.engine, book, case, datetime.fromisoformat(now))
    keys = [one.id if one.source == "norm" else f"{one.id} {one.action}" for one in listed]
    assert len(keys) == len(set(keys))
    return dict(zip(keys, listed, strict=True))


def local(deadline: Deadline, zone: str) -> str:
    assert deadline.due is not None
    return deadline.due.astimezone(ZoneInfo(zone)).strftime("%a %Y-%m-%d %H:%M")


def test_a_copy_is_due_at_once(keep: Keep, corpus: Corpus) -> None:
    book = keep(CA, "jail", WEST, request=detainer())
    found = due(corpus, book, "2026-11-25T16:00:00-08:00")
    assert (found[COPY].state, found[COPY].due) == ("now", None)
    assert found[COPY].started == datetime.fromisoformat(ARRIVED)
    assert found[COPY].notice is not None
    assert found[RELEASE_NOTICE].state == "waiting"
    assert CONSENT not in found  # no interview was asked for


def test_a_consent_form_is_due_before_an_interview(keep: Keep, corpus: Corpus) -> None:
    book = keep(
        CA, "jail", WEST, act("consent_form_given", "2026-11-26T09:00:00-08:00"),
        act("interview_held", "2026-11-26T10:00:00-08:00"),
        request=detainer(form="interview_request", asks=["allow_interview"]),
    )  # fmt: skip
    assert due(corpus, book, "2026-11-27T00:00:00-08:00")[CONSENT].state == "done"


def test_a_consent_form_after_the_interview_is_late(keep: Keep, corpus: Corpus) -> None:
    book = keep(
        CA, "jail", WEST, act("interview_held", "2026-11-26T10:00:00-08:00"),
        act("consent_form_given", "2026-11-26T11:00:00-08:00"),
        request=detainer(form="interview_request", asks=["allow_interview"]),
    )  # fmt: skip
    assert due(corpus, book, "2026-11-27T00:00:00-08:00")[CONSENT].state == "done_late"


def test_both_federal_clocks(keep: Keep, corpus: Corpus) -> None:
    """Over Thanksgiving: the form's 48 hours end on Friday, the regulation's on Monday."""
    book = keep(CA, "jail", WEST, act("held_from", ARRIVED), request=detainer())
    found = due(corpus, book, "2026-11-26T00:00:00-08:00")
    assert local(found["i_247a hold"], WEST) == "Fri 2026-11-27 15:00"
    assert local(found[FEDERAL], WEST) == "Mon 2026-11-30 15:00"
    later = due(corpus, book, "2026-11-28T00:00:00-08:00")
    assert (later["i_247a hold"].state, later[FEDERAL].state) == ("late", "running")


def test_no_hold_no_clock(keep: Keep, corpus: Corpus) -> None:
    book = keep(CA, "jail", WEST, request=detainer())
    found = due(corpus, book, "2026-12-26T00:00:00-08:00")
    assert (found[FEDERAL].state, found["i_247a hold"].state) == ("waiting", "waiting")


def test_a_release_ends_the_clock(keep: Keep, corpus: Corpus) -> None:
    book = keep(
        CA, "jail", WEST, act("held_from", ARRIVED), act("released", "2026-11-28T15:00:00-08:00"),
        request=detainer(),
    )  # fmt: skip
    found = due(corpus, book, "2026-12-26T00:00:00-08:00")
    assert (found["i_247a hold"].state, found[FEDERAL].state) == ("done_late", "done")


@pytest.mark.parametrize(
    ("received", "held", "norm", "ends"),
    [
        ("2025-09-02T15:00:00-04:00", "2025-09-02T20:00:00-04:00",
         "us/nc/jail-law#release-after-48-hours-2024", "Thu 2025-09-04 15:00"),
        ("2025-10-02T15:00:00-04:00", "2025-10-02T20:00:00-04:00",
         "us/nc/jail-law#release-after-48-hours", "Sat 2025-10-04 20:00"),
    ],
)  # fmt: skip
def test_north_carolina_counts_by_the_law_of_the_day(
    keep: Keep, corpus: Corpus, received: str, held: str, norm: str, ends: str
) -> None:
    """From the papers until October 2025, since then from the time of release."""
    book = keep(NC, "jail", EAST, act("held_from", held), request=detainer(received))
    found = due(corpus, book, received)
    assert local(found[norm], EAST) == ends
    others = {"us/nc/jail-law#release-after-48-hours", "us/nc/jail-law#release-after-48-hours-2024"}
    assert not (others - {norm}) & found.keys()


def test_two_hours_to_tell_ice(keep: Keep, corpus: Corpus) -> None:
    book = keep(
        NC, "jail", EAST, act("held_from", "2026-03-08T01:30:00-05:00"),
        request=detainer("2026-03-08T01:00:00-05:00"),
    )  # fmt: skip
    found = due(corpus, book, "2026-03-08T08:00:00+00:00")["us/nc/jail-law#notify-release"]
    assert local(found, EAST) == "Sun 2026-03-08 04:30"


def test_business_days_with_and_without_the_agencys_holidays(keep: Keep, corpus: Corpus) -> None:
    request = make_request(
        received_at="2026-01-02T09:00:00-06:00", form="i_918b", asks=["certify_u_visa"]
    )
    settings = new("settings", holidays={"2026": ["2026-01-19", "2026-02-12", "2026-02-16"]})
    assert isinstance(request, RequestBody)
    bare = keep(IL, "sheriff", MIDDLE, request=request)
    found = due(corpus, bare, "2026-01-03T00:00:00-06:00")["us/il/voices-act#certify"]
    assert local(found, MIDDLE) == "Sat 2026-05-09 00:00"
    assert found.may_be_due is not None
    assert len(found.unsure_of) == 2
    told = found.clock.note if found.clock else ""
    assert told is not None
    assert "21 business days" in told
    assert settings.body is not None


def test_what_was_entered_of_a_duty_counts(keep: Keep, corpus: Corpus) -> None:
    missed = new("duty", SAME_CASE, norm=COPY, state="missed", why="person_released_first")
    book = keep(CA, "jail", WEST, missed, request=detainer())
    assert due(corpus, book, "2026-12-26T00:00:00-08:00")[COPY].state == "missed"


def test_a_request_taken_back_stops_what_has_not_run_out(keep: Keep, corpus: Corpus) -> None:
    back = new("withdrawal", SAME_CASE, withdrawn_by="dhs", happened_at="2026-11-26T00:00:00-08:00")
    book = keep(CA, "jail", WEST, act("held_from", ARRIVED), back, request=detainer())
    found = due(corpus, book, "2026-12-26T00:00:00-08:00")
    assert (found["i_247a hold"].state, found[FEDERAL].state) == ("not_applicable",) * 2


def test_what_cannot_wait_stands_first(keep: Keep, corpus: Corpus) -> None:
    book = keep(CA, "jail", WEST, act("held_from", ARRIVED), request=detainer())
    found = due(corpus, book, "2026-11-28T00:00:00-08:00")
    states = [one.state for one in order_deadlines(found.values())]
    assert states == sorted(states, key=["late", "now", "running", "waiting"].index)
    assert states[0] == "late"


def test_reports_are_owed_by_place_and_kind(keep: Keep, corpus: Corpus) -> None:
    book = keep(IL, "jail", MIDDLE, request=detainer())
    since, now = (datetime(year, 6, 1, tzinfo=ZoneInfo(MIDDLE)) for year in (2024, 2026))
    owed = list_report_deadlines(corpus.lawbook, book, since, now)
    assert {one.id for one in owed} == {
        "us/il/reports/trust-act-detainers", "us/il/reports/trust-act-requests",
    }  # fmt: skip
    assert {(one.period, one.state) for one in owed} == {("2024", "late"), ("2025", "late")}
    assert {local(one, MIDDLE) for one in owed} == {"Sun 2025-03-02 00:00", "Mon 2026-03-02 00:00"}


def test_a_report_that_was_sent_is_done(keep: Keep, corpus: Corpus) -> None:
    sent = new(
        "report", report="us/il/reports/trust-act-detainers", period="2025", template="0" * 64,
        figures="0" * 64, corpus="0" * 64, up_to=2, complete=True, how="email",
        sent_at="2026-02-20T12:00:00-06:00",
    )  # fmt: skip
    book = keep(IL, "jail", MIDDLE, sent, request=detainer())
    since, now = (datetime(year, 6, 1, tzinfo=ZoneInfo(MIDDLE)) for year in (2025, 2026))
    owed = list_report_deadlines(corpus.lawbook, book, since, now)
    states = {one.id.rpartition("/")[2]: one.state for one in owed}
    assert states == {"trust-act-detainers": "done", "trust-act-requests": "late"}


@pytest.mark.parametrize(
    ("place", "zone", "norm"),
    [
        (
            "ocd-division/country:us/state:fl/county:hillsborough",
            EAST,
            "us/fl/sb168#tell-the-judge",
        ),
        ("ocd-division/country:us/state:la/parish:caddo", MIDDLE, "us/la/act314#tell-the-judge"),
    ],
)
def test_a_court_is_told_of_a_detainer(
    keep: Keep, corpus: Corpus, place: str, zone: str, norm: str
) -> None:
    told = act("told_court", "2026-11-26T10:00:00-05:00")
    book = keep(place, "jail", zone, told, request=detainer())
    assert due(corpus, book, "2026-11-27T00:00:00-05:00")[norm].state == "done"


def test_a_court_that_was_not_told_is_still_to_be(keep: Keep, corpus: Corpus) -> None:
    book = keep(
        "ocd-division/country:us/state:fl/county:hillsborough", "jail", EAST, request=detainer()
    )
    found = due(corpus, book, "2026-11-27T00:00:00-05:00")["us/fl/sb168#tell-the-judge"]
    assert found.state == "now"
    assert found.notice is not None
