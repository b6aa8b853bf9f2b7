"""A file of people by county and city that a user names: how it is made, read and told wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from safehavens import BadRequest, Corpus
from safehavens.corpus.places import load
from safehavens.measure.panel_places import choose_rows
from safehavens.measure.places.census_file import CensusCounts
from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture

# Invented, in the form of the download; 99999 is what lies in no city.
GEOCORR = """\
county,place,CountyName,PlaceName,pop20,afact
County code,Place code,County name,Place name,Total population (2020),factor
08001,04000,Adams CO,"Aurora city, CO",40,0.4
08001,99999,Adams CO,"[not in a place], CO",60,0.6
08005,04000,Arapahoe CO,"Aurora city, CO",300,0.6
08005,99998,Arapahoe CO,"Nowhere CDP, CO",200,0.4
25017,24960,Middlesex MA,"Framingham city, MA",70,0.7
25017,99997,Middlesex MA,"Nosuchtown town, MA",30,0.3
36047,51000,Kings NY,"New York city, NY",900,1
"""
AURORA = "ocd-division/country:us/state:co/place:aurora"
FRAMINGHAM = "ocd-division/country:us/state:ma/place:framingham"


@pytest.fixture(scope="module")
def census(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("census")
    (folder / "geocorr.csv").write_text(GEOCORR)
    script = Path(__file__).parents[2] / "scripts" / "census_2020.py"
    made = folder / "census_2020.tsv"
    words = [sys.executable, str(script), str(folder / "geocorr.csv"), str(made)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    assert "4 counties, 5 parts" in done.stdout
    return made


def test_what_the_script_makes_is_read(census: Path) -> None:
    counts = CensusCounts(load(), census)
    assert sorted(counts.counties()) == ["08001", "08005", "25017", "36047"]
    assert {code: counts.people(code) for code in ("08", "08001", "08005", "0804000", "17")} == {
        "08": 600, "08001": 100, "08005": 500, "0804000": 340, "17": None
    }  # fmt: skip
    (part,) = counts.parts("08005")  # a settlement without a government is none
    assert (part.city, part.geoid, part.people) == (AURORA, "0804000", 300)
    cities = {part.geoid: part.city for part in counts.parts("25017")}
    assert cities == {"2524960": FRAMINGHAM, "2599997": None}  # by name; by nothing
    assert counts.code_of(FRAMINGHAM) == "2524960"
    assert counts.parts("17031") == ()


def test_people_and_codes_with_the_file_and_without(corpus: Corpus, census: Path) -> None:
    names = ["08005", "08", "Aurora, CO", "17031", "Framingham, MA", "36047"]
    given = {row.name: row for row in choose_rows(corpus.engine, names, census)}
    plain = {row.name: row for row in choose_rows(corpus.engine, names)}
    assert {name: row.population for name, row in given.items()} == {
        "Colorado": 600, "Arapahoe County, Colorado": 500, "Aurora, Colorado": 340,
        "Cook County, Illinois": None, "Framingham, Massachusetts": 70,
        "Kings County, New York": 900,
    }  # fmt: skip
    assert given["Framingham, Massachusetts"].geoid == "2524960"
    counties = {place.id: place.population for place in corpus.gazetteer.counties()}
    for row in plain.values():
        people = counties.get(row.id) or corpus.gazetteer.get(row.id).population
        assert row.population == people
        assert row.fips is None or row.geoid == row.fips
    assert plain["Kings County, New York"].population != plain["Colorado"].population


def test_tables_say_who_counted(run: Run, census: Path, tmp_path: Path) -> None:
    ask = ["panel", "-o", str(tmp_path / "a.csv"), "--places", "08005", "--places", "08001",
           "--from", "2018", "--to", "2018"]  # fmt: skip
    described = tmp_path / "datapackage.json"
    for words in (["--adoption", "custody >= 0.5"], ["--by", "state", "--freq", "year"]):
        assert run(*ask, *words).returncode == 0
        assert '"people": "The gazetteer (docs/places.md)' in described.read_text()
        assert run(*ask, *words, "--census", str(census)).returncode == 0
        assert '"people": "The Census of 2020, as census_2020.tsv has it"' in described.read_text()
    lines = (tmp_path / "a.csv").read_text().splitlines()
    assert {line.split(",")[5] for line in lines[1:]} == {"600"}


LINE = "08005\t500\t04000 300"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"# a\n{LINE}\n08001 100\n", "line 3: it is not a county's code, its people and"),
        (f"{LINE}\n{LINE}\n", "line 2: 08005 stands in the file already"),
        ("8005\t500\t\n", "line 1: '8005' is not the five digits of a county"),
        ("03005\t500\t\n", "line 1: '03005' is not the five digits of a county"),
        ("08005\t-5\t\n", "line 1: '-5' is not a number of people"),
        ("08005\t500\t04000\n", "line 1: '04000' is not a city's five digits and its people"),
        ("08005\t500\t04000 many\n", "line 1: '04000 many' is not a city's"),
        ("08005\t500\t04000 501\n", "line 1: the cities of 08005 have more people than"),
        ("08005\t500\t04000 place:nowhereville 5\n", "line 1: the gazetteer has no"),
        ("# nothing\n", "has no counties"),
    ],
)
def test_a_line_that_cannot_be_read_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text(text)
    with pytest.raises(BadRequest) as caught:
        CensusCounts(load(), path)
    assert said in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_a_file_that_is_none(run: Run, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.tsv")
    done = run("panel", "-o", str(tmp_path / "a.csv"), "--crosswalk", "--census", gone)
    assert done.returncode == 2
    assert "cannot be read: No such file" in " ".join(done.stderr.split())
    (tmp_path / "b").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadRequest, match="it is not text in UTF-8"):
        CensusCounts(load(), tmp_path / "b")
    assert not (tmp_path / "a.csv").exists()
