"""One meaning: the SELECT on DuckDB and the engine agree, on random law, facts and NULLs.

The examples are the same on each run. `SAFEHAVENS_EXAMPLES=20 pytest …` tries twenty times as many.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from random import Random
from typing import Any

import duckdb
import pyarrow as pa
import sqlglot
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from safehavens.warehouse.dialects import DIALECTS
from tests.strategies import Book, books, chances, covered_books, listed_books, tied_books
from tests.warehouse.held import LEFT_TO_ASK, check, make_question

MORE = int(os.environ.get("SAFEHAVENS_EXAMPLES", "1"))
ROWS = 300
RANDOM_LAW = st.one_of(books(), listed_books(), covered_books(), tied_books())
COUNTED = {"rows": 0, "with a verdict": 0, "depends": 0}


def examples(count: int) -> settings:
    return settings(
        max_examples=count * MORE,
        derandomize=MORE == 1,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink) if MORE > 1 else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


def compare_select(book: Book, chance: Random, dialect: str) -> list[str | None]:
    """Hold the SELECT over a random table to the engine; give the verdicts.

    Whatever dialect it is written in: other ones are read back and run on DuckDB.
    """

    def run(text: str, table: pa.Table) -> Sequence[Sequence[Any]]:
        if dialect != "duckdb":
            text = sqlglot.transpile(text, dialect, "duckdb")[0]
        with duckdb.connect() as database:
            database.execute("SET threads TO 1")
            database.register("requests", table)
            return database.execute(text).fetchall()

    engine = book.engine()
    return check(engine, make_question(chance, engine), chance, ROWS, run, dialect)


@examples(400)
@given(RANDOM_LAW, chances, st.sampled_from(DIALECTS))
def test_the_select_and_the_engine_agree(book: Book, chance: Random, dialect: str) -> None:
    found = compare_select(book, chance, dialect)
    COUNTED["rows"] += len(found)
    COUNTED["with a verdict"] += sum(1 for verdict in found if verdict is not None)
    COUNTED["depends"] += found.count("depends")


def test_that_was_many_rows() -> None:
    assert COUNTED["rows"] >= 100_000
    assert COUNTED["with a verdict"] >= COUNTED["rows"] // 2
    assert COUNTED["depends"] >= COUNTED["rows"] // 40
    assert LEFT_TO_ASK["rows"] <= COUNTED["rows"] // 100
