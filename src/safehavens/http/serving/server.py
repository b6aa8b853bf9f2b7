"""One process that serves an application at a socket, within limits, until it is told to stop."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import uvicorn
from anyio import to_thread
from starlette.types import ASGIApp

from safehavens.http.limits import LIMITS, Limits
from safehavens.http.serving.guarded_protocol import Connections, GuardedProtocol
from safehavens.http.serving.memory import give_back_memory

RETIRE: Final = getattr(signal, "SIGUSR1", None)
"""Tells a server to take no more clients, and to end when those it has are gone."""

_SPARE_FILES: Final = 128
"""Files that a server may have open beside its connections."""

_REST_TICKS: Final = 50
"""A server that answered nothing for so many tenths of a second gives back memory."""

_SWITCH_SECONDS: Final = 0.001
"""How long one thread may keep the others waiting: a page that is being made holds nobody up."""


def serve_at(
    app: ASGIApp,
    listener: socket.socket,
    limits: Limits = LIMITS,
    on_start: Callable[[], None] | None = None,
    supervised: bool = False,
) -> None:
    """Serve an application at a socket until SIGINT or SIGTERM, and then end within seconds.

    Parameters
    ----------
    app : ASGI application
    listener : socket.socket
    limits : Limits
    on_start : callable, optional
        Called once clients are taken.
    supervised : bool
        Whether the server ends when the process that started it does.
    """
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # the layers log what there is to say
    guard = Connections(limits, most=_raise_file_limit(limits.connections))
    config = uvicorn.Config(
        app,
        http=partial(GuardedProtocol, guard),  # type: ignore[arg-type]  # any maker of protocols
        ws="none",
        lifespan="off",
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_keep_alive=3600,  # the guard is sooner
        timeout_graceful_shutdown=limits.stop_seconds,
    )
    sys.setswitchinterval(_SWITCH_SECONDS)
    with contextlib.suppress(KeyboardInterrupt):  # which uvicorn raises again after SIGINT
        _Server(config, guard, on_start, supervised).run([listener])


class _Server(uvicorn.Server):
    """Ends connections whose time is over, and itself as it is told."""

    def __init__(
        self,
        config: uvicorn.Config,
        guard: Connections,
        on_start: Callable[[], None] | None,
        supervised: bool,
    ) -> None:
        super().__init__(config)
        self.guard = guard
        self._on_start = on_start
        self._parent = os.getppid() if supervised else None
        self._gone_by = float("inf")
        self._answered = self._given_back_at = 0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Take clients."""
        threads = to_thread.current_default_thread_limiter()
        threads.total_tokens = self.guard.limits.pages_at_once
        if RETIRE is not None:
            signal.signal(RETIRE, self._retire)
        await super().startup(sockets)
        if self._on_start is not None:
            self._on_start()

    async def on_tick(self, counter: int) -> bool:
        """What is done ten times a second; whether to end."""
        if counter % 10 == 0:
            self.guard.end_overdue()
            if self._parent is not None and os.getppid() != self._parent:
                return True
        if counter % _REST_TICKS == 0:
            await self.rest()
        if self.guard.retiring:
            for server in self.servers:
                server.close()
            if not self.guard.open or time.monotonic() > self._gone_by:
                return True
        return await super().on_tick(counter)

    async def rest(self) -> None:
        """Give back memory, once, where nothing was answered since this was last asked."""
        before, self._answered = self._answered, self.server_state.total_requests
        if before == self._answered != self._given_back_at:
            self._given_back_at = self._answered
            await to_thread.run_sync(give_back_memory)

    def _retire(self, *_: Any) -> None:
        self.guard.retiring = True
        self._gone_by = time.monotonic() + self.guard.limits.idle_seconds + 5


def _raise_file_limit(connections: int) -> int:
    """Have the system allow as many files as connections take; give the connections it allows."""
    try:
        import resource
    except ImportError:  # not on Windows
        return connections
    wanted = connections + _SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    if soft == resource.RLIM_INFINITY:
        return connections
    return max(min(connections, soft - _SPARE_FILES), 16)
