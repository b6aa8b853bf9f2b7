"""Clients that come and say nothing, say too much, or do not listen, in numbers."""

from __future__ import annotations

import contextlib
import json
import socket
import sys
import time
from collections.abc import Iterator

import pytest

from tests.web.server_process import ServerProcess, read_all, running

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, counts open files")

SECONDS = {"head_seconds": 2.0, "idle_seconds": 2.0, "read_seconds": 2.0, "connections": 2000}


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    with running(json.dumps(SECONDS)) as process:
        yield process


@contextlib.contextmanager
def many_files(count: int) -> Iterator[None]:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        pytest.skip(f"this system allows {hard} open files")
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def is_closed(opened: socket.socket, seconds: float) -> bool:
    """Whether the other side ends the connection in this time."""
    opened.settimeout(seconds)
    try:
        while opened.recv(1 << 16):
            continue
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


def test_two_thousand_idle_clients_do_not_shut_the_door(server: ServerProcess) -> None:
    idle: list[socket.socket] = []
    with many_files(2500):
        try:
            for _ in range(2100):
                idle.append(server.connect())
            for path in ("/static/site.css", "/about.json"):
                began = time.monotonic()
                status, _ = server.get(path)
                assert status == 200
                assert time.monotonic() - began < 2
        finally:
            for one in idle:
                one.close()


def test_a_connection_must_become_a_request(server: ServerProcess) -> None:
    with server.connect() as silent, server.connect() as slow:
        slow.sendall(b"GET /about HTTP/1.1\r\nHost: x\r\nX-Slow: a")
        began = time.monotonic()
        assert b" 408 " in read_all(slow)
        assert is_closed(silent, 3)
        assert time.monotonic() - began < 6


def test_a_connection_that_was_used_is_no_exception(server: ServerProcess) -> None:
    with server.send("GET /static/site.js HTTP/1.1\nHost: x") as used:
        used.recv(1 << 20)
        time.sleep(0.2)
        used.sendall(b"GET /about HTTP/1.1\r\nHost: x\r\n")  # and no end of the head
        assert is_closed(used, 6)


def test_a_head_without_end_is_refused(server: ServerProcess) -> None:
    with server.connect() as endless:
        endless.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ")
        sent = 0
        with contextlib.suppress(OSError):
            for _ in range(64):
                sent += endless.send(b"a" * 16384)
                time.sleep(0.01)
        assert sent < 1 << 20
        with contextlib.suppress(ConnectionResetError):
            assert read_all(endless).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("count", [101, 3000])
def test_a_head_of_many_headers_is_refused(server: ServerProcess, count: int) -> None:
    headers = "".join(f"\nX-{i}: 1" for i in range(count))
    status, body = server.get("/api/vocabulary", headers)
    assert status == 431
    assert json.loads(body)["type"] == "/api#too-many-headers"


def test_an_answer_must_be_read(server: ServerProcess) -> None:
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", server.port))
        deaf.sendall(b"GET /places.json HTTP/1.1\r\nHost: x\r\n\r\n" * 200)
        time.sleep(3.5)
        received = b""
        deaf.settimeout(5)
        with contextlib.suppress(OSError):
            while part := deaf.recv(1 << 16):
                received += part
        assert received.count(b"HTTP/1.1 200 OK") < 200
