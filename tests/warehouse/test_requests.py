"""Bad input: one sentence, exit status 2."""

from __future__ import annotations

from typing import Any

import pytest

from safehavens import Corpus
from safehavens.decide.request import BadRequest
from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture

NYC: dict[str, Any] = {"place": "NYC", "action": "hold", "who": "jail"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"dialect": "oracle"}, "no dialect 'oracle'; known: duckdb, postgres, spark,"),
        ({"dialect": "postgrsql"}, "no dialect 'postgrsql'; did you mean postgres?"),
        ({"dialect": "sqlite"}, "no dialect 'sqlite'; known: duckdb, postgres,"),
        ({"dialect": ""}, "no dialect ''; known: duckdb, postgres,"),
        ({"dialect": "mysql", "table": "a.b.c"}, "is not a valid name of a table"),
        ({"dialect": "mysql", "table": "[a b]"}, "is not a valid name of a table"),
        ({"dialect": "tsql", "table": "`a b`"}, "is not a valid name of a table"),
        ({"dialect": "tsql", "table": "[a]; DROP TABLE x"}, "is not a valid name of a table"),
        ({"dialect": "tsql", "table": "a WITH (NOLOCK)"}, "is not a valid name of a table"),
        ({"dialect": "tsql", "date_column": "GETDATE()"}, "is not a valid name of a column"),
        ({"start": "2025-01-02", "end": "2025-01-01"}, "last day, 2025-01-01, is before"),
        ({"start": "20x5"}, "'20x5' is not a valid date"),
        ({"facts": ["warant"]}, "There is no fact 'warant'; did you mean warrant"),
        ({"facts": ["agency_level"]}, "agency_level is read off the place"),
        ({"action": "dance"}, "'dance' is not an action"),
        ({"who": "plumber"}, "'plumber' is not an agency kind"),
        ({"table": "requests; DROP TABLE x"}, "is not a valid name of a table"),
        ({"table": "requests AS r"}, "is not a valid name of a table"),
        ({"table": "requests r"}, "is not a valid name of a table"),
        ({"table": "read_csv('x')"}, "is not a valid name of a table"),
        ({"table": "(SELECT 1)"}, "is not a valid name of a table"),
        ({"table": "a JOIN b"}, "is not a valid name of a table"),
        ({"table": "requests -- x"}, "is not a valid name of a table"),
        ({"table": "requests /* x */"}, "is not a valid name of a table"),
        ({"table": "a.b.c.d"}, "is not a valid name of a table"),
        ({"table": "requests TABLESAMPLE (1 ROWS)"}, "is not a valid name of a table"),
        ({"table": ""}, "is not a valid name of a table"),
        ({"date_column": "a.b"}, "is not a valid name of a column"),
        ({"date_column": "now()"}, "is not a valid name of a column"),
        ({"date_column": "day OR TRUE"}, "is not a valid name of a column"),
    ],
)
def test_one_sentence(corpus: Corpus, options: dict[str, Any], said: str) -> None:
    with pytest.raises(BadRequest) as caught:
        corpus.sql(**{**NYC, **options})
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "dialect", "title"),
    [
        ("Snowflake", "snowflake", "Snowflake"),
        ("DUCKDB", "duckdb", "DuckDB"),
        ("PostgreSQL", "postgres", "PostgreSQL"),
        ("Databricks", "spark", "Spark and Databricks"),
        ("Spark SQL", "spark", "Spark and Databricks"),
        ("Google BigQuery", "bigquery", "BigQuery"),
        ("MSSQL", "tsql", "Microsoft SQL Server"),
        ("SQL Server", "tsql", "Microsoft SQL Server"),
        ("sql-server", "tsql", "Microsoft SQL Server"),
        ("T-SQL", "tsql", "Microsoft SQL Server"),
        ("MariaDB", "mysql", "MySQL and MariaDB"),
        ("MySQL", "mysql", "MySQL and MariaDB"),
    ],
)
def test_other_names_of_a_dialect_are_read_and_the_reading_is_said(
    corpus: Corpus, name: str, dialect: str, title: str
) -> None:
    first, rest = corpus.sql(**NYC, dialect=name).split("\n", 1)
    assert first == f"-- Written for {title} (dialect {dialect})."
    assert rest == corpus.sql(**NYC, dialect=dialect)


def test_the_command_says_so_too(run: Run) -> None:
    for words, said in (
        (("--dialect", "oracle"), "There is no dialect 'oracle'"),
        (("--from", "2025-01-02", "--to", "2025-01-01"), "is before the first day"),
        (("--facts", "warrant,warant"), "There is no fact 'warant'"),
    ):
        done = run("sql", "NYC", "hold", "--who", "jail", *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_the_command_prints_what_python_gives(run: Run, corpus: Corpus) -> None:
    done = run(
        "sql", "NYC", "hold", "--who", "jail", "--from", "2012-01-01", "--to", "2016-01-01",
        "--dialect", "snowflake", "--table", "law.asked", "--date-column", "received",
        "--facts", "court_order, minor", "--facts", "gang_database",
    )  # fmt: skip
    assert done.returncode == 0
    text = corpus.sql(
        **NYC, start="2012-01-01", end="2016-01-01", dialect="snowflake", table="law.asked",
        date_column="received", facts=["court_order", "minor", "gang_database"],
    )  # fmt: skip
    assert done.stdout == text.replace(corpus.version[:12], Corpus.load().version[:12])
