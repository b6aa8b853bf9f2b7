"""A container that runs under a random user id: no name, no home, no place for a cache."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

NOBODY = 54321
"""A user id that no list of users has."""

_SETPRIV = shutil.which("setpriv")
_AS_NOBODY = [
    _SETPRIV or "", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
    # may read what root may (the interpreter lies where it lies), and write nothing
    "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search",
]  # fmt: skip

Run = Callable[..., subprocess.CompletedProcess[str]]

ASK = ("ask", "Chicago, IL", "hold", "--who", "police", "--on", "2024-05-01", "warrant=none")


@pytest.fixture
def run() -> Run:
    """Runs a command, or Python code after `-c`, as a user whom the machine does not know."""
    if os.geteuid() != 0 or _SETPRIV is None:
        pytest.skip("only root, with setpriv, can become a user whom nobody knows")
    usable = subprocess.run([*_AS_NOBODY, sys.executable, "-c", "pass"], capture_output=True)
    if usable.returncode:
        pytest.skip("this machine lets no process read without being able to write")

    def run(*words: str, env: Mapping[str, str] = {}) -> subprocess.CompletedProcess[str]:
        python = [sys.executable] if words[0] == "-c" else [sys.executable, "-m", "safehavens"]
        return subprocess.run(
            [*_AS_NOBODY, *python, *words],
            capture_output=True,
            text=True,
            env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **env},
        )

    return run


def test_nobody_has_no_home(run: Run) -> None:
    code = "from safehavens.files.cache_folder import cache_folder; print(cache_folder())"
    assert run("-c", code).stdout == "None\n"
    assert run("-c", code, env={"HOME": "/"}).stdout == "/.cache/safehavens\n"


@pytest.mark.parametrize(
    "words",
    [
        ASK,
        ("place", "Denver"),
        ("norm", "us/il/trust-act#hold"),
        ("search", "detainer"),
        ("history", "Chicago", "hold", "--who", "police"),
        ("screen", "docs/examples/screen/requests.csv", "--columns", "verdict"),
        ("sql", "Chicago", "hold", "--who", "jail"),
    ],
    ids=lambda words: words[0],
)
def test_commands_work_without_home(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout


def test_a_cache_that_cannot_be_made_or_written_is_done_without(run: Run, tmp_path: Path) -> None:
    locked, file = tmp_path / "locked", tmp_path / "file"
    locked.mkdir(mode=0o755)
    file.write_text("in the way")
    answers = {
        run(*ASK, env=env).stdout
        for env in (
            {},
            {"HOME": "/"},
            {"HOME": "/nowhere"},
            {"SAFEHAVENS_CACHE": str(locked)},
            {"SAFEHAVENS_CACHE": str(file)},
        )
    }
    assert len(answers) == 1
    assert "PROHIBITED" in answers.pop()
    assert not list(locked.iterdir())


def test_a_snapshot_of_another_user_is_not_opened(run: Run, tmp_path: Path) -> None:
    """A pickle is code: one that somebody else put there is not loaded."""
    code = (
        "from safehavens.logic import snapshot; "
        "print(snapshot.load_snapshot('planted') is not None)"
    )
    env = {"SAFEHAVENS_CACHE": str(tmp_path)}
    save = (
        "from safehavens.logic import load, snapshot; "
        "snapshot.save_snapshot('planted', *load.read_law(load.law_files(None, False)))"
    )
    subprocess.run([sys.executable, "-c", save], env={**os.environ, **env}, check=True)
    mine = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **env}, capture_output=True, text=True
    )
    assert mine.stdout == "True\n"
    assert run("-c", code, env=env).stdout == "False\n"
