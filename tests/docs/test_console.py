"""Every ```console block of the docs is run, and says what the docs say it says.

A line `…` stands for any lines. `$ safehavens` is the command line of this checkout; other commands
are not run. Commands write into a folder of their own.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.M | re.S)


def transcripts() -> list[tuple[str, str, str]]:
    """(page and line, command, expected output) of every command shown."""
    found = []
    for page in PAGES:
        text = page.read_text("utf-8")
        for block in BLOCK.finditer(text):
            for part in re.split(r"^\$ ", block[1], flags=re.M)[1:]:
                command, _, output = part.partition("\n")
                line = text[: block.start()].count("\n") + 1
                if command.startswith("safehavens "):
                    found.append((f"{page.name}:{line}", command, output))
    return found


def pattern(expected: str) -> str:
    lines = [".*?" if line == "…" else re.escape(line) for line in expected.splitlines()]
    return "\n".join(lines)


@pytest.mark.parametrize(("where", "command", "expected"), transcripts())
def test_transcript(run: Run, tmp_path: Path, where: str, command: str, expected: str) -> None:
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    done = run(*shlex.split(command)[1:], cwd=tmp_path)
    said = done.stdout + done.stderr
    assert re.fullmatch(pattern(expected), said.rstrip("\n"), re.S), f"{where}\n{said}"


def test_there_are_transcripts() -> None:
    assert len(transcripts()) >= 1
