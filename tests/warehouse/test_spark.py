"""On a real Spark, in local mode."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safehavens import Corpus
from tests.strategies import Book, books, chances, tied_books
from tests.warehouse.held import Asked, check, make_question
from tests.warehouse.test_properties import examples


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java; on Debian: apt-get install openjdk-17-jre-headless")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def run_on(session: Any, text: str, table: pa.Table) -> Sequence[Sequence[Any]]:
    session.createDataFrame(table).createOrReplaceTempView("requests")
    return [tuple(row) for row in session.sql(text).collect()]


def test_the_law_of_a_place(spark: Any, corpus: Corpus) -> None:
    asked = Asked(corpus.place("New York City, NY").place.id, "jail", "hold", date(2013, 8, 1))

    def run(text: str, table: pa.Table) -> Sequence[Sequence[Any]]:
        return run_on(spark, text, table)

    found = check(corpus.engine, asked, Random(1), 3_000, run, "spark")
    assert {"permitted", "prohibited", "depends"} <= set(found)


@examples(12)
@given(st.one_of(books(), tied_books()), chances)
def test_random_law(spark: Any, book: Book, chance: Random) -> None:
    def run(text: str, table: pa.Table) -> Sequence[Sequence[Any]]:
        return run_on(spark, text, table)

    engine = book.engine()
    check(engine, make_question(chance, engine), chance, 200, run, "spark")
