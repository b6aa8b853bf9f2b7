"""The dialects of SQL that a SELECT is written in: their names, and which have no booleans."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from safehavens.corpus.near import unknown
from safehavens.decide.request import BadRequest

TITLES: Final[Mapping[str, str]] = {
    "duckdb": "DuckDB",
    "postgres": "PostgreSQL",
    "spark": "Spark and Databricks",
    "snowflake": "Snowflake",
    "bigquery": "BigQuery",
    "tsql": "Microsoft SQL Server",
    "mysql": "MySQL and MariaDB",
}
DIALECTS: Final = tuple(TITLES)
"""The dialects of SQL that a SELECT can be written in; the first unless another is named."""

NUMBERS_FOR_BOOLEANS: Final = frozenset({"tsql", "mysql"})
"""Dialects in which a fact that is true or false is a column of the numbers 1 and 0."""

_OTHER_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "duckdb": ("duck", "motherduck"),
    "postgres": ("postgresql", "postgre", "pg", "pgsql", "psql"),
    "spark": ("sparksql", "pyspark", "apachespark", "databricks", "databrickssql"),
    "snowflake": ("snowflakesql",),
    "bigquery": ("googlebigquery", "gbq", "googlesql"),
    "tsql": (
        "sqlserver", "mssql", "mssqlserver", "microsoftsqlserver", "microsoftsql", "transactsql",
        "azuresql", "azuresqldatabase",
    ),
    "mysql": ("mariadb", "maria"),
}  # fmt: skip
_BY_NAME: Final = {
    name: dialect for dialect in DIALECTS for name in (dialect, *_OTHER_NAMES[dialect])
}


def read_dialect(name: str) -> str:
    """The dialect that a name means, in any case: ``MSSQL`` and ``SQL Server`` are ``tsql``.

    Raises
    ------
    BadRequest
        No SELECT is written in a dialect of this name.
    """
    dialect = _BY_NAME.get(re.sub(r"[\W_]+", "", name).casefold())
    if dialect is None:
        raise BadRequest(unknown("dialect", name, DIALECTS, least=0.7))
    return dialect
