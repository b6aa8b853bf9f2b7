"""Several processes that serve one application, and the one that starts, watches and renews them.

The first process serves nobody. It works ahead what is asked for most, in a thread that gives way
to everything else, and renews its workers: they have what it has worked out, and share its
memory. A worker that has grown too large, or has died, is renewed as well.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from safehavens.decide.request import BadRequest
from safehavens.http.limits import Limits
from safehavens.http.serving.memory import measure_memory
from safehavens.http.serving.server import RETIRE
from safehavens.http.serving.tallies import Tallies

_log: Final = logging.getLogger("safehavens.web")

_TICK: Final = 0.2
_SOON: Final = 5.0
"""A worker that dies within so many seconds has not served; several in a row, and it is no use."""
_MOST_FAILURES: Final = 5
_START_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 10.0
"""How often the memory of the workers is looked at."""
_GIVE_WAY: Final = 15
"""How nice the thread is that works ahead."""

Serve = Callable[[socket.socket, Callable[[], None]], None]
"""Serves at a socket until told to stop; calls what it is given once clients are taken."""


class WorkersFailed(Exception):
    """Workers die as soon as they start."""


@dataclass(slots=True)
class _Worker:
    pid: int
    slot: int
    began: float
    row: int


class Workers:
    """Runs workers until SIGINT or SIGTERM.

    Parameters
    ----------
    serve : callable
        What each worker does.
    sockets : sequence of socket.socket
        One for each worker.
    limits : Limits
    tallies : Tallies
        What the workers count.
    ahead : iterator
        Works something out ahead of requests at each step, in less than a second. At the end the
        workers are renewed.

    Raises
    ------
    BadRequest
        This system cannot start processes in this way.
    """

    def __init__(
        self,
        serve: Serve,
        sockets: Sequence[socket.socket],
        limits: Limits,
        tallies: Tallies,
        ahead: Iterator[None],
    ) -> None:
        if not hasattr(os, "fork") or RETIRE is None:
            raise BadRequest("Several workers need Linux or macOS; leave out --workers.")
        self._serve = serve
        self._sockets = sockets
        self._limits = limits
        self._tallies = tallies
        self._ahead = ahead
        self._workers: dict[int, _Worker] = {}
        self._retiring: set[int] = set()
        self._failures = 0
        self._stopping = False
        self._stop_ahead = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_ahead = self._is_due = False
        self._looked = time.monotonic()

    def run(self, on_start: Callable[[], None]) -> None:
        """Start the workers, and keep as many alive until told to stop.

        Parameters
        ----------
        on_start : callable
            Called once all of them take clients.

        Raises
        ------
        WorkersFailed
        """
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        try:
            for slot in range(len(self._sockets)):
                self._start(slot)
            on_start()
            self._go_on_ahead()
            while not self._stopping:
                self._bury()
                if self._is_due:
                    self._is_due = False
                    self._renew([*self._current()])
                self._look_at_memory()
                time.sleep(_TICK)
        finally:
            self._end_all()

    def _current(self) -> Iterable[_Worker]:
        return [worker for worker in self._workers.values() if worker.pid not in self._retiring]

    def _stop(self, *_: Any) -> None:
        self._stopping = True

    def _start(self, slot: int) -> None:
        """Start a worker, and wait until it takes clients."""
        gc.collect()
        gc.freeze()  # what is there stays, and its pages stay shared
        ready, tell = os.pipe()
        row = self._tallies.take_row()
        pid = os.fork()
        if pid == 0:
            os.close(ready)
            self._tallies.count_here(row)
            self._be_worker(slot, tell)  # does not return
        os.close(tell)
        self._workers[pid] = _Worker(pid, slot, time.monotonic(), row)
        select.select([ready], [], [], _START_SECONDS)  # also where it has died
        os.close(ready)

    def _be_worker(self, slot: int, tell: int) -> None:
        status = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            self._serve(self._sockets[slot], lambda: os.close(tell))
            status = 0
        except BaseException as error:  # told, and the process ends in any case
            _log.error("A worker ended: %s", type(error).__name__)
        finally:
            logging.shutdown()
            os._exit(status)

    def _work_ahead(self) -> None:
        with contextlib.suppress(AttributeError, OSError):  # elsewhere than on Linux
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _GIVE_WAY)
        try:
            for _ in self._ahead:
                if self._stop_ahead.is_set():
                    return
        except Exception as error:
            _log.error("Working ahead ended: %s", type(error).__name__)
        self._is_ahead = self._is_due = True

    def _go_on_ahead(self) -> None:
        self._stop_ahead.clear()
        self._thread = threading.Thread(target=self._work_ahead, daemon=True)
        self._thread.start()

    @contextlib.contextmanager
    def _pause_ahead(self) -> Iterator[None]:
        """No thread meanwhile: a process that is started beside one may have its locks held."""
        if self._thread is None:
            yield
            return
        self._stop_ahead.set()
        self._thread.join()
        self._thread = None
        yield
        if not self._is_ahead:
            self._go_on_ahead()

    def _bury(self) -> None:
        """Notice workers that have ended; start others in place of those that should not have."""
        for worker in [*self._workers.values()]:
            if os.waitpid(worker.pid, os.WNOHANG)[0] == 0:
                continue
            del self._workers[worker.pid]
            self._tallies.give_back(worker.row)
            if worker.pid in self._retiring:
                self._retiring.discard(worker.pid)
                continue
            if self._stopping:
                continue
            early = time.monotonic() - worker.began < _SOON
            self._failures = self._failures + 1 if early else 0
            if self._failures >= _MOST_FAILURES:
                raise WorkersFailed
            _log.warning("A worker died; another takes its place")
            with self._pause_ahead():
                self._start(worker.slot)

    def _renew(self, workers: Iterable[_Worker]) -> None:
        """Start others in place of workers, which end when their clients have gone."""
        for worker in workers:
            with self._pause_ahead():
                self._start(worker.slot)
            self._retiring.add(worker.pid)
            assert RETIRE is not None
            os.kill(worker.pid, RETIRE)

    def _look_at_memory(self) -> None:
        """Renew the workers that have grown too large."""
        if time.monotonic() - self._looked < _LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        for worker in self._current():
            if measure_memory(worker.pid) > self._limits.worker_bytes:
                _log.info("A worker has grown large; another takes its place")
                self._renew([worker])

    def _end_all(self) -> None:
        """Have every worker end, and see to it that it does."""
        self._stop_ahead.set()
        for pid in self._workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + self._limits.stop_seconds + 2
        while self._workers and time.monotonic() < until:
            for pid in [*self._workers]:
                if os.waitpid(pid, os.WNOHANG)[0]:
                    del self._workers[pid]
            time.sleep(0.05)
        for pid in self._workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
