"""What hosts let robots read: robots.txt (RFC 9309)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

import httpx2
import protego

from safehavens.links.manners import ROBOT
from safehavens.links.requester import NotReached, Requester

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class _Rules:
    """A host's rules, or why they cannot be read; neither: it has none."""

    rules: protego.Protego | None = None
    failure: NotReached | None = None


class RobotRules:
    """The rules of each host, read once in a check."""

    def __init__(self, requester: Requester) -> None:
        self._requester = requester
        self._rules: dict[tuple[str, str, int | None], _Rules] = {}
        self._lock = threading.Lock()

    def allow(self, url: httpx2.URL) -> bool:
        """Whether a robot of this name may ask for an address.

        Raises
        ------
        NotReached
            The rules cannot be read: the host does not answer, or has an error of its own. Then
            nothing may be asked (RFC 9309, 2.3.1.4).
        Stopped
            The check was stopped while a host was waited for.
        """
        origin = (url.scheme, url.host, url.port)
        with self._lock:
            found = self._rules.get(origin)
        if found is None:
            found = self._read(url)
            with self._lock:
                self._rules[origin] = found
        if found.failure is not None:
            raise found.failure
        return found.rules is None or bool(found.rules.can_fetch(str(url), ROBOT))

    def _read(self, url: httpx2.URL) -> _Rules:
        at = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        manners = self._requester.manners
        for _ in range(manners.most_redirects + 1):
            try:
                reply = self._requester.get(at, {}, manners.most_robots_bytes)
            except NotReached as error:
                return _Rules(failure=error)
            if reply.status in _REDIRECTS and "location" in reply.headers:
                try:
                    at = at.join(reply.headers["location"])
                except httpx2.InvalidURL:
                    return _Rules()
                if at.scheme not in ("http", "https"):
                    return _Rules()
                continue
            if reply.status >= 500 or reply.status == 429:
                return _Rules(failure=NotReached("robots_unread", str(reply.status)))
            if reply.status != 200 or reply.content is None:
                return _Rules()
            return self._obey(url, reply.content)
        return _Rules()

    def _obey(self, url: httpx2.URL, content: bytes) -> _Rules:
        rules = protego.Protego.parse(content.decode("utf-8", errors="replace"))
        pause = float(rules.crawl_delay(ROBOT) or 0.0)
        if pause > self._requester.manners.longest_pause:
            return _Rules(failure=NotReached("slow", str(round(pause))))
        self._requester.turns.set_pause(url.host, pause)
        return _Rules(rules)
