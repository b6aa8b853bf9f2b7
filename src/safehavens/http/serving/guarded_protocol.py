"""Connections that end: each waits for a request, or for its client to read, only so long.

A connection that is open costs little, but without an end a few thousand of them shut the door. So
the head of a request must arrive in time and be small, an answer must be read, and where there are
as many connections as may be, the one that has waited longest for a request makes room.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final, cast

from uvicorn.protocols.http.flow_control import CLOSE_HEADER
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from safehavens.http.limits import Limits

_PLAIN: Final = (
    "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\n"
    "Cache-Control: no-store\r\nConnection: close\r\n\r\n{text}"
)


class Connections:
    """The connections of one server, and their limits.

    Parameters
    ----------
    limits : Limits
    most : int
        Connections at once.
    """

    def __init__(self, limits: Limits, most: int) -> None:
        self.limits = limits
        self.most = most
        self.retiring = False
        self.waiting: dict[GuardedProtocol, None] = {}  # for a request, the longest first
        self.open: set[GuardedProtocol] = set()

    def make_room(self) -> bool:
        """Close the connection that waits longest, where there are as many as may be.

        Returns
        -------
        bool
            Whether one more may be opened.
        """
        if len(self.open) < self.most:
            return True
        if not self.waiting:
            return False
        longest = next(iter(self.waiting))
        del self.waiting[longest]
        longest.transport.abort()
        return True

    def end_overdue(self) -> None:
        """Close the connections whose time is over; for the server to call once a second."""
        now = time.monotonic()
        for connection in [one for one in self.open if now > one.until]:
            connection.end()


class GuardedProtocol(HttpToolsProtocol):
    """HTTP/1.1 as uvicorn speaks it, with an end to everything that a client may delay.

    Attributes
    ----------
    until : float
        When what the connection waits for must have happened, by the monotonic clock.
    """

    def __init__(self, guard: Connections, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.guard = guard
        self.until = float("inf")
        self._in_head = False
        self._head_bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        super().connection_made(cast(asyncio.Transport, transport))
        guard = self.guard
        if not guard.make_room():
            self._refuse("503 Service Unavailable", "The server has as many clients as it can.\n")
            return
        guard.open.add(self)
        self._wait(guard.limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone."""
        self.guard.open.discard(self)
        self.guard.waiting.pop(self, None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """More of a request."""
        in_head = self._in_head or self in self.guard.waiting
        super().data_received(data)
        if in_head and self._in_head and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > self.guard.limits.head_bytes:
                self._refuse(
                    "431 Request Header Fields Too Large", "The head of the request is too large.\n"
                )

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        if self in self.guard.waiting:
            self.until = min(self.until, time.monotonic() + self.guard.limits.head_seconds)

    def on_headers_complete(self) -> None:
        """The head of a request is whole."""
        self._in_head = False
        self.guard.waiting.pop(self, None)
        self.until = float("inf")
        if self.guard.retiring:
            self.headers.append(CLOSE_HEADER)
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """An answer has been handed over."""
        super().on_response_complete()
        if self.transport.is_closing():
            self.until = time.monotonic() + self.guard.limits.read_seconds
        elif self.cycle.response_complete:  # no request stands in line behind it
            self._unset_keepalive_if_required()
            self._wait(self.guard.limits.idle_seconds)

    def pause_writing(self) -> None:
        """The client does not read."""
        super().pause_writing()
        self.until = time.monotonic() + self.guard.limits.read_seconds

    def resume_writing(self) -> None:
        """The client reads again."""
        super().resume_writing()
        if self not in self.guard.waiting:
            self.until = float("inf")

    def end(self) -> None:
        """Close the connection: its time is over."""
        if self.transport.is_closing() or self.transport.get_write_buffer_size():
            self.transport.abort()
        elif self._in_head:
            self._refuse("408 Request Timeout", "The head of the request took too long.\n")
        else:
            self.transport.close()
            self.until = time.monotonic() + self.guard.limits.read_seconds

    def _wait(self, seconds: float) -> None:
        """Wait for a request."""
        self.guard.waiting[self] = None
        self.until = time.monotonic() + seconds

    def _refuse(self, status: str, text: str) -> None:
        """Answer without a request, and end."""
        answer = _PLAIN.format(status=status, length=len(text), text=text)
        self.transport.write(answer.encode())
        self.transport.close()
        self.until = time.monotonic() + self.guard.limits.read_seconds
