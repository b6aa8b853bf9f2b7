"""A server of files that answers ranges, breaks off where a test says so, and remembers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FileServer:
    """`files` maps a path to its bytes."""

    port: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    tag: str = '"one"'
    cut_after: int | None = None
    """How many bytes of a body arrive before the connection breaks, once."""
    status: int | None = None
    has_ranges: bool = True
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    """The path and the range of each request."""

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def serve_files() -> Iterator[FileServer]:
    state = FileServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path
            state.asked.append((path, self.headers.get("Range")))
            if state.status is not None:
                self.send_error(state.status)
                return
            body = state.files.get(path)
            if body is None:
                self.send_error(404)
                return
            begin = 0
            given = self.headers.get("Range")
            if given and state.has_ranges and self.headers.get("If-Range") == state.tag:
                begin = int(given.removeprefix("bytes=").rstrip("-"))
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {begin}-{len(body) - 1}/{len(body)}")
            else:
                self.send_response(200)
            self.send_header("ETag", state.tag)
            self.send_header("Content-Length", str(len(body) - begin))
            self.end_headers()
            left = body[begin:]
            if state.cut_after is not None:
                left, state.cut_after = left[: state.cut_after], None
            self.wfile.write(left)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
