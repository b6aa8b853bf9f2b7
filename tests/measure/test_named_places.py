"""Which places a panel's names, codes and files stand for, and what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from safehavens import BadRequest, Corpus
from safehavens.measure.panel_places import choose_rows
from safehavens.measure.places.named_places import explain_code
from safehavens.measure.places.places_file import find_weights, read_places_file
from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("02261", ["02063", "02066"]),
        ("2270", ["02158"]),
        ("46113", ["46102"]),
        ("12025", ["12086"]),
        ("30113", ["30031", "30067"]),
        ("51515", ["5105544"]),
    ],
)
def test_a_retired_code_stands_for_what_came_after(
    corpus: Corpus, code: str, rows: list[str]
) -> None:
    found = choose_rows(corpus.engine, [code])
    assert sorted(row.geoid or "" for row in found) == rows
    sentence = explain_code(corpus.engine, code)
    assert sentence is not None
    assert sentence.startswith(f"{code.zfill(5)} was ")
    assert all(row.name in sentence for row in found)


def test_every_retired_code_is_in_the_documentation(corpus: Corpus) -> None:
    page = (Path(__file__).parents[2] / "docs" / "panel.md").read_text("utf-8")
    table = {
        line.split(" | ")[0].strip("| "): line for line in page.splitlines() if line[:3] == "| 0"
        or line[:3] in ("| 1", "| 3", "| 4", "| 5")
    }  # fmt: skip
    former = Path("src/safehavens/corpus/places/former.csv").read_text("utf-8").splitlines()[1:]
    for line in former:
        name, code, _, until, _ = line.split(",", 4)
        assert name.split(" (")[0] in table[code]
        assert until in table[code]
        for row in choose_rows(corpus.engine, [code]):
            assert row.fips is None or row.fips in table[code]


def test_other_codes_have_nothing_to_tell(corpus: Corpus) -> None:
    assert "planning region" in (explain_code(corpus.engine, "09110") or "")
    for name in ("17031", "48", "Chicago, IL", "1714000", "60614-1234"):
        assert explain_code(corpus.engine, name) is None


def test_the_command_tells(run: Run, tmp_path: Path) -> None:
    done = run("panel", "-o", str(tmp_path / "a.csv"), "--places", "2261", "--from", "2020",
               "--to", "2020")  # fmt: skip
    assert done.returncode == 0
    assert "02261 was Valdez-Cordova Census Area until 2019" in done.stderr
    assert "Copper River Census Area, Alaska (02066)" in done.stderr


GOOD = """\
fips,name,state,weight,other
17031,,,2,x
6037.0,,,,y
,Orange,FL,0.5,
02261,,,,

,Kings County,NY,,
"""


def test_a_file_of_places(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("\ufeff" + GOOD)
    found = {place.fips or place.name: weight for place, weight in
             read_places_file(corpus.engine, path).items()}  # fmt: skip
    assert found == {"17031": 2, "06037": None, "12095": 0.5, "02063": None, "02066": None,
                     "New York City, New York": None}  # fmt: skip
    rows = choose_rows(corpus.engine, [str(path), "48201"])
    assert {row.geoid for row in rows} == {"17031", "06037", "12095", "02063", "02066", "3651000",
                                           "48201"}  # fmt: skip
    weights = find_weights(corpus.engine, [str(path), "48201"], None)
    assert weights is not None
    assert weights["ocd-division/country:us/state:il/county:cook"] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,state\nCook,IL\nNowhereville,IL\n", 'line 3: No place called "Nowhereville"'),
        ("name\nOrange\n", 'line 2: "Orange" may be Orange County, California'),
        ("fips,weight\n17031,-1\n", "line 2: the weight '-1' is not a number of 0 or more"),
        ("fips,weight\n17031,many\n", "line 2: the weight 'many' is not a number"),
        ("fips,weight\n02261,5\n", "line 2: this county is now Chugach Census Area, Alaska and"),
        ("fips\n17031\n17031.0\n", "line 3: Cook County, Illinois stands in the file already"),
        ("fips\nCook\n", "line 2: 'Cook' is not a code of the Census Bureau"),
        ("fips,state\n,IL\n", "line 2: it names no place"),
        ("a,b\n1,2\n", "has no column of places"),
        ("", "has no column of places"),
        ("fips\n", "has no places"),
    ],
)
def test_rows_that_cannot_be_read_are_told(
    corpus: Corpus, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(BadRequest) as caught:
        choose_rows(corpus.engine, [str(path)])
    assert said in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_that_is_none(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="cannot be read: No such file"):
        choose_rows(corpus.engine, [str(tmp_path / "gone.csv")])
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadRequest, match="it is not a CSV file in UTF-8"):
        choose_rows(corpus.engine, [str(tmp_path / "bytes.csv")])
