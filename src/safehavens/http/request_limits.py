"""How large a request may be, and how long its body may take to arrive."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from safehavens.http.limits import Limits
from safehavens.http.refusal import Refusal
from safehavens.wording.labels import N_


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """Of one body: the most bytes, and the seconds from the request to its last byte."""

    size: int
    seconds: float


class RequestLimits:
    """Refuses requests that are too large or too slow.

    Parameters
    ----------
    app : ASGIApp
    limits : Limits
    bodies : mapping of str to BodyLimit
        By path, where it is not the limit of every body.

    Raises
    ------
    Refusal
        400, 408, 413, 414 or 431.
    """

    def __init__(self, app: ASGIApp, limits: Limits, bodies: Mapping[str, BodyLimit]) -> None:
        self.app = app
        self.limits = limits
        self.bodies = bodies
        self.body = BodyLimit(limits.body_bytes, limits.body_seconds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.bodies.get(scope["path"], self.body)
        self._check(scope, limit)
        body = _IncomingBody(receive, send, limit)
        await self.app(scope, body.receive, body.send)

    def _check(self, scope: Scope, limit: BodyLimit) -> None:
        """Refuse by what is known before the body comes."""
        if (
            len(scope["path"]) > self.limits.path_characters
            or len(scope.get("query_string", b"")) > self.limits.query_characters
        ):
            raise Refusal(414)
        headers = scope["headers"]
        if (
            len(headers) > self.limits.headers
            or sum(len(name) + len(value) for name, value in headers) > self.limits.head_bytes
        ):
            raise Refusal(431, close=True)
        for name, value in headers:
            if name == b"content-length":
                if not value.isdigit():
                    raise Refusal(400, N_("The length of the request is not a number."))
                if int(value) > limit.size:
                    raise Refusal(413, close=True)
        if "\x00" in scope["path"]:
            raise Refusal(400, N_("The address contains a character that is not allowed."))


class _IncomingBody:
    """The body of one request on its way in."""

    def __init__(self, receive: Receive, send: Send, limit: BodyLimit) -> None:
        self._receive = receive
        self._send = send
        self._left = limit.size
        self._until = time.monotonic() + limit.seconds
        self._whole = False
        self._refusal: Refusal | None = None

    async def receive(self) -> Message:
        """The next part of the body, within its time."""
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout(self._until - time.monotonic()):
                message = await self._receive()
        except TimeoutError:
            self._refusal = Refusal(408, close=True)
            raise self._refusal from None
        self._whole = not message.get("more_body", False)
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self._refusal = Refusal(413, close=True)
            raise self._refusal
        return message

    async def send(self, message: Message) -> None:
        """Pass an answer on, unless the body was refused and was taken for another mistake."""
        if self._refusal is not None and message["type"] == "http.response.start":
            raise self._refusal
        await self._send(message)
