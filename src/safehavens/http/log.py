"""The log: method, path, status and time of each request. No query, no address, no header."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from safehavens.http.serving.tallies import Tallies

access_log = logging.getLogger("safehavens.web.access")

CLIENT_LEFT: Final = 499
"""What is logged where the client went away before its answer (the status that nginx uses)."""


class AccessLog:
    """Logs and counts each request when it has been answered; the outermost layer.

    Parameters
    ----------
    app : ASGIApp
    tallies : Tallies
    uncounted : collection of str
        Paths that are not counted.
    """

    def __init__(self, app: ASGIApp, tallies: Tallies, uncounted: Collection[str] = ()) -> None:
        self.app = app
        self.tallies = tallies
        self.uncounted = uncounted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0
        left = False
        counted = scope["path"] not in self.uncounted
        if counted:
            self.tallies.begin()

        async def receive_noting() -> Message:
            nonlocal left
            message = await receive()
            if message["type"] == "http.disconnect" and not status:
                left = True
            return message

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive_noting, send_noting)
        finally:
            took = time.perf_counter() - began
            shown = CLIENT_LEFT if left else status
            access_log.info("%s %s %d %.1fms", scope["method"], scope["path"], shown, took * 1000)
            if counted:
                self.tallies.end(status, took, left)
