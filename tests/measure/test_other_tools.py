"""Stata, pandas, Polars, DuckDB and SQL take every file as it is, without another name."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from pandas.io.stata import StataReader

from safehavens import BadRequest, Corpus
from safehavens.corpus.model import VERDICTS
from safehavens.measure.adoption import find_adoption
from safehavens.measure.columns.column_maker import Layout
from safehavens.measure.formats import stata
from safehavens.measure.panel import ask_panel
from safehavens.measure.probes import choose_battery
from safehavens.measure.publish import write_adoption, write_means, write_panel
from safehavens.measure.summaries.group_means import average_indices

PLACES = ("Cook County, IL", "Harris County, TX", "Chicago, IL", "Rio Arriba County, NM")
# Names that R keeps for itself (?Reserved), and what its arrow makes of each type of Arrow.
R = {
    "if", "else", "repeat", "while", "function", "for", "next", "break", "TRUE", "FALSE", "NULL",
    "Inf", "NaN", "NA", "NA_integer_", "NA_real_", "NA_complex_", "NA_character_", "in",
}  # fmt: skip
IN_R = {
    "dictionary<values=string, indices=int8, ordered=0>": "factor",
    "dictionary<values=string, indices=int16, ordered=0>": "factor",
    "string": "character", "date32[day]": "Date", "bool": "logical", "double": "numeric",
    "int16": "integer", "int32": "integer", "int64": "integer or integer64",
}  # fmt: skip
# Names that Stata keeps for itself (help reserved).
STATA = {
    "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n",
    "_N", "_pi", "_pred", "_rc", "_skip", "strL", "using", "with",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every table that there is, in each format."""
    out = tmp_path_factory.mktemp("tables")
    panel = ask_panel(corpus.engine, PLACES, "2012", "2019")
    adoption = find_adoption(corpus.engine, "custody > 0", PLACES, "2012", "2019")
    means = average_indices(panel, "state", "year")
    for suffix in ("parquet", "csv", "dta"):
        for shape in ("long", "wide"):
            for freq in ("spell", "year"):
                write_panel(panel, out / f"{shape}-{freq}.{suffix}", Layout(freq, shape))
        write_adoption(adoption, out / f"adoption.{suffix}")
        write_means(panel, means, out / f"means.{suffix}", "state", "year")
    return out


def test_names_are_those_that_tools_take(corpus: Corpus, folder: Path) -> None:
    names = {name for path in folder.glob("*.parquet") for name in pq.read_schema(path).names}
    battery = choose_battery(corpus.lawbook, None)
    names |= {*battery.probes, *battery.indices, *battery.indicators}
    for name in names:
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,31}", name), name
        assert name not in STATA
        assert name not in R
        assert not re.fullmatch(r"str\d+", name)
    words = duckdb.sql("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = "
                       "'reserved'")  # fmt: skip
    reserved = {word for (word,) in words.fetchall()}
    assert names & reserved <= {"end"}, "docs/panel.md says so of `end` alone"


def test_r_takes_every_column(folder: Path) -> None:
    """R's arrow is not a package of Debian, so the schemas are read that it would read."""
    types = set()
    for path in folder.glob("*.parquet"):
        schema = pq.ParquetFile(path).schema_arrow
        assert len(set(schema.names)) == len(schema.names), path
        types |= {str(type_) for type_ in schema.types}
    assert types <= IN_R.keys()
    assert {"factor", "Date", "logical", "numeric"} <= {IN_R[type_] for type_ in types}


def test_the_query_of_the_docs(folder: Path) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "panel.md").read_text("utf-8")
    (query,) = re.findall(r"```sql\n(.+?)```", docs, re.DOTALL)
    path, day = folder / "long-spell.parquet", date(2019, 1, 1)
    found = duckdb.sql(query.replace("panel.parquet", str(path))).fetchall()
    rows = pq.read_table(path).to_pylist()
    assert found == [
        (row["fips"], row["verdict"], row["start"], row["end"])
        for row in sorted(rows, key=lambda row: row["fips"] or "")
        if row["probe"] == "hold_clean" and row["fips"] and row["start"] <= day < row["end"]
    ]
    assert len(found) == len(PLACES) - 1  # Chicago has no county's code


def test_every_tool_reads_every_file(folder: Path) -> None:
    paths = sorted(folder.glob("*.parquet"))
    assert len(paths) >= 10
    for path in paths:
        table = pq.read_table(path)
        names, rows = table.column_names, table.num_rows
        dta, text = path.with_suffix(".dta"), path.with_suffix(".csv")
        frames = [pd.read_parquet(path), pd.read_csv(text, low_memory=False), pd.read_stata(dta)]
        for frame in [*frames, pl.read_parquet(path), pl.read_csv(text, infer_schema_length=None)]:
            assert list(frame.columns) == names, path
            assert len(frame) == rows
        for file in (path, text):
            read = duckdb.read_parquet if file is path else duckdb.read_csv
            found = read(str(file))
            assert found.columns == names
            found.create_view("panel", replace=True)
            columns = ", ".join(f"panel.{name}" for name in names)
            assert len(duckdb.sql(f"SELECT {columns} FROM panel").fetchall()) == rows  # noqa: S608


def test_stata_has_labels(folder: Path) -> None:
    wide = folder / "wide-year.dta"
    with StataReader(wide) as reader:
        codes = reader.read(convert_categoricals=False)
        labels, values = reader.variable_labels(), reader.value_labels()
    words = pd.read_parquet(folder / "wide-year.parquet")
    assert [values["hold_clean"][i] for i in range(5)] == list(VERDICTS)
    assert [VERDICTS[i] for i in codes["hold_clean"]] == list(words["hold_clean"])
    assert labels["hold_clean"].startswith("The jail is asked to keep a person without")
    assert all(0 < len(label) <= 80 for label in labels.values())
    assert list(codes["fips"]) == [fips or "" for fips in words["fips"].astype(object).fillna("")]
    assert list(codes["day"].dt.date) == list(words["day"])


def test_stata_keeps_days_and_missing_values(folder: Path) -> None:
    told = pd.read_stata(folder / "adoption.dta")
    plain = pq.read_table(folder / "adoption.parquet").to_pylist()
    assert [None if pd.isna(day) else day.date() for day in told["adopted"]] == [
        row["adopted"] for row in plain
    ]
    assert [name or None for name in told["name"]] == [row["name"] for row in plain]


def test_a_file_for_stata_has_an_end(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = ask_panel(corpus.engine, PLACES, "2018", "2018")
    monkeypatch.setattr(stata, "MOST_ROWS", 100)
    with pytest.raises(BadRequest, match=r"at most 100 rows here; ask for --shape wide"):
        write_panel(panel, tmp_path / "a.dta", Layout("month", "long"))
    assert list(tmp_path.iterdir()) == []


def test_without_pandas(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = ask_panel(corpus.engine, "17031", "2018", "2018")
    monkeypatch.setattr(stata, "find_spec", lambda name: None)
    with pytest.raises(BadRequest, match=r"pip install 'safehavens\[stata\]'"):
        write_panel(panel, tmp_path / "a.dta", Layout("year", "wide"))
