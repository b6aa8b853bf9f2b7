"""`safehavens serve`: pages and the API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from safehavens.cli import options

EXAMPLE: Final = "safehavens serve --port 8080"


def run(
    host: Annotated[
        str, typer.Option(help="The address to listen on. 0.0.0.0 listens on every address.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
    operator: Annotated[
        Path | None,
        typer.Option(
            "--operator",
            metavar="FILE",
            help="A YAML file that says who runs this copy, where mistakes are reported and who "
            "gives legal help (docs/operators.md).",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int,
        typer.Option(
            min=1,
            max=64,
            help="As many processes answer; one for each core is best (docs/web.md).",
        ),
    ] = 1,
    prepare: Annotated[
        bool,
        typer.Option(
            "--prepare",
            help="Prove what residents' cards say, keep it for the next start, and end; of "
            "the other options --law and --alone count alone. For an image, or before new law "
            "goes out (docs/operators.md).",
        ),
    ] = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Serve web pages and an HTTP API. Needs the extra `web`."""
    from safehavens.web.serve import prepare as prove_ahead
    from safehavens.web.serve import serve

    if prepare:
        prove_ahead(options.load_corpus(law, alone))
        return
    serve(options.load_corpus(law, alone), host, port, operator, workers)
