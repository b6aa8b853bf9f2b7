"""PostgreSQL's own guards, asked by hand, as the clerk's role, the auditor's and the superuser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from safehavens import Corpus
from safehavens.register.book import Book
from safehavens.register.entries.entry import SAME_CASE, Entry
from safehavens.register.refusals import GuardsChanged, NoBook
from safehavens.register.store.postgres_guards import AUDITOR, CLERK
from tests.register.bodies import SETTINGS, act, make_request, new, new_request
from tests.register.forging import COLUMNS, rewrite, row_of, tie

Raw = psycopg.Connection[Any]
TABLE = sql.SQL("safehavens_register.entry")


@pytest.fixture(scope="module")
def books(
    database: str, corpus: Corpus, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Book, Book]]:
    """Two agencies' books in one database."""
    folder = tmp_path_factory.mktemp("keys")
    made = tuple(
        Book.create(
            database, agency, SETTINGS, by="supervisor-1", key_file=folder / agency,
            lawbook=corpus.lawbook,
        )
        for agency in ("GUA", "GUB")
    )  # fmt: skip
    for book in made:
        book.append([new_request("ab" * 32), act(SAME_CASE)], by="clerk-7")
    yield made[0], made[1]
    for book in made:
        book.close()


@pytest.fixture
def raw(database: str) -> Iterator[Raw]:
    """The superuser's connection; what a test does there is taken back."""
    with psycopg.connect(database) as connection:
        yield connection
        connection.rollback()


def become(raw: Raw, role: str, agency: str | None = "GUA") -> None:
    raw.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
    if agency is not None:
        raw.execute(sql.SQL("SET LOCAL register.agency = {}").format(agency))


def insert(raw: Raw, entry: Entry, end: str = "") -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    marks = sql.SQL(", ").join(map(sql.Placeholder, COLUMNS))
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) ").format(TABLE, names, marks)
    raw.execute(statement + sql.SQL(end), row_of(entry))  # type: ignore[arg-type]


def count(raw: Raw) -> int:
    row = raw.execute(sql.SQL("SELECT count(*) FROM {}").format(TABLE)).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("role", [CLERK, AUDITOR, None])
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("fork", "not the next entry"),
        ("gap", "not the next entry"),
        ("prev", "not the next entry"),
        ("hash", "the hash is not of this entry"),
        ("body", "the leaf is not of this body"),
        ("by", "the hash is not of this entry"),
        ("name", "no form of the register"),
        ("no body", "comes with its body"),
    ],
)
def test_the_server_itself_refuses(
    books: tuple[Book, Book], raw: Raw, role: str | None, wrong: str, said: str
) -> None:
    entries = books[0].entries()
    request = replace(entries[2], key=None, case_no="GUA-2026-00099-0")
    good = tie(request, entries[-1])
    entry = {
        "fork": lambda: tie(request, entries[-2]),
        "gap": lambda: replace(good, no=good.no + 1),
        "prev": lambda: replace(good, prev=bytes(32)),
        "hash": lambda: replace(good, hash=bytes(32)),
        "body": lambda: replace(good, text="{}"),
        "by": lambda: replace(good, by="clerk-8"),
        "name": lambda: replace(good, by="maria lopez"),
        "no body": lambda: replace(good, text=None, salt=None),
    }[wrong]()
    if role is not None:
        become(raw, role)
    with pytest.raises(psycopg.errors.RaiseException, match=said) as refused:
        insert(raw, entry)
    assert "maria" not in str(refused.value.diag.message_primary)


def test_what_the_book_ties_the_server_takes(books: tuple[Book, Book], raw: Raw) -> None:
    entries = books[0].entries()
    become(raw, CLERK)
    insert(raw, tie(replace(entries[2], key=None, case_no="GUA-2026-00099-0"), entries[-1]))
    assert count(raw) == len(entries) + 1


def test_another_agencys_book_is_neither_seen_nor_written(
    books: tuple[Book, Book], raw: Raw
) -> None:
    other = books[1].entries()
    become(raw, CLERK, "GUA")
    assert count(raw) == len(books[0].entries())
    entry = tie(replace(other[2], key=None, case_no="GUB-2026-00099-0"), other[-1])
    with pytest.raises(psycopg.Error, match=r"row-level security|not the next entry"):
        insert(raw, entry)


def test_without_an_agency_nothing_is_seen(books: tuple[Book, Book], raw: Raw) -> None:
    become(raw, CLERK, None)
    assert count(raw) == 0


@pytest.mark.parametrize("role", [CLERK, AUDITOR])
@pytest.mark.parametrize("statement", [
    "DELETE FROM {}",
    "TRUNCATE {}",
    'UPDATE {} SET "by" = \'clerk-8\'',
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "DROP TRIGGER entry_next_only ON {}",
    "DROP TABLE {}",
    "ALTER TABLE {} NO FORCE ROW LEVEL SECURITY",
    "SET session_replication_role = replica",
])  # fmt: skip
def test_what_the_roles_may_not(
    books: tuple[Book, Book], raw: Raw, role: str, statement: str
) -> None:
    become(raw, role)
    with pytest.raises(psycopg.Error, match=r"permission denied|must be owner"):
        raw.execute(sql.SQL(statement).format(TABLE))  # type: ignore[arg-type]


def test_the_clerk_may_not_blank_and_the_auditor_not_without_a_destroy_entry(
    books: tuple[Book, Book], raw: Raw
) -> None:
    blank = sql.SQL("UPDATE {} SET body = NULL, salt = NULL WHERE no = 3").format(TABLE)
    with raw.transaction(force_rollback=True):
        become(raw, CLERK)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(blank)
    with raw.transaction(force_rollback=True):
        become(raw, AUDITOR)
        with pytest.raises(psycopg.errors.RaiseException, match="entries are not changed"):
            raw.execute(blank)


@pytest.mark.parametrize("statement", [
    "DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET body = NULL, salt = NULL",
])  # fmt: skip
def test_the_triggers_stop_the_superuser_and_a_replica_too(
    books: tuple[Book, Book], raw: Raw, statement: str
) -> None:
    raw.execute("SET session_replication_role = replica")
    with pytest.raises(psycopg.errors.RaiseException, match="register: entries are not"):
        raw.execute(sql.SQL(statement).format(TABLE))  # type: ignore[arg-type]


@pytest.mark.parametrize("end", [
    'ON CONFLICT ("agency", "no") DO UPDATE SET "body" = excluded."body"',
    'ON CONFLICT ("agency", "no") DO NOTHING',
])  # fmt: skip
def test_no_upsert(books: tuple[Book, Book], raw: Raw, end: str) -> None:
    entries = books[0].entries()
    changed = tie(rewrite(entries[2], make_request(warrant="judicial")), entries[1])
    with pytest.raises(psycopg.errors.RaiseException, match="not the next entry"):
        insert(raw, changed, end)


def test_no_blanking_under_a_hold(books: tuple[Book, Book], raw: Raw) -> None:
    book = books[1]
    book.destroy(4, "personal_data", ("supervisor", "auditor"), by="auditor-1")
    book.append([new("hold", state="set", why="litigation")], by="supervisor-1")
    forged = tie(replace(book.entries()[4], target=3), book.last())
    become(raw, AUDITOR, "GUB")
    insert(raw, forged)
    with pytest.raises(psycopg.errors.RaiseException, match="a hold is set"):
        raw.execute(sql.SQL("UPDATE {} SET body = NULL, salt = NULL WHERE no = 3").format(TABLE))


CHANGES = {
    "ALTER TABLE {} DISABLE TRIGGER entry_next_only":
        "ALTER TABLE {} ENABLE ALWAYS TRIGGER entry_next_only",
    "ALTER TABLE {} ENABLE TRIGGER entry_no_change":
        "ALTER TABLE {} ENABLE ALWAYS TRIGGER entry_no_change",
    "ALTER TABLE {} DISABLE ROW LEVEL SECURITY": "ALTER TABLE {} ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE {} NO FORCE ROW LEVEL SECURITY": "ALTER TABLE {} FORCE ROW LEVEL SECURITY",
    "CREATE POLICY all_agencies ON {} USING (true)": "DROP POLICY all_agencies ON {}",
    "CREATE TRIGGER mine AFTER INSERT ON {} FOR EACH ROW"
    " EXECUTE FUNCTION safehavens_register.entry_no_delete()": "DROP TRIGGER mine ON {}",
    "ALTER FUNCTION safehavens_register.entry_no_delete() RENAME TO other":
        "ALTER FUNCTION safehavens_register.other() RENAME TO entry_no_delete",
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_changed_guards_stop_all_writing(
    books: tuple[Book, Book], database: str, change: str
) -> None:
    with psycopg.connect(database, autocommit=True) as raw:
        raw.execute(sql.SQL(change).format(TABLE))  # type: ignore[arg-type]
        try:
            for book in books:
                with pytest.raises(GuardsChanged, match="nothing is written any more"):
                    book.append([new_request()], by="clerk-7")
        finally:
            raw.execute(sql.SQL(CHANGES[change]).format(TABLE))  # type: ignore[arg-type]
    assert books[0].append([new_request()], by="clerk-7")


def test_a_function_made_anew_with_another_text(books: tuple[Book, Book], database: str) -> None:
    with psycopg.connect(database, autocommit=True) as raw:
        row = raw.execute(
            "SELECT pg_get_functiondef('safehavens_register.entry_no_change'::regproc)"
        ).fetchone()
        assert row is not None
        raw.execute(
            "CREATE OR REPLACE FUNCTION safehavens_register.entry_no_change() RETURNS trigger"
            " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        )
        try:
            with pytest.raises(GuardsChanged):
                books[0].append([new_request()], by="clerk-7")
        finally:
            raw.execute(row[0])
    assert books[0].append([new_request()], by="clerk-7")


def test_addresses(books: tuple[Book, Book], database: str, tmp_path: Path) -> None:
    for address, said in (
        (database, "Name the agency after the address"),
        (f"{database}#NONE", "There is no book of NONE"),
        ("mysql://host/database#SHR", "not an address of a database"),
    ):
        with pytest.raises(NoBook, match=said):
            Book.open(address)
    with pytest.raises(NoBook, match="a book of GUA in this database already"):
        Book.create(database, "GUA", SETTINGS, by="supervisor-1", key_file=tmp_path / "k")
    assert not (tmp_path / "k").exists()
    with pytest.raises(NoBook, match="names another agency"):
        Book.create(f"{database}#GUX", "GUY", SETTINGS, by="supervisor-1", key_file=tmp_path / "k")
