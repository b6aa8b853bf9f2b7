"""Books for tests: entries made by hand, and whole books drawn at random. No store stands behind
them, so leaves and hashes are placeholders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from safehavens.register.entries.case_numbers import make_case_number
from safehavens.register.entries.closed_lists import Kind
from safehavens.register.entries.entry import Entry
from safehavens.register.entries.reading_bodies import read_body, write_body

START = datetime(2026, 11, 29, 11, 12, tzinfo=UTC)
HOLD, NOTIFY = "us/ca/values-act#hold", "us/ca/truth-act#copy-of-request"

REQUEST: Mapping[str, Any] = {
    "received_at": "2026-11-29T03:12:00-08:00",
    "channel": "fax",
    "sender": "ice_ero",
    "form": "i_247a",
    "asks": ["hold", "notify_release"],
}
ANSWER: Mapping[str, Any] = {
    "action": "hold",
    "who": "jail",
    "place": "ocd-division/country:us/state:ca/county:los_angeles",
    "law_day": "2026-11-29",
    "facts": {},
    "verdict": "prohibited",
    "possible": ["prohibited"],
    "basis": "rule",
    "deciding": [HOLD],
    "duties": [],
    "presumed": [],
    "settled_outside": False,
    "confidence": "high",
    "corpus": "0" * 64,
    "version": "1.0",
}


def case_number(running: int) -> str:
    return make_case_number("SHR", 2026, running)


class Writing:
    """A book that is being written."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(
        self, kind: Kind, fields: Mapping[str, Any], case: int | None = None,
        target: int | None = None,
    ) -> int:  # fmt: skip
        """Write an entry; its number."""
        no = len(self.entries) + 1
        body = read_body(kind, fields)
        self.entries.append(
            Entry(
                agency="SHR", no=no, at=START + timedelta(minutes=no), by="clerk-7", kind=kind,
                case_no=None if case is None else case_number(case), target=target,
                leaf=bytes(32), prev=bytes(32), hash=bytes(32), body=body, text=write_body(body),
                salt=bytes(16), key=None,
            )
        )  # fmt: skip
        return no

    def correct(self, target: int, changes: Mapping[str, Any], why: str = "typing") -> int:
        case = self.entries[target - 1].case_no
        no = self.add("correction", {"changes": changes, "why": why}, target=target)
        self.entries[-1] = replace(self.entries[-1], case_no=case)
        return no


def blank(entries: Sequence[Entry]) -> list[Entry]:
    """The same entries as a store has them once it blanked what was destroyed."""
    gone = {one.target for one in entries if one.kind == "destroy"}
    return [
        replace(one, body=None, text=None, salt=None) if one.no in gone else one for one in entries
    ]


ACTIONS = st.sampled_from(["hold", "notify_release"])
DRAWN: Mapping[Kind, st.SearchStrategy[dict[str, Any]]] = {
    "answer": st.builds(
        lambda action, verdict, duties: {
            **ANSWER, "action": action, "verdict": verdict, "possible": [verdict],
            "duties": duties,
        },
        ACTIONS,
        st.sampled_from(["prohibited", "required", "permitted"]),
        st.lists(st.just(NOTIFY), max_size=1),
    ),
    "decision": st.fixed_dictionaries({
        "action": ACTIONS,
        "decided": st.sampled_from(["comply", "decline", "no_action", "referred_to_counsel"]),
        "ground": st.just("law"),
        "contrary": st.booleans(),
    }),
    "act": st.fixed_dictionaries({
        "act": st.sampled_from(["served_copy", "notified_ice", "released"]),
        "happened_at": st.just("2026-11-29T12:00:00Z"),
    }),
    "duty": st.fixed_dictionaries({
        "norm": st.just(NOTIFY), "state": st.sampled_from(["done", "missed"]),
    }),
    "withdrawal": st.just({"withdrawn_by": "dhs", "happened_at": "2026-11-29T12:00:00Z"}),
    "tally": st.fixed_dictionaries({
        "report": st.just("us/ga/reports/jails"), "period": st.just("2026-Q4"),
        "measure": st.just("booked"), "n": st.integers(0, 50), "drawn_from": st.just("hand_count"),
    }),
    "settings": st.one_of(
        st.just({"word": "lobby"}),
        st.builds(lambda n: {"smallest_cell": n}, st.integers(1, 9)),
        st.builds(
            lambda year: {"holidays": {str(year): [f"{year}-12-24"]}}, st.integers(2026, 2028)
        ),
    ),
    "hold": st.fixed_dictionaries({
        "state": st.sampled_from(["set", "lifted"]), "why": st.sampled_from(["litigation", "audit"])
    }),
}  # fmt: skip
CHANGES: Mapping[Kind, st.SearchStrategy[dict[str, Any]]] = {
    "request": st.sampled_from([{"channel": "email"}, {"asks": ["hold"]}, {"box": "2"}]),
    "decision": st.sampled_from([{"decided": "decline"}, {"decided": "comply"}]),
    "act": st.sampled_from([{"act": "released"}, {"how": "mail"}, {"case_no": case_number(1)}]),
    "duty": st.just({"state": "not_applicable"}),
    "withdrawal": st.just({"withdrawn_by": "court"}),
    "tally": st.builds(lambda n: {"n": n}, st.integers(0, 50)),
    "settings": st.sampled_from([{"word": None}, {"smallest_cell": 7}]),
    "correction": st.sampled_from([
        {"changes": {"channel": "mail"}}, {"changes": {"channel": "portal"}},
        {"changes": {"n": 3}}, {"changes": {"how": "fax"}}, {"why": "misread_form"},
    ]),
}  # fmt: skip


@st.composite
def books(draw: st.DrawFn) -> list[Entry]:
    """A book of up to some twenty entries: cases, corrections, corrections of corrections."""
    book = Writing()
    cases = 0
    for step in draw(st.lists(st.integers(0, 9), max_size=20)):
        if step <= 1 or not cases:
            cases += 1
            book.add("request", REQUEST, cases)
        elif step <= 5:
            kind = draw(st.sampled_from(sorted(DRAWN)))
            inside = kind not in ("tally", "settings", "hold")
            book.add(kind, draw(DRAWN[kind]), draw(st.integers(1, cases)) if inside else None)
        elif step <= 8:
            target = draw(st.sampled_from(book.entries))
            if target.kind in CHANGES:
                book.correct(target.no, draw(CHANGES[target.kind]))
        else:
            target = draw(st.sampled_from(book.entries))
            if target.kind != "destroy":
                fields = {"why": "retention", "approved_by": ["supervisor", "auditor"]}
                book.add("destroy", fields, target=target.no)
    return book.entries
