"""`safehavens search`: find law by words."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options

EXAMPLE: Final = "safehavens search detainer administrative warrant"


def run(
    words: Annotated[
        list[str], typer.Argument(help="Words, or beginnings of words.", show_default=False)
    ],
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many results to show.")] = 20,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Find laws, rules, rulings, facts, actions and agencies by words."""
    query = " ".join(words)
    hits = options.load_corpus(law, alone).search(query, limit)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(hits)
    else:
        from safehavens.cli.show.law.search import show_hits

        show_hits(query, hits)
