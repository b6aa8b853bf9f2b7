"""What goes with every answer and what no request may do: headers, sizes, the log, errors.

The outermost layer. The log has method, path, status and time: no query, no address, no header.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from safehavens.wording.labels import N_

access_log = logging.getLogger("safehavens.web.access")
error_log = logging.getLogger("safehavens.web.error")

LARGEST_BODY: Final = 64 * 1024
LARGEST_QUERY: Final = 4096
LARGEST_PATH: Final = 1024

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_FOR_PROGRAMS: Final = (".json", ".csv", ".atom", ".svg")

Failure = Callable[[Request, int, str], Awaitable[Response]]


def for_programs(path: str) -> bool:
    """Whether a program reads what is at this path: the interface, data, feeds."""
    return path == "/api" or path.startswith("/api/") or path.endswith(_FOR_PROGRAMS)


class Guard:
    """The outermost layer.

    Parameters
    ----------
    app : ASGIApp
    failure : callable
        Makes the answer for a request that is refused here, or in which something broke.
    limits : dict
        Largest body by path, where it is not `LARGEST_BODY`.
    """

    def __init__(
        self, app: ASGIApp, failure: Failure, limits: dict[str, int] | None = None
    ) -> None:
        self.app = app
        self.failure = failure
        self.limits = limits or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        exchange = _Exchange(scope, receive, send, self._limit(scope))
        try:
            refused = self._refused(scope)
            if refused is not None:
                await self._fail(scope, exchange, *refused)
            elif _preflight(scope):
                await Response(status_code=204)(scope, receive, exchange.send)
            else:
                await self.app(exchange.inner, exchange.receive, exchange.send)
        except _TooLarge:
            await self._fail(scope, exchange, 413, N_("The request is larger than is taken here."))
        except Exception as error:
            # Neither the message nor any value goes into the log: either may hold a fact.
            where = "".join(traceback.format_tb(error.__traceback__))
            error_log.error("%s in %s\n%s", type(error).__name__, scope["path"], where)
            if exchange.status:
                raise RuntimeError("an answer broke off half way") from None
            sorry = N_("Something went wrong here. It is no fault of yours.")
            await self._fail(scope, exchange, 500, sorry)
        finally:
            took = (time.perf_counter() - began) * 1000
            access_log.info(
                "%s %s %d %.1fms", scope["method"], scope["path"], exchange.status, took
            )

    def _limit(self, scope: Scope) -> int:
        return self.limits.get(scope["path"], LARGEST_BODY)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        if len(scope["path"]) > LARGEST_PATH or len(scope.get("query_string", b"")) > LARGEST_QUERY:
            return 414, N_("The address is longer than is taken here.")
        for name, value in scope["headers"]:
            if name == b"content-length":
                if not value.isdigit():
                    return 400, N_("The length of the request is no number.")
                if int(value) > self._limit(scope):
                    return 413, N_("The request is larger than is taken here.")
        if "\x00" in scope["path"]:
            return 400, N_("The address holds a character that no address has.")
        return None

    async def _fail(self, scope: Scope, exchange: _Exchange, status: int, said: str) -> None:
        if exchange.status:
            return
        response = await self.failure(Request(scope), status, said)
        await response(scope, exchange.receive, exchange.send)


class _TooLarge(Exception):
    """A body that goes on beyond the limit."""


class _Exchange:
    """One request and its answer, with the headers that every answer has."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        self._receive = receive
        self._send = send
        self._left = limit
        self._programs = for_programs(scope["path"])
        self._head = scope["method"] == "HEAD"
        self.status = 0
        self.too_large = False
        self.inner: Scope = {**scope, "method": "GET"} if self._head else scope

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        self.too_large = self._left < 0
        if self.too_large:
            raise _TooLarge
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self.too_large and message["status"] != 413:
                raise _TooLarge  # it was taken for another kind of mistake on its way
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["Cross-Origin-Resource-Policy"] = (
                "cross-origin" if self._programs else "same-origin"
            )
            if self._programs:
                headers["Access-Control-Allow-Origin"] = "*"
            if self.status == 204:
                headers["Access-Control-Allow-Methods"] = "GET, HEAD"
                headers["Access-Control-Max-Age"] = "86400"
            headers.setdefault("Cache-Control", "no-store")
        elif self._head:
            message = {**message, "body": b""}
        await self._send(message)


def _preflight(scope: Scope) -> bool:
    return scope["method"] == "OPTIONS" and for_programs(scope["path"])
