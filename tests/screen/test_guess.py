"""A map proposed from a sample: right, usable, and silent on cells of columns that are not read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safehavens import Corpus
from tests.screen.test_command import Run, here, rows, run  # noqa: F401 (fixtures)

TABLE = """Booking #,Last Name,First Name,DOB,County,Form,Prepare Date,Warrant Type,Note
1,Jackson,Madison,3/4/1990,Harris,I-247A,5/1/2024,I-200,secretone
2,Lincoln,Austin,3/14/1990,El Paso,I-247A,5/13/2024,I-205,"Mason, Ohio"
3,Washington,Carolina,3/4/1991,BEXAR,I-247N,5/1/2024,I-200,
4,Smith,Dallas,3/4/1991,Travis,detainer,5/1/2024,NA,
"""


@pytest.fixture
def table(here: Path) -> Path:  # noqa: F811
    path = here / "jail.csv"
    path.write_text(TABLE)
    return path


def test_a_proposed_map_screens_the_table(run: Run, table: Path, corpus: Corpus) -> None:  # noqa: F811
    done = run("screen", "jail.csv", "--guess", "-o", "map.yml", "--who", "jail")
    assert done.returncode == 0
    assert "add --state TX" in done.stderr
    screened = run("screen", "jail.csv", "--maps", "map.yml", "--who", "jail", "--state", "TX",
                   "-o", "out.csv")  # fmt: skip
    assert screened.returncode == 0, screened.stderr
    out = rows(table.parent / "out.csv")
    asked = corpus.verdict("El Paso County, TX", "hold", who="jail", on="2024-05-13",
                           warrant="administrative")  # fmt: skip
    assert out[1]["verdict"] == asked
    assert out[2]["place_read"].endswith("(Bexar County, Texas)")


def test_no_cell_of_a_column_that_is_not_read_is_quoted(run: Run, table: Path) -> None:  # noqa: F811
    done = run("screen", "jail.csv", "--guess")
    said = done.stdout + done.stderr
    lines = TABLE.splitlines()[1:]
    for line in lines:
        cells = line.split(",")
        for cell in (*cells[1:4], "secretone", "Mason", "Ohio"):
            assert cell not in said
    assert "Left alone" in done.stdout
    assert all(f"#   {name}" in done.stdout for name in ("Last Name", "DOB", "Note"))


def test_what_is_missing_is_told(run: Run, here: Path) -> None:  # noqa: F811
    (here / "bare.csv").write_text("id,x\n1,2\n")
    done = run("screen", "bare.csv", "--guess")
    assert "No column for place was found" in done.stdout
    assert "place, who, action, date" in done.stderr


def test_whatif_tells_bad_rows_and_exits_with_3(run: Run, here: Path) -> None:  # noqa: F811
    """Case 02."""
    (here / "t.csv").write_text(
        'id,place,date,warrant\n1,"Cook County, IL",5/1/2015,administrative\n'
        '2,"Cook County, IL",5/2/2018,administrative\n'
        '3,"Cook County, IL",2019-05-03,administrative\n'
    )
    law = ("--without", "us/il/trust-act", "--without", "us/il/cook-county/detainer-ordinance")
    words = ("whatif", "t.csv", *law, "--who", "jail", "--action", "hold", "--dates", "iso")
    done = run(*words)
    assert done.returncode == 3
    assert "1 row, 1 with another answer (100.0%)" in done.stdout
    assert "t.csv, line 2: '5/1/2015' is not a date as YYYY-MM-DD." in done.stderr
    assert "2 rows have no verdict and are left out of the counts" in done.stderr
    plain = run(*words, "--json")
    assert plain.returncode == 3
    counts = json.loads(plain.stdout)
    assert counts["without_verdict"]["rows"] == 2
    assert counts["total"]["rows"] == 1
    assert counts["rows"] == 3
    read = run(*(word for word in words if word not in ("--dates", "iso")))
    assert read.returncode == 0
    assert "3 rows, 3 with another answer (100.0%)" in read.stdout
