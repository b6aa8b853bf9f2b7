"""On a real PostgreSQL: a throwaway server on a socket of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any

import psycopg
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql

from safehavens import Corpus
from tests.postgres_server import SUPERUSER, running_postgres
from tests.strategies import Book, books, chances, tied_books
from tests.warehouse.held import Asked, check, make_question
from tests.warehouse.test_properties import examples

KINDS = {
    pa.bool_(): "boolean",
    pa.string(): "text",
    pa.float64(): "numeric",
    pa.int64(): "bigint",
    pa.date32(): "date",
}


@contextmanager
def connect_to_postgres() -> Iterator[psycopg.Connection[Any]]:
    """A connection to a server that ends with it."""
    with (
        running_postgres() as folder,
        psycopg.connect(
            host=str(folder), user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection,
    ):
        yield connection


@pytest.fixture(scope="module")
def server() -> Iterator[psycopg.Connection[Any]]:
    with connect_to_postgres() as connection:
        yield connection


def run_on(server: psycopg.Connection[Any], text: str, table: pa.Table) -> Sequence[Sequence[Any]]:
    names = [sql.Identifier(name) for name in table.schema.names]
    kinds = [sql.SQL(KINDS[kind]) for kind in table.schema.types]  # type: ignore[arg-type]
    columns = [sql.SQL(" ").join(pair) for pair in zip(names, kinds, strict=True)]
    with server.transaction(force_rollback=True), server.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE TABLE requests ({})").format(sql.SQL(", ").join(columns)))
        with cursor.copy("COPY requests FROM STDIN") as copy:
            for row in table.to_pylist():
                copy.write_row(list(row.values()))
        cursor.execute(text.encode())
        return cursor.fetchall()


@pytest.mark.parametrize(
    ("place", "who"), [("New York City, NY", "jail"), ("Los Angeles County, CA", "jail")]
)
def test_the_law_of_a_place(
    server: psycopg.Connection[Any], corpus: Corpus, place: str, who: str
) -> None:
    asked = Asked(corpus.place(place).place.id, who, "hold", date(2013, 8, 1))

    def run(text: str, table: pa.Table) -> Sequence[Sequence[Any]]:
        return run_on(server, text, table)

    found = check(corpus.engine, asked, Random(1), 3_000, run, "postgres")
    assert {"permitted", "prohibited", "depends"} <= set(found)


def compare_on_postgres(server: psycopg.Connection[Any], book: Book, chance: Random) -> int:
    """Hold the SELECT on PostgreSQL to the engine; say how many rows were compared."""

    def run(text: str, table: pa.Table) -> Sequence[Sequence[Any]]:
        return run_on(server, text, table)

    engine = book.engine()
    return len(check(engine, make_question(chance, engine), chance, 100, run, "postgres"))


@examples(40)
@given(st.one_of(books(), tied_books()), chances)
def test_random_law(server: psycopg.Connection[Any], book: Book, chance: Random) -> None:
    compare_on_postgres(server, book, chance)
