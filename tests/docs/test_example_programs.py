"""The programs in examples/ run and print what they claim to show."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


def run_example(name: str, *arguments: str) -> str:
    """What the program prints. It must end well."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_program_is_listed_and_tested() -> None:
    programs = {path.name for path in EXAMPLES.glob("*.py")}
    listed = set(
        re.findall(r"^\| \[(\w+\.py)\]", (EXAMPLES / "README.md").read_text("utf-8"), re.M)
    )
    tested = set(re.findall(r'run_example\("(\w+\.py)"', Path(__file__).read_text("utf-8")))
    assert programs == listed == tested


def test_ask_and_write_memo(tmp_path: Path) -> None:
    file = tmp_path / "memo.md"
    printed = run_example("ask_and_write_memo.py")
    assert run_example("ask_and_write_memo.py", str(file)) == ""
    assert file.read_text("utf-8") == printed
    assert printed.startswith("# Cook County, Illinois: prohibited\n")
    assert "us/il/cook-county/detainer-ordinance#hold" in printed
    assert "- reimbursement_agreement = False" in printed


def test_screen_a_csv() -> None:
    lines = run_example("screen_a_csv.py").splitlines()
    assert lines[:2] == ["no verdict: 3", "prohibited: 1"]
    assert [line[:13] for line in lines[2:]] == ["booking 2002:", "booking 2003:", "booking 2004:"]


def test_screen_object_storage(tmp_path: Path) -> None:
    """On the file system, which pyarrow gives the same face as a store's."""
    columns = {"who": "jail", "action": "hold", "date": "2024-05-01", "warrant": "administrative"}
    requests = pa.table({"place": ["NYC", "Gotham"], **{n: [v] * 2 for n, v in columns.items()}})
    folder, target = tmp_path / "requests", tmp_path / "screened"
    folder.mkdir()
    for name in ("a.parquet", "b.parquet"):
        pq.write_table(requests, folder / name)
    (folder / "README.txt").write_text("No table.")
    uris = (folder.as_uri(), target.as_uri())
    printed = run_example("screen_object_storage.py", *uris).splitlines()
    assert printed == [f"{name}.parquet: no verdict 1, prohibited 1" for name in "ab"]
    assert sorted(path.name for path in target.iterdir()) == ["a.parquet", "b.parquet"]
    screened = pq.read_table(target / "a.parquet")
    assert screened["verdict"].to_pylist() == ["prohibited", None]
    assert screened.select(requests.schema.names).equals(requests)
    (target / "b.parquet").unlink()
    printed = run_example("screen_object_storage.py", *uris).splitlines()
    assert printed == ["a.parquet: there already", "b.parquet: no verdict 1, prohibited 1"]


@pytest.mark.parametrize(
    ("source", "told"),
    [("empty", "There is no Parquet file in "), ("missing", "A folder cannot be reached: ")],
)
def test_object_storage_without_requests(tmp_path: Path, source: str, told: str) -> None:
    (tmp_path / "empty").mkdir()
    words = ((tmp_path / source).as_uri(), (tmp_path / "screened").as_uri())
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "screen_object_storage.py"), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(told)
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(
    importlib.util.find_spec("diff_diff") is None,
    reason="diff-diff is not installed; `uv sync --extra evaluate` brings it",
)
def test_panel_to_diff_diff() -> None:
    printed = run_example("panel_to_diff_diff.py")
    put_in = re.search(r"effect put in: (\S+)", printed)
    estimate = re.search(r"estimate: (\S+) \(95% interval (\S+) to (\S+)\)", printed)
    assert put_in is not None
    assert estimate is not None
    value, low, high = (float(text) for text in estimate.groups())
    # the interval misses the truth once in twenty drawings, and another law is another drawing
    error = (high - low) / (2 * 1.96)
    assert 0.0 < error < 0.1
    assert abs(value - float(put_in[1])) < 3 * error
    before = [float(text) for text in re.findall(r"^ *-\d +(\S+)$", printed, re.M)]
    after = [float(text) for text in re.findall(r"^ *\+\d +(\S+)$", printed, re.M)]
    assert max(map(abs, before)) < 0.5
    assert max(after) < -1.5
