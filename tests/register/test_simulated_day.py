"""After a day with personal data offered in every field: none in any table, log, copy or error."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, literal_column, select
from sqlalchemy import table as sql_table

from safehavens import Corpus
from safehavens.register.book import Book
from safehavens.register.keeping.copies import back_up
from safehavens.register.keeping.exported_lines import write_lines
from safehavens.register.privacy.scanning import scan_entries
from tests.register.conftest import MakeBook
from tests.register.simulated_day import PRIVATE, Person, SimulatedDay, list_offers, make_people


def read_tables(book: Book) -> Iterator[str]:
    """Everything in every table of the database."""
    with book.store.reading() as connection:
        for table in inspect(connection).get_table_names():
            rows: Iterable[Any] = connection.execute(
                select(literal_column("*")).select_from(sql_table(table))
            )
            for row in rows:
                yield " ".join(
                    value.decode("latin-1") if isinstance(value, bytes) else str(value)
                    for value in row
                )


def read_files(folder: Path) -> Iterator[str]:
    """Every byte of every file: the database, its journal, copies, lists of copies."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.read_bytes().decode("latin-1")


@pytest.mark.parametrize("requests", [200, pytest.param(10_000, marks=pytest.mark.long)])
def test_no_person_is_left_after_a_day(
    make_book: MakeBook, corpus: Corpus, tmp_path: Path, caplog: pytest.LogCaptureFixture,
    requests: int,
) -> None:  # fmt: skip
    for logger in ("", "sqlalchemy", "alembic"):
        caplog.set_level(logging.DEBUG, logger)
    book = make_book()
    if book.store.engine.dialect.name != "sqlite":
        requests //= 4
    day = SimulatedDay(book, corpus)
    people = make_people(requests)
    offers = list_offers()
    for at, person in enumerate(people):
        request = day.receive(person, {PRIVATE[at % len(PRIVATE)]: at % 3 == 0})
        values = list(person.tells())
        kind, field = offers[at * 7 % len(offers)]
        day.offer(kind, field, values[(at + at // len(offers)) % len(values)], request)
    entries = book.entries()
    assert day.written == requests
    assert day.refused > requests
    assert len({one.case_no for one in entries if one.kind == "request"}) >= requests
    assert book.verify().is_whole
    assert scan_entries(entries, corpus.lawbook) == ()
    if book.store.engine.dialect.name == "sqlite":
        (tmp_path / "copies").mkdir()
        back_up(book, tmp_path / "copies", date(2027, 1, 1))
    held = {
        "tables": "\n".join(read_tables(book)),
        "files": "\n".join(read_files(tmp_path)),
        "errors": "\n".join(day.told),
        "log": caplog.text,
        "server's log": read_server_log(book),
        "export": "\n".join(write_lines(entries)),
    }
    assert len(held["tables"]) > 1000 * requests
    for place, text in held.items():
        assert find_traces(text, people) == [], place
    for log in ("errors", "log", "server's log"):
        assert '"received_at":' not in held[log], "a body is told"


def read_server_log(book: Book) -> str:
    """What PostgreSQL itself has logged; nothing of a file."""
    host = book.store.engine.url.query.get("host")
    return (Path(str(host)) / "log").read_text("utf-8") if host else ""


def find_traces(text: str, people: Sequence[Person]) -> list[str]:
    """What of the people made up is told in a text."""
    plain = text.lower()
    found = [part for part in {p for one in people for p in one.name_parts()} if part in plain]
    digests = re.sub(r"[0-9a-f]{32,}", "", plain)
    runs = re.findall(r"\d{8,9}", digests)
    found += sorted({one.alien_number for one in people} & set(runs))
    found += re.findall(r"\(\d{3}\) 555-\d{4}", plain)
    return found + re.findall(r"(?:19\d\d|200[0-4])-\d\d-\d\d", plain)


def test_traces_are_found() -> None:
    """The search above has teeth."""
    (person,) = make_people(1)
    accented = next(one for one in make_people(20) if not one.name.isascii())
    assert find_traces(json.dumps(accented.name), [accented])
    texts = [person.name, f'"n":{person.alien_number}}}', f"A{person.alien_number}"]
    for text in (*texts, person.phone, person.born, f"x_{person.name.split()[0].lower()}_y"):
        assert find_traces(f"before {text} after", [person]), text
