"""`safehavens norm`: one norm in full."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_norm

EXAMPLE: Final = "safehavens norm us/ca/values-act#hold"


def run(
    id: Annotated[
        str,
        typer.Argument(
            help="The rule's id, written INSTRUMENT#NORM.",
            show_default=False,
            autocompletion=complete_norm,
        ),
    ],
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Show one rule in full: text, condition, dates, sources, cases."""
    corpus = options.load_corpus(law, alone)
    norm = corpus.norm(id)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(norm)
    else:
        from safehavens.cli.show.law.norm import show_norm

        show_norm(corpus, norm)
