"""How addresses are asked: how often, how long, how much, and in whose name."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

ROBOT: Final = "safehavens"
"""The name of this program, by which robots.txt may address it."""


@dataclass(frozen=True, slots=True)
class Manners:
    """Bounds of a check. Times are in seconds.

    Attributes
    ----------
    pause : float
        Between two requests to one host.
    longest_pause : float
        As long as a host's own `Crawl-delay` is obeyed; a host that asks for more is not asked.
    longest_wait : float
        As long as a host is waited for that says when to try again.
    timeout : float
        For a connection, and for each part of an answer.
    whole_timeout : float
        For a whole answer.
    most_bytes, most_robots_bytes : int
        Of an unpacked answer, and of a robots.txt.
    most_redirects : int
    most_tries : int
        Where the network fails, or the host is busy.
    hosts_at_once : int
        Each is asked one thing at a time.
    private : bool
        Whether hosts on private networks are asked too.
    agent : str
    """

    pause: float = 2.0
    longest_pause: float = 60.0
    longest_wait: float = 120.0
    timeout: float = 20.0
    whole_timeout: float = 90.0
    most_bytes: int = 20_000_000
    most_robots_bytes: int = 512_000
    most_redirects: int = 5
    most_tries: int = 3
    hosts_at_once: int = 6
    private: bool = False
    agent: str = f"{ROBOT}/{version(ROBOT)} (checks whether cited law still answers; one at a time)"
