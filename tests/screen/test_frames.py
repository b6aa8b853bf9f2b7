"""Tables in memory: the caller's kind comes back, and says the same whatever the kind."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from safehavens import Corpus
from safehavens.decide.request import BadRequest
from safehavens.screen.column_names import ADDED_COLUMNS

TABLE = pa.table(
    {
        "id": [3, 1, 2, 7],
        "place": ["NYC", "SF", "Nowhere at all", "Texas"],
        "who": ["jail"] * 4,
        "date": ["2024-05-01", "2012-06-01", "2024-05-01", "2024-05-01"],
        "warrant": ["judicial", None, "none", "none"],
        "convicted_felony": [True, None, False, True],
        "other": [[1], [], None, [2, 3]],
    }
)
SIMPLE = TABLE.drop_columns(["other"])


def columns_of(table: Any) -> dict[str, list[Any]]:
    return {name: table[name].to_pylist() for name in ADDED_COLUMNS}


@pytest.fixture(scope="module")
def expected(corpus: Corpus) -> dict[str, list[Any]]:
    return columns_of(corpus.screen(TABLE, action="hold"))


def test_what_is_expected(corpus: Corpus, expected: dict[str, list[Any]]) -> None:
    asked = corpus.verdict("NYC", "hold", who="jail", on="2024-05-01", warrant="judicial",
                           convicted_felony=True)  # fmt: skip
    assert expected["verdict"][0] == asked
    assert expected["verdict"][2] is None
    assert "Nowhere at all" in expected["problem"][2]


def test_arrow(corpus: Corpus, expected: dict[str, list[Any]]) -> None:
    table = corpus.screen(TABLE, action="hold")
    assert isinstance(table, pa.Table)
    assert table.select(TABLE.schema.names).equals(TABLE)
    batch = corpus.screen(TABLE.to_batches()[0], action="hold")
    assert isinstance(batch, pa.RecordBatch)
    assert columns_of(batch) == expected
    reader = corpus.screen(TABLE.to_reader(2), action="hold")
    assert isinstance(reader, pa.RecordBatchReader)
    assert columns_of(reader.read_all()) == expected


def test_pandas_keeps_its_index_and_types(corpus: Corpus, expected: dict[str, list[Any]]) -> None:
    frame = SIMPLE.to_pandas()
    frame.index = pd.Index(["a", "b", "b", "c"], name="case")
    frame["mixed"] = [1, "x", None, 2.5]
    screened = corpus.screen(frame, action="hold")
    assert isinstance(screened, pd.DataFrame)
    pd.testing.assert_frame_equal(screened[list(frame.columns)], frame)
    for name in ADDED_COLUMNS:
        found = [None if pd.isna(value) else value for value in screened[name]]
        assert found == expected[name]


def test_pandas_facts_of_several_kinds(corpus: Corpus) -> None:
    frame = pd.DataFrame({"place": ["NYC"] * 4, "court_order": [True, "no", np.nan, 7]})
    screened = corpus.screen(frame, who="jail", action="hold", on="2024-05-01")
    assert list(screened["problem"].isna()) == [True, True, True, False]


def test_polars_eager_and_lazy(corpus: Corpus, expected: dict[str, list[Any]]) -> None:
    frame: Any = pl.from_arrow(TABLE)
    screened = corpus.screen(frame, action="hold")
    assert isinstance(screened, pl.DataFrame)
    assert screened.select(frame.columns).equals(frame)
    assert {name: screened[name].cast(pl.String).to_list() for name in ADDED_COLUMNS} == expected
    lazy = corpus.screen(frame.lazy(), action="hold")
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect().equals(screened)


def test_duckdb(corpus: Corpus, expected: dict[str, list[Any]]) -> None:
    relation = duckdb.from_arrow(TABLE)
    screened = corpus.screen(relation, action="hold")
    assert isinstance(screened, duckdb.DuckDBPyRelation)
    assert columns_of(screened.to_arrow_table()) == expected


def test_whatever_speaks_arrow(corpus: Corpus, expected: dict[str, list[Any]]) -> None:
    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return TABLE.__arrow_c_stream__(requested_schema)

    assert columns_of(corpus.screen(Stream(), action="hold")) == expected


def test_options(corpus: Corpus) -> None:
    table = corpus.screen(
        TABLE.rename_columns({"warrant": "paper"}), action="hold", columns=["verdict"],
        prefix="our_", map={"paper": "warrant"}, values={"warrant": {None: "none"}},
    )  # fmt: skip
    assert table.schema.names[-1] == "our_verdict"
    assert "deciding" not in table.schema.names


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "no column 'action'"),
        ({"action": "hug"}, "'hug' is not an action"),
        ({"action": "hold", "strict": True}, r"Row 3: .*Nowhere at all"),
        ({"action": "hold", "columns": ["why"]}, "adds no column 'why'"),
        ({"action": "hold", "columns": []}, "at least one column"),
        ({"action": "hold", "columns": ["verdict", "verdict"]}, "is named twice"),
        ({"action": "hold", "map": {"other": "warrant"}}, "cannot both be warrant"),
        ({"action": "hold", "map": {"other": "court_order"}}, "which court_order cannot be"),
        ({"action": "hold", "values": {"minor": {"x": "yes"}}}, "values for minor"),
    ],
)
def test_wrong_input(corpus: Corpus, change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        corpus.screen(TABLE, **change)
    with pytest.raises(BadRequest, match=said):
        corpus.screen(pl.from_arrow(TABLE), **change)


def test_no_table(corpus: Corpus) -> None:
    for thing in (7, [{"place": "NYC"}], "requests.csv"):
        with pytest.raises(BadRequest):
            corpus.screen(thing, action="hold")


def test_a_table_without_rows(corpus: Corpus) -> None:
    for frame in (
        TABLE.slice(0, 0),
        pl.from_arrow(SIMPLE.slice(0, 0)),
        SIMPLE.slice(0, 0).to_pandas(),
    ):
        screened: Any = corpus.screen(frame, action="hold")
        assert len(screened) == 0
        assert list(getattr(screened, "column_names", None) or screened.columns)[
            -len(ADDED_COLUMNS) :
        ] == [*ADDED_COLUMNS]
