"""How often a client may do something."""

from __future__ import annotations

import hashlib
import math
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable


class RateLimiter:
    """A token bucket for each client. What is remembered of a client is a keyed digest.

    Parameters
    ----------
    most : int
        What may come at once.
    seconds : float
        After which one more may come.
    clients : int
        How many are remembered; beyond them, who has not come for longest is forgotten.
    clock : callable
    """

    def __init__(
        self,
        most: int,
        seconds: float,
        clients: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clients = clients
        self._clock = clock
        self._key = secrets.token_bytes(16)
        # When a client's bucket is full again, by digest; who came last is last.
        self._full: OrderedDict[bytes, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full)

    def take(self, client: str) -> int:
        """Take a token: 0, or after how many seconds there will be one."""
        now = self._clock()
        self._drop(now)
        key = hashlib.blake2b(_network(client).encode(), key=self._key, digest_size=16).digest()
        full = max(self._full.get(key, now), now) + self._seconds
        over = full - now - self._most * self._seconds
        if over > 1e-9:
            return math.ceil(over)
        self._full[key] = full
        self._full.move_to_end(key)
        if len(self._full) > self._clients:
            self._full.popitem(last=False)
        return 0

    def forget(self) -> None:
        """Forget everybody."""
        self._full.clear()

    def _drop(self, now: float) -> None:
        """Forget those whose buckets are full again."""
        # Nobody's takes longer than this to fill, so the oldest are soon over; few are looked at.
        for key in [key for key, _ in zip(self._full, range(20), strict=False)]:
            if self._full[key] <= now:
                del self._full[key]


def _network(client: str) -> str:
    """The address; of version 6, the network that one customer has (/64)."""
    from ipaddress import IPv6Address, ip_address

    try:
        read = ip_address(client)
    except ValueError:
        return client
    if isinstance(read, IPv6Address):
        if read.ipv4_mapped is not None:
            return str(read.ipv4_mapped)
        return str(int(read) >> 64)
    return str(read)
