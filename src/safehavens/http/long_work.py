"""Work that takes seconds: a few at a time, in threads of its own, and stopped when it is no use.

It is stopped when its client leaves, when its time is over and when the server stops. A thread
cannot be stopped from outside, so the work looks at its `StopSignal` from time to time. Until it
has done so, its slot stays taken. The threads do not keep the process from ending.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Receive

Result = TypeVar("Result")
Told = TypeVar("Told")


class NoSlot(Exception):
    """As much work as may be is under way."""


class TookTooLong(Exception):
    """The work was not done within its time."""


class Stopped(BaseException):
    """Ends work that nobody waits for any more. Not an Exception, so that nothing catches it."""


class StopSignal:
    """Tells work that it is to stop.

    Parameters
    ----------
    seconds : float
        From now, how long the work may take.
    """

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._stop = False

    def stop(self) -> None:
        """Have the work stop when it next looks."""
        self._stop = True

    def check(self) -> None:
        """Raise Stopped where the work is to stop; cheap."""
        if self._stop or time.monotonic() > self._until:
            raise Stopped


class WorkSlots:
    """Runs long work.

    Parameters
    ----------
    slots : int
        How much runs at once.
    seconds : float
        How long each may take, the wait for a slot included.
    line : int
        How many may wait for a slot.
    """

    def __init__(self, slots: int, seconds: float, line: int = 0) -> None:
        self._free = slots
        self._seconds = seconds
        self._most_waiting = line
        self._line: deque[asyncio.Future[None]] = deque()

    @property
    def busy(self) -> bool:
        """Whether no slot is free, and nobody more may wait."""
        return self._free <= 0 and len(self._line) >= self._most_waiting

    async def run(self, receive: Receive, work: Callable[[StopSignal], Result]) -> Result:
        """Run work for one request, whose body has been read.

        Parameters
        ----------
        receive : callable
            The request's; tells when its client leaves.
        work : callable
            Calls `check` of what it is given, at least once a second.

        Raises
        ------
        NoSlot, TookTooLong, ClientDisconnect
        """
        if self.busy:
            raise NoSlot
        signal = StopSignal(self._seconds)
        left = asyncio.ensure_future(_wait_until_left(receive))
        try:
            await self._take_slot(left)
            return await self._run_in_slot(work, signal, left)
        finally:
            signal.stop()
            left.cancel()

    async def _take_slot(self, left: asyncio.Future[None]) -> None:
        """Wait for a slot, unless the client leaves first."""
        if self._free > 0:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        waited: set[asyncio.Future[None]] = {turn, left}
        try:
            await asyncio.wait(waited, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self._leave_line(turn)
            raise
        if left.done() or not turn.done():
            self._leave_line(turn)
            raise ClientDisconnect if left.done() else NoSlot

    def _leave_line(self, turn: asyncio.Future[None]) -> None:
        if turn.done():
            self._give_back()
        else:
            self._line.remove(turn)

    def _give_back(self) -> None:
        """Give a slot to who has waited longest; nobody waits: keep it free."""
        if self._line:
            self._line.popleft().set_result(None)
        else:
            self._free += 1

    async def _run_in_slot(
        self, work: Callable[[StopSignal], Result], signal: StopSignal, left: asyncio.Future[None]
    ) -> Result:
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[Result] = loop.create_future()

        def succeed(result: Result) -> None:
            self._give_back()
            if not outcome.done():
                outcome.set_result(result)

        def fail(error: BaseException) -> None:
            self._give_back()
            if not outcome.done():
                outcome.set_exception(TookTooLong() if isinstance(error, Stopped) else error)

        def tell(settle: Callable[[Told], None], told: Told) -> None:
            with contextlib.suppress(RuntimeError):  # the server has ended
                loop.call_soon_threadsafe(settle, told)

        def run_in_thread() -> None:
            try:
                result = work(signal)
            except BaseException as raised:  # handed over
                tell(fail, raised)
            else:
                tell(succeed, result)

        threading.Thread(target=run_in_thread, daemon=True, name="long work").start()
        try:
            first: set[asyncio.Future[Any]] = {outcome, left}
            await asyncio.wait(first, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED)
            if outcome.done():
                return outcome.result()
            raise ClientDisconnect if left.done() else TookTooLong
        finally:
            outcome.cancel()


async def _wait_until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
