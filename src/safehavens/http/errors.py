"""What becomes of a request that is refused, abandoned, or in which something broke."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from safehavens.http.refusal import Refusal
from safehavens.wording.labels import N_

error_log = logging.getLogger("safehavens.web.error")

RenderFailure = Callable[[Request, int, str | None], Awaitable[Response]]
"""Makes the answer of a status; the sentence is in English, None the one of the status."""


class Failures:
    """Answers for whatever is raised below it.

    Parameters
    ----------
    app : ASGIApp
    render : callable
        Makes the answer.
    """

    def __init__(self, app: ASGIApp, render: RenderFailure) -> None:
        self.app = app
        self.render = render

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        async def answer(
            status: int, detail: str | None, close: bool = False, retry_after: int = 0
        ) -> None:
            response = await self.render(Request(scope), status, detail)
            if close:
                response.headers["Connection"] = "close"
            if retry_after:
                response.headers["Retry-After"] = str(retry_after)
            await response(scope, receive, send_noting)

        try:
            await self.app(scope, receive, send_noting)
        except Refusal as refusal:
            if not begun:
                await answer(refusal.status, refusal.detail, refusal.close, refusal.retry_after)
        except ClientDisconnect:
            pass  # nobody is there to answer
        except asyncio.CancelledError:
            # The server stops, and this request has taken longer than it waits.
            if begun:
                raise
            await answer(503, N_("The server is stopping; try again in a minute."), close=True)
        except Exception as error:
            # Neither the message nor any value goes into the log: either may hold a fact.
            where = "".join(traceback.format_tb(error.__traceback__))
            error_log.error("%s in %s\n%s", type(error).__name__, scope["path"], where)
            if begun:
                raise RuntimeError("an answer broke off half way") from None
            await answer(500, None)
