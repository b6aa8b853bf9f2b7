"""Run the web on this machine."""

from __future__ import annotations

import gc
import logging
import threading
import time
from typing import TYPE_CHECKING

from safehavens.api import Corpus

if TYPE_CHECKING:
    from safehavens.web.site import Site


def serve(corpus: Corpus, host: str, port: int) -> None:
    """Serve until stopped. The log has no query strings and no addresses of askers.

    Parameters
    ----------
    corpus : Corpus
    host : str
    port : int
    """
    import uvicorn

    from safehavens.web.app import create_app

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    app = create_app(corpus)
    site: Site = app.state.site
    if site.atlas is not None:
        logging.getLogger("safehavens.web").info("Drawing up the Atlas")
        site.atlas.last()  # some seconds of work, which would hold up whoever asked meanwhile
    # What is loaded stays; looking through it for garbage would hold everybody up.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    logging.getLogger("safehavens.web").info("Serving at http://%s:%d", host, port)
    threading.Thread(target=_warm, args=(site,), daemon=True).start()
    uvicorn.run(
        app,
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_keep_alive=30,
        limit_concurrency=2000,
    )


def _warm(site: Site) -> None:
    """Work out today's law of every place that has law, so that its first reader need not wait."""
    for row in site.law.lawmakers():
        site.law.actions(row.place.id, site.today())
        site.residents.answers(row.place.id, site.today())
        time.sleep(0.05)  # requests go first
