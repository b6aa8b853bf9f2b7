"""Outcomes as people have them: read and keyed, or one sentence why not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas
import polars
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safehavens.corpus.places import load as load_gazetteer
from safehavens.evaluate.nouns import FREQUENCIES, BadEvaluation
from safehavens.evaluate.outcomes.outcome_expression import OutcomeExpression
from safehavens.evaluate.outcomes.outcome_table import OutcomeTable, key_outcomes
from safehavens.evaluate.outcomes.periods import (
    first_day,
    last_day,
    name_period,
    number_of,
    read_period,
    treat_from,
)
from safehavens.evaluate.outcomes.raw_table import read_raw

ROWS = {"fips": ["06", "06", "17", "17"], "year": [2010, 2011, 2010, 2011], "n": [1.0, 2, 3, 4]}


def read(source: object, y: str = "n", **columns: str) -> OutcomeTable:
    return key_outcomes(read_raw(source), OutcomeExpression(y), load_gazetteer(), **columns)


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    "make", [pandas.DataFrame, polars.DataFrame, pa.table], ids=["pandas", "polars", "arrow"]
)
def test_frames_of_every_kind_give_the_same(make: object) -> None:
    found = read(make(ROWS))  # type: ignore[operator]
    assert [place.name for place in found.places] == ["California", "Illinois"]
    assert found.values.tolist() == [[1, 2], [3, 4]]
    assert found.frequency == "year"


@pytest.mark.parametrize(
    ("place", "name"),
    [("6", "California"), ("CA", "California"), ("California", "California"),
     ("ocd-division/country:us/state:ca", "California"), ("6001", "Alameda County, California"),
     ("17031", "Cook County, Illinois")],
)  # fmt: skip
def test_places_are_read_as_people_write_them(tmp_path: Path, place: str, name: str) -> None:
    found = read(write(tmp_path / "t.csv", f"place,year,n\n{place},2010,1\n"))
    assert [one.name for one in found.places] == [name]


@pytest.mark.parametrize(
    ("cells", "frequency"),
    [("2010 2011", "year"), ("2010Q1 2010Q2", "quarter"), ("2010-01 2010-02", "month"),
     ("2010-01-01 2010-04-01", "quarter"), ("2010-01-01 2011-01-01", "year"),
     ("2010.0 2011.0", "year")],
)  # fmt: skip
def test_time_is_read_as_people_write_it(tmp_path: Path, cells: str, frequency: str) -> None:
    lines = "".join(f"06,{cell},1\n" for cell in cells.split())
    found = read(write(tmp_path / "t.csv", "fips,time,n\n" + lines))
    assert (found.frequency, len(found.periods)) == (frequency, 2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fips,year,n\n06,2010,1\n06,2010,2\n", "rows 2 and 3 (California, 2010)"),
        ("fips,year,n\n06,2010,many\n", "row 2: 'many' in n is not a number"),
        ("fips,year,n\n99,2010,1\n", "row 2: "),
        ("fips,year,n\nGondor,2010,1\n", "row 2: "),
        ("fips,year,n\n06,soon,1\n", "row 2: 'soon' in year is not a valid period"),
        ("fips,time,n\n06,2010,1\n06,2010-03,1\n", "mixes months and years"),
        ("fips,time,n\n06,2010-03-15,1\n", "2010-03-15 is not the first of a month"),
        ("fips,year,m\n06,2010,1\n", "has no column 'n'; it has fips, year, m"),
        ("spot,year,n\n06,2010,1\n", "no column of places that is known by name"),
        ("fips,year,n\n06,2010,\n", "has no finite value"),
        ("fips,year,n\n", "has no rows"),
        ("", "is empty"),
        ("fips,year,n\n06,2010\n", "row 2: The line has 2 cells where the header has 3"),
    ],
)
def test_bad_tables_get_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadEvaluation) as error:
        read(write(tmp_path / "t.csv", text))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_files_that_are_none(tmp_path: Path) -> None:
    for path, says in (
        (tmp_path / "none.csv", "There is no file"),
        (tmp_path / "t.xls", "t.xls"),
        (write(tmp_path / "t.parquet", "no"), "Parquet"),
    ):
        with pytest.raises(BadEvaluation, match=says):
            read(path)
    with pytest.raises(BadEvaluation, match="A dict is not a valid table"):
        read({"a": [1]})


def test_a_cell_that_is_missing_is_missing(tmp_path: Path) -> None:
    text = 'fips,year,n\n06,2010,1\n06,2011,NA\n17,2010,3\n17,2012,"1,234"\n'
    found = read(write(tmp_path / "t.csv", text))
    assert np.isnan(found.values).tolist() == [[False, True, True], [False, True, False]]
    assert found.values[1, 2] == 1234


def test_lost_zeros_are_put_back_and_said(tmp_path: Path) -> None:
    found = read(write(tmp_path / "t.csv", "fips,year,n\n6001,2010,1\n6003,2010,2\n"))
    assert "2 FIPS codes had lost their leading zero" in " ".join(found.notes)


@pytest.mark.parametrize(
    ("text", "value"),
    [("a + b * 2", 7), ("log(a)", 0), ("-a ** 2", -1), ("(a + b) / 4", 1), ("a / 0", np.nan),
     ("1e5 * a", 1e5)],
)  # fmt: skip
def test_expressions(text: str, value: float) -> None:
    found = OutcomeExpression(text).compute({"a": np.array([1.0]), "b": np.array([3.0])})
    assert found == pytest.approx([value], nan_ok=True)


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "a.b", "a[0]", "lambda: a", "open('x')", "a if a else b", "1 + 2", "",
     "a b", "'a'", "log(a, b)", "max(a)", "a and b", "True * a", "(" * 300 + "a" + ")" * 300,
     "+".join(["a"] * 600), "a" + "+a" * 200],
)  # fmt: skip
def test_expressions_that_are_refused(text: str) -> None:
    with pytest.raises(BadEvaluation):
        OutcomeExpression(text)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(FREQUENCIES))
def test_periods_go_there_and_back(day: date, frequency: str) -> None:
    number = number_of(day, frequency)  # type: ignore[arg-type]
    assert first_day(number, frequency) <= day <= last_day(number, frequency)  # type: ignore[arg-type]
    told, start = read_period(name_period(number, frequency))  # type: ignore[arg-type]
    assert (told, start) == (frequency, first_day(number, frequency))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "timing", "period"),
    [
        ("2014-01-01", "first-full", "2014"), ("2014-01-02", "first-full", "2015"),
        ("2014-12-31", "any", "2014"), ("2014-07-02", "half", "2014"),
        ("2014-07-03", "half", "2015"), ("2014-01-01", "half", "2014"),
    ],
)  # fmt: skip
def test_from_a_day_to_a_period(day: str, timing: str, period: str) -> None:
    number = treat_from(date.fromisoformat(day), "year", timing)  # type: ignore[arg-type]
    assert name_period(number, "year") == period


def test_codes_of_no_place_are_left_out_of_a_data_set_alone() -> None:
    """Publishers have codes of their own; a user's wrong code is an error."""
    rows = pa.table({**ROWS, "fips": ["17031", "51901", "51901", "17031"]}).set_column(
        1, "year", pa.array([2010, 2010, 2011, 2011])
    )
    with pytest.raises(BadEvaluation, match="51901"):
        read(rows)
    found = key_outcomes(
        read_raw(rows), OutcomeExpression("n"), load_gazetteer(), leave_unknown=True
    )
    assert [place.fips for place in found.places] == ["17031"]
    assert found.values.tolist() == [[1, 4]]
    assert "Rows of 1 codes that stand for no place of today were left out: 51901." in found.notes
