"""SQLite's own guards, asked by hand: what goes round a trigger elsewhere does not here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from safehavens import Corpus
from safehavens.register.book import Book
from safehavens.register.entries.entry import SAME_CASE, Entry
from safehavens.register.refusals import BookBusy, GuardsChanged, NoBook, RefusedWriting
from safehavens.register.store import sqlite_store
from safehavens.register.store.entry_table import put_entry
from safehavens.register.store.side_tables import SIDE
from tests.register.bodies import SETTINGS, act, make_request, new, new_request
from tests.register.forging import COLUMNS, rewrite, row_of, tie

NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
MARKS = ", ".join(f":{name}" for name in COLUMNS)


@pytest.fixture
def book(tmp_path: Path, corpus: Corpus) -> Iterator[Book]:
    book = Book.create(
        tmp_path / "b.db", "SHR", SETTINGS, by="supervisor-1", lawbook=corpus.lawbook
    )
    book.append([new_request("ab" * 32), act(SAME_CASE)], by="clerk-7")
    yield book
    book.close()


@pytest.fixture(params=["recursive_triggers = ON", "recursive_triggers = OFF"])
def raw(request: pytest.FixtureRequest, book: Book) -> Iterator[sqlite3.Connection]:
    """A connection of another program, with either setting of the pragma that decides elsewhere."""
    connection = sqlite3.connect(str(book.address), isolation_level=None)
    connection.execute(f"PRAGMA {request.param}")
    yield connection
    connection.close()


def insert(raw: sqlite3.Connection, entry: Entry, how: str = "INSERT", end: str = "") -> None:
    raw.execute(f"{how} INTO entry ({NAMES}) VALUES ({MARKS}) {end}", row_of(entry))


def forge(book: Book, no: int) -> Entry:
    """Entry `no` with another body, tied to the one before it."""
    entries = book.entries()
    changed = rewrite(entries[no - 1], make_request(warrant="judicial"))
    return tie(changed, entries[no - 2])


@pytest.mark.parametrize("how", ["INSERT OR REPLACE", "REPLACE", "INSERT", "INSERT OR IGNORE"])
def test_no_entry_is_replaced(book: Book, raw: sqlite3.Connection, how: str) -> None:
    before = book.entries()
    with pytest.raises(sqlite3.IntegrityError, match="not the next entry"):
        insert(raw, forge(book, 3), how)
    assert book.entries() == before


@pytest.mark.parametrize("end", [
    'ON CONFLICT ("agency", "no") DO UPDATE SET "body" = excluded."body"',
    'ON CONFLICT ("agency", "no") DO NOTHING',
])  # fmt: skip
def test_no_upsert(book: Book, raw: sqlite3.Connection, end: str) -> None:
    before = book.entries()
    with pytest.raises(sqlite3.IntegrityError, match="not the next entry"):
        insert(raw, forge(book, 3), end=end)
    assert book.entries() == before


@pytest.mark.parametrize("how", ["INSERT OR REPLACE", "INSERT"])
@pytest.mark.parametrize("shared", ["key", "case_no"])
def test_the_next_entry_replaces_none_by_what_it_shares(
    book: Book, raw: sqlite3.Connection, how: str, shared: str
) -> None:
    """REPLACE deletes the row that has the same key, and asks no delete trigger."""
    before = book.entries()
    request = before[2]
    other = {"key": None, "case_no": "SHR-2026-00099-0"}
    other.pop(shared)
    with pytest.raises(sqlite3.IntegrityError, match="written before"):
        insert(raw, tie(replace(request, **other), before[-1]), how)
    assert book.entries() == before


def test_no_gap_and_no_fork(book: Book, raw: sqlite3.Connection) -> None:
    entries = book.entries()
    last = entries[-1]
    gap = replace(tie(replace(entries[3], key=None), last), no=last.no + 2)
    fork = tie(replace(entries[3], key=None), entries[-2])
    for wrong in (gap, fork, replace(fork, no=last.no + 1)):
        with pytest.raises(sqlite3.IntegrityError, match="not the next entry"):
            insert(raw, wrong)
    other = tie(replace(entries[3], agency="OTH"), None)
    with pytest.raises(sqlite3.IntegrityError, match="not the next entry"):
        insert(raw, other)
    assert book.entries() == entries


@pytest.mark.parametrize("statement", [
    "UPDATE entry SET body = '{}' WHERE no = 3",
    "UPDATE entry SET body = NULL, salt = NULL WHERE no = 3",
    "UPDATE OR REPLACE entry SET no = 3 WHERE no = 4",
    "UPDATE entry SET no = 9 WHERE no = 4",
    "UPDATE entry SET \"by\" = 'clerk-8'",
    "UPDATE entry SET key = NULL",
    "DELETE FROM entry WHERE no = 4",
    "DELETE FROM entry",
])  # fmt: skip
def test_nothing_is_changed(book: Book, raw: sqlite3.Connection, statement: str) -> None:
    before = book.entries()
    with pytest.raises(sqlite3.IntegrityError, match="register: entries are not"):
        raw.execute(statement)
    assert book.entries() == before


def test_there_are_no_row_ids_to_replace(book: Book, raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        raw.execute("SELECT rowid FROM entry")


def test_a_destroy_entry_lets_a_body_go_but_not_under_a_hold(
    book: Book, raw: sqlite3.Connection
) -> None:
    book.destroy(4, "personal_data", ("supervisor", "auditor"), by="auditor-1")
    assert b"served_copy" not in Path(str(book.address)).read_bytes()
    with pytest.raises(sqlite3.IntegrityError, match="not changed"):
        raw.execute("UPDATE entry SET body = '{}', salt = zeroblob(16) WHERE no = 4")
    book.append([new("hold", state="set", why="litigation")], by="supervisor-1")
    destroy = replace(book.entries()[4], target=3)
    insert(raw, tie(destroy, book.last()))
    with pytest.raises(sqlite3.IntegrityError, match="a hold is set"):
        raw.execute("UPDATE entry SET body = NULL, salt = NULL WHERE no = 3")
    book.append([new("hold", state="lifted", why="audit")], by="supervisor-1")
    with pytest.raises(sqlite3.IntegrityError, match="a hold is set"):
        raw.execute("UPDATE entry SET body = NULL, salt = NULL WHERE no = 3")
    assert [fault.fault for fault in book.verify().faults] == ["not_blanked"]
    book.append([new("hold", state="lifted", why="litigation")], by="supervisor-1")
    raw.execute("UPDATE entry SET body = NULL, salt = NULL WHERE no = 3")
    assert book.verify().is_whole


@pytest.mark.parametrize("statement", [
    "DROP TRIGGER entry_next_only",
    "DROP TRIGGER entry_no_change",
    "DROP INDEX entry_request",
    "CREATE TRIGGER mine AFTER INSERT ON entry BEGIN SELECT 1; END",
    "ALTER TABLE entry ADD COLUMN name TEXT",
])  # fmt: skip
def test_changed_guards_stop_all_writing(
    book: Book, raw: sqlite3.Connection, statement: str
) -> None:
    raw.execute(statement)
    for one in (book, Book.open(book.address, lawbook=book.lawbook)):
        with pytest.raises(GuardsChanged, match="nothing is written any more"):
            one.append([new_request()], by="clerk-7")
        with pytest.raises(GuardsChanged):
            one.head(by="clerk-7")
        assert len(one.entries()) == 4  # it can still be read
        one.close()


def test_a_trigger_made_anew_with_another_text(book: Book, raw: sqlite3.Connection) -> None:
    raw.execute("DROP TRIGGER entry_no_delete")
    raw.execute("CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT 1; END")
    with pytest.raises(GuardsChanged):
        book.append([new_request()], by="clerk-7")


@pytest.mark.filterwarnings("ignore:Unnamed CHECK")
def test_batch_mode_of_alembic_drops_triggers_and_is_found(book: Book) -> None:
    """Alembic copies the table to change a column, and says nothing of its triggers."""
    engine = sa.create_engine(f"sqlite:///{book.address}")
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("entry", recreate="always") as batch:
            batch.alter_column("case_no", new_column_name="case")
        left = connection.exec_driver_sql(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry'"
        ).scalar()
    engine.dispose()
    assert left == 0
    with pytest.raises(GuardsChanged):
        book.append([new_request()], by="clerk-7")


def test_the_side_tables_are_migrated_and_the_entries_are_not(book: Book) -> None:
    assert "entry" not in SIDE.tables
    inspector = sa.inspect(book.store.engine)
    made = {column["name"] for column in inspector.get_columns("backup_copy")}
    assert made == set(SIDE.tables["backup_copy"].columns.keys())


def test_a_file_that_is_not_a_book(tmp_path: Path, corpus: Corpus) -> None:
    with pytest.raises(NoBook, match="register init"):
        Book.open(tmp_path / "none.db")
    other = tmp_path / "other.db"
    other.write_text("not a database, but long enough to be read as one" * 30)
    with pytest.raises(NoBook, match="not a register"):
        Book.open(other)
    empty = tmp_path / "empty.db"
    sqlite3.connect(empty).execute("CREATE TABLE entry (agency)").connection.close()
    with pytest.raises(NoBook, match="is not a register"):
        Book.open(empty)
    with pytest.raises(NoBook, match="is there already"):
        Book.create(other, "SHR", SETTINGS, by="supervisor-1", lawbook=corpus.lawbook)
    assert not Path(f"{other}.key").exists()
    with pytest.raises(NoBook, match="two to six capital letters"):
        Book.create(tmp_path / "x.db", "shr", SETTINGS, by="supervisor-1", lawbook=corpus.lawbook)
    assert not (tmp_path / "x.db").exists()


def test_files_are_the_owners_alone(book: Book) -> None:
    assert Path(str(book.address)).stat().st_mode & 0o077 == 0
    assert book.key_file.stat().st_mode & 0o077 == 0
    book.key_file.chmod(0o644)
    with pytest.raises(NoBook, match="chmod 600"):
        book.head(by="clerk-7")


def test_who_waits_too_long_is_told_and_the_book_goes_on(
    book: Book, raw: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_store, "WAIT_SECONDS", 0.05)
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(BookBusy, match="try again"):
        book.append([new_request()], by="clerk-7")
    assert len(book.entries()) == 4  # reading waits for nobody
    raw.execute("ROLLBACK")
    assert book.append([new_request()], by="clerk-7")[0].no == 5


def put_alone(book: Book, entry: Entry) -> None:
    with book.store.writing() as connection:
        put_entry(connection, entry)


def test_no_error_tells_a_value(book: Book) -> None:
    entry = replace(book.entries()[2], text='{"garcia":1}')
    with pytest.raises(RefusedWriting) as refused:
        put_alone(book, entry)
    assert "garcia" not in repr(refused.value)
    assert refused.value.__suppress_context__
