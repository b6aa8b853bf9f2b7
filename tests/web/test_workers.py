"""Several processes that answer at one address, and a server that is told to stop under load."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from tests.web.server_process import ServerProcess, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, sends signals")

_PROGRAM = """
import json, logging, sys, time
from safehavens import Corpus
from safehavens.http.limits import Limits
from safehavens.http.serving.listener import bind_several, name_address
from safehavens.http.serving.server import serve_at
from safehavens.http.serving.tallies import Tallies
from safehavens.http.serving.workers import Workers
from safehavens.web.app import create_app

logging.basicConfig(level=logging.INFO, format="%(message)s")
limits = Limits(**json.loads(sys.argv[1]))
sockets = bind_several("127.0.0.1", 0, 2)
tallies = Tallies(6)
app = create_app(Corpus.load(), limits, tallies=tallies)

def ahead():
    for _ in range(15):
        time.sleep(0.1)
        yield

def work(at, on_start):
    serve_at(app, at, limits, on_start, supervised=True)

where = name_address(sockets[0])
Workers(work, sockets, limits, tallies, ahead()).run(lambda: logging.info("Serving at %s", where))
"""


@pytest.fixture
def workers() -> Iterator[ServerProcess]:
    limits = json.dumps({"stop_seconds": 2, "idle_seconds": 1.0})
    with running(limits, program=_PROGRAM) as process:
        yield process


def children(pid: int) -> set[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return {int(one) for one in file.read().split()}


def wait_for(what: object, seconds: float = 15.0) -> None:
    assert callable(what)
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)


def read_metrics(text: bytes) -> dict[str, float]:
    lines = [line for line in text.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


class Load:
    """Clients that ask without a pause; `broken` are answers that were not whole, `refused` are
    clients that came to a socket at which nobody answered any more."""

    def __init__(self, port: int, clients: int = 8) -> None:
        self.port = port
        self.statuses: list[int] = []
        self.broken: list[str] = []
        self.refused = 0
        self.stop = False
        self.threads = [
            threading.Thread(target=self._ask, args=(number,)) for number in range(clients)
        ]
        for thread in self.threads:
            thread.start()

    def _ask(self, number: int) -> None:
        asked = 0
        while not self.stop:
            try:
                opened = HTTPConnection("127.0.0.1", self.port, timeout=20)
                opened.connect()
            except OSError:
                self.refused += 1
                return
            try:
                asked += 1
                day = f"{1990 + asked % 35}-{1 + number:02}-11"
                opened.request("GET", f"/ask?place=Chicago&who=police&action=hold&on={day}")
                answer = opened.getresponse()
                answer.read()
                self.statuses.append(answer.status)
            except ConnectionError:
                self.refused += 1
                return
            except Exception as error:
                self.broken.append(repr(error))
                return
            finally:
                opened.close()

    def end(self) -> None:
        self.stop = True
        for thread in self.threads:
            thread.join(20)


@pytest.mark.parametrize("name", ["SIGTERM", pytest.param("SIGINT", marks=pytest.mark.long)])
def test_a_signal_under_load_breaks_no_answer_off(name: str) -> None:
    with running(json.dumps({"stop_seconds": 3})) as server:
        load = Load(server.port)
        wait_for(lambda: len(load.statuses) > 10)
        began = time.monotonic()
        server.process.send_signal(signal.Signals[name])
        server.process.wait(15)
        assert time.monotonic() - began < 6
        load.end()
        assert set(load.statuses) <= {200, 503}
        assert load.broken == []
        assert "Traceback" not in server.said


def test_workers_are_renewed_and_clients_do_not_notice(workers: ServerProcess) -> None:
    first = children(workers.pid)
    assert len(first) == 2
    load = Load(workers.port, clients=3)
    wait_for(lambda: len(children(workers.pid)) == 2 and not first & children(workers.pid))
    now = children(workers.pid)
    load.end()
    assert set(load.statuses) == {200}
    assert load.broken == []
    assert load.refused == 0
    dead = now.pop()
    os.kill(dead, signal.SIGKILL)
    wait_for(lambda: len(children(workers.pid) - {dead}) == 2)
    assert "A worker died; another takes its place" in workers.said
    for _ in range(6):
        assert workers.get("/static/site.css")[0] == 200
    counts = read_metrics(workers.get("/metrics")[1])
    assert counts["safehavens_workers"] == 2
    assert counts['safehavens_requests_total{outcome="2xx"}'] >= 6
    assert counts["safehavens_requests_under_way"] == 0
    every = children(workers.pid)
    began = time.monotonic()
    workers.process.send_signal(signal.SIGTERM)
    workers.process.wait(15)
    assert time.monotonic() - began < 6
    assert not any(os.path.exists(f"/proc/{pid}") for pid in every)
    assert "Traceback" not in workers.said


def test_workers_end_with_the_process_that_started_them(workers: ServerProcess) -> None:
    every = children(workers.pid)
    workers.process.kill()
    workers.process.wait(10)
    wait_for(lambda: not any(is_alive(pid) for pid in every))


def is_alive(pid: int) -> bool:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.long
def test_a_worker_that_grows_is_renewed() -> None:
    with running(json.dumps({"worker_bytes": 1, "idle_seconds": 0.5}), program=_PROGRAM) as server:
        first = children(server.pid)
        wait_for(lambda: not first & children(server.pid), 25)
        assert server.get("/static/site.css")[0] == 200


@pytest.mark.long
def test_the_command_has_workers() -> None:
    command = [sys.executable, "-m", "safehavens", "serve", "--port", "0", "--workers", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            lines = iter(process.stderr.readline, "")
            where = next(line for line in lines if "Serving at" in line)  # once cards are proved
            found = re.search(r"http://127\.0\.0\.1:(\d+)", where)
            assert found is not None
            with socket.create_connection(("127.0.0.1", int(found[1])), 20) as opened:
                opened.sendall(b"GET /static/site.css HTTP/1.0\r\n\r\n")
                assert opened.recv(100).startswith(b"HTTP/1.1 200")
        finally:
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=20)
    assert "Traceback" not in said
    assert process.returncode == 0
