"""One request, politely: in the host's turn, within bounds, and again where the host is busy."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpcore2
import httpx2

from safehavens.links.host_turns import HostBusy, HostTurns
from safehavens.links.manners import Manners
from safehavens.links.public_network import PrivateHost, PublicTransport, UnknownHost

_BUSY: Final = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Reply:
    """What a host answered; `content` is None where it is larger than the bound."""

    status: int
    headers: Mapping[str, str]
    media_type: str
    charset: str | None
    content: bytes | None


class NotReached(Exception):
    """An address that did not answer: `reason` is a key of `wording.link_sentences.REASON`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Requester:
    """Sends requests, each host in its turn.

    Parameters
    ----------
    manners : Manners
    turns : HostTurns
    """

    def __init__(self, manners: Manners, turns: HostTurns) -> None:
        self.manners = manners
        self.turns = turns
        self._client = httpx2.Client(
            transport=PublicTransport(manners.private),
            headers={"User-Agent": manners.agent, "Accept": "*/*"},
            timeout=manners.timeout,
            trust_env=False,
        )

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def get(self, url: httpx2.URL, headers: Mapping[str, str], most_bytes: int) -> Reply:
        """Ask once, and again where the network fails or the host is busy.

        Raises
        ------
        NotReached
            It did not answer.
        Stopped
            The check was stopped while a host was waited for.
        """
        for attempt in range(1, self.manners.most_tries + 1):
            is_last = attempt == self.manners.most_tries
            try:
                with self.turns.take(url.host):
                    reply = self._send(url, headers, most_bytes)
            except HostBusy as error:
                raise NotReached("busy", str(round(error.seconds))) from None
            except NotReached as error:
                if is_last or error.reason not in ("connection", "timeout"):
                    raise
                self.turns.hold_back(url.host, self.manners.pause * 2**attempt)
                continue
            if reply.status not in _BUSY:
                return reply
            seconds = _read_retry_after(reply.headers)
            self.turns.hold_back(
                url.host, self.manners.pause * 2**attempt if seconds is None else seconds
            )
            if is_last:
                raise NotReached("status", str(reply.status))
        raise AssertionError("the last try returns or raises")

    def _send(self, url: httpx2.URL, headers: Mapping[str, str], most_bytes: int) -> Reply:
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as response:
                content = self._read(response, most_bytes)
        except PrivateHost:
            raise NotReached("private") from None
        except UnknownHost:
            raise NotReached("no_name") from None
        except (httpcore2.TimeoutException, httpx2.TimeoutException, TimeoutError):
            raise NotReached("timeout") from None
        except (httpcore2.NetworkError, httpx2.NetworkError) as error:
            raise NotReached("connection", _describe(error)) from None
        except (
            httpcore2.ProtocolError, httpcore2.UnsupportedProtocol, httpx2.HTTPError,
            httpx2.InvalidURL,
        ) as error:  # fmt: skip
            raise NotReached("protocol", _describe(error)) from None
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().casefold()
        return Reply(
            response.status_code, response.headers, media_type, response.charset_encoding, content
        )

    def _read(self, response: httpx2.Response, most_bytes: int) -> bytes | None:
        """The unpacked content, or None where it is larger than the bound."""
        deadline = time.monotonic() + self.manners.whole_timeout
        parts = bytearray()
        for part in response.iter_bytes():
            parts += part
            if len(parts) > most_bytes:
                return None
            if time.monotonic() > deadline:
                raise TimeoutError
        return bytes(parts)


def _read_retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from `Retry-After` (RFC 9110, 10.2.3); None where it says nothing valid."""
    text = headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return max((at - datetime.now(UTC)).total_seconds(), 0.0)


def _describe(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
