"""The commands of docs/register.md, run one after another as an agency would, say what it says.

A line `…` stands for any lines, `…` inside a line for any words; `?` for a check digit.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from safehavens.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "register.md"
BLOCK = re.compile(r"^```console register\n(.*?)^```", re.M | re.S)


def steps() -> list[tuple[str, str]]:
    """Commands with what they print, in the order of the page."""
    parts = [part for block in BLOCK.findall(PAGE.read_text("utf-8"))
             for part in re.split(r"^\$ ", block, flags=re.M)[1:]]  # fmt: skip
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def pattern(expected: str) -> str:
    lines = (
        ".*?" if line == "…" else ".*?".join(map(re.escape, line.split("…")))
        for line in expected.splitlines()
    )
    return "\n".join(lines)


def test_the_page_is_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    numbers: dict[str, str] = {}
    listed = steps()
    assert len(listed) >= 20
    for command, expected in listed:
        words = shlex.split(command)
        if words[0] == "export":
            for word in words[1:]:
                name, _, value = word.partition("=")
                monkeypatch.setenv(name, value)
            continue
        words = [numbers.get(word, word) for word in words]
        monkeypatch.setattr("sys.argv", words)
        with pytest.raises(SystemExit):
            main()
        printed = capsys.readouterr()
        said = (printed.out + printed.err).strip("\n")
        assert re.fullmatch(pattern(expected), said, re.S), f"{command}\n{said}"
        for number in re.findall(r"[A-Z]{3}-\d{4}-\d{5}-[0-9X]", said):
            numbers[f"{number[:-1]}?"] = number
