"""Copies, what leaves the book, and what was destroyed and is nowhere any more."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.files.whole import CannotWrite
from safehavens.register.book import Book
from safehavens.register.entries.entry import SAME_CASE
from safehavens.register.keeping.copies import back_up, drop_ended, list_copies, restore
from safehavens.register.keeping.exported_lines import write_lines
from safehavens.register.refusals import GuardsChanged, NoBook, RegisterError
from tests.register.bodies import SETTINGS, act, new_request
from tests.register.conftest import MakeBook

ENDS = date(2027, 1, 31)


@pytest.fixture
def book(tmp_path: Path, corpus: Corpus) -> Iterator[Book]:
    book = Book.create(
        tmp_path / "b.db", "SHR", SETTINGS, by="supervisor-1", lawbook=corpus.lawbook
    )
    book.append([new_request(office="LOS"), act(SAME_CASE)], by="clerk-7")
    yield book
    book.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies"


def test_a_copy_is_a_whole_book(book: Book, folder: Path) -> None:
    head = book.head(by="auditor-1")
    copy = back_up(book, folder, ENDS)
    last = book.last()
    assert copy.name == f"b-{last.no}-{last.hash.hex()[:8]}.db"
    assert [path.name for path in folder.iterdir()] == [copy.name]
    assert (folder / copy.name).stat().st_mode & 0o077 == 0
    opened = Book.open(folder / copy.name, lawbook=book.lawbook)
    assert opened.entries() == book.entries()
    assert opened.verify([head]).is_whole
    opened.close()
    assert list_copies(book) == (copy,)


def test_the_list_says_which_copies_hold_what_was_destroyed(book: Book, folder: Path) -> None:
    first = back_up(book, folder, ENDS)
    request = book.append([new_request(office="SFR")], by="clerk-7")[0]
    second = back_up(book, folder, date(2027, 2, 28))
    book.destroy(request.no, "personal_data", ("supervisor", "auditor"), by="auditor-1")
    assert [one.name for one in list_copies(book, holding=request.no)] == [second.name]
    assert b"SFR" in (folder / second.name).read_bytes()
    assert [one.name for one in drop_ended(book, folder, ENDS)] == [first.name]
    assert [one.name for one in drop_ended(book, folder, date(2027, 3, 1))] == [second.name]
    assert list_copies(book, holding=request.no) == ()
    assert all(one.dropped_at for one in list_copies(book))
    assert list(folder.iterdir()) == []


def test_what_was_destroyed_is_nowhere_in_the_files(book: Book, tmp_path: Path) -> None:
    request = book.append([new_request(office="SPM")], by="clerk-7")[0]
    book.append([new_request()], by="clerk-7")
    held = [path.name for path in tmp_path.iterdir() if b"SPM" in path.read_bytes()]
    assert held
    book.destroy(request.no, "personal_data", ("supervisor", "auditor"), by="auditor-1")
    assert [path.name for path in tmp_path.iterdir() if b"SPM" in path.read_bytes()] == []
    assert book.verify().is_whole


def test_a_copy_is_restored_once_it_fits_the_newest_head(book: Book, folder: Path) -> None:
    first = book.head(by="auditor-1")
    copy = folder / back_up(book, folder, ENDS).name
    target = folder.parent / "again.db"
    restored = restore(copy, target, [first])
    assert (restored.lost, restored.verification.is_whole) == (0, True)
    again = Book.open(target, key_file=book.key_file, lawbook=book.lawbook)
    assert again.append([new_request()], by="clerk-7")[0].no == book.last().no + 1
    again.close()
    with pytest.raises(NoBook, match="is there already"):
        restore(copy, target, [first])


def test_a_copy_that_ends_before_a_head(book: Book, folder: Path) -> None:
    copy = folder / back_up(book, folder, ENDS).name
    ended = book.last().no
    book.append([new_request(), act(SAME_CASE)], by="clerk-7")
    head = book.head(by="auditor-1")
    target = folder.parent / "again.db"
    with pytest.raises(RegisterError, match=f"ends at entry {ended}, and a head shows 2 more"):
        restore(copy, target, [head])
    assert not target.exists()
    assert restore(copy, target, [head], accept_loss=True).lost == 2


def test_a_copy_that_was_changed(book: Book, folder: Path) -> None:
    head = book.head(by="auditor-1")
    copy = folder / back_up(book, folder, ENDS).name
    target = folder.parent / "again.db"
    raw = sqlite3.connect(copy, isolation_level=None)
    guard = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'entry_no_change'").fetchone()
    raw.execute("DROP TRIGGER entry_no_change")
    with pytest.raises(GuardsChanged):
        restore(copy, target, [head])
    raw.execute("UPDATE entry SET body = replace(body, 'LOS', 'SFR') WHERE no = 3")
    raw.execute(guard[0])
    raw.close()
    with pytest.raises(RegisterError, match="something is wrong at entry 3"):
        restore(copy, target, [head])
    assert sorted(path.name for path in folder.parent.iterdir() if "again" in path.name) == []


def test_a_book_of_another_key_is_not_restored(
    book: Book, folder: Path, tmp_path: Path, corpus: Corpus
) -> None:
    other = Book.create(
        tmp_path / "o.db", "SHR", SETTINGS, by="supervisor-1", lawbook=corpus.lawbook
    )
    head = other.head(by="auditor-1")
    other.close()
    copy = folder / back_up(book, folder, ENDS).name
    with pytest.raises(RegisterError, match="not of this book"):
        restore(copy, tmp_path / "again.db", [head])


def test_where_no_copy_can_be_made(book: Book, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="there is no folder"):
        back_up(book, tmp_path / "nowhere", ENDS)
    with pytest.raises(NoBook, match="There is no copy"):
        restore(tmp_path / "none.db", tmp_path / "x.db", [])


def test_a_database_is_copied_by_its_own_tools(make_book: MakeBook, tmp_path: Path) -> None:
    book = make_book()
    if "postgresql" in str(book.address):
        with pytest.raises(RegisterError, match="pg_dump"):
            back_up(book, tmp_path, ENDS)
        assert list_copies(book) == ()


def test_an_export_can_be_verified_without_this_program(book: Book) -> None:
    book.destroy(4, "retention", ("supervisor", "auditor"), by="auditor-1")
    prev = "00" * 32
    lines = list(write_lines(book.entries()))
    for number, text in enumerate(lines, 1):
        line = json.loads(text)
        assert (line["no"], line["prev"]) == (number, prev)
        if line["body"] is None:
            assert (number, line["salt"]) == (4, None)
        else:
            body = json.dumps(line["body"], sort_keys=True, separators=(",", ":")).encode()
            leaf = sha256(b"\x00" + bytes.fromhex(line["salt"]) + body).hexdigest()
            assert leaf == line["leaf"]
        names = ("agency", "no", "at", "by", "kind", "case_no", "target", "leaf", "key")
        fields = json.dumps([line[name] for name in names], separators=(",", ":")).encode()
        begin = b"safehavens-register/1\n" + bytes.fromhex(prev)
        assert sha256(begin + fields).hexdigest() == line["hash"]
        prev = line["hash"]
    assert len(lines) == 5
