"""Run the web on this machine."""

from __future__ import annotations

import contextlib
import gc
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from safehavens.api import Corpus
from safehavens.decide.request import BadRequest
from safehavens.http.limits import LIMITS
from safehavens.http.serving.listener import bind, bind_several, name_address
from safehavens.http.serving.tallies import Tallies
from safehavens.measure.atlas.atlas import DEFAULT_MEASURE

if TYPE_CHECKING:
    import socket

    from fastapi import FastAPI

    from safehavens.web.site import Site


_FIRST_STEPS: Final = 3
"""Steps of working ahead that each worker would take by itself, with clients waiting for it."""

_log: Final = logging.getLogger("safehavens.web")


def serve(
    corpus: Corpus, host: str, port: int, operator: Path | None = None, workers: int = 1
) -> None:
    """Serve until stopped. The log has no query strings and no addresses of clients.

    Several workers have what residents' cards say proved before anybody is let in
    (`proving.prove_cards`).

    Parameters
    ----------
    corpus : Corpus
    host : str
        A name or address of this machine.
    port : int
        0 takes one that is free.
    operator : pathlib.Path, optional
        A file on who runs this copy; docs/operators.md describes it.
    workers : int
        As many processes answer.

    Raises
    ------
    BadRequest
        It is not possible to listen there, or the file on the operator is wrong, or the system
        cannot have several workers.
    """
    from safehavens.web.app import create_app
    from safehavens.web.kept_proofs import recall_proofs
    from safehavens.web.operators.operator_form import read_operator
    from safehavens.web.proving import prove_cards

    _start_log()
    run_by = None if operator is None else read_operator(operator, corpus)
    # before the long work, so that a wrong address is known at once
    sockets = [bind(host, port)] if workers == 1 else bind_several(host, port, workers)
    tallies = Tallies(1 if workers == 1 else workers * 3)  # those that are renewed count, too
    app = create_app(corpus, operator=run_by, tallies=tallies)
    site: Site = app.state.site
    recall_proofs(site)
    keep_what_is_loaded()
    if workers == 1:
        threading.Thread(target=_warm, args=(site,), daemon=True).start()
        _serve_alone(app, sockets[0])
    else:
        prove_cards(site)
        _serve_together(app, sockets, tallies)


def prepare(corpus: Corpus) -> None:
    """Prove what residents' cards say, and keep it for the servers that start later.

    Parameters
    ----------
    corpus : Corpus

    Raises
    ------
    BadRequest
        Nothing can be kept.
    """
    from safehavens.files.cache_folder import cache_folder
    from safehavens.web.kept_proofs import keep_proofs, recall_proofs
    from safehavens.web.proving import prove_cards
    from safehavens.web.site import Site

    _start_log()
    site = Site(corpus)
    recall_proofs(site)
    # before the long work, too, so that a folder that will not do is known at once
    if not (keep_proofs(site) and prove_cards(site)):
        raise BadRequest(
            "What was proved could not be kept. Name a folder that you alone may write to in "
            "SAFEHAVENS_CACHE, and leave room on its disk."
        )
    _log.info("What residents' cards say is proved, and kept in %s", cache_folder())


def _start_log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")


def keep_what_is_loaded() -> None:
    """What is loaded stays; looking through it for garbage would hold everybody up."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _say_where(listener: socket.socket) -> None:
    _log.info("Serving at %s", name_address(listener))


def _serve_alone(app: FastAPI, listener: socket.socket) -> None:
    from safehavens.http.serving.server import serve_at

    serve_at(app, listener, LIMITS, on_start=lambda: _say_where(listener))


def _serve_together(app: FastAPI, sockets: list[socket.socket], tallies: Tallies) -> None:
    from safehavens.http.serving.server import serve_at
    from safehavens.http.serving.workers import Workers, WorkersFailed

    ahead = work_ahead(app.state.site)
    for _ in zip(range(_FIRST_STEPS), ahead, strict=False):  # before anybody can ask
        pass
    workers = Workers(
        lambda listener, on_start: serve_at(app, listener, LIMITS, on_start, supervised=True),
        sockets,
        LIMITS,
        tallies,
        ahead,
    )
    try:
        workers.run(lambda: _say_where(sockets[0]))
    except WorkersFailed:
        raise BadRequest("The workers end as soon as they start; the log says why.") from None


def _warm(site: Site) -> None:
    """Work ahead beside the requests, which go first."""
    for _ in work_ahead(site):
        time.sleep(0.05)


def work_ahead(site: Site) -> Iterator[None]:
    """Work out what is asked for most, so that nobody waits: templates, the index of search, the
    first map, and today's law and cards of every place that has law.

    Yields
    ------
    None
        After every step.
    """
    from safehavens.web.kept_proofs import keep_proofs

    site.compile_templates()
    yield
    with contextlib.suppress(BadRequest):  # SQLite without its search
        site.corpus.search("detainer")
    yield
    if site.atlas is not None:
        site.atlas.measure(DEFAULT_MEASURE, lambda _: time.sleep(0.01))
    yield
    for row in site.law.lawmakers():
        site.law.overview(row.place.id, site.today())
        yield
    for row in site.law.lawmakers():
        site.residents.answer(row.place.id, site.today())
        yield
    site.count_deciding()
    yield
    if any(proofs.has_new for proofs in site.residents.proofs):
        keep_proofs(site)
