"""Terminals and pipes of all kinds: plain letters for what they lack, color where it is welcome."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from safehavens.cli.terminal import plain_letters
from safehavens.files.steering import escape_steering
from tests.cli.tree import commands

ASK = ("ask", "Chicago, IL", "hold", "--who", "police", "--on", "2024-05-01",
       "warrant=administrative")  # fmt: skip
COMMANDS = [
    ASK,
    (*ASK, "--markdown"),
    (*ASK, "--explain"),
    ("ask", "Fresno County, CA", "notify_release", "--who", "jail", "--on", "2024-05-01"),
    ("place", "Cook County, IL", "--full"),
    ("place", "Peñasco, NM"),
    ("history", "Cook County, IL", "hold", "--who", "jail", "warrant=none"),
    ("norm", "us/ca/values-act#notify"),
    ("instrument", "us/ca/values-act"),
    ("changes", "California", "--since", "2018-01-01"),
    ("search", "chicago", "detain"),
    ("compare", "Illinois", "California", "--action", "hold"),
    ("order", "Illinois", "Texas", "--action", "hold", "--who", "jail"),
    ("sql", "Chicago, IL", "hold", "--who", "police"),
    ("panel", "--list"),
    ("draft", "new", "Marfa, TX"),
    ("--help",),
    *((*words.split(), "--help") for words in commands()),
]
CODE = """
import sys
from safehavens.cli import main
for words in {commands!r}:
    sys.argv = ["safehavens", *words]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, (words, ended.code)
"""


def environment(**variables: str) -> dict[str, str]:
    removed = ("NO_COLOR", "LC_ALL", "PYTHONIOENCODING", "PYTHONUTF8", "FORCE_COLOR")
    return {k: v for k, v in os.environ.items() if k not in removed} | variables


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_no_command_stumbles_over_an_encoding(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(commands=COMMANDS)],
        capture_output=True, check=False, env=environment(PYTHONIOENCODING=encoding),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode(encoding)
    assert "x PROHIBITED\n" in text
    assert "Penasco" in text if encoding == "ascii" else "Peñasco" in text
    assert "\\u" not in text
    assert "U+" not in text


def test_json_keeps_every_character_in_any_encoding() -> None:
    words = [sys.executable, "-m", "safehavens", *ASK, "--json"]
    plain = subprocess.run(words, capture_output=True, check=True,
                           env=environment(PYTHONIOENCODING="ascii")).stdout  # fmt: skip
    utf8 = subprocess.run(words, capture_output=True, check=True,
                          env=environment(PYTHONIOENCODING="utf-8")).stdout  # fmt: skip
    assert plain.isascii()
    assert not utf8.isascii()
    assert json.loads(plain) == json.loads(utf8)


def test_an_error_keeps_to_the_encoding_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "safehavens", "place", "Nowhere – Peñasco ✗"],
        capture_output=True, check=False, env=environment(PYTHONIOENCODING="ascii"),
    )  # fmt: skip
    assert done.returncode == 2
    assert b"Nowhere - Penasco x" in done.stderr
    assert b"Traceback" not in done.stderr


def on_terminal(*words: str, **variables: str) -> str:
    text, status = pexpect.run(
        " ".join([sys.executable, "-m", "safehavens", *map(repr, words)]),
        env=environment(**({"TERM": "xterm-256color"} | variables)), withexitstatus=True,
    )  # fmt: skip
    assert status == 0, text
    return str(text.decode())


SHOWN = [ASK, ("place", "Cook County, IL", "--full"), ("search", "chicago", "detain"),
         ("history", "Cook County, IL", "hold", "--who", "jail", "warrant=none")]  # fmt: skip


@pytest.mark.parametrize("words", SHOWN, ids=lambda words: words[0])
def test_color_only_where_it_is_welcome(words: tuple[str, ...]) -> None:
    assert "\x1b[" in on_terminal(*words)
    assert "\x1b" not in on_terminal(*words, NO_COLOR="1")
    assert "\x1b" not in on_terminal(*words, TERM="dumb")


def test_no_color_counts_only_if_it_is_not_empty() -> None:
    assert "\x1b[" in on_terminal(*ASK, NO_COLOR="")


def test_a_terminal_of_the_c_locale_gets_plain_letters() -> None:
    text = on_terminal(*ASK, LC_ALL="C")
    assert text.isascii()
    assert "x PROHIBITED" in text


def test_plain_letters() -> None:
    assert plain_letters("✗ Peñasco – § 4 → “x” Ⅷ") == 'x Penasco - sec. 4 -> "x" VIII'
    assert plain_letters("法") == "U+6CD5"


def test_what_steers_a_terminal_is_written_out(tmp_path: Path) -> None:
    assert escape_steering("a\x1b[2Jb\x07\u202ec\td\n") == "a\\x1b[2Jb\\x07\\u202ec\td\n"
    (tmp_path / "t.csv").write_text("place\n\x1b[2J\x1b]0;pwn\x07Gotham\n")
    done = subprocess.run(
        [sys.executable, "-m", "safehavens", "screen", str(tmp_path / "t.csv"), "-o",
         str(tmp_path / "o.csv"), "--who", "jail", "--action", "hold", "--on", "2024-05-01"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert b"\x1b" not in done.stderr
    assert b"\x07" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [ASK, ("timeline", "Texas", "-o", "t.svg"), ("screen", "t.csv", "--who", "jail")],
    ids=lambda words: words[0],
)
def test_without_a_home_folder_commands_work(tmp_path: Path, words: tuple[str, ...]) -> None:
    """As in a container that runs under a random user id: no HOME, no entry for the user."""
    (tmp_path / "t.csv").write_text("place,action,date\nNYC,hold,2024-05-01\n")
    code = f"""
import pwd, sys
def getpwuid(uid):
    raise KeyError(uid)
pwd.getpwuid = getpwuid
sys.argv = ["safehavens", *{words!r}]
from safehavens.cli import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_what_is_longer_than_the_terminal_opens_in_the_pager() -> None:
    def show(lines: int) -> str:
        paged = environment(TERM="xterm", NO_COLOR="1", PAGER="sed 's/^/paged: /'", LANG="C.UTF-8")
        child = pexpect.spawn(
            sys.executable, ["-m", "safehavens", *ASK, "--full"],
            env=paged, encoding="utf-8", dimensions=(lines, 80), timeout=60,
        )  # fmt: skip
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
        assert "not legal advice" in child.before.lower()
        return child.before

    assert all(line.startswith("paged: ") for line in show(24).splitlines() if line.strip())
    assert "paged: " not in show(1000)
