"""Cities of counties, and the share of a county's people under their law."""

from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from safehavens import BadRequest, Corpus
from safehavens.measure.summaries.exposure import find_exposure, make_crosswalk
from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture

ARAPAHOE = "08005"
CONDITION = "lockup_needs_judge >= 1"


# People are invented, codes are not.
PEOPLE = """\
# a comment
08005\t1000\t04000 400;24950 300
08001\t500\t04000 100
17031\t5000\t14000 3000;24582 100;99990 50
36047\t900\t51000 900
"""


@pytest.fixture
def census(tmp_path: Path) -> Path:
    path = tmp_path / "people.tsv"
    path.write_text(PEOPLE)
    return path


def test_crosswalk(corpus: Corpus, census: Path) -> None:
    rows = make_crosswalk(corpus.engine, census, [ARAPAHOE, "36047", "Chicago, IL"]).to_pylist()
    assert {row["county"] for row in rows} == {ARAPAHOE, "36047"}
    aurora = next(row for row in rows if row["geoid"] == "0804000")
    assert (aurora["name"], aurora["population"]) == ("Aurora, Colorado", 400)
    assert aurora["share_of_county"] == pytest.approx(0.4)
    assert aurora["share_of_city"] == pytest.approx(0.8)
    (kings,) = [row for row in rows if row["county"] == "36047"]
    assert (kings["name"], kings["share_of_county"]) == ("New York City, New York", 1.0)


def test_exposure_is_the_share_of_people_under_city_law(corpus: Corpus, census: Path) -> None:
    found = find_exposure(corpus.engine, CONDITION, census, [ARAPAHOE, "17031"], "2000", "2020")
    parts = make_crosswalk(corpus.engine, census, [ARAPAHOE, "17031"]).to_pylist()
    cities = [part["place"] for part in parts if part["place"] is not None]
    assert len(cities) == len(parts) - 1  # of one the gazetteer knows nothing
    spells = corpus.adoption(CONDITION, cities, start="2000", end="2020", spells=True).to_pylist()
    rows = found.table.to_pylist()
    assert rows[0]["start"] == date(2000, 1, 1)
    assert rows[-1]["end"] == date(2021, 1, 1)
    for row in rows:
        on = row["start"]
        under = {
            spell["place"]
            for spell in spells
            if spell["start"] <= on and (spell["end"] is None or on < spell["end"])
        }
        mine = [part for part in parts if part["county"] == row["fips"]]
        shares = [part["share_of_county"] for part in mine if part["place"] in under]
        assert row["exposure"] == pytest.approx(sum(shares))
        assert row["cities"] == len(shares)
        assert row["exposure"] <= row["exposure_most"] <= row["in_cities"] <= 1
    assert any(0 < row["exposure"] < row["in_cities"] for row in rows)
    for before, after in pairwise(rows):
        assert before["end"] == after["start"] or before["fips"] != after["fips"]


def test_the_commands(run: Run, census: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    ask = ["panel", "-o", str(out), "--places", ARAPAHOE, "--census", str(census)]
    assert run(*ask, "--crosswalk").returncode == 0
    with out.open() as file:
        assert {row["state"] for row in csv.DictReader(file)} == {"CO"}
    assert run(*ask, "--exposure", CONDITION, "--from", "2015").returncode == 0
    with out.open() as file:
        assert next(csv.DictReader(file))["fips"] == ARAPAHOE
    wrong = run(*ask, "--exposure", CONDITION, "--freq", "year")
    assert wrong.returncode == 2
    assert "each write one table" in " ".join(wrong.stderr.split())


@pytest.mark.parametrize("words", [["--crosswalk"], ["--exposure", CONDITION]])
def test_without_a_file_they_refuse(run: Run, tmp_path: Path, words: list[str]) -> None:
    done = run("panel", "-o", str(tmp_path / "a.csv"), "--places", ARAPAHOE, *words)
    assert done.returncode == 2
    assert "name it with --census FILE; scripts/census_2020.py makes it" in " ".join(
        done.stderr.split()
    )
    assert list(tmp_path.iterdir()) == []


def test_no_county(corpus: Corpus, census: Path) -> None:
    with pytest.raises(BadRequest, match="None of the places is a county"):
        make_crosswalk(corpus.engine, census, "Chicago, IL")
