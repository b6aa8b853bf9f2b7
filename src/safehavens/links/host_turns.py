"""One request at a time to each host, with a pause between two."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class HostBusy(Exception):
    """A host that may not be asked for longer than this check waits; `seconds` is how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Stopped(Exception):
    """The check was stopped while something was waited for."""


@dataclass
class _Turn:
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_at: float = 0.0
    pause: float = 0.0


class HostTurns:
    """When each host may be asked next.

    Parameters
    ----------
    pause : float
        Seconds between two requests to one host.
    longest_wait : float
        Seconds that a host is waited for.
    stop : threading.Event
        Set, it ends every waiting.
    """

    def __init__(self, pause: float, longest_wait: float, stop: threading.Event) -> None:
        self._pause = pause
        self._longest = longest_wait
        self._stop = stop
        self._turns: dict[str, _Turn] = {}
        self._lock = threading.Lock()

    @contextmanager
    def take(self, host: str) -> Iterator[None]:
        """Wait for a host's turn, and keep it. Raises HostBusy and Stopped."""
        turn = self._find(host)
        with turn.lock:
            self.wait(turn.next_at - time.monotonic())
            try:
                yield
            finally:
                pause = max(self._pause, turn.pause)
                turn.next_at = max(turn.next_at, time.monotonic() + pause)

    def wait(self, seconds: float) -> None:
        """Wait. Raises HostBusy where that is too long, and Stopped."""
        if seconds > self._longest:
            raise HostBusy(seconds)
        if self._stop.wait(max(seconds, 0.0)):
            raise Stopped

    def set_pause(self, host: str, seconds: float) -> None:
        """Pause longer than usual between requests to a host."""
        self._find(host).pause = seconds

    def hold_back(self, host: str, seconds: float) -> None:
        """Ask a host nothing for some seconds."""
        turn = self._find(host)
        turn.next_at = max(turn.next_at, time.monotonic() + seconds)

    def _find(self, host: str) -> _Turn:
        with self._lock:
            return self._turns.setdefault(host, _Turn())
