"""A check of many addresses: several hosts at once, each one thing at a time; it can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Final
from urllib.parse import urlsplit

from safehavens.links.address_check import AddressCheck
from safehavens.links.host_turns import HostTurns, Stopped
from safehavens.links.link_records import LinkRecord, RecordFile
from safehavens.links.manners import Manners
from safehavens.links.requester import Requester
from safehavens.links.robot_rules import RobotRules

_LOOK: Final = 0.1
"""Seconds between two looks at whether a check is done."""
_GRACE: Final = 3.0
"""Seconds that requests under way are given when the check is stopped."""


@dataclass
class LinkCheck:
    """What a check did.

    Attributes
    ----------
    asked : list of str
        The addresses that were asked, in the order of their answers.
    due : int
        How many were to be asked: the others had been asked a short time ago.
    stopped : bool
        Whether it was stopped before its end.
    records : dict of str to LinkRecord
        What is recorded of every address, asked now or before.
    """

    asked: list[str] = field(default_factory=list)
    due: int = 0
    stopped: bool = False
    records: dict[str, LinkRecord] = field(default_factory=dict)


def check_links(
    read_on: Mapping[str, date | None],
    file: RecordFile,
    manners: Manners,
    again_after: timedelta,
    begin: Callable[[int], Callable[[], None]],
) -> LinkCheck:
    """Ask for each address that is due.

    Ctrl-C stops the check: what has been answered is kept, and the next check goes on from there.

    Parameters
    ----------
    read_on : mapping of str to date or None
        By address, the last day on which somebody read it for the corpus.
    file : RecordFile
        What is known already; written whole after every answer.
    manners : Manners
    again_after : timedelta
        An address that answered within this time is not asked again.
    begin : callable
        Is told how many are due; what it returns is called after each.

    Raises
    ------
    BadRequest, CannotWrite
        The file of records cannot be used.
    """
    with file.keep():
        now = datetime.now(UTC)
        due = [url for url in read_on if _is_due(file.records.get(url), now - again_after)]
        done = LinkCheck(due=len(due))
        _Run(read_on, file, manners, done, begin(len(due))).run(due)
        done.records = {url: file.records[url] for url in read_on if url in file.records}
        return done


def _is_due(record: LinkRecord | None, since: datetime) -> bool:
    """Whether to ask: what was not reached is always asked again."""
    if record is None or record.asked_at is None or record.result == "not_reached":
        return True
    return record.asked_at < since


class _Run:
    """One run over the addresses that are due."""

    def __init__(
        self,
        read_on: Mapping[str, date | None],
        file: RecordFile,
        manners: Manners,
        done: LinkCheck,
        advance: Callable[[], None],
    ) -> None:
        self._read_on = read_on
        self._file = file
        self._manners = manners
        self._done = done
        self._advance = advance
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._closed = False
        self._failure: Exception | None = None
        self._hosts: SimpleQueue[list[str]] = SimpleQueue()
        turns = HostTurns(manners.pause, manners.longest_wait, self._stop)
        self._requester = Requester(manners, turns)
        self._check = AddressCheck(self._requester, RobotRules(self._requester))

    def run(self, due: Iterable[str]) -> None:
        """Check every address; return when all are done, or the run is stopped."""
        by_host = _group_by_host(due)
        for addresses in by_host:
            self._hosts.put(addresses)
        count = min(self._manners.hosts_at_once, len(by_host))
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count)]
        try:
            for thread in threads:
                thread.start()
            _join(threads)
        except KeyboardInterrupt:
            self._done.stopped = True
            self._stop.set()
            _join(threads, _GRACE)
        finally:
            with self._lock:
                self._closed = True
            self._stop.set()
            self._requester.close()
        if self._failure is not None:
            raise self._failure

    def _work(self) -> None:
        try:
            while not self._stop.is_set():
                for address in self._hosts.get_nowait():
                    if self._stop.is_set():
                        return
                    self._ask(address)
        except (Empty, Stopped):
            return
        except Exception as error:  # raised again by `run`, in the thread that waits
            with self._lock:
                self._failure = None if self._closed else self._failure or error
            self._stop.set()

    def _ask(self, address: str) -> None:
        before = self._file.records.get(address)
        record = self._check.check(address, before, self._read_on[address])
        with self._lock:
            if self._closed:
                return
            self._file.put(address, record)
            self._done.asked.append(address)
        self._advance()


def _join(threads: Iterable[threading.Thread], most: float | None = None) -> None:
    """Wait for threads so that Ctrl-C is heard, `most` seconds at the most."""
    left = most
    for thread in threads:
        while thread.is_alive():
            thread.join(_LOOK)
            if left is not None:
                left -= _LOOK
                if left <= 0:
                    return


def _group_by_host(addresses: Iterable[str]) -> list[list[str]]:
    """The addresses of each host, the host with the most first: it takes longest."""
    groups: dict[str, list[str]] = {}
    for address in addresses:
        groups.setdefault(_find_host(address), []).append(address)
    return sorted(groups.values(), key=len, reverse=True)


def _find_host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
