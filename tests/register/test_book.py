"""A book in each store: what is written, what is refused, what is given back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from safehavens.register.book import Book
from safehavens.register.entries.case_numbers import is_case_number
from safehavens.register.entries.entry import NEW_CASE, SAME_CASE, NewEntry
from safehavens.register.refusals import RefusedWriting, RegisterError
from tests.register.bodies import act, make_request, new, new_request
from tests.register.conftest import MakeBook


def test_a_new_book_has_its_settings_and_its_key(book: Book) -> None:
    assert [entry.kind for entry in book.entries()] == ["settings", "key"]
    assert book.verify().faults == ()


def test_cases_are_numbered_under_the_lock(book: Book) -> None:
    first = book.append([new_request(), act(SAME_CASE)], by="clerk-7")
    second = book.append([new_request(), new_request()], by="clerk-8")
    numbers = [entry.case_no for entry in (*first, *second)]
    assert numbers[0] == numbers[1]
    assert len(set(numbers)) == 3
    assert all(is_case_number(number or "") for number in numbers)
    assert [str(number).split("-")[2] for number in numbers] == ["00001", "00001", "00002", "00003"]
    assert [entry.no for entry in book.entries(after=2)] == [3, 4, 5, 6]
    assert book.entries(case_no=numbers[0]) == first
    assert book.entries(after=2) == (*first, *second)
    assert book.verify().faults == ()


def test_the_year_of_a_case_is_that_of_the_agency(make_book: MakeBook) -> None:
    made = datetime(2026, 12, 1, tzinfo=UTC)
    midnight = datetime(2027, 1, 1, 8, tzinfo=UTC)  # in Los Angeles
    times = iter([made, midnight - timedelta(minutes=1), midnight])
    book = make_book(clock=lambda: next(times))
    eve, day = (book.append([new_request()], by="clerk-1")[0].case_no or "" for _ in range(2))
    assert eve.split("-")[1:3] == ["2026", "00001"]
    assert day.split("-")[1:3] == ["2027", "00001"]


def test_a_call_is_written_whole_or_not_at_all(book: Book) -> None:
    with pytest.raises(RefusedWriting, match="the book has no such case"):
        book.append([new_request(), act("TAAAA-2026-00099-0")], by="clerk-7")
    assert len(book.entries()) == 2
    assert book.append([new_request()], by="clerk-7")[0].no == 3


def test_the_same_key_is_written_once(book: Book) -> None:
    key = "ab" * 32
    first = book.append([new_request(key), act(SAME_CASE)], by="clerk-7")
    book.append([new_request()], by="clerk-7")
    again = book.append([new_request(key), act(SAME_CASE)], by="clerk-8")
    assert again == first
    assert len(book.entries()) == 5
    with pytest.raises(RefusedWriting, match="for something else"):
        book.append([new_request(key, channel="email")], by="clerk-7")
    with pytest.raises(RefusedWriting, match="for something else"):
        book.append([new_request(key), new_request("cd" * 32)], by="clerk-7")
    assert len(book.entries()) == 5


@pytest.mark.parametrize(
    ("entries", "by", "said"),
    [
        ([], "clerk-7", "nothing to write"),
        ([new_request()], "maria", "role and a number"),
        ([new_request()], "clerk-0", "role and a number"),
        ([new_request()], "auditor-1", "written by a clerk or system or supervisor"),
        ([NewEntry("request", make_request())], "clerk-7", "opens a new case"),
        ([NewEntry("act", make_request(), NEW_CASE)], "clerk-7", "not of the form of a act"),
        ([act(SAME_CASE)], "clerk-7", "no request of this call"),
        ([act(NEW_CASE)], "clerk-7", "belongs to a case"),
        ([new("hold", state="set", why="audit")], "clerk-7", "written by a supervisor"),
        ([new("key", public_key="0" * 64)], "supervisor-1", "by the book itself"),
        ([new("destroy", None, 1, why="retention", approved_by=["clerk", "clerk"])],
         "supervisor-1", "by the book itself"),
        ([new_request("no key")], "clerk-7", "64 hexadecimal digits"),
        ([new_request(form="garcia")], "clerk-7", "form: allowed are"),
    ],
)  # fmt: skip
def test_what_is_refused(book: Book, entries: list[NewEntry], by: str, said: str) -> None:
    with pytest.raises(RegisterError, match=said):
        book.append(entries, by=by)
    assert len(book.entries()) == 2


def test_corrections(book: Book) -> None:
    entry = book.append([new_request()], by="clerk-7")[0]
    office = new("correction", None, entry.no, changes={"office": "LOS"}, why="typing")
    corrected = book.append([office], by="clerk-7")[0]
    assert (corrected.case_no, corrected.target) == (entry.case_no, entry.no)
    for changes, by in (
        ({"office": "SFR"}, "clerk-8"),
        ({"warrant": "judicial"}, "clerk-7"),
    ):
        with pytest.raises(RefusedWriting, match="A supervisor makes this correction"):
            book.append([new("correction", None, entry.no, changes=changes, why="typing")], by=by)
    warrant = new("correction", None, entry.no, changes={"warrant": "judicial"}, why="misread_form")
    book.append([warrant], by="supervisor-1")
    for changes, said in (
        ({"warrant": "maybe"}, "warrant: allowed are"),
        ({"name": "x"}, "no such field"),
        ({"asks": ["praise"]}, "asks, number 1"),
        ({"asks": None}, "asks: missing"),
    ):
        wrong = new("correction", None, entry.no, changes=changes, why="typing")
        with pytest.raises(RegisterError, match=said):
            book.append([wrong], by="supervisor-1")
    with pytest.raises(RegisterError, match="kind key is not corrected"):
        book.append(
            [new("correction", None, 2, changes={"public_key": "0" * 64}, why="typing")],
            by="supervisor-1",
        )
    with pytest.raises(RegisterError, match="no such entry"):
        book.append(
            [new("correction", None, 99, changes={"n": 1}, why="typing")], by="supervisor-1"
        )


def test_a_clerk_corrects_for_15_minutes(make_book: MakeBook) -> None:
    times = [datetime(2026, 11, 29, 12, tzinfo=UTC)]
    book = make_book(clock=lambda: times[0])
    entry = book.append([new_request()], by="clerk-7")[0]
    office = new("correction", None, entry.no, changes={"office": "LOS"}, why="typing")
    times[0] += timedelta(minutes=15, seconds=1)
    with pytest.raises(RefusedWriting, match="for 15 minutes"):
        book.append([office], by="clerk-7")
    assert book.append([office], by="supervisor-2")[0].no == 4


def test_destroyed_bodies_leave_the_chain_whole(book: Book) -> None:
    before, entry = book.append([new_request(), act(SAME_CASE)], by="clerk-7")
    head = book.head(by="auditor-1")
    approved = ("supervisor", "auditor")
    with pytest.raises(RefusedWriting, match="a supervisor and an auditor"):
        book.destroy(entry.no, "personal_data", ("supervisor", "supervisor"), by="auditor-1")
    book.append([new("hold", state="set", why="litigation")], by="supervisor-1")
    with pytest.raises(RefusedWriting, match="A hold is set"):
        book.destroy(entry.no, "personal_data", approved, by="auditor-1")
    book.append([new("hold", state="lifted", why="litigation")], by="supervisor-1")
    gone = book.destroy(entry.no, "personal_data", approved, by="auditor-1")
    assert (gone.target, gone.case_no) == (entry.no, before.case_no)
    left = book.entries()[entry.no - 1]
    assert (left.body, left.text, left.salt) == (None, None, None)
    assert (left.hash, left.leaf, left.at) == (entry.hash, entry.leaf, entry.at)
    assert book.verify([head]).faults == ()
    for no in (2, entry.no, gone.no):
        with pytest.raises(RefusedWriting, match="stay as they are"):
            book.destroy(no, "retention", approved, by="supervisor-1")


def test_a_repeated_call_whose_body_was_destroyed(book: Book) -> None:
    key = "ab" * 32
    first = book.append([new_request(key)], by="clerk-7")
    book.destroy(first[0].no, "personal_data", ("supervisor", "auditor"), by="auditor-1")
    again = book.append([new_request(key)], by="clerk-7")
    assert (again[0].no, again[0].body) == (first[0].no, None)


def test_heads_and_new_keys(book: Book) -> None:
    first = book.head(by="clerk-7")
    assert book.head(by="clerk-7") == first
    book.append([new_request()], by="clerk-7")
    with pytest.raises(RefusedWriting, match="written by a supervisor"):
        book.rotate_key(by="clerk-7")
    public = book.rotate_key(by="supervisor-1")
    second = book.head(by="auditor-1")
    assert second.is_signed_by(public)
    assert not first.is_signed_by(public)
    found = book.verify([first, second])
    assert (found.faults, found.remarks, found.heads_in_book) == ((), (), 2)
    book.rotate_key(by="supervisor-1", lost=True)
    assert [one.remark for one in book.verify().remarks] == ["key_without_signature"]


def test_a_change_of_keys_that_broke_off(book: Book) -> None:
    book.rotate_key(by="supervisor-1")
    newer = book.key_file.read_bytes()
    beside = book.key_file.with_name(f"{book.key_file.name}.new")
    old = book.read_keys()
    book.rotate_key(by="supervisor-1")
    book.key_file.replace(beside)  # the book had noted the new key; the file was not yet renamed
    book.key_file.write_bytes(newer)
    book.key_file.chmod(0o600)
    assert book.read_keys().signing.public_key != old.signing.public_key
    assert not beside.exists()
    beside.write_bytes(newer)
    beside.chmod(0o600)  # one that the book never noted
    book.head(by="auditor-1")


def test_a_book_is_opened_again(book: Book) -> None:
    entry = book.append([new_request()], by="clerk-7")[0]
    again = Book.open(book.address, key_file=book.key_file, lawbook=book.lawbook)
    assert again.agency == book.agency
    assert again.entries(after=2) == (entry,)
    assert again.append([act(entry.case_no or "")], by="clerk-8")[0].no == 4
    assert again.head(by="clerk-8").head.up_to == 4
    again.close()


def test_a_decision_is_judged_by_the_answer(book: Book) -> None:
    answer = new(
        "answer", SAME_CASE, action="hold", who="jail",
        place="ocd-division/country:us/state:ca/county:los_angeles", law_day="2026-11-29",
        facts={}, verdict="prohibited", possible=["prohibited"], basis="rule",
        deciding=["us/ca/values-act#hold"], duties=[], presumed=[], settled_outside=False,
        confidence="high", corpus="0" * 64, version="0.1",
    )  # fmt: skip
    case_no = book.append([new_request(), answer], by="clerk-7")[0].case_no
    comply = {"action": "hold", "decided": "comply", "ground": "policy", "contrary": False}
    with pytest.raises(RefusedWriting, match="needs a supervisor"):
        book.append([new("decision", case_no, **comply)], by="clerk-7")
    approved = new("decision", case_no, **comply, approved_by="supervisor")
    written = book.append([approved], by="clerk-7")[0]
    assert getattr(written.body, "contrary", None) is True
    decline = new("decision", case_no, **{**comply, "decided": "decline", "contrary": True})
    assert getattr(book.append([decline], by="clerk-7")[0].body, "contrary", None) is False
