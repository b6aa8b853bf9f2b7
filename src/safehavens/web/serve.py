"""Run the web on this machine."""

from __future__ import annotations

import logging

from safehavens.api import Corpus


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
    app = create_app(corpus)
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
