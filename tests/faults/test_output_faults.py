"""Output that cannot be written, files with a mode, and what nobody foresaw: a sentence each."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from safehavens.cli.unforeseen import describe_failure
from safehavens.files.steering import escape_steering, find_steering
from safehavens.files.whole import CannotWrite, WholeFiles, check_target, write_whole

ASK = ("ask", "Chicago, IL", "hold", "--who", "police", "--on", "2024-05-01")
TABLE = "docs/examples/screen/requests.csv"


def run(
    *words: str, limit: Callable[[], None] | None = None, **options: object
) -> subprocess.CompletedProcess[str]:
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "safehavens", *words], text=True, preexec_fn=limit, **options
    )


@pytest.mark.parametrize("words", [ASK, (*ASK, "--json")], ids=["text", "json"])
def test_a_full_disk_is_told_in_a_sentence(words: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        done = run(*words, stdout=full)
    assert done.returncode == 2
    assert done.stderr == (
        "safehavens: A file or the output cannot be used: No space left on device.\n"
    )


def test_errors_that_nobody_can_read_end_quietly() -> None:
    with open("/dev/full", "w") as full:
        assert run(
            "ask", "Gotham", "hold", "--who", "jail", stdout=full, stderr=full
        ).returncode in (1, 2, 120)


def test_output_that_is_closed_is_no_error() -> None:
    assert run(*ASK, limit=lambda: os.close(1), stdout=None).returncode == 0


@pytest.mark.parametrize("joined", [False, True], ids=["output", "output and errors"])
@pytest.mark.parametrize(
    "words",
    [ASK, (*ASK, "--full"), ("place", "Chicago, IL", "--json"), ("about",), ("--help",)],
    ids=lambda words: words[-1],
)
def test_a_reader_that_has_seen_enough_is_no_error(words: tuple[str, ...], joined: bool) -> None:
    """As `| head` does: the pipe is closed before the answer is written, or while it is."""
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "w") as unread:
        done = run(*words, stdout=unread, stderr=unread if joined else subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, None if joined else "")


def test_a_file_too_large_leaves_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")
    cache = Path(os.environ["SAFEHAVENS_CACHE"])
    assert list(cache.glob("*.snapshot")) or run(*ASK).returncode == 0

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    done = run("screen", TABLE, "-o", str(out), limit=little)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "File too large" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert out.read_text() == "old"


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    out.touch()
    for mode in (0o600, 0o640, 0o664):
        out.chmod(mode)
        write_whole(out, "new")
        assert stat.S_IMODE(out.stat().st_mode) == mode


def test_the_target_of_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    out = tmp_path / "out.txt"
    out.symlink_to("there/real.txt")
    write_whole(out, "new")
    assert out.is_symlink()
    assert (tmp_path / "there/real.txt").read_text() == "new"
    assert {path.name for path in tmp_path.iterdir()} == {"there", "out.txt"}


def test_nobody_can_guess_where_a_file_is_written_before_it_has_its_name(tmp_path: Path) -> None:
    with WholeFiles() as first, WholeFiles() as second:
        one, other = first.part(tmp_path / "a"), second.part(tmp_path / "a")
        assert one != other
        assert one.exists()
        assert other.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("device", ["/dev/full", "/dev/null"])
def test_a_device_is_not_replaced(device: str) -> None:
    with pytest.raises(CannotWrite, match=r"it is a device or a pipe, not a file\."):
        check_target(Path(device))
    with pytest.raises(CannotWrite):
        write_whole(Path(device), "x")
    assert stat.S_ISCHR(Path(device).stat().st_mode)


def test_a_folder_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"cannot be written: File name too long\."):
        write_whole(tmp_path / ("n" * 300), "x")


@pytest.mark.parametrize(
    ("word", "shown"), [("\x1b]0;pwn\x07", "\\x1b]0;pwn\\x07"), ("a\u202eb", "a\\u202eb")]
)
def test_words_of_the_command_line_steer_no_terminal(word: str, shown: str) -> None:
    for words in ((word,), ("ask", word, "hold", "--who", "police"), ("place", word)):
        done = run(*words)
        assert done.returncode == 2
        assert shown in done.stderr
        assert find_steering(done.stdout + done.stderr) is None


def test_steering_characters_are_written_out() -> None:
    assert escape_steering("a\x1bb\u2066c\td\n") == "a\\x1bb\\u2066c\td\n"
    assert find_steering("é\t\n中") is None


def test_what_nobody_foresaw_is_a_sentence_and_a_traceback_where_it_is_wanted() -> None:
    code = (
        "import sys; from safehavens.cli import main; from safehavens.api import Corpus\n"
        "def load(*_, **__): {}['secret']\n"
        "Corpus.load = load; sys.argv = ['safehavens', 'place', 'Chicago']; main()"
    )
    environment = {**os.environ, "SAFEHAVENS_TRACEBACK": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 70
    assert done.stderr.startswith("safehavens: Something went wrong that should not have (KeyError")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr
    environment["SAFEHAVENS_TRACEBACK"] = "1"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 1
    assert "Traceback" in done.stderr


@pytest.mark.parametrize(
    ("error", "says", "status"),
    [
        (OSError(28, "No space left on device"), "No space left on device", 2),
        (PermissionError(13, "Permission denied", "/a/b"), "/a/b cannot be used", 2),
        (MemoryError(), "not enough memory", 2),
        (RecursionError("deep"), "RecursionError", 70),
        (OSError("odd"), "Please report it", 70),
    ],
)
def test_each_failure_has_its_sentence(error: Exception, says: str, status: int) -> None:
    sentence, found = describe_failure(error)
    assert (says in sentence, found) == (True, status)
