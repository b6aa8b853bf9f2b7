"""`safehavens instrument`: one law in full."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_instrument

EXAMPLE: Final = 'safehavens instrument "Keep Washington Working"'


def run(
    words: Annotated[
        list[str],
        typer.Argument(
            autocompletion=complete_instrument,
            metavar="ID",
            help="The law's id, such as us/wa/kww, or words of its title.",
            show_default=False,
        ),
    ],
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Show one law in full: whom it binds, since when, its rules, sources, rulings."""
    corpus = options.load_corpus(law, alone)
    instrument = corpus.find_instrument(" ".join(words))
    if json:
        from safehavens.cli.output.json_text import print_json
        from safehavens.decide.decision import plain

        extra = {
            "issuer_name": corpus.gazetteer.get(instrument.home).name,
            "rulings": [ruling.id for ruling in corpus.rulings_on(instrument.id)],
            "cases": len(corpus.cases_on(instrument.id)),
        }
        print_json({**plain(instrument), **extra})
    else:
        from safehavens.cli.show.law.instrument import show_instrument

        show_instrument(corpus, instrument)
