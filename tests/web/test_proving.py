"""What residents' cards say is proved before several workers serve, or ahead of a start."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import pytest

from safehavens import Corpus
from safehavens.web import proving
from safehavens.web.kept_proofs import recall_proofs
from safehavens.web.proving import prove_cards
from safehavens.web.site import Site

STATES = [[f"ocd-division/country:us/state:{state}"] for state in ("vt", "de", "ri")]
MARFA = Path(__file__).parents[2] / "docs" / "drafts" / "marfa.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAFEHAVENS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def few_states(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "_share_places", lambda site: STATES)


def prove(
    corpus: Corpus, processes: int, recalled: bool = False
) -> tuple[Site, list[dict[str, object]]]:
    site = Site(corpus)
    if recalled:
        recall_proofs(site)
    assert prove_cards(site, processes)
    return site, [proofs.name_all() for proofs in site.residents.proofs]


def test_every_place_with_law_and_its_county_is_shared_once(corpus: Corpus) -> None:
    site = Site(corpus)
    shares = proving._share_places(site)
    places = [place for share in shares for place in share]
    assert len(places) == len(set(places))
    assert {row.place.id for row in site.law.lawmakers()} <= {*places}
    assert "ocd-division/country:us/state:il/county:cook" in places  # of Chicago
    california = next(share for share in shares if "ocd-division/country:us/state:ca" in share)
    assert all("/state:ca" in place for place in california)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are started by fork")
@pytest.mark.usefixtures("few_states", "folder")
def test_several_processes_prove_what_one_does(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, alone = prove(corpus, processes=1)

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("the other processes had not proved all")

    real = Site(corpus).residents.__class__._work_out
    here = os.getpid()
    monkeypatch.setattr(
        "safehavens.decide.cards.resident_cards.ResidentCards._work_out",
        lambda *given: refuse() if os.getpid() == here else real(*given),
    )
    site, together = prove(corpus, processes=2)
    assert together == alone
    assert site.residents.proved_since is not None
    monkeypatch.setattr(proving, "_share_places", refuse)
    _, recalled = prove(corpus, processes=2, recalled=True)
    assert recalled == alone


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are started by fork")
@pytest.mark.usefixtures("few_states", "folder")
def test_what_a_process_lost_is_proved_by_the_first(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, alone = prove(corpus, processes=1)

    def fail(_: object) -> NoReturn:
        raise MemoryError

    monkeypatch.setattr(proving, "write_nouns", fail)
    _, proved = prove(corpus, processes=2)
    assert proved == alone


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are started by fork")
@pytest.mark.usefixtures("few_states", "folder")
def test_where_no_process_can_be_started_one_proves(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> NoReturn:
        raise BlockingIOError

    _, alone = prove(corpus, processes=1)
    before = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
    monkeypatch.setattr(os, "fork", refuse)
    _, proved = prove(corpus, processes=2)
    assert proved == alone
    if sys.platform == "linux":
        assert len(os.listdir("/proc/self/fd")) == before


def prepare(cache: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "safehavens", "serve", "--prepare", *more],
        env={**os.environ, "SAFEHAVENS_CACHE": str(cache)},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_prepared_by_a_command(tmp_path: Path) -> None:
    (tmp_path / "law/us/tx/marfa").mkdir(parents=True)
    shutil.copy(MARFA, tmp_path / "law/us/tx/marfa/trust-ordinance.yaml")
    law = "--law", str(tmp_path / "law"), "--alone"
    said = prepare(tmp_path / "cache", *law).communicate(timeout=300)[1]
    assert "Proving what residents' cards say" in said
    again = prepare(tmp_path / "cache", *law)
    said = again.communicate(timeout=300)[1]
    assert "Proving" not in said
    assert f"proved, and kept in {tmp_path / 'cache'}" in said
    assert again.returncode == 0


def test_nothing_is_proved_where_it_cannot_be_kept(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    refused = prepare(file)
    said = refused.communicate(timeout=300)[1]
    assert refused.returncode == 2
    assert "Proving" not in said
    assert "SAFEHAVENS_CACHE" in said
    assert "Traceback" not in said


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_no_process_is_left_behind(tmp_path: Path, name: str) -> None:
    with prepare(tmp_path / "cache") as process:
        provers = wait_for_children(process)
        process.send_signal(signal.Signals[name])
        said = process.communicate(timeout=300)[1]
    assert process.returncode != 0
    assert "Traceback" not in said
    until = time.monotonic() + 300
    while any(is_alive(pid) for pid in provers):
        assert time.monotonic() < until
        time.sleep(0.1)


def wait_for_children(process: subprocess.Popen[str]) -> list[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + 300
    while time.monotonic() < until and process.poll() is None:
        found = children.read_text().split()
        if found:
            return [int(one) for one in found]
        time.sleep(0.05)
    raise AssertionError("no process was started")


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
