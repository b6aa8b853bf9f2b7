"""The commands as people use them, and what they say of bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture
from tests.compare.corpora import instrument, norm

BAD = [
    (("compare", "Illinois"), "Compare with what?"),
    (("compare", "Illinois", "Xyzzyville"), "Xyzzyville"),
    (("compare", "Illinois", "California", "--order", "hard"), "no order of strictness"),
    (("compare", "Illinois", "California", "--on", "May"), "is not a valid date"),
    (("order", "Texas", "--action", "hold"), "two places"),
    (("order", "Texas", "Ohio", "--action", "hold", "-o", "x.png"), "SVG"),
    (("lint", "nowhere.yaml"), "cannot be read"),
    (("draft", "check", "nowhere.yaml"), "cannot be read"),
    (("draft", "new", "Xyzzyville"), "Xyzzyville"),
    (("draft", "from", "Juneau, AK", "--for", "Marfa, TX"), "no law of its own"),
    (("draft", "from", "Chicago, IL", "--for", "Marfa, TX", "--instrument", "x"), "no instrument"),
    (("whatif", "table.parquet"), "how the other law differs"),
    (("whatif", "table.parquet", "--without", "us/x"), "no norm or instrument"),
    (("whatif", "none.parquet", "--without", "us/tx/sb4"), "no file"),
    (("whatif", "a", "b", "c"), "not 3 files"),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_bad_input_is_one_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    done = run(*words)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_compare_as_json(run: Run) -> None:
    done = run("compare", "Illinois", "California", "--action", "hold", "--on", "2024-05-01",
               "--json")  # fmt: skip
    found = json.loads(done.stdout)
    assert found["on_a"] == "2024-05-01"
    assert {item["relation"] for item in found["actions"]} >= {"equal", "more"}


def test_order_draws_a_picture(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "order.svg"
    done = run("order", "Texas", "California", "Ohio", "--action", "hold", "--who", "jail",
               "--on", "2024-05-01", "-o", str(out))  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.index("California") < done.stdout.index("Texas")
    assert out.read_text("utf-8").startswith("<svg")


def test_a_draft_from_beginning_to_end(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "juneau.yaml"
    assert run("draft", "new", "Juneau, AK", "-o", str(path)).returncode == 0
    again = run("draft", "new", "Juneau, AK", "-o", str(path))
    assert again.returncode == 2
    assert "already exists" in again.stderr
    checked = run("draft", "check", str(path))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "with the draft limits at least as much as" in " ".join(checked.stdout.split())
    assert run("lint", str(path)).returncode == 0


def test_lint_says_where_and_shows_a_request(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    dead = norm("leave", "may", when="minor")
    path.write_text(instrument("us/tx/marfa/x", norm("ban"), dead), encoding="utf-8")
    done = run("lint", str(path))
    assert done.returncode == 1
    assert "us/tx/marfa/x.yaml:16: decides-nothing: us/tx/marfa/x#leave" in done.stdout
    assert "minor=true" in done.stdout
    assert "Suggestion:" in done.stdout


def test_whatif_from_a_file(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        "place,action,warrant,wing\n"
        '"Harris County, TX",hold,none,east\n"Cook County, IL",hold,none,west\n'
    )
    words = ("whatif", str(table), "--without", "us/tx/sb4", "--who", "jail", "--on",
             "2024-05-01", "--by", "wing", "--changed", str(tmp_path / "c.csv"),
             "-o", str(tmp_path / "p.svg"))  # fmt: skip
    done = run(*words, "--json")
    found = json.loads(done.stdout)
    assert found["total"]["rows"] == 2
    assert (
        found["by"]["wing"]["east"]["changed"] + found["by"]["wing"]["west"]["changed"]
        == (found["total"]["changed"])
    )
    assert (tmp_path / "p.svg").exists()
    assert (tmp_path / "c.csv").exists()
