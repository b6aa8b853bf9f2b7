"""On a real MariaDB: a throwaway server on a socket of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safehavens import Corpus
from tests.strategies import Book, books, chances, tied_books
from tests.warehouse.held import Asked, check, make_question
from tests.warehouse.server_account import find_account
from tests.warehouse.test_properties import examples

KINDS = {
    pa.int8(): "BOOLEAN",
    pa.string(): "VARCHAR(80)",
    pa.float64(): "DOUBLE",
    pa.int64(): "BIGINT",
    pa.date32(): "DATE",
}
MOST_SECONDS = 60


def find_program(name: str) -> str | None:
    """Where a program of MariaDB is; Debian keeps the server off most users' path."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Server:
    """A running MariaDB."""

    socket: Path
    client: str

    def run(self, text: str, mode: str = "") -> list[tuple[str | None, ...]]:
        """Run statements; the rows of those that give any, as words."""
        words = [self.client, "--no-defaults", f"--socket={self.socket}", "--user=clerk"]
        words += ["--batch", "--skip-column-names", "--comments", "--default-character-set=utf8mb4"]
        first = f"SET SESSION sql_mode = CONCAT(@@sql_mode, ',{mode}');\n" if mode else ""
        done = subprocess.run(
            words, input=first + text, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        rows = [line.split("\t") for line in done.stdout.splitlines()]
        return [tuple(None if word == "NULL" else word for word in row) for row in rows]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    found = [find_program(n) for n in ("mariadbd", "mariadb-install-db", "mariadb")]
    daemon, install, client = found
    if daemon is None or install is None or client is None:
        pytest.skip("MariaDB is not installed; on Debian: apt-get install mariadb-server")
    account = find_account("MariaDB", "mysql")
    # Not in tmp_path, which only the user who runs the tests can enter.
    folder = Path(tempfile.mkdtemp(prefix="safehavens-maria-"))
    if account:
        os.chown(folder, account["user"], account["group"])
    folder.chmod(0o755)
    data, socket = f"--datadir={folder / 'data'}", folder / "socket"
    first = folder / "first.sql"
    first.write_text(
        "CREATE DATABASE law;\nCREATE USER clerk@localhost;\n"
        "GRANT ALL ON law.* TO clerk@localhost;\n",
        "utf-8",
    )
    try:
        installed = subprocess.run(
            [install, "--no-defaults", data, "--skip-test-db", "--skip-name-resolve",
             "--auth-root-authentication-method=normal"],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False, timeout=120, **account,
        )  # fmt: skip
        assert installed.returncode == 0, installed.stdout
        with (folder / "log").open("w", encoding="utf-8") as log:
            running = subprocess.Popen(
                [daemon, "--no-defaults", data, f"--socket={socket}", "--skip-networking",
                 f"--pid-file={folder / 'pid'}", f"--init-file={first}",
                 "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M"],
                cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **account,
            )  # fmt: skip
        try:
            deadline = time.monotonic() + MOST_SECONDS
            while not socket.exists():
                assert running.poll() is None, (folder / "log").read_text("utf-8")
                assert time.monotonic() < deadline, (folder / "log").read_text("utf-8")
                time.sleep(0.05)
            yield Server(socket, client)
        finally:
            running.kill()
            running.wait(MOST_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_table(table: pa.Table) -> str:
    """Statements that make a table called requests."""
    columns = ", ".join(f"`{field.name}` {KINDS[field.type]}" for field in table.schema)
    text = f"USE law; CREATE TEMPORARY TABLE requests ({columns});\n"
    rows = [tuple(row.values()) for row in table.to_pylist()]
    for start in range(0, len(rows), 500):
        values = ", ".join(f"({', '.join(map(literal, row))})" for row in rows[start : start + 500])
        text += f"INSERT INTO requests VALUES {values};\n"  # noqa: S608
    return text


def literal(value: object) -> str:
    if value is None:
        return "NULL"
    return repr(value) if isinstance(value, int | float) else f"'{value}'"


def run_on(server: Server, text: str, table: pa.Table, mode: str = "") -> Sequence[Sequence[Any]]:
    rows = server.run(f"{write_table(table)}{text};", mode)
    return [(int(row[0] or ""), *row[1:]) for row in rows]


@pytest.mark.parametrize("mode", ["", "ANSI", "HIGH_NOT_PRECEDENCE", "NO_BACKSLASH_ESCAPES"])
@pytest.mark.parametrize(
    ("place", "who"), [("New York City, NY", "jail"), ("Los Angeles County, CA", "jail")]
)
def test_the_law_of_a_place(
    server: Server, corpus: Corpus, place: str, who: str, mode: str
) -> None:
    """In every mode that changes how MariaDB reads SQL."""
    asked = Asked(corpus.place(place).place.id, who, "hold", date(2013, 8, 1))

    def run(text: str, table: pa.Table) -> Sequence[Sequence[Any]]:
        return run_on(server, text, table, mode)

    found = check(corpus.engine, asked, Random(1), 2_000, run, "mysql")
    assert {"permitted", "prohibited", "depends"} <= set(found)


@examples(60)
@given(st.one_of(books(), tied_books()), chances)
def test_random_law(server: Server, book: Book, chance: Random) -> None:
    def run(text: str, table: pa.Table) -> Sequence[Sequence[Any]]:
        return run_on(server, text, table)

    engine = book.engine()
    check(engine, make_question(chance, engine), chance, 100, run, "mysql")


def test_columns_as_people_have_them(server: Server, corpus: Corpus) -> None:
    """BIT and BOOLEAN alike; other numbers get no verdict; words in any case, days with a time."""
    texas = corpus.sql(
        "Texas", "hold", who="jail", start="2020-05-01", end="2020-05-01", dialect="MariaDB",
        facts=["tx_proof_of_status"], date_column="received", table="`Odd Requests`",
    )  # fmt: skip
    for kind, values in (("BIT(1)", "10"), ("BOOLEAN", "10"), ("TINYINT(1)", "10"), ("INT", "102")):
        rows = ", ".join(f"({value}, '2020-05-01 23:59:59')" for value in (*values, "NULL"))
        insert = f"INSERT INTO `Odd Requests` VALUES {rows};"  # noqa: S608
        made = server.run(
            f"USE law; CREATE TEMPORARY TABLE `Odd Requests` (tx_proof_of_status {kind}, "
            f"received DATETIME); {insert}\n{texas};"
        )
        expected = ["permitted", "required", None][: len(values)]
        assert [row[-4] for row in made] == [*expected, "depends"], kind
    chicago = corpus.sql(
        "Chicago, IL", "hold", who="police", start="2024-05-01", end="2024-05-01", dialect="mysql"
    )
    words = "('Judicial'), ('judicial'), ('none'), ('warrant'), (NULL)"
    insert = f"INSERT INTO requests VALUES {words};"  # noqa: S608
    made = server.run(
        f"USE law; CREATE TEMPORARY TABLE requests (warrant VARCHAR(20)); {insert}\n{chicago};"
    )
    assert [row[-4] for row in made] == ["permitted", "permitted", "prohibited", None, "depends"]
