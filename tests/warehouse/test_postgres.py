"""On a real PostgreSQL: a throwaway server on a socket of its own."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pyarrow as pa
import pytest
from hypothesis import given
from psycopg import sql

from safehavens import Corpus
from tests.strategies import Book, books, chances
from tests.warehouse.held import Asked, check, make_question
from tests.warehouse.server_account import find_account
from tests.warehouse.test_properties import examples

KINDS = {
    pa.bool_(): "boolean",
    pa.string(): "text",
    pa.float64(): "numeric",
    pa.int64(): "bigint",
    pa.date32(): "date",
}


def binaries() -> Path | None:
    """Where PostgreSQL's server is installed; Debian keeps it off the path."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    installed = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return Path(installed[-1]).parent if installed else None


@pytest.fixture(scope="module")
def server() -> Iterator[psycopg.Connection[Any]]:
    found = binaries()
    if found is None:
        pytest.skip("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    who = find_account("PostgreSQL", "postgres")
    # Not in tmp_path, which only the user who runs the tests can enter.
    folder = Path(tempfile.mkdtemp(prefix="safehavens-pg-"))
    if who:
        os.chown(folder, who["user"], who["group"])

    def called(program: str, *words: str) -> None:
        log = subprocess.run(
            [found / program, "-D", folder / "data", *words],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False, timeout=120, **who,
        )  # fmt: skip
        assert log.returncode == 0, log.stdout

    try:
        called("initdb", "-U", "clerk", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB"
        called("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            with psycopg.connect(
                host=str(folder), user="clerk", dbname="postgres", autocommit=True
            ) as connection:
                yield connection
        finally:
            called("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


@examples(40)
@given(books(), chances)
def test_random_law(server: psycopg.Connection[Any], book: Book, chance: Random) -> None:
    def run(text: str, table: pa.Table) -> Sequence[Sequence[Any]]:
        return run_on(server, text, table)

    engine = book.engine()
    check(engine, make_question(chance, engine), chance, 100, run, "postgres")
