"""Panels in files: what is written, that it is the same in each form, and what is left alone."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pexpect
import pyarrow.parquet as pq
import pytest

from safehavens import BadRequest, Corpus
from safehavens.files.whole import CannotWrite
from safehavens.measure import table_files
from safehavens.measure.panel import Layout, Panel
from safehavens.measure.publish import write_panel
from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture

LAYOUTS = [Layout("spell", "long"), Layout("spell", "wide"), Layout("year", "long"),
           Layout("year", "wide")]  # fmt: skip


def as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.freq}-{layout.shape}")
def test_csv_and_parquet_hold_the_same(some: Panel, tmp_path: Path, layout: Layout) -> None:
    write_panel(some, tmp_path / "a.parquet", layout)
    write_panel(some, tmp_path / "a.csv", layout)
    for stem, values in (
        ("a", "verdicts"),
        ("a-indices", "indices"),
        ("a-agreements", "agreements"),
    ):
        binary = pq.read_table(tmp_path / f"{stem}.parquet")
        assert binary.to_pylist() == some.table(layout, values).to_pylist()  # type: ignore[arg-type]
        with (tmp_path / f"{stem}.csv").open(newline="", encoding="utf-8") as file:
            text = list(csv.reader(file))
        assert text[0] == binary.column_names
        rows = [[as_text(value) for value in row.values()] for row in binary.to_pylist()]
        assert text[1:] == rows


def test_codes_keep_their_zeros(some: Panel, tmp_path: Path) -> None:
    write_panel(some, tmp_path / "a.csv", LAYOUTS[0])
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
        codes = {row["fips"] for row in csv.DictReader(file)}
    assert {"06037", "09001", "08031"} <= codes
    assert all(re.fullmatch(r"\d{5}", code) for code in codes)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.freq}-{layout.shape}")
def test_datapackage_describes_every_column(
    corpus: Corpus, some: Panel, tmp_path: Path, layout: Layout
) -> None:
    write_panel(some, tmp_path / "a.parquet", layout)
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert [one["path"] for one in package["resources"]] == [
        "a.parquet", "a-indices.parquet", "a-agreements.parquet"
    ]  # fmt: skip
    for one in package["resources"]:
        table = pq.read_table(tmp_path / one["path"])
        fields = one["schema"]["fields"]
        assert [field["name"] for field in fields] == table.column_names
        assert all(len(field["description"]) > 3 for field in fields)
        assert re.fullmatch(r"[a-z0-9._-]+", one["name"])
        assert one["corpus"] == corpus.version
        assert one["rows"] == len(table)
        assert one["bytes"] == (tmp_path / one["path"]).stat().st_size
        assert one["window"] == {"start": "1985-01-01", "through": "2026-11-30"}
        assert one["probes"].keys() == some.battery.probes.keys()
        key = table.select(one["schema"]["primaryKey"])
        assert len(key.group_by(key.column_names).aggregate([])) == len(table)


def test_the_ask_of_a_probe_gives_its_verdict(run: Run, some: Panel, tmp_path: Path) -> None:
    """The command that datapackage.json has for a cell, run as it stands."""
    write_panel(some, tmp_path / "a.parquet", Layout("year", "long"))
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    cells = pq.read_table(tmp_path / "a.parquet").to_pylist()
    for probe in ("hold_violent_felony", "police_ask_victim", "driver_licence"):
        cell = next(c for c in cells if c["probe"] == probe and c["day"] == date(2024, 1, 1))
        words = package["resources"][0]["probes"][probe]["ask"].split()
        assert words[:2] == ["safehavens", "ask"]
        swap = {"PLACE": cell["place"], "DAY": str(cell["day"])}
        done = run(*(swap.get(word, word) for word in words[1:]), "--json")
        assert json.loads(done.stdout)["verdict"] == cell["verdict"]


def test_panels_share_a_folder(some: Panel, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "a.csv"):
        write_panel(some, tmp_path / name, LAYOUTS[3])
    (tmp_path / "b-indices.csv").unlink()
    (tmp_path / "b-agreements.csv").unlink()
    write_panel(some, tmp_path / "a.csv", LAYOUTS[3])
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    paths = [one["path"] for one in package["resources"]]
    assert paths == ["b.csv", "a.csv", "a-indices.csv", "a-agreements.csv"]


@pytest.mark.parametrize("content", ['{"name": "mine", "resources": []}', "not json", "[]"])
def test_another_datapackage_is_left_alone(some: Panel, tmp_path: Path, content: str) -> None:
    (tmp_path / "datapackage.json").write_text(content)
    with pytest.raises(BadRequest, match="is left alone; write to another folder"):
        write_panel(some, tmp_path / "a.csv", LAYOUTS[0])
    assert (tmp_path / "datapackage.json").read_text() == content
    assert [path.name for path in tmp_path.iterdir()] == ["datapackage.json"]


def test_a_folder_in_the_way_replaces_nothing(some: Panel, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old")
    (tmp_path / "a-indices.csv").mkdir()
    with pytest.raises(CannotWrite, match=r"a-indices.csv cannot be written: it is a folder"):
        write_panel(some, tmp_path / "a.csv", LAYOUTS[3])
    assert (tmp_path / "a.csv").read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "a-indices.csv"}


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_half_written_panel_replaces_nothing(
    some: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    out = tmp_path / f"a.{suffix}"
    write_panel(some, out, LAYOUTS[0])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    class DiskFullError(OSError):
        strerror = "No space left on device"

    name = "write_encoded" if suffix == "parquet" else "_write_csv"
    real = getattr(table_files, name)

    def full(to: Any, *table: Any) -> int:
        rows: int = real(to, *table)
        if "indices" in str(getattr(to, "name", to)):
            raise DiskFullError
        return rows

    monkeypatch.setattr(table_files, name, full)
    with pytest.raises(
        CannotWrite, match=r"a-indices.* cannot be written: No space left on device"
    ):
        write_panel(some, out, LAYOUTS[3])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_command(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "a.parquet"
    done = run("panel", "-o", str(out), "--places", "17031", "--places", "Harris County, TX",
               "--from", "2010", "--to", "2020-06", "--freq", "quarter")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "a-indices.parquet" in done.stderr
    table = pq.read_table(out)
    assert set(table["fips"].to_pylist()) == {"17031", "48201"}
    assert len(set(table["day"].to_pylist())) == 42


def test_the_same_question_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever order Python's sets have in a process."""
    written = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        command = [sys.executable, "-m", "safehavens", "panel", "-o", str(folder / "a.csv"),
                   "--places", "06037", "--places", "48201", "--to", "2026-11"]  # fmt: skip
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]
    assert len(written[0]) == 4


def test_a_terminal_sees_progress(tmp_path: Path) -> None:
    command = f"-m safehavens panel -o {tmp_path}/a.csv --places 17031 --freq month"
    child = pexpect.spawn(sys.executable, command.split(), encoding="utf-8", timeout=60)
    child.expect("Asking every probe")
    child.expect(r"a-indices\.csv: [\d,]+ rows")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_command_adoption(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    done = run("panel", "-o", str(out), "--places", "17031", "--places", "48201",
               "--adoption", "detainer_needs_judge >= 1")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 of 2 places met the condition" in done.stderr
    with out.open(newline="", encoding="utf-8") as file:
        rows = {row["fips"]: row["adopted"] for row in csv.DictReader(file)}
    assert rows == {"17031": "2011-09-07", "48201": ""}
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert package["resources"][0]["condition"] == "detainer_needs_judge >= 1"


def test_command_lists_the_probes(run: Run) -> None:
    done = run("panel", "--list")
    assert done.returncode == 0
    assert "hold_violent_felony_no_warrant" in done.stdout
    assert "detainer_needs_judge" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Say which file to write, such as -o panel.parquet."),
        (
            ["-o", "a.xlsx"],
            "a.xlsx is not a valid name for a table; it must end in .parquet, .csv or .dta.",
        ),
        (["-o", "no/a.csv"], "no/a.csv cannot be written: there is no folder no."),
        (["-o", "a.csv", "--freq", "week"], "'week' is not a valid freq"),
        (["-o", "a.csv", "--places", "Xyzzyville"], "Xyzzyville"),
        (["-o", "a.csv", "--from", "May"], "'May' is not a valid month"),
        (["-o", "a.csv", "--adoption", "zzz > 1"], "There is no probe or index 'zzz'"),
        (["-o", "a.csv", "--adoption", "custody > 0", "--freq", "year"], "do not go with it."),
        (["-o", "a.csv", "--probes", "none.yaml"], "none.yaml cannot be read"),
    ],
)
def test_command_refuses(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("panel", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
