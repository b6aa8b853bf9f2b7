"""The headers of every answer: security, who may read it from other sites, HEAD."""

from __future__ import annotations

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
    """Gives every answer its headers, answers preflights (CORS), and HEAD without a body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        data = is_data(scope["path"])
        head = scope["method"] == "HEAD"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), message["status"], data)
            elif head:
                message = {**message, "body": b""}
            await send(message)

        if scope["method"] == "OPTIONS" and data:
            await Response(status_code=204)(scope, receive, send_with_headers)
        else:
            inner = {**scope, "method": "GET"} if head else scope
            await self.app(inner, receive, send_with_headers)


def _add_headers(headers: MutableHeaders, status: int, data: bool) -> None:
    for name, value in _HEADERS.items():
        headers[name] = value
    headers["Cross-Origin-Resource-Policy"] = "cross-origin" if data else "same-origin"
    if data:
        headers["Access-Control-Allow-Origin"] = "*"
    if status == 204:
        headers["Access-Control-Allow-Methods"] = "GET, HEAD"
        headers["Access-Control-Max-Age"] = "86400"
    headers.setdefault("Cache-Control", "no-store")
