"""A long book is written to as quickly as a short one: no write reads all of it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, text

from safehavens import Corpus
from safehavens.register.book import Book
from safehavens.register.entries.entry import NewEntry
from safehavens.register.entries.reading_bodies import read_body
from tests.register.conftest import MakeBook
from tests.register.simulated_day import GOOD, SimulatedDay, make_people

ONLY_THE_AGENCY = "SEARCH entry USING PRIMARY KEY (agency=?)"
"""How SQLite tells that it reads every entry of a book, unless it may stop at the first."""


@pytest.fixture
def book(make_book: MakeBook, request: pytest.FixtureRequest) -> Book:
    book = make_book()
    if book.store.engine.dialect.name != "sqlite":
        pytest.skip("the question is which index SQLite takes")
    return book


def test_a_write_reads_the_whole_book_never(book: Book, corpus: Corpus) -> None:
    asked: list[tuple[str, Any]] = []

    def keep(_conn: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT") and "FROM entry" in statement:
            asked.append((statement, values))

    event.listen(book.store.engine, "before_cursor_execute", keep)
    day = SimulatedDay(book, corpus)
    (person,) = make_people(1)
    request = day.receive(person, {})
    for kind in ("answer", "decision", "act", "withdrawal", "tally", "hold", "settings"):
        case = None if kind in ("tally", "hold", "settings") else request.case_no
        book.append([NewEntry(kind, read_body(kind, GOOD[kind]), case)], by="supervisor-1")
    changes = {"changes": {"location": "station"}, "why": "typing"}
    day._append("correction", changes, None, request.no)
    event.remove(book.store.engine, "before_cursor_execute", keep)
    assert len(asked) > 20
    with book.store.reading() as connection:
        for statement, values in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            whole = any(row[3] == ONLY_THE_AGENCY for row in plan)
            assert not whole or "LIMIT" in statement, statement


def test_a_plan_that_reads_all_is_told_so(book: Book) -> None:
    """The words above are those of this SQLite."""
    with book.store.reading() as connection:
        plan = connection.execute(
            text("EXPLAIN QUERY PLAN SELECT * FROM entry WHERE agency = 'A' ORDER BY no")
        )
        assert [row[3] for row in plan] == [ONLY_THE_AGENCY]
