"""The commands of the register, from a new book to a restored copy, as a clerk types them."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import safehavens.register.book
from safehavens import Corpus
from safehavens.cli import main, options
from safehavens.cli.asking import register_corrections

INIT = (
    "init", "r.db", "--agency", "SHR", "--place", "Los Angeles County, CA", "--who", "jail",
    "--zone", "America/Los_Angeles", "--by", "supervisor-1",
)  # fmt: skip
REQUEST = ("add", "request", "--form", "I-247A", "--received", "2026-11-25T03:12")


@dataclass
class Said:
    status: int
    out: str
    err: str

    def data(self) -> Any:
        return json.loads(self.out)


Type = Callable[..., Said]


@pytest.fixture
def typed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    corpus: Corpus,
) -> Type:
    """Runs a command of the register in a folder of its own, by a corpus that is loaded once."""
    monkeypatch.setattr(options, "load_corpus", lambda law, alone: corpus)
    monkeypatch.setattr(safehavens.register.book, "load_lawbook", lambda: corpus.lawbook)
    monkeypatch.setattr(register_corrections, "load_engine", lambda: corpus.engine)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAFEHAVENS_REGISTER", "r.db")
    monkeypatch.setenv("SAFEHAVENS_REGISTER_BY", "clerk-7")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("SAFEHAVENS_REGISTER_KEY", raising=False)

    def run(*words: object, stdin: str = "") -> Said:
        monkeypatch.setattr(sys, "argv", ["safehavens", "register", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        written = capsys.readouterr()
        return Said(int(left.value.code or 0), written.out, written.err)

    return run


@pytest.fixture
def case(typed: Type) -> str:
    """A book with a request in it; its case number."""
    assert typed(*INIT).status == 0
    return str(typed(*REQUEST, "--from", "ice_ero", "--json").data()["case"])


def test_a_new_book(typed: Type, tmp_path: Path) -> None:
    said = typed(*INIT)
    assert said.status == 0
    assert "SHR: r.db, Los Angeles County, California" in said.out
    assert "r.db.key" in said.out
    again = typed(*INIT)
    assert (again.status, again.out) == (2, "")
    assert "r.db.key is there already" in again.err
    assert sorted(os.listdir(tmp_path)) == ["r.db", "r.db.key"]


def test_a_request_is_written_with_its_answers(typed: Type, case: str) -> None:
    written = typed("show", case, "--json").data()
    kinds = [(one["kind"], one["body"].get("action")) for one in written["entries"]]
    assert kinds == [("request", None), ("answer", "hold"), ("answer", "notify_release")]
    assert len({one["at"] for one in written["entries"]}) == 1  # in one transaction
    assert written["entries"][0]["body"]["received_at"] == "2026-11-25T03:12:00-08:00"
    said = typed(*REQUEST, "--asks", "hold", "warrant=judicial")
    assert said.status == 0
    assert "SHR-2026-00002-" in said.out
    assert "hold: keep a person" in said.out


def test_private_facts_are_used_and_not_kept(typed: Type, case: str, tmp_path: Path) -> None:
    facts = "prior_removal: yes\nlawful_presence: no\n"
    said = typed(*REQUEST, "--facts", "-", "--json", stdin=facts).data()
    answers = [one["body"] for one in said["entries"][1:]]
    assert [one["settled_outside"] for one in answers] == [True, True]
    plain = typed("show", case, "--json").data()["entries"][1:]
    for with_facts, without in zip(answers, plain, strict=True):
        kept = {**with_facts, "settled_outside": False}
        assert kept == without["body"]
    for path in tmp_path.iterdir():
        assert b"prior_removal" not in path.read_bytes()
        assert b"lawful_presence" not in path.read_bytes()
    shown = typed(*REQUEST, "--facts", "-", stdin=facts)
    assert "The book keeps none of them." in shown.out


def test_one_fax_is_written_once(typed: Type, case: str) -> None:
    first = typed(*REQUEST, "--key", "fax-118", "--json").data()
    again = typed(*REQUEST, "--key", "fax-118", "--json").data()
    assert first == again
    assert len(typed("list", "--json").data()) == 2
    other = typed(*REQUEST, "--key", "fax-118", "--channel", "email")
    assert (other.status, other.out) == (2, "")
    assert "this key was used before" in other.err


def test_a_case_from_beginning_to_end(typed: Type, case: str) -> None:
    for words in (
        ("decision", case, "hold", "decline", "--ground", "us/ca/values-act#hold"),
        ("decision", case, "notify_release", "decline", "--ground", "law"),
        ("act", case, "served_copy", "--at", "2026-11-25T09:00", "how=in_person", "language=es"),
    ):
        said = typed("add", *words)
        assert (said.status, said.err) == (0, "")
        assert f"of case {case}" in said.out
    act = typed("show", case, "--json").data()["entries"][-1]["no"]
    for norm in typed("show", case, "--json").data()["open_duties"]:
        state = (
            ("done", f"act={act}") if "copy" in norm else ("not_applicable", "why=no_such_event")
        )
        assert typed("add", "duty", case, norm, *state).status == 0
    assert typed("show", case, "--json").data()["state"] == "closed"
    assert typed("list", "--open", "--json").data() == []
    shown = typed("show", case).out
    for words in ("closed", "request", "served_copy", "language: es", "decided: decline"):
        assert words in shown
    assert case in typed("list").out


def test_a_withdrawal(typed: Type, case: str) -> None:
    assert typed("add", "withdrawal", case, "dhs", "--at", "2026-11-26T10:00").status == 0
    assert typed("list", "--json").data()[0]["state"] == "acted"  # a duty is open


def test_what_the_agency_writes(typed: Type, case: str) -> None:
    boss = ("--by", "supervisor-1")
    for words in (
        ("settings", "free_text=no", "retain_years=7", "--holiday", "2026-12-24"),
        ("hold", "set", "litigation"),
        ("nil", "us/il/reports/trust-act-detainers", "2026", "--certify"),
        ("tally", "us/ga/reports/jail-quarterly", "2026-Q4", "inmates_booked", "1204",
         "--drawn-from", "jail_system"),
    ):  # fmt: skip
        assert typed("add", *words, *boss).status == 0
        refused = typed("add", *words)
        assert (refused.status, refused.out) == (2, "")
        assert "written by a supervisor" in refused.err
    refused = typed(
        "destroy", 3, "--why", "retention", "--approved-by", "supervisor,auditor", *boss
    )
    assert (refused.status, "A hold is set" in refused.err) == (2, True)
    without = typed("add", "nil", "us/il/reports/trust-act-detainers", "2026", *boss)
    assert (without.status, "add --certify" in without.err) == (2, True)


def test_a_correction_and_the_answer_beside_the_first(typed: Type, case: str) -> None:
    office = typed("correct", 3, "office=LOS", "--why", "typing")
    assert (office.status, office.err) == (0, "")
    refused = typed("correct", 3, "warrant=judicial", "--why", "misread_form")
    assert (refused.status, "A supervisor makes this correction" in refused.err) == (2, True)
    said = typed("correct", 3, "warrant=judicial", "--why", "misread_form", "--by", "supervisor-1")
    assert "The law's answer on hold is now: " in said.out
    shown = typed("show", case).out
    assert "warrant: added later, judicial" in shown
    assert shown.count("action: hold") == 2
    assert typed("correct", 99, "office=LOS", "--why", "typing").status == 2


def test_heads_copies_and_what_they_find(typed: Type, case: str, tmp_path: Path) -> None:
    note = typed("head", "-o", "first.head")
    assert (note.status, note.out) == (0, "")
    assert typed("head").out == (tmp_path / "first.head").read_text("utf-8")
    os.mkdir("copies")
    assert (
        "to be gone on January 31, 2027"
        in typed("backup", "copies", "--keep-until", "2027-01-31").out
    )
    typed(*REQUEST)
    typed("head", "-o", "second.head")
    whole = typed("verify", "--head", "first.head", "--head", "second.head", "--again")
    assert (whole.status, "The book is whole" in whole.out) == (0, True)
    assert "2 heads that were kept elsewhere were compared" in whole.out
    assert "asked again: 4" in whole.out
    copy = next((tmp_path / "copies").iterdir())
    lost = typed("restore", copy, "again.db", "--head", "second.head")
    assert (lost.status, "a head shows 3 more" in lost.err) == (2, True)
    said = typed("restore", copy, "again.db", "--head", "second.head", "--accept-loss")
    assert (said.status, "3 more: they are lost" in said.out) == (0, True)
    cut = typed("verify", "--book", "again.db", "--head", "second.head")
    assert (cut.status, "The book is not whole" in cut.out) == (1, True)
    assert "the head shows this entry, and the book ends before it" in cut.out
    found = typed("verify", "--book", "again.db", "--head", "second.head", "--json")
    assert found.data()["faults"] == [{"entry": 9, "fault": "cut_off"}]
    without = typed("verify")
    assert "No head that was kept elsewhere was compared" in without.out
    assert typed("restore", copy, "x.db").status == 2
    assert len(typed("backup", "--json").data()) == 1
    assert typed("backup", "copies", "--drop-ended").out == "There are none.\n"


def test_destroying_names_the_copies(typed: Type, case: str) -> None:
    os.mkdir("copies")
    typed("backup", "copies", "--keep-until", "2027-01-31")
    words = ("--why", "personal_data", "--approved-by", "supervisor,auditor", "--by", "auditor-2")
    said = typed("destroy", 3, *words)
    assert "The body of entry 3 is destroyed; entry 6 says so." in said.out
    assert "r-5-" in said.out
    assert "Its body was destroyed." in typed("show", "3").out
    assert typed("verify").status == 0
    assert "destroyed" in typed("list").out
    one = typed("destroy", 4, "--why", "retention", "--approved-by", "auditor,auditor",
                "--by", "auditor-2")  # fmt: skip
    assert (one.status, "a supervisor and an auditor" in one.err) == (2, True)


def test_keys(typed: Type, case: str) -> None:
    before = typed("key").out
    after = typed("key", "--new", "--by", "supervisor-1").out
    assert after.startswith(before.rstrip())
    assert len(typed("key", "--json").data()) == 2
    assert typed("head").status == 0
    assert typed("key", "--lost").status == 2
    os.remove("r.db.key")
    gone = typed("head")
    assert (gone.status, gone.out) == (2, "")


def test_an_export(typed: Type, case: str) -> None:
    typed("export", "-o", "r.jsonl")
    lines = Path("r.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["no"] for line in lines] == [1, 2, 3, 4, 5]
    assert typed("export").out.splitlines() == lines


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "request", "--form", "Garcia"), "form: allowed are i_247a"),
        ((*REQUEST, "name=Garcia"), "name: an entry of kind request has no such field"),
        ((*REQUEST, "Garcia"), "Word 1 of the fields is not of the form FIELD=VALUE"),
        ((*REQUEST, "office=LOS", "office=LOS"), "office: given twice"),
        ((*REQUEST, "office=Garcia"), "office: allowed are"),
        ((*REQUEST, "--asks", "garcia"), "asks, number 1: not an action of the vocabulary"),
        ((*REQUEST, "--from", "garcia"), "sender: allowed are"),
        ((*REQUEST, "--who", "school"), "--who: the book is kept for jail"),
        ((*REQUEST[:4], "--received", "garcia"), "received: write a time such as"),
        ((*REQUEST[:4], "--received", "2026-02-30T10:00"), "received: there is no such day"),
        ((*REQUEST[:4], "--received", "2026-11-01T01:30"), "happens twice or never"),
        ((*REQUEST[:4], "--received", "2026-03-08T02:30"), "happens twice or never"),
        ((*REQUEST, "--by", "Garcia"), "a role and a number"),
        ((*REQUEST, "--facts", "-"), "must be a mapping"),
        (("add", "act", "SHR-2026-00009-0", "served_copy"), "the book has no such case"),
        (("add", "act", "Garcia", "served_copy"), "the book has no such case"),
        (("add", "act", "SHR-2026-00001-7", "Garcia"), "act: allowed are"),
        (("add", "act", "SHR-2026-00001-7", "released", "reason=Garcia"),
         "reason: write reason=- and give the text on standard input"),
        (("show", "SHR-2026-00009-0"), "The book has no such case"),
        (("show", "99"), "The book has no such entry"),
        (("list", "--book", "none.db"), "There is no register none.db"),
        (("backup", "nowhere", "--keep-until", "2027-01-31"), "there is no folder"),
        (("backup", "nowhere"), "say --keep-until with a date"),
        (("verify", "--head", "r.db.key"), "This is not a head of a register"),
        (("verify", "--head", "none"), "none cannot be read"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence_without_a_value(
    typed: Type, case: str, words: tuple[str, ...], said: str
) -> None:
    before = typed("export").out
    refused = typed(*words)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.count("\n") == 1
    assert said in refused.err
    assert "garcia" not in refused.err.casefold().removeprefix("safehavens: garcia: ")
    assert typed("export").out == before


def test_a_reason_comes_from_standard_input(typed: Type, case: str) -> None:
    words = ("add", "act", case, "released", "--at", "2026-11-25T10:00", "reason=-")
    refused = typed(*words, stdin="No bed was free.\n")
    assert (refused.status, "keeps no free text" in refused.err) == (2, True)
    typed("add", "settings", "free_text=yes", "--by", "supervisor-1")
    name = typed(*words, stdin="Maria Garcia was released.\n")
    assert (name.status, "garcia" in name.err.casefold()) == (2, False)
    assert typed(*words, stdin="The judge ordered release.\n").status == 0


def test_a_scan(typed: Type, case: str) -> None:
    said = typed("scan")
    assert (said.status, "Nothing looks personal: 5 entries" in said.out) == (0, True)
    typed("add", "settings", "free_text=yes", "--by", "supervisor-1")
    words = ("add", "act", case, "released", "--at", "2026-11-25T10:00", "reason=-")
    typed(*words, stdin="The judge ordered release.\n")
    raw = sqlite3.connect("r.db", isolation_level=None)
    guard = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'entry_no_change'").fetchone()
    raw.execute("DROP TRIGGER entry_no_change")
    raw.execute("UPDATE entry SET body = replace(body, 'The judge', 'Maria Garcia') WHERE no = 7")
    raw.execute(guard[0])
    raw.close()
    found = typed("scan")
    assert (found.status, "Something looks personal" in found.out) == (1, True)
    assert "7 reason" in found.out
    assert "garcia" not in found.out.casefold()
    assert {hit["no"] for hit in typed("scan", "--json").data()} == {7}


def test_without_a_book_or_a_writer(typed: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(*INIT)
    monkeypatch.delenv("SAFEHAVENS_REGISTER_BY")
    assert "Say who writes: --by" in typed(*REQUEST).err
    monkeypatch.delenv("SAFEHAVENS_REGISTER")
    assert "Name the book: --book" in typed("list").err


def test_a_book_for_two_kinds_of_agency(typed: Type) -> None:
    typed(*INIT, "--who", "sheriff")
    refused = typed(*REQUEST)
    assert (refused.status, "--who with one of jail, sheriff" in refused.err) == (2, True)
    said = typed(*REQUEST, "--who", "sheriff", "--json").data()
    assert {one["body"]["who"] for one in said["entries"][1:]} == {"sheriff"}
