"""The long run of random cases: it counts, goes on where it stopped, and finds what differs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import random_cases


@pytest.mark.parametrize("kind", ["tables", "reference", "select", "solver"])
def test_a_run_goes_on_where_it_stopped(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if kind == "solver":
        pytest.importorskip("z3")
    monkeypatch.setattr(random_cases, "_BOOKS_A_ROUND", 2)
    path = tmp_path / "progress.json"
    words = [kind, "--progress", str(path), "--cases"]
    assert random_cases.main([*words, "4"]) == 0
    first = json.loads(path.read_text())
    assert first["cases"] >= 4
    assert random_cases.main([*words, str(first["cases"])]) == 0
    assert json.loads(path.read_text()) == first, "enough was compared already"
    assert random_cases.main([*words, str(first["cases"] + 1)]) == 0
    second = json.loads(path.read_text())
    assert second["cases"] > first["cases"]
    assert second["rounds"] > first["rounds"]
    assert "0 mismatches" in capsys.readouterr().out


def test_a_round_draws_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random_cases, "_BOOKS_A_ROUND", 3)
    drawn: list[list[Any]] = []
    with random_cases.comparing("reference") as (strategy, _):
        for number in (7, 7, 8):
            drawn.append([])
            random_cases.run_round(strategy, lambda one: drawn[-1].append(repr(one)) or 1, number)
    assert drawn[0] == drawn[1] != drawn[2]


def test_what_differs_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def differ(drawn: Any) -> int:
        raise AssertionError("prohibited is not permitted")

    monkeypatch.setattr(random_cases, "_compare_table", differ)
    path = tmp_path / "progress.json"
    words = ["tables", "--cases", "1", "--progress", str(path)]
    assert random_cases.main(words) == 1
    assert "prohibited is not permitted" in capsys.readouterr().err
    (mismatch,) = json.loads(path.read_text())["mismatches"]
    assert mismatch["seed"] == random_cases.SEED * 1_000_000
    assert random_cases.main(words) == 1, "it is still told when it is asked again"


def test_a_file_of_another_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    random_cases.Progress("select", 1).write(path)
    with pytest.raises(SystemExit, match="is of select with seed 1: name another file"):
        random_cases.main(["tables", "--cases", "1", "--progress", str(path)])
