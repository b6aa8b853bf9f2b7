"""`safehavens screen`: files in and out, bad rows told and kept, no good file half replaced."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from safehavens import Corpus
from safehavens.cli import main
from tests.cli.conftest import Run

GOOD = '''id,place,who,action,date,warrant,court_order,note
1,NYC,jail,hold,2024-05-01,judicial,no,"a, ""b"""
2,SF,jail,hold,2024-05-01,none,,"two
lines"
3,"Chicago, IL",police,hold,2012-06-01,?,yes,
'''
BAD = """id,place,who,action,date,warrant,nyc_violent_serious_5y,convicted_felony
1,NYC,jail,hold,2024-05-01,judicial,yes,yes
2,Nowhere at all,jail,hold,2024-05-01,none,no,no

3,NYC,jail,hold,2024-13-01,none,no,no
4,NYC,jail,hold,2024-05-01,none,no,no,more
5,NYC,jail,hold,2024-05-01,paper,no,no
6,NYC,jail,hold,2024-05-01,none,yes,no
7,NYC,jail
8,NYC,jail,hold,2024-05-01,none,no,no
"""
PROBLEMS = {  # by line
    3: "Nowhere at all",
    5: "'2024-13-01' is not a valid date",
    6: "The line has 9 cells where the header has 8.",
    7: "'paper' is not a valid value of warrant",
    8: "contradicts",
    9: "The line has 3 cells where the header has 8.",
}


@pytest.fixture
def run(corpus: Corpus, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """The command line, but in this process, and with the corpus loaded once."""
    monkeypatch.setattr(Corpus, "load", lambda *_, **__: corpus)

    def called(*words: str, input: str = "") -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["safehavens", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(input.encode())))
        capfd.readouterr()
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = capfd.readouterr()
        return subprocess.CompletedProcess(words, status, said.out, said.err)

    return called


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.csv").write_text(GOOD)
    (tmp_path / "bad.csv").write_text(BAD)
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_csv_keeps_every_cell_and_adds_what_ask_says(run: Run, here: Path, corpus: Corpus) -> None:
    done = run("screen", "good.csv", "-o", "out.csv")
    assert done.returncode == 0
    assert done.stderr.splitlines()[1:] == ["3 rows screened"]
    before, after = rows(here / "good.csv"), rows(here / "out.csv")
    assert [{name: row[name] for name in before[0]} for row in after] == before
    asked = corpus.ask("Chicago, IL", "hold", who="police", on="2012-06-01", warrant=None,
                       court_order=True)  # fmt: skip
    assert after[2]["verdict"] == asked.verdict
    assert after[2]["deciding"].split() == [reason.norm for reason in asked.because]
    assert after[2]["waits_for"].split() == [question.fact for question in asked.questions]


def test_a_blank_cell_is_not_known_and_an_absent_column_is_presumed(
    run: Run, here: Path, corpus: Corpus
) -> None:
    (here / "t.csv").write_text("place,court_order\nNYC,\nNYC,?\n")
    fixed = ("--who", "jail", "--action", "hold", "--on", "2016-06-01", "--columns", "verdict")

    def ask(**facts: None) -> str:
        return corpus.verdict("NYC", "hold", who="jail", on="2016-06-01", **facts)

    run("screen", "t.csv", "-o", "o.csv", *fixed)
    assert [row["verdict"] for row in rows(here / "o.csv")] == [ask(court_order=None)] * 2
    run("screen", "t.csv", "-o", "o.csv", *fixed, "--blank", "presumed")
    assert [row["verdict"] for row in rows(here / "o.csv")] == [ask(), ask(court_order=None)]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "arrow"])
def test_bad_rows_come_out_with_the_reason_and_are_collected(
    run: Run, here: Path, kind: str
) -> None:
    done = run("screen", "bad.csv", "-o", "out.csv", "--rejects", f"rejects.{kind}")
    assert done.returncode == 3
    assert done.stderr.endswith("8 rows screened, 6 without a verdict; see rejects." + kind + "\n")
    for line, said in PROBLEMS.items():
        assert any(f"bad.csv, line {line}: " in told and said in told
                   for told in done.stderr.splitlines())  # fmt: skip
    out = rows(here / "out.csv")
    assert [bool(row["verdict"]) for row in out] == [True] + [False] * 6 + [True]
    assert [said in row["problem"] for row, said in zip(out[1:7], PROBLEMS.values(), strict=True)]
    run("screen", f"rejects.{kind}", "--to", "jsonl", "-o", "again.jsonl", "--prefix", "our_")
    kept = [json.loads(line) for line in (here / "again.jsonl").read_text().splitlines()]
    assert [int(row["line"]) for row in kept] == list(PROBLEMS)
    assert [row["id"] or None for row in kept] == ["2", "3", None, "5", "6", None]
    assert kept[2]["unread"] == "4,NYC,jail,hold,2024-05-01,none,no,no,more"


def test_strict_stops_at_the_first_and_writes_nothing(run: Run, here: Path) -> None:
    (here / "out.csv").write_text("good\n")
    done = run("screen", "bad.csv", "-o", "out.csv", "--strict", "--rejects", "r.csv")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "bad.csv, line 3: There is no place" in done.stderr or "Nowhere at all" in done.stderr
    assert (here / "out.csv").read_text() == "good\n"
    assert sorted(os.listdir(here)) == ["bad.csv", "good.csv", "out.csv"]


def test_json_lines_are_requests_of_their_own(run: Run, here: Path, corpus: Corpus) -> None:
    lines = [
        {"place": "NYC", "warrant": "judicial", "nyc_violent_serious_5y": True, "x": {"y": [1]}},
        {"place": "NYC", "warrant": None},
        {"place": "NYC"},
        {"warrant": "none"},
        {"place": "NYC", "warrant": 7},
    ]
    text = "\n".join(json.dumps(line) for line in lines) + '\n[1]\n{"place": \n\n'
    done = run(
        "screen", "-", "--from", "jsonl", "--who", "jail", "--action", "hold", "--on", "2024-05-01",
        input=text,
    )  # fmt: skip
    assert done.returncode == 3
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert out[0]["x"] == {"y": [1]}
    for line, said in zip(lines[:3], out, strict=False):
        facts = {name: value for name, value in line.items() if name not in ("place", "x")}
        asked = corpus.ask("NYC", "hold", who="jail", on="2024-05-01", facts=facts)  # type: ignore[arg-type]
        assert (said["verdict"], said["waits_for"].split()) == (
            asked.verdict, [q.fact for q in asked.questions],
        )  # fmt: skip
    assert [row["problem"] is None for row in out] == [True] * 3 + [False] * 4
    assert out[3]["problem"] == "The place is missing."
    assert out[5]["problem"] == "The line is not a JSON object."
    assert "standard input, line 7: The line is not JSON" in done.stderr


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "arrow"])
def test_every_format_to_every_format(run: Run, here: Path, kind: str) -> None:
    run("screen", "good.csv", "-o", f"one.{kind}", "--columns", "verdict")
    for other in ("csv", "jsonl", "parquet", "arrow"):
        path = f"{kind}-{other}.{other}"
        done = run("screen", f"one.{kind}", "-o", path, "--columns", "verdict", "--prefix", "our_")
        assert done.returncode == 0, done.stderr
        run("screen", path, "-o", "back.csv", "--columns", "verdict", "--prefix", "third_")
        back = rows(here / "back.csv")
        assert [r["verdict"] for r in back] == [r["our_verdict"] for r in back]
        assert [r["verdict"] for r in back] == [r["third_verdict"] for r in back]
        assert [r["note"] for r in back] == ['a, "b"', "two\nlines", ""]


def test_parquet_keeps_types_and_folders_are_one_table(run: Run, here: Path) -> None:
    table = pa.table(
        {
            "place": ["NYC", "SF"],
            "date": pa.array([19844, 19845], pa.date32()),
            "stamp": pa.array([1, None], pa.timestamp("us", "UTC")),
            "list": [[1], None],
            "warrant": pa.array(["none", None]).dictionary_encode(),
        }
    )
    (here / "folder").mkdir()
    pq.write_table(table, here / "folder" / "a.parquet")
    pq.write_table(table, here / "folder" / "b.parquet")
    done = run("screen", "folder", "-o", "o.parquet", "--who", "jail", "--action", "hold")
    assert done.returncode == 0, done.stderr
    out = pq.read_table(here / "o.parquet")
    assert out.select(table.schema.names).schema.equals(table.schema)
    assert out.num_rows == 4
    assert out["stamp"].to_pylist() == table["stamp"].to_pylist() * 2


def test_maps_for_other_peoples_tables(run: Run, here: Path) -> None:
    (here / "theirs.csv").write_text(
        "Facility,Form,Felony?,warrant\nNYC,I-247A,1,whatever\nNYC,I-247N,,whatever\n"
    )
    (here / "map.yaml").write_text(
        "columns:\n  Facility: place\n  Form: action\n"
        "values:\n  action: {I-247A: hold, I-247N: notify_release}\n"
        "  convicted_felony: {1: yes, 0: no}\n"
    )
    done = run(
        "screen", "theirs.csv", "-o", "o.csv", "--maps", "map.yaml", "--map",
        "Felony?=convicted_felony", "--map", "warrant=", "--who", "jail", "--on", "2024-05-01",
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stderr.splitlines()[1:] == ["2 rows screened"]
    assert all(row["verdict"] for row in rows(here / "o.csv"))


def test_a_map_file_says_what_blank_cells_mean(run: Run, here: Path) -> None:
    """A key of YAML that says nothing, in each way to write it, stands for a blank cell."""
    (here / "t.csv").write_text("place,action,on,who,warrant\nNYC,,2024-05-01,,x\n")
    for blank in ("null", "~", '""'):
        (here / "map.yaml").write_text(
            f"values: {{who: {{{blank}: jail}}, action: {{{blank}: hold}}, warrant: {{x: null}}}}\n"
        )
        done = run("screen", "t.csv", "-o", "o.csv", "--maps", "map.yaml")
        assert done.returncode == 0, done.stderr
        assert rows(here / "o.csv")[0]["verdict"]


def test_a_column_may_be_named_as_the_option_is(run: Run, here: Path) -> None:
    (here / "t.csv").write_text("place,On\nNYC,2024-05-01\n")
    done = run("screen", "t.csv", "-o", "o.csv", "--who", "jail", "--action", "hold")
    assert done.returncode == 0, done.stderr
    assert "The column 'On' is read as date." in done.stderr


@pytest.mark.parametrize("header", ["warant", "Warant type"])
def test_a_near_name_is_warned_of(run: Run, here: Path, header: str) -> None:
    (here / "t.csv").write_text(f"place,{header}\nNYC,none\n")
    done = run("screen", "t.csv", "--who", "jail", "--action", "hold", "--on", "2024-05-01")
    assert done.returncode == 0
    assert f"'{header}' is passed through unread; did you mean the fact warrant?" in done.stderr


FIXED = ("--who", "jail", "--action", "hold", "--on", "2024-05-01")
WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "missing file": (("none.csv",), "There is no file none.csv."),
    "unknown format": (("t.doc",), "t.doc: the name does not tell the format"),
    "not a workbook": (("t.xlsx",), "t.xlsx is not an Excel workbook"),
    "not written": (("good.csv", "-o", "o.xlsx"), "o.xlsx: excel is not written"),
    "unknown format out": (("good.csv", "-o", "o.doc"), "o.doc: the name does not tell the format"),
    "no such format": (("good.csv", "--from", "xml"), "There is no format 'xml'"),
    "empty file": (("empty.csv",), "empty.csv is empty."),
    "blank file": (("blank.jsonl",), "blank.jsonl is empty."),
    "empty folder": (("folder",), "The folder folder holds no Parquet file."),
    "no Parquet": (("fake.parquet",), "fake.parquet is not a Parquet file."),
    "no Arrow": (("fake.arrow",), "fake.arrow is not an Arrow IPC file."),
    "no column of requests": (("plain.csv",), "The table has no column 'place'"),
    "no column at all": (("plain.csv", "--place", "NYC", *FIXED), "table belongs to a request"),
    "map of no column": (("good.csv", "--map", "Jail=who"), "The map names a column 'Jail'"),
    "map to nothing": (("good.csv", "--map", "note=warant"), "no column or fact 'warant'; did you"),
    "map twice": (("good.csv", "--map", "note=warrant"), "cannot both be warrant"),
    "no map": (("good.csv", "--map", "warrant"), "'warrant' is not a map"),
    "no map file": (("good.csv", "--maps", "no.yaml"), "no.yaml cannot be read"),
    "map file of something": (("good.csv", "--maps", "list.yaml"), "must hold `columns:`"),
    "wrong value in a map": (("good.csv", "--maps", "value.yaml"), "values of warrant"),
    "column and value": (("good.csv", "--who", "jail"), "one value for all rows is given too"),
    "unknown place": (("t.csv", "--place", "Nowhere at all", *FIXED), "Nowhere at all"),
    "unknown action": (("t.csv", "--place", "NYC", "--who", "jail", "--action", "hug", "--on",
                        "2024-05-01"), "'hug' is not an action"),
    "no date": (("good.csv", "--on", "someday"), "'someday' is not a valid date"),
    "verdict is there": (("there.csv",), "a column 'verdict' already; give a prefix"),
    "no such output": (("good.csv", "--columns", "verdict,why"), "adds no column 'why'"),
    "no folder": (("good.csv", "-o", "no/out.csv"), "cannot be written: there is no folder no."),
    "same file": (("good.csv", "-o", "./good.csv"), "is read and cannot be written too"),
    "same rejects": (("good.csv", "-o", "o.csv", "--rejects", "o.csv"), "cannot both go into"),
    "no such blank": (("good.csv", "--blank", "zero"), "An empty cell is unknown or presumed"),
    "no such engine": (("good.csv", "--engine", "dask"), "There is no engine 'dask'"),
    "twice": (("twice.csv",), "twice.csv has the column 'warrant' twice (columns 2 and 3)"),
    "Spark reads Parquet": (("good.csv", "-o", "o", "--engine", "spark"), "Parquet is read"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_is_one_sentence(run: Run, here: Path, name: str) -> None:
    for file, text in {
        "t.doc": "x", "t.xlsx": "x", "empty.csv": "", "blank.jsonl": "\n\n",
        "fake.parquet": "PAR0", "t.csv":
        "warrant\nnone\n", "fake.arrow": "x", "plain.csv": "a,b\n1,2\n", "list.yaml": "- 1\n",
        "value.yaml": "values: {warrant: {x: paper}}\n", "twice.csv": "place,warrant,warrant\n",
        "there.csv": GOOD.replace("note", "verdict", 1),
    }.items():  # fmt: skip
        (here / file).write_text(text)
    (here / "folder").mkdir()
    before = sorted(os.listdir(here))
    words, said = WRONG[name]
    done = run("screen", *words)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert done.stderr.startswith("safehavens: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert sorted(os.listdir(here)) == before


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_the_old_file(here: Path, sent: signal.Signals) -> None:
    (here / "out.csv").write_text("good\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "safehavens", "screen", "-", "-o", "out.csv", "--rejects", "r.csv"],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    line = b"NYC,jail,hold,2024-05-01,none\n"
    process.stdin.write(b"place,who,action,date,warrant\n" + line * 400_000)
    process.stdin.flush()  # more is to come, as far as it knows
    _until(lambda: any(path.endswith(".part") for path in os.listdir(here)))
    process.send_signal(sent)
    process.stdin.close()
    assert process.wait(20) not in (0, 3)
    assert (here / "out.csv").read_text() == "good\n"
    assert sorted(os.listdir(here)) == ["bad.csv", "good.csv", "out.csv"]


def _until(so: Callable[[], bool]) -> None:
    for _ in range(400):
        if so():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to that")
