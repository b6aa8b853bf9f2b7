"""Run the web on this machine."""

from __future__ import annotations

import contextlib
import gc
import logging
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from safehavens.api import Corpus
from safehavens.decide.request import BadRequest
from safehavens.http.limits import LIMITS, Limits
from safehavens.measure.atlas.atlas import DEFAULT_MEASURE

if TYPE_CHECKING:
    from fastapi import FastAPI

    from safehavens.web.site import Site


_log: Final = logging.getLogger("safehavens.web")


def serve(corpus: Corpus, host: str, port: int, operator: Path | None = None) -> None:
    """Serve until stopped. The log has no query strings and no addresses of clients.

    Parameters
    ----------
    corpus : Corpus
    host : str
        A name or address of this machine.
    port : int
        0 takes one that is free.
    operator : pathlib.Path, optional
        A file on who runs this copy; docs/operators.md describes it.

    Raises
    ------
    BadRequest
        It is not possible to listen there, or the file on the operator is wrong.
    """
    from safehavens.web.app import create_app
    from safehavens.web.operators.operator_form import read_operator

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    run_by = None if operator is None else read_operator(operator, corpus)
    listener = bind(host, port)  # before the long work, so that a wrong address is known at once
    app = create_app(corpus, operator=run_by)
    site: Site = app.state.site
    # What is loaded stays; looking through it for garbage would hold everybody up.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    threading.Thread(target=_warm, args=(site,), daemon=True).start()
    run(app, listener)


def bind(host: str, port: int) -> socket.socket:
    """A socket that is ours, and at which nobody is answered yet.

    Raises
    ------
    BadRequest
        The host is not one of this machine, or the port is taken.
    """
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise _cannot_listen(host, port, error) from None
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
    except OSError as error:
        listener.close()
        raise _cannot_listen(host, port, error) from None
    return listener


def run(app: FastAPI, listener: socket.socket, limits: Limits = LIMITS) -> None:
    """Serve an application at a socket until SIGINT or SIGTERM, and then end within seconds."""
    import uvicorn

    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # the layers log what there is to say
    config = uvicorn.Config(
        app,
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_keep_alive=limits.idle_seconds,
        timeout_graceful_shutdown=limits.stop_seconds,
        limit_concurrency=limits.connections,
    )
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            _log.info("Serving at http://%s:%d", shown, port)

    with contextlib.suppress(KeyboardInterrupt):  # which uvicorn raises again after SIGINT
        Server(config).run([listener])


def _cannot_listen(host: str, port: int, error: Exception) -> BadRequest:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return BadRequest(f"The server cannot listen at {host}, port {port}: {why}.")


def _warm(site: Site) -> None:
    """Work out the first map, the index of search, and today's law of every place that has law, so
    that nobody waits."""
    if site.atlas is not None:
        site.atlas.measure(DEFAULT_MEASURE, lambda _: time.sleep(0.01))
    with contextlib.suppress(BadRequest):  # SQLite without its search
        site.corpus.search("detainer")
    for row in site.law.lawmakers():
        site.law.actions(row.place.id, site.today())
        site.residents.answer(row.place.id, site.today())
        time.sleep(0.05)  # requests go first
    site.count_deciding()
