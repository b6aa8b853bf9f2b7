"""The command that serves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from safehavens.decide.request import BadRequest
from safehavens.http.serving.listener import bind


def test_serve() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "safehavens", "serve", "--port", str(port)],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    try:
        base = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                urllib.request.urlopen(base + "/about").read()  # noqa: S310
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        path = "/ask?place=Chicago&who=police&action=hold&on=2024-05-01&warrant=administrative"
        with urllib.request.urlopen(base + path) as answer:  # noqa: S310
            assert "Prohibited" in answer.read().decode()
            assert "server" not in answer.headers
    finally:
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=20)
    assert f"Serving at {base}" in said
    assert "GET /ask 200" in said
    assert "Chicago" not in said
    assert "127.0.0.1" not in said.replace(base, "")
    assert "Traceback" not in said


def test_an_address_that_is_taken_is_told_before_the_long_work() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for where, at in (("127.0.0.1", port), ("256.1.1.1", 8000)):
            with pytest.raises(BadRequest, match=f"cannot listen at {where}, port {at}: .+"):
                bind(where, at)
