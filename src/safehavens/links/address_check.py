"""One address: whether it answers, where it leads, and whether its text is the one recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

import httpx2

from safehavens.links.link_records import LinkRecord, Result
from safehavens.links.requester import NotReached, Reply, Requester
from safehavens.links.robot_rules import RobotRules
from safehavens.links.visible_text import digest_content

_FOR_GOOD: Final = frozenset({301, 308})
_FOR_NOW: Final = frozenset({302, 303, 307})
_GONE: Final = frozenset({404, 410})


class _Refused(Exception):
    """The host does not let robots read the address."""


class AddressCheck:
    """Checks addresses one at a time.

    Parameters
    ----------
    requester : Requester
    robots : RobotRules
    """

    def __init__(self, requester: Requester, robots: RobotRules) -> None:
        self._requester = requester
        self._robots = robots

    def check(self, address: str, before: LinkRecord | None, read_on: date | None) -> LinkRecord:
        """Ask for an address, and compare.

        Parameters
        ----------
        address : str
        before : LinkRecord or None
            What is recorded of it.
        read_on : datetime.date or None
            The last day on which somebody read it for the corpus.

        Returns
        -------
        LinkRecord
            What was found; of text, what `before` has where nothing new was read.

        Raises
        ------
        Stopped
            The check was stopped while a host was waited for.
        """
        old = LinkRecord() if before is None else before
        asked = replace(old, asked=datetime.now(UTC).isoformat(timespec="seconds"), final=None,
                        status=None, reason=None, detail=None)  # fmt: skip
        try:
            start = _parse(address)
            at, moved, reply = self._follow(start, old)
        except _Refused:
            return replace(asked, result="robots")
        except NotReached as error:
            return replace(asked, result="not_reached", reason=error.reason, detail=error.detail)
        final = None if at == start else str(at)
        asked = replace(asked, status=reply.status, final=final)
        if reply.status in _GONE:
            return replace(asked, result="gone")
        if reply.status == 304:
            return replace(asked, result=_name_result(old.changed is not None, moved))
        if reply.status != 200:
            return replace(asked, result="not_reached", reason="status", detail=str(reply.status))
        return self._compare(asked, str(at), reply, moved, read_on)

    def _follow(self, at: httpx2.URL, old: LinkRecord) -> tuple[httpx2.URL, bool, Reply]:
        """Ask, and go where the answer leads.

        The last address, its reply, and whether the address itself has moved for good.
        """
        seen = {str(at)}
        moved = False
        for _ in range(self._requester.manners.most_redirects + 1):
            if not self._robots.allow(at):
                raise _Refused
            headers = old.conditions if str(at) == old.conditions_of else {}
            reply = self._requester.get(at, headers, self._requester.manners.most_bytes)
            leads = reply.status in _FOR_GOOD | _FOR_NOW and "location" in reply.headers
            if not leads:
                return at, moved, reply
            if len(seen) == 1:
                moved = reply.status in _FOR_GOOD
            at = _parse(reply.headers["location"], at)
            if str(at) in seen:
                raise NotReached("circle")
            seen.add(str(at))
        raise NotReached("redirects", str(self._requester.manners.most_redirects))

    def _compare(
        self, asked: LinkRecord, at: str, reply: Reply, moved: bool, read_on: date | None
    ) -> LinkRecord:
        """The record with what the text says: the first one, the same, changed, or read again."""
        if reply.content is None:
            most = self._requester.manners.most_bytes // 1_000_000
            return replace(asked, result=_name_result(False, moved), reason="too_large",
                           detail=str(most))  # fmt: skip
        digest = digest_content(reply.media_type, reply.charset, reply.content)
        if digest is None:
            return replace(asked, result=_name_result(False, moved), reason="no_text")
        text = f"{digest.kind}:{digest.value}"
        today = datetime.now(UTC).date().isoformat()
        asked = replace(
            asked, etag=reply.headers.get("etag"), modified=reply.headers.get("last-modified"),
            conditions_of=at,
        )  # fmt: skip
        if asked.digest is None:
            return replace(asked, result=_name_result(False, moved), reason="first", digest=text,
                           digest_of=today)  # fmt: skip
        if asked.digest == text:
            return replace(asked, result=_name_result(False, moved), changed=None, changed_to=None)
        since = asked.changed if asked.changed_to == text and asked.changed else today
        if read_on is not None and read_on.isoformat() > since:
            return replace(asked, result=_name_result(False, moved), reason="read_again",
                           digest=text, digest_of=today, changed=None, changed_to=None)  # fmt: skip
        return replace(asked, result="changed", changed=since, changed_to=text)


def _name_result(changed: bool, moved: bool) -> Result:
    return "changed" if changed else "moved" if moved else "ok"


def _parse(address: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """An address, or where one leads from `base`, without its fragment. Raises NotReached."""
    try:
        url = httpx2.URL(address) if base is None else base.join(address)
    except httpx2.InvalidURL:
        raise NotReached("bad_address") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise NotReached("bad_address")
    return url.copy_with(fragment=None)
