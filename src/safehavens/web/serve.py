"""Run the web on this machine."""

from __future__ import annotations

import contextlib
import gc
import logging
import threading
import time
from collections.abc import Iterator
from datetime import date
from itertools import chain
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

_YEARS: Final = 20
"""As many years back cards are proved ahead."""

_log: Final = logging.getLogger("safehavens.web")


def serve(
    corpus: Corpus, host: str, port: int, operator: Path | None = None, workers: int = 1
) -> None:
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

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
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
        _serve_together(app, sockets, tallies)


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

    ahead = chain(work_ahead(app.state.site), (True,), prove_cards(app.state.site))
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
    first map, and today's law of every place that has law.

    Yields
    ------
    None
        After every step.
    """
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
    _keep_proofs(site)


def prove_cards(site: Site) -> Iterator[None]:
    """Prove what residents' cards said on any day of twenty years, at every place that has law and
    its county: some minutes of work beside the workers, which then have it.

    Yields
    ------
    None
        After every step.
    """
    gazetteer = site.corpus.gazetteer
    places: dict[str, None] = {}
    for row in site.law.lawmakers():
        county = gazetteer.county_of(row.place.id)
        places.update(dict.fromkeys([row.place.id, *([county.id] if county else [])]))
    yield from site.residents.prove_ahead(places, date(site.today().year - _YEARS, 1, 1))
    _keep_proofs(site)


def _keep_proofs(site: Site) -> None:
    from safehavens.web.kept_proofs import keep_proofs

    keep_proofs(site)
