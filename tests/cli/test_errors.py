"""Errors for people and for programs, and exit statuses."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from safehavens import Corpus
from safehavens.logic import snapshot
from tests.cli.conftest import Run

ASK = ("ask", "Chicago, IL", "hold", "--who", "police", "--on", "2024-05-01")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("ask", "Gotham", "hold", "--who", "jail", "--json"), 'No place called "Gotham"'),
        ((*ASK, "--as", "json", "--bogus"), "No such option: --bogus"),
        (("norm", "us/nope#x", "--json"), "There is no"),
        (("place", "Chicago", "--on", "soon", "--json"), "is not a valid date"),
        ((*ASK, "--json", "--markdown"), "Choose one format"),
    ],
)
def test_an_error_is_json_where_the_answer_would_be(
    run: Run, words: tuple[str, ...], says: str
) -> None:
    done = run(*words)
    assert done.returncode == 2
    said = json.loads(done.stdout)
    assert list(said) == ["error"]
    assert says in said["error"]
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_is_not_json_where_none_was_asked_for(run: Run) -> None:
    done = run("ask", "Gotham", "hold", "--who", "jail")
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((*ASK, "warrant=administrative"), 3),
        ((*ASK, "warrant=judicial"), 0),
        (("ask", "Harris County, TX", "hold", "--who", "jail", "warrant=administrative"), 4),
        (("ask", "King County, WA", "hold", "--who", "jail", "warrant=unknown"), 5),
        (("ask", "King County, WA", "I-247A", "--who", "jail"), 2),
    ],
)
def test_the_exit_status_tells_the_verdict(run: Run, words: tuple[str, ...], status: int) -> None:
    assert run(*words, "--exit-code").returncode == status
    if status > 2:
        assert run(*words).returncode == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("title: Peoria: an ordinance", "a text that has a colon in it stands in quotes"),
        ("title: [a, b", "not YAML"),
        ("title: 'a", "not YAML"),
    ],
)
def test_a_draft_that_is_no_yaml_is_told_by_its_line(
    run: Run, tmp_path: Path, line: str, says: str
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(f"id: peoria\n{line}\nkind: ordinance\n", "utf-8")
    done = run("draft", "check", str(path))
    assert done.returncode == 2
    assert says in done.stderr
    assert "broken.yaml:" in done.stderr
    assert "in this line: " in done.stderr


def test_a_draft_in_no_folder_is_sent_to_draft_check(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "peoria.yaml"
    assert run("draft", "new", "Peoria, IL", "-o", str(path)).returncode == 0
    done = run("check", str(path))
    assert done.returncode == 2
    assert "safehavens draft check" in done.stderr


def test_snapshots_that_nobody_uses_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corpus: Corpus
) -> None:
    monkeypatch.setenv("SAFEHAVENS_CACHE", str(tmp_path))
    for name, days in (("old", 40), ("new", 2)):
        path = tmp_path / f"{name}.snapshot"
        path.write_bytes(b"x")
        then = time.time() - days * 86_400
        os.utime(path, (then, then))
    snapshot.save_snapshot("now.snapshot", corpus.lawbook, corpus.conditions)
    assert {path.stem for path in tmp_path.glob("*.snapshot")} == {"new", "now"}
