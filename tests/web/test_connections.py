"""Clients that stall, leave or never end, against a server in a process of its own."""

from __future__ import annotations

import json
import random
import signal
import string
import sys
import time
from collections.abc import Iterator

import pytest

from tests.web.server_process import ServerProcess, read_all, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, sends signals")

SMALL = b"place,who,action,date\nTexas,jail,hold,2024-05-01\n"
SECONDS = {"body_seconds": 2.0, "table_seconds": 2.0, "stop_seconds": 2, "tables_in_a_row": 100}


def unknown_names(rows: int) -> bytes:
    """A table of places that nobody knows, which takes minutes to screen."""
    chance = random.Random(3)
    names = ("".join(chance.choices(string.ascii_lowercase, k=12)) for _ in range(rows))
    lines = "".join(f"{name},jail,hold,2024-05-01\n" for name in names)
    return b"place,who,action,date\n" + lines.encode()


LONG = unknown_names(200_000)


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with running(json.dumps(SECONDS)) as process:
        yield process


def test_a_stalled_upload_is_ended_and_holds_no_slot(server: ServerProcess) -> None:
    stalled = [server.upload(SMALL, 9) for _ in range(5)]  # there are two slots
    time.sleep(0.3)
    with server.upload(SMALL) as other:
        assert read_all(other).startswith(b"HTTP/1.1 200 ")
    for one in stalled:
        began = time.monotonic()
        answer = read_all(one)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"too-slow" in answer
        assert b"no-store" in answer
        assert time.monotonic() - began < 5
        one.close()


@pytest.mark.parametrize("path", ["/ask", "/api/ask", "/api/screen"])
def test_a_slow_body_is_ended(server: ServerProcess, path: str) -> None:
    kinds = {"/ask": "application/x-www-form-urlencoded", "/api/ask": "application/json"}
    kind = kinds.get(path, "text/csv")
    head = f"POST {path} HTTP/1.1\nHost: x\nContent-Type: {kind}\nContent-Length: 1000"
    began = time.monotonic()
    with server.send(head) as slow:
        slow.settimeout(0.1)
        answer = b""
        while time.monotonic() - began < 20:
            try:
                slow.sendall(b"a")
                answer += slow.recv(1 << 16)
                if answer:
                    break
            except TimeoutError:
                continue
            except OSError:
                break
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - began < 8


def test_work_ends_when_its_client_leaves(server: ServerProcess) -> None:
    lines = len(server.log)
    for _ in range(2):
        server.upload(LONG).close()
        time.sleep(0.5)
    abandoned = [server.upload(LONG) for _ in range(2)]
    time.sleep(1.5)
    for one in abandoned:
        one.close()
    until = time.monotonic() + 25
    while time.monotonic() < until:  # until the slots are free again
        with server.upload(SMALL) as other:
            if read_all(other).startswith(b"HTTP/1.1 200 "):
                break
        time.sleep(0.5)
    else:
        pytest.fail("the slots stayed taken after their clients had left")
    before = server.processor_seconds()
    time.sleep(2)
    assert server.processor_seconds() - before < 0.5
    log = "".join(server.log[lines:])
    assert "POST /api/screen 499" in log
    assert " 500 " not in log
    assert "Traceback" not in log


def test_a_body_broken_off_is_no_failure_of_ours(server: ServerProcess) -> None:
    lines = len(server.log)
    for path in ("/api/screen", "/api/ask", "/ask"):
        kind = "application/x-www-form-urlencoded" if path == "/ask" else "text/csv"
        head = f"POST {path} HTTP/1.1\nHost: x\nContent-Type: {kind}\nContent-Length: 1000"
        server.send(head, b"place=").close()
        assert server.wait_until_logged(f"POST {path} 499")
    log = "".join(server.log[lines:])
    assert " 500 " not in log
    assert "Traceback" not in log


def test_a_screening_has_an_end() -> None:
    with running(json.dumps({"screening_seconds": 1.0})) as server, server.upload(LONG) as opened:
        began = time.monotonic()
        answer = read_all(opened)
        assert answer.startswith(b"HTTP/1.1 422 ")
        assert b"to screen" in answer
        assert time.monotonic() - began < 10


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_ends_the_server_within_seconds(name: str) -> None:
    limits = json.dumps({"stop_seconds": 1, "table_seconds": 60.0})
    with running(limits) as server:
        idle = server.connect()
        stalled = [server.upload(SMALL, 9) for _ in range(3)]
        screening = [server.upload(LONG) for _ in range(2)]
        time.sleep(1.5)
        began = time.monotonic()
        server.process.send_signal(signal.Signals[name])
        server.process.wait(15)
        assert time.monotonic() - began < 6
        for one in (idle, *stalled, *screening):
            one.close()
        assert "Traceback" not in server.said
