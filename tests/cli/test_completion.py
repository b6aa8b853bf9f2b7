"""Completion in real shells: bash everywhere; zsh and fish where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from safehavens import Corpus
from safehavens.cli.completion import completers, known_words
from safehavens.cli.completion.known_words import KnownWords, load_words
from safehavens.cli.completion.shell_words import fact_before_equals, quote_word
from safehavens.logic.load import law_files
from safehavens.logic.snapshot import snapshot_name

BIN = Path(sys.executable).parent
NO_ZSH = pytest.mark.skipif(shutil.which("zsh") is None, reason="apt install zsh tries zsh too")
NO_FISH = pytest.mark.skipif(shutil.which("fish") is None, reason="apt install fish tries fish too")


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "TERM": "dumb"}


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `--install-completion` puts into each shell."""
    folder = tmp_path_factory.mktemp("completion")
    for shell in ("bash", "zsh", "fish"):
        environment = {**_environment(), "_SAFEHAVENS_COMPLETE": f"source_{shell}"}
        done = subprocess.run([BIN / "safehavens"], env=environment, capture_output=True, text=True)
        assert "safehavens" in done.stdout
        (folder / shell).write_text(done.stdout)
    return folder


CASES = [  # words as bash parts them, the last under the cursor; what is offered among others
    (["ask", "Chi"], "Chicago,\\ Illinois"),
    (["ask", "chi"], "chicago,\\ Illinois"),
    (["ask", '"New Yo'], "New York City, New York"),
    (["ask", "New\\ Yo"], "New\\ York\\ City,\\ New\\ York"),
    (["ask", "Prince\\ Ge"], "Prince\\ George\\'s\\ County,\\ Maryland"),
    (["ask", "Chicago", "ho"], "hold"),
    (["ask", "Chicago", "ho"], "hospital"),
    (["ask", "Chicago", "I-2"], "I-247A"),
    (["ask", "Chicago", "hold", "--who", "ja"], "jail"),
    (["ask", "Chicago", "hold", "warr"], "warrant=administrative"),
    (["ask", "Chicago", "hold", "warrant", "="], "judicial"),
    (["ask", "Chicago", "hold", "warrant", "=", "ad"], "administrative"),
    (["ask", "Chicago", "hold", "police", ""], "warrant=none"),
    (["ask", "Chicago", "--action", "hold,notif"], "hold,notify_release"),
    (["place", "Cook"], "Cook\\ County,\\ Illinois"),
    (["history", "Chicago", "inq"], "inquire_status"),
    (["compare", "Illinois", "Tex"], "Texas"),
    (["compare", "Illinois", "Texas", "--who", "she"], "sheriff"),
    (["coverage", "San\\ Lean"], "San\\ Leandro,\\ California"),
    (["changes", "Hous"], "Houston,\\ Texas"),
    (["where", "ho"], "hold"),
    (["where", "hold", "--verdict", "pro"], "prohibited"),
    (["sql", "Chicago", "ho"], "hold"),
    (["sources", "--place", "Chica"], "Chicago,\\ Illinois"),
    (["screen", "x.csv", "--who", "sch"], "school"),
    (["map", "--index", "cus"], "custody"),
    (["timeline", "Chicago", "--probe", "hold_cl"], "hold_clean"),
    (["order", "Illin"], "Illinois"),
    (["search", "--in", "la"], "law"),
    (["instrument", "us/il/chi"], "us/il/chicago/welcoming-city"),
    (["norm", "us/il/trust-act#h"], "us/il/trust-act#hold"),
    (["draft", "new", "Chica"], "Chicago,\\ Illinois"),
]


def test_bash(scripts: Path, tmp_path: Path) -> None:
    """As bash does when Tab is pressed: it sets COMP_WORDS and calls the function."""
    lines = [f". {scripts / 'bash'}"]
    for words, _ in CASES:
        quoted = " ".join("'" + word.replace("'", "'\\''") + "'" for word in ["safehavens", *words])
        lines += [
            f"COMP_WORDS=({quoted}); COMP_CWORD={len(words)}; COMPREPLY=()",
            "_safehavens_completion safehavens",
            "printf '%s\\t' \"${COMPREPLY[@]}\"; echo",
        ]
    done = subprocess.run(
        ["bash", "--norc", "-c", "\n".join(lines)],
        env=_environment(), capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.stderr == ""
    for (words, offered), line in zip(CASES, done.stdout.splitlines(), strict=True):
        assert offered in line.split("\t"), (words, line)


@pytest.mark.parametrize(
    ("shell", "typed", "shown"),
    [
        ("bash", "safehavens ask Chicago hold --who ja\t", "--who jail "),
        ("bash", 'safehavens place "Chicago, Il\t', '"Chicago, Illinois" '),
        ("bash", "safehavens ask Chicago hold warrant=ad\t", "warrant=administrative "),
        pytest.param("zsh", "safehavens ask Chicago hold --who ja\t", "--who jail ", marks=NO_ZSH),
        pytest.param("zsh", "safehavens place Chicago,\\ Il\t", "Illinois ", marks=NO_ZSH),
        pytest.param(
            "zsh", "safehavens ask Chicago hold warrant=ad\t", "warrant=administrative ",
            marks=NO_ZSH,
        ),
    ],
)  # fmt: skip
def test_tab(scripts: Path, tmp_path: Path, shell: str, typed: str, shown: str) -> None:
    """Tab, on a terminal."""
    start = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"]}[shell]
    setup = f"autoload -Uz compinit; compinit -u -d {tmp_path}/z; " if shell == "zsh" else ""
    terminal = pexpect.spawn(
        shell, start, env=_environment(), encoding="utf-8", dimensions=(40, 200), timeout=60,
        cwd=str(tmp_path),
    )  # fmt: skip
    try:
        terminal.sendline(f"{setup}. {scripts / shell}; echo RE''ADY")
        terminal.expect("READY")
        terminal.send(typed)
        terminal.expect_exact(shown)
    finally:
        terminal.close(force=True)


@NO_FISH
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("ask Chi", "Chicago, Illinois"),
        ("ask Chicago ho", "hold"),
        ("ask Chicago hold warrant=ad", "warrant=administrative"),
        ("place New\\ Yo", "New York City, New York"),
    ],
)
def test_fish(scripts: Path, tmp_path: Path, typed: str, shown: str) -> None:
    code = f". {scripts / 'fish'}; complete -C 'safehavens {typed}'"
    done = subprocess.run(
        ["fish", "-c", code], env=_environment(), capture_output=True, text=True, cwd=tmp_path
    )
    assert shown in [line.partition("\t")[0] for line in done.stdout.splitlines()]


def test_what_goes_wrong_offers_nothing_and_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("no law at all: [", "utf-8")
    for words in (
        ["ask", "--law", str(tmp_path), "Chicago", "ho"],
        ["nope", "x"],
        ["ask", "\udcff"],
    ):
        environment = {
            **_environment(),
            "_SAFEHAVENS_COMPLETE": "complete_bash",
            "COMP_WORDS": "\n".join(["safehavens", *words]),
            "COMP_CWORD": str(len(words)),
        }
        done = subprocess.run(
            [BIN / "safehavens"], env=environment, capture_output=True, text=True, cwd=tmp_path
        )
        assert (done.stdout, done.stderr) == ("", "")


def test_words_are_kept_and_are_those_of_the_corpus(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SAFEHAVENS_CACHE", str(tmp_path))
    words = load_words(None, alone=False)
    assert words.actions == corpus.lawbook.vocabulary.actions
    assert words.values["warrant"].keys() == set(corpus.fact("warrant").values)
    kept = snapshot_name(law_files(None, True)).removesuffix(".snapshot") + ".words.json"
    assert (tmp_path / kept).is_file()
    monkeypatch.setattr(known_words, "_collect", None)  # nobody reads the corpus again
    assert load_words(None, alone=False) == words
    (tmp_path / kept).write_text("{", "utf-8")
    with pytest.raises(TypeError):
        load_words(None, alone=False)


def test_places_need_no_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: object) -> KnownWords:
        raise AssertionError("the corpus was asked for")

    monkeypatch.setattr(known_words, "load_words", load)
    offers = completers.complete_place(object(), "Chica")  # type: ignore[arg-type]
    assert ("Chicago, Illinois", "") in offers
    assert completers.complete_place(object(), "") == []  # type: ignore[arg-type]


def test_quoting() -> None:
    assert quote_word("Prince George's County") == "Prince\\ George\\'s\\ County"
    assert quote_word("Cañon City, Colorado") == "Cañon\\ City,\\ Colorado"
    assert quote_word('a "b" $c', '"') == 'a \\"b\\" \\$c'
    assert quote_word("us/il/trust-act#hold") == "us/il/trust-act#hold"


def test_bash_takes_a_fact_for_three_words() -> None:
    assert fact_before_equals(["Chicago", "warrant", "="], {}) == "warrant"
    typed = {"COMP_WORDS": "safehavens\nask\nwarrant\n=", "COMP_CWORD": "3"}
    assert fact_before_equals(["warrant"], typed) == "warrant"
    assert fact_before_equals(["Chicago", "warrant"], {}) is None
