"""Parquet files written by runs: every reader finds what Arrow's own writer would have written."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safehavens import Corpus
from safehavens.measure import layout as layouts
from safehavens.measure.columns.arrays import (
    Column,
    day_column,
    flag_column,
    make_array,
    number_column,
    word_column,
)
from safehavens.measure.formats.compact_protocol import encode_varint
from safehavens.measure.formats.parquet_chunks import (
    Chunk,
    encode_piece,
    encode_place_column,
    read_words,
)
from safehavens.measure.formats.parquet_writer import EncodedTable, RowGroup, write_encoded
from safehavens.measure.formats.runs import encode_flags, encode_numbers, encode_runs
from safehavens.measure.panel import Layout, Panel, ask_panel
from safehavens.measure.publish import write_panel
from safehavens.measure.spells.told_cells import NO_DAY, NOTHING

WORDS = tuple(f"wörd {i}" for i in range(200))  # of which int8 counts too few
LAYOUTS = [Layout("spell", "long"), Layout("spell", "wide"), Layout("quarter", "long"),
           Layout("year", "wide")]  # fmt: skip


def decode(content: bytes, width: int) -> list[int]:
    """The hybrid of run lengths and packed bits, read as the specification of Parquet has it."""
    found, at, size = [], 0, (width + 7) // 8
    while at < len(content):
        head, shift = 0, 0
        while True:
            byte = content[at]
            head |= (byte & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if byte < 0x80:
                break
        if head & 1:
            bits = int.from_bytes(content[at : at + (head >> 1) * width], "little")
            found += [bits >> i * width & (1 << width) - 1 for i in range((head >> 1) * 8)]
            at += (head >> 1) * width
        else:
            found += [int.from_bytes(content[at : at + size], "little")] * (head >> 1)
            at += size
    return found


runs = st.lists(st.tuples(st.integers(0, 100), st.one_of(st.integers(1, 20), st.just(9_000))))


@given(runs, st.sampled_from(["int8", "int16", "int32"]))
def test_runs_say_what_they_were_made_from(pairs: list[tuple[int, int]], kind: str) -> None:
    numbers = np.array([n for n, _ in pairs], dtype=kind)
    lengths = np.array([length for _, length in pairs], dtype=np.int64)
    plain = np.repeat(numbers, lengths)
    width = numbers.dtype.itemsize * 8
    assert decode(encode_runs(numbers, lengths), width) == plain.tolist()
    assert decode(encode_numbers(plain), width) == plain.tolist()
    assert decode(encode_flags(plain % 2 == 1), 1) == (plain % 2).tolist()


@given(st.integers(0, 1 << 60))
def test_varints_are_those_of_the_runs(number: int) -> None:
    found = 0
    for byte in reversed(encode_varint(number)):
        found = found << 7 | byte & 0x7F
    assert found == number


def words_or_nothing(required: bool) -> Any:
    return st.integers(0 if required else NOTHING, len(WORDS) - 1)


pieces = st.lists(
    st.lists(
        st.tuples(
            words_or_nothing(False),
            words_or_nothing(True),
            st.one_of(st.just(NO_DAY), st.integers(-30_000, 30_000)),
            st.integers(-30_000, 30_000),
            st.integers(NOTHING, 1),
            st.integers(0, 1),
            st.floats(allow_nan=False),
            st.integers(1, 30),
        ),
        min_size=1,
        max_size=12,
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None, max_examples=60)  # two readers a case
@given(
    pieces,
    st.lists(
        st.lists(st.tuples(words_or_nothing(False), st.integers(0, 3)), min_size=1, max_size=5),
        max_size=18,
    ),
)
def test_readers_find_what_was_encoded(
    kinds: list[list[tuple[Any, ...]]], groups: list[list[tuple[int, int]]]
) -> None:
    """Some kinds of place, in groups of places that are each of one of these kinds."""
    count = sum(map(len, groups))
    places = word_column("place", WORDS, np.zeros(count))
    columns = [
        word_column("may_word", WORDS),
        word_column("word", WORDS, required=True),
        day_column("may_day"),
        day_column("day", required=True),
        flag_column("may_flag"),
        flag_column("flag", required=True),
        number_column("number"),
    ]
    made = [expand(columns, kind) for kind in kinds]
    encoded = [
        {c.name: encode_piece(c, numbers[c.name]) for c in columns} for numbers in made
    ]  # fmt: skip
    arrays: dict[str, list[Any]] = {column.name: [] for column in [places, *columns]}
    row_groups = []
    for group in groups:
        at = [which % len(kinds) for _, which in group]
        codes = np.array([code for code, _ in group], dtype=np.int16)
        counts = [len(made[i]["day"]) for i in at]
        chunks = [encode_place_column(places, read_words(places) or [], codes, counts)]
        chunks += [Chunk([encoded[i][c.name] for i in at], read_words(c)) for c in columns]
        row_groups.append(RowGroup(sum(counts), chunks))
        arrays["place"].append(make_array(places, np.repeat(codes, counts)))
        for c in columns:
            arrays[c.name].append(make_array(c, np.concatenate([made[i][c.name] for i in at])))
    table = EncodedTable([places, *columns], iter(row_groups))
    file = io.BytesIO()
    rows = write_encoded(file, table)
    expected = pa.table(
        {c.name: pa.chunked_array(arrays[c.name], c.type) for c in [places, *columns]},
        schema=table.schema,
    )
    found = pq.read_table(file)
    assert rows == found.num_rows == expected.num_rows
    assert found.schema.equals(expected.schema)
    assert found.to_pylist() == expected.to_pylist()
    assert pl.read_parquet(file.getvalue()).to_dicts() == expected.to_pylist()
    metadata = pq.ParquetFile(file).metadata
    assert metadata.num_row_groups == len(groups)
    for i, group in enumerate(groups):
        bounds = metadata.row_group(i).column(0).statistics
        named = [WORDS[code] for code, _ in group if code != NOTHING]
        assert bounds is None if not named else (bounds.min, bounds.max) == (min(named), max(named))


def expand(columns: list[Column], rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    """The columns of a kind of place, each row so often as its last number says."""
    repeats = [row[-1] for row in rows]
    kinds = (np.int16, np.int16, np.int32, np.int32, np.int8, np.int8, np.float64)
    return {
        column.name: np.repeat(np.array([row[i] for row in rows], dtype=kinds[i]), repeats)
        for i, column in enumerate(columns)
    }


@pytest.fixture(scope="module")
def few(corpus: Corpus) -> Panel:
    """Places under law of their own, and a state, which has columns of its own."""
    return ask_panel(corpus.engine, ("17031", "48201", "17043", "37"), "2014", "2018")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.freq}-{layout.shape}")
def test_panels_are_what_arrow_would_write(
    few: Panel, tmp_path: Path, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names, types and values, in pandas, Polars and DuckDB, and in groups of the same rows."""
    monkeypatch.setattr(layouts, "_BATCH", 15_000)  # several groups
    for written, values in zip(
        write_panel(few, tmp_path / "a.parquet", layout), few.tables, strict=True
    ):
        plain = tmp_path / "plain.parquet"
        schema, batches = few.batches(layout, values)
        with pq.ParquetWriter(plain, schema) as writer:
            for batch in batches:
                writer.write_batch(batch, row_group_size=batch.num_rows)
        ours, arrow = pq.read_table(written.path), pq.read_table(plain)
        assert ours.schema.equals(arrow.schema)
        assert pq.read_schema(written.path).metadata == pq.read_schema(plain).metadata
        assert [str(one) for one in pq.ParquetFile(written.path).schema] == [
            str(one) for one in pq.ParquetFile(plain).schema
        ]
        for name in ours.column_names:
            assert plain_column(ours, name).equals(plain_column(arrow, name)), name
        assert pl.read_parquet(written.path).equals(pl.read_parquet(plain))
        pd.testing.assert_frame_equal(pd.read_parquet(written.path), pd.read_parquet(plain))
        in_duckdb = [
            duckdb.read_parquet(str(path)).to_arrow_table() for path in (written.path, plain)
        ]
        assert in_duckdb[0].equals(in_duckdb[1])
        groups = [pq.ParquetFile(path).metadata for path in (written.path, plain)]
        sizes = [[m.row_group(i).num_rows for i in range(m.num_row_groups)] for m in groups]
        assert sizes[0] == sizes[1]
        assert written.rows == len(arrow)


def plain_column(table: Any, name: str) -> Any:
    """A column of a table without its dictionary."""
    column = table.column(name)
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def test_a_reader_skips_rows_by_place(few: Panel, tmp_path: Path) -> None:
    write_panel(few, tmp_path / "a.parquet", Layout("year", "long"))
    read = pq.read_table(tmp_path / "a.parquet", filters=[("fips", "=", "17031")])
    assert set(read.column("fips").to_pylist()) == {"17031"}
    wanted = [c for c in few.table(Layout("year", "long")).to_pylist() if c["fips"] == "17031"]
    assert read.to_pylist() == wanted
    assert wanted[0]["day"] == date(2014, 1, 1)
