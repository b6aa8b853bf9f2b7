"""`safehavens sources --fetch`: what a person sees, and what a stop or a kill leaves."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # the fixture
from tests.corpus.law import INSTRUMENT, write
from tests.links.answering_site import Answer, AnsweringSite, page


def cite(folder: Path, *urls: str) -> Path:
    """A folder of law whose one instrument cites these addresses."""
    lines = "".join(f'  - {{url: "{url}", seen: official, checked: 2026-11-23}}\n' for url in urls)
    old = '  - {url: "https://example.org/policy", seen: described, checked: 2026-11-23}\n'
    assert old in INSTRUMENT
    return write(folder, {"us/tx/marfa/policy.yaml": INSTRUMENT.replace(old, lines)})


def words_of(law: Path, state: Path, *more: str) -> tuple[str, ...]:
    return ("sources", "--fetch", "--private", "--pause", "0.1", "--law", str(law), "--alone",
            "--state", str(state), *more)  # fmt: skip


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


def test_what_a_person_sees(run: Run, site: AnsweringSite, tmp_path: Path, state: Path) -> None:
    site.answers["/ok"] = page("A rule.")
    site.answers["/old"] = Answer(301, headers={"Location": "/ok"})
    site.answers["/robots.txt"] = Answer(200, b"User-agent: *\nDisallow: /shut")
    site.answers["/broken"] = Answer(500)
    law = cite(tmp_path / "law", *map(site.url, ("/ok", "/old", "/no", "/shut", "/broken")))
    done = run(*words_of(law, state))
    assert (done.returncode, done.stderr) == (0, "")
    text = " ".join(done.stdout.split())
    for words in (
        "Addresses asked: 5 of 5",
        f"Moved for good: 1 •\u00a0{site.url('/old')} It leads to {site.url('/ok')}",
        f"no such page: 1 •\u00a0{site.url('/no')} us/tx/marfa/policy (1 rule)",
        f"programs read it: 1 •\u00a0{site.url('/shut')}",
        f"Not reached: 1 •\u00a0{site.url('/broken')} It answers with status 500",
        "the one recorded: 1",
    ):
        assert words.replace("\u00a0", " ") in text.replace("\u00a0", " "), words
    again = run(*words_of(law, state)).stdout
    assert "Addresses asked: 1 of 1" in again, "what was not reached is asked again, nothing else"
    assert "The others answered a short time ago" in again
    assert len(site.asked("/broken")) == 2


def test_json_and_csv(run: Run, site: AnsweringSite, tmp_path: Path, state: Path) -> None:
    site.answers["/law"] = page("One.")
    law = cite(tmp_path / "law", site.url("/law"))
    run(*words_of(law, state))
    site.answers["/law"] = page("Two.")
    out = tmp_path / "sources.csv"
    done = run(*words_of(law, state, "--json", "-o", str(out), "--again-after", "0d"))
    said = json.loads(done.stdout)
    record = said["fetch"]["records"][site.url("/law")]
    assert record["result"] == "changed"
    assert said["sources"][0]["norms"] == ["us/tx/marfa/policy#ask"]
    (row,) = csv.DictReader(out.read_text("utf-8").splitlines())
    assert (row["address"], row["result"], row["seen"]) == (
        site.url("/law"), "changed", "official",
    )  # fmt: skip
    assert row["changed"] == record["changed"]


def many(site: AnsweringSite, tmp_path: Path) -> tuple[Path, list[str]]:
    """A folder of law with many addresses of one host."""
    paths = [f"/{number:02}" for number in range(30)]
    site.answers |= {path: page(f"Rule {path}.") for path in paths}
    return cite(tmp_path / "law", *map(site.url, paths)), paths


def start(words: tuple[str, ...]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "safehavens", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def wait_for(site: AnsweringSite, count: int) -> None:
    deadline = time.monotonic() + 60
    while len(site.requests) < count:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def read_records(state: Path) -> dict[str, dict[str, str]]:
    records: dict[str, dict[str, str]] = json.loads(state.read_text("utf-8"))["addresses"]
    return records


def test_a_kill_loses_at_most_what_was_under_way(
    run: Run, site: AnsweringSite, tmp_path: Path, state: Path
) -> None:
    law, paths = many(site, tmp_path)
    process = start(words_of(law, state))
    wait_for(site, 9)
    process.kill()
    process.communicate()
    asked = [one.path for one in site.requests if one.path in paths]
    records = read_records(state)
    assert set(map(site.url, asked[:-1])) <= set(records)
    assert list(tmp_path.glob(".*")) == [] or len(list(tmp_path.glob(".*.part"))) <= 1
    before = len(site.requests)
    done = run(*words_of(law, state))
    assert f"Addresses asked: {30 - len(records)} of {30 - len(records)}" in done.stdout
    again = {one.path for one in site.requests[before:]} & set(asked)
    assert len(again) <= 1
    assert len(read_records(state)) == 30


def test_ctrl_c_stops_cleanly_and_it_goes_on(
    run: Run, site: AnsweringSite, tmp_path: Path, state: Path
) -> None:
    law, _ = many(site, tmp_path)
    process = start(words_of(law, state))
    wait_for(site, 9)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    text, errors = process.communicate(timeout=30)
    assert time.monotonic() - began < 5
    assert process.returncode == 130
    assert errors == ""
    assert "Stopped. The same command goes on from here." in text
    records = read_records(state)
    assert 5 <= len(records) < 30
    assert [path.name for path in tmp_path.glob(".*.part")] == []
    assert f"of {30 - len(records)}" in run(*words_of(law, state)).stdout


def test_two_checks_do_not_use_one_file(
    run: Run, site: AnsweringSite, tmp_path: Path, state: Path
) -> None:
    law, _ = many(site, tmp_path)
    process = start(words_of(law, state, "--pause", "30"))
    wait_for(site, 1)
    second = run(*words_of(law, state))
    process.kill()
    process.communicate()
    assert (second.returncode, second.stdout) == (2, "")
    assert "Another check is using" in second.stderr


def test_private_hosts_need_a_word(
    run: Run, site: AnsweringSite, tmp_path: Path, state: Path
) -> None:
    law = cite(tmp_path / "law", site.url("/law"))
    words = [word for word in words_of(law, state) if word != "--private"]
    assert "Its host is on a private network" in run(*words).stdout
    assert site.requests == []


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", "\x00", '{"form": 2, "addresses": {}}',
     '{"form": 1, "addresses": {"x": {"result": 7}}}',
     '{"form": 1, "addresses": {"x": {"asked": "2026-01-01T00:00:00"}}}',
     '{"form": 1, "addresses": {"x": {"asked": "yesterday"}}}'],
)  # fmt: skip
def test_a_file_of_something_else_is_left_alone(
    run: Run, site: AnsweringSite, tmp_path: Path, state: Path, content: str
) -> None:
    state.write_text(content, "utf-8")
    law = cite(tmp_path / "law", site.url("/law"))
    done = run(*words_of(law, state))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "is not a file of checked addresses" in done.stderr
    assert state.read_text("utf-8") == content
    assert site.requests == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--state", "/no/such/folder/x.json"), "cannot be written"),
        (("--state", "."), "it is a folder"),
        (("--again-after", "soon"), "not a valid age"),
        (("--pause", "0"), "0.1"),
        (("-o", "x.txt"), "must end in .csv"),
        (("--host", "example.net"), "no host 'example.net'"),
        (("--seen", "oficial"), "did you mean official?"),
        (("--place", "Nowhereville"), "Nowhereville"),
    ],
)
def test_bad_input(
    run: Run, site: AnsweringSite, tmp_path: Path, state: Path, words: tuple[str, ...],
    sentence: str,
) -> None:  # fmt: skip
    law = cite(tmp_path / "law", site.url("/law"))
    done = run(*words_of(law, state, *words))
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert site.requests == []
