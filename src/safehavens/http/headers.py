"""The headers of every answer: security, who may read it from other sites, HEAD."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
_DATA_ENDINGS: Final = (".json", ".csv", ".atom", ".svg")


def is_data(path: str) -> bool:
    """Whether programs read what is at this path: the interface, data, feeds."""
    return path == "/api" or path.startswith("/api/") or path.endswith(_DATA_ENDINGS)


class StandardHeaders:
    """Gives every answer its headers, answers OPTIONS (CORS), and HEAD without a body.

    Parameters
    ----------
    app : ASGIApp
    methods : callable
        The methods that a path takes; none: there is no such path.
    """

    def __init__(self, app: ASGIApp, methods: Callable[[str], Sequence[str]]) -> None:
        self.app = app
        self.methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        data = is_data(scope["path"])
        head = scope["method"] == "HEAD"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), data)
            elif head:
                message = {**message, "body": b""}
            await send(message)

        methods = self.methods(scope["path"]) if scope["method"] == "OPTIONS" else ()
        if methods:
            headers = {"Allow": ", ".join(methods)}
            if data:
                headers["Access-Control-Allow-Methods"] = headers["Allow"]
                headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
                headers["Access-Control-Max-Age"] = "86400"
            await Response(status_code=204, headers=headers)(scope, receive, send_with_headers)
        else:
            inner = {**scope, "method": "GET"} if head else scope
            await self.app(inner, receive, send_with_headers)


def _add_headers(headers: MutableHeaders, data: bool) -> None:
    for name, value in _HEADERS.items():
        headers[name] = value
    headers["Cross-Origin-Resource-Policy"] = "cross-origin" if data else "same-origin"
    if data:
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = "ETag, X-Total-Count, Retry-After"
    headers.setdefault("Cache-Control", "no-store")
