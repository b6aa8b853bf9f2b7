"""Answers that are worked out: a few at once, some more in line, and no more."""

from __future__ import annotations

from collections.abc import Collection

from starlette.types import ASGIApp, Receive, Scope, Send

from safehavens.http.limits import Limits
from safehavens.http.refusal import Refusal


class Turns:
    """Refuses what would stand in line too long; beneath the pages that are kept ready.

    Only what is asked by GET is counted: another request stands here while its body arrives.

    Parameters
    ----------
    app : ASGIApp
    limits : Limits
    free : collection of str
        Paths that are answered in any case.

    Raises
    ------
    Refusal
        503.
    """

    def __init__(self, app: ASGIApp, limits: Limits, free: Collection[str] = ()) -> None:
        self.app = app
        self.free = free
        self.most = limits.pages_at_once + limits.pages_waiting
        self.under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] in self.free:
            await self.app(scope, receive, send)
            return
        if self.under_way >= self.most:
            raise Refusal(503, retry_after=2)
        self.under_way += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.under_way -= 1
