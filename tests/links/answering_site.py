"""A site on a socket of its own, that answers as a test says and remembers what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    """One request as it came."""

    host: str
    path: str
    headers: dict[str, str]
    began: float
    ended: float = 0.0


@dataclass
class Answer:
    """What is sent back."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    """How long it takes until the answer begins."""
    cut: bool = False
    """Whether the connection breaks off after half of the body."""


Say = Callable[[Asked], Answer]


def page(text: str, **headers: str) -> Answer:
    """A page with a text that is read, a menu, and a script that is new each time."""
    html = (
        f"<html><head><title>x</title></head><body><nav>Menu {time.monotonic_ns()}</nav>"
        f"<main><p>{text}</p></main><script>{time.monotonic_ns()}</script></body></html>"
    )
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(200, html.encode(), {"Content-Type": "text/html; charset=utf-8", **named})


class AnsweringSite:
    """`answers` maps a path to an answer, or to what makes one; other paths get 404."""

    def __init__(self, port: int, requests: list[Asked]) -> None:
        self.port = port
        self.requests = requests
        self.answers: dict[str, Answer | Say] = {}

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path; 127.0.0.1 and localhost are two hosts to a check."""
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Asked]:
        """The requests for a path, in order."""
        return [one for one in self.requests if one.path == path]


@contextmanager
def running_site() -> Iterator[AnsweringSite]:
    """A site that runs until the block is left."""
    requests: list[Asked] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = Asked(
                self.headers.get("Host", "").rpartition(":")[0],
                self.path,
                {name.casefold(): value for name, value in self.headers.items()},
                time.monotonic(),
            )
            with lock:
                requests.append(asked)
            say = site.answers.get(self.path, Answer(404))
            answer = say if isinstance(say, Answer) else say(asked)
            time.sleep(answer.seconds)
            try:
                self._send(answer)
            except OSError:  # the client has left
                self.close_connection = True
            asked.ended = time.monotonic()

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body[: len(answer.body) // 2] if answer.cut else answer.body)
            self.close_connection = self.close_connection or answer.cut

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("", 0), Handler)
    server.daemon_threads = True
    site = AnsweringSite(server.server_port, requests)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
