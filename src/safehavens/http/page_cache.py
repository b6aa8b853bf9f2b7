"""Pages kept ready: by corpus version, day and address; only what was asked by GET; bounded.

An answer to a POST is never kept, and an address that names a fact about a person's own status is
refused before it gets here, so nothing of that kind can be in the cache. What says `no-store` is
left alone.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from safehavens.http.accept import weights
from safehavens.http.limits import LIMITS

_SMALLEST_ZIPPED: Final = 600
_LEVEL: Final = 5
"""How hard pages are zipped: each further level takes much longer and saves 1% of a page."""
_TEXT: Final = ("text/", "application/json", "application/atom+xml", "image/svg+xml",
                "application/javascript")  # fmt: skip

RawHeaders = list[tuple[bytes, bytes]]
Variant = Callable[[str, Headers], str]


@dataclass(frozen=True, slots=True)
class CachedPage:
    """An answer as it is sent: zipped where that is of use. Few clients want it otherwise, and for
    them it is unpacked again."""

    headers: RawHeaders
    body: bytes
    zipped: bool

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return len(self.body) + 1_000


class PageCache:
    """Pages by key, the least recently asked for thrown out first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._pages: OrderedDict[str, CachedPage] = OrderedDict()
        self.bytes = 0

    def get(self, key: str) -> CachedPage | None:
        """The page that is kept under a key."""
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
        return page

    def put(self, key: str, page: CachedPage) -> None:
        """Keep a page; older ones make room."""
        if page.size > self._most // 8:
            return
        before = self._pages.pop(key, None)
        self.bytes += page.size - (before.size if before else 0)
        self._pages[key] = page
        while self.bytes > self._most:
            self.bytes -= self._pages.popitem(last=False)[1].size

    def keys(self) -> Iterable[str]:
        """Every key, for tests."""
        return tuple(self._pages)


class CacheLayer:
    """Gives `ETag` and `Last-Modified`, answers 304, keeps pages, and zips.

    Parameters
    ----------
    app : ASGIApp
    version : str
        Changes whenever the corpus or the code does.
    modified : datetime.datetime
        When either last did.
    today : callable
        The day; pages that show the law of today differ from day to day.
    variant : callable
        What else, of the path and headers, an answer depends on.
    most_bytes : int
        How much is kept.
    """

    def __init__(
        self,
        app: ASGIApp,
        version: str,
        modified: datetime,
        today: Callable[[], date],
        variant: Variant,
        most_bytes: int = LIMITS.cache_bytes,
    ) -> None:
        self.app = app
        self.version = version
        self.modified = modified
        self.today = today
        self.variant = variant
        self.cache = PageCache(most_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the cache, or have the page made and keep it."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        day = self.today()
        query = scope["query_string"].decode("latin-1")
        key = f"{day} {self.variant(scope['path'], headers)} {scope['path']}?{query}"
        page = self.cache.get(key)
        if page is None:
            answer = _AnswerRecorder(send)
            await self.app(scope, receive, answer.take)
            if not answer.keep:
                return
            page = self._make_page(answer, day)
            self.cache.put(key, page)
        await _send_page(page, headers, send)

    def _make_page(self, answer: _AnswerRecorder, day: date) -> CachedPage:
        body = b"".join(answer.body)
        names = {name for name, _ in answer.headers}
        headers = [(n, v) for n, v in answer.headers if n != b"content-length"]
        if b"etag" not in names:
            headers.append((b"etag", f'W/"{self.version}-{day:%Y%m%d}"'.encode()))
        changed = max(self.modified, datetime.combine(day, time(), UTC))
        headers.append((b"last-modified", format_datetime(changed, usegmt=True).encode()))
        if b"cache-control" not in names:
            headers.append((b"cache-control", b"public, max-age=0, must-revalidate"))
        kind = dict(answer.headers).get(b"content-type", b"").decode("latin-1")
        zipped = False
        if kind.startswith(_TEXT) and len(body) >= _SMALLEST_ZIPPED:
            body, zipped = gzip.compress(body, _LEVEL, mtime=0), True
        vary = [v for n, v in headers if n == b"vary"]
        headers = [(n, v) for n, v in headers if n != b"vary"]
        headers.append((b"vary", b", ".join([*vary, b"Accept-Encoding"])))
        return CachedPage(headers, body, zipped)


class _AnswerRecorder:
    """Takes an answer down if it may be kept, else passes it on."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.keep = False
        self.headers: RawHeaders = []
        self.body: list[bytes] = []

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.headers = [(n.lower(), v) for n, v in message.get("headers", ())]
            control = dict(self.headers).get(b"cache-control", b"")
            self.keep = message["status"] == 200 and b"no-store" not in control
            if self.keep:
                return
        elif self.keep:
            self.body.append(message.get("body", b""))
            return
        await self._send(message)


async def _send_page(page: CachedPage, request_headers: Mapping[str, str], send: Send) -> None:
    """Send a page, or word that the client's own copy is still right (304)."""
    if _is_unchanged(dict(page.headers), request_headers):
        left = [(n, v) for n, v in page.headers if n not in (b"content-type", b"content-length")]
        await send({"type": "http.response.start", "status": 304, "headers": left})
        await send({"type": "http.response.body", "body": b""})
        return
    headers, body = list(page.headers), page.body
    if page.zipped and accepts_gzip(request_headers.get("accept-encoding", "")):
        headers.append((b"content-encoding", b"gzip"))
    elif page.zipped:
        body = gzip.decompress(body)
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def accepts_gzip(header: str) -> bool:
    """Whether an `Accept-Encoding` header allows gzip."""
    listed = weights(header)
    return listed.get("gzip", listed.get("*", 0.0)) > 0.0


def _is_unchanged(ours: Mapping[bytes, bytes], request_headers: Mapping[str, str]) -> bool:
    tags = request_headers.get("if-none-match")
    if tags is not None:
        mine = ours[b"etag"].decode().removeprefix("W/")
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return mine in known or "*" in known
    since = request_headers.get("if-modified-since")
    if since is None:
        return False
    try:
        then = parsedate_to_datetime(since)
        return parsedate_to_datetime(ours[b"last-modified"].decode()) <= then
    except (ValueError, TypeError):
        return False
