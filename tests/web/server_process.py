"""A server in a process of its own, and sockets that treat it badly."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PROGRAM = """
import json, logging, sys
from safehavens import Corpus
from safehavens.http.limits import Limits
from safehavens.web.app import create_app
from safehavens.http.serving.listener import bind, name_address
from safehavens.http.serving.server import serve_at

logging.basicConfig(level=logging.INFO, format="%(message)s")
limits = Limits(**json.loads(sys.argv[1]))
at = bind("127.0.0.1", 0)
app = create_app(Corpus.load(), limits)
serve_at(app, at, limits, lambda: logging.info("Serving at %s", name_address(at)))
"""


class ServerProcess:
    """A server that is running; `log` has what it wrote so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.log: list[str] = []
        self.port = 0
        assert process.stderr is not None
        for line in process.stderr:
            self.log.append(line)
            if found := re.search(r"Serving at http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                break
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.log.extend(self.process.stderr)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def said(self) -> str:
        return "".join(self.log)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def send(self, head: str, body: bytes = b"") -> socket.socket:
        """Begin a request; what is sent may be less than its head promises."""
        opened = self.connect()
        opened.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)
        return opened

    def get(self, path: str, headers: str = "") -> tuple[int, bytes]:
        """The status and the body of one GET."""
        with self.send(f"GET {path} HTTP/1.1\nHost: x\nConnection: close{headers}") as opened:
            answer = read_all(opened)
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), body

    def upload(self, table: bytes, sent: int | None = None) -> socket.socket:
        """Begin to upload a table, of which only some bytes are sent."""
        head = (
            "POST /api/screen HTTP/1.1\nHost: x\nContent-Type: text/csv\nConnection: close\n"
            f"Content-Length: {len(table)}"
        )
        return self.send(head, table[:sent])

    def processor_seconds(self) -> float:
        """The processor time that the process has used so far."""
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait_until_logged(self, text: str, seconds: float = 20.0) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if text in self.said:
                return True
            time.sleep(0.05)
        return False


def read_all(opened: socket.socket) -> bytes:
    parts = []
    while part := opened.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)


@contextmanager
def running(
    limits: str = "{}", hash_seed: str = "0", program: str = _PROGRAM
) -> Iterator[ServerProcess]:
    process = subprocess.Popen(
        [sys.executable, "-c", program, limits],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    try:
        yield ServerProcess(process)
    finally:
        process.kill()
        process.wait(10)
