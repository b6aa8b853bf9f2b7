"""`safehavens search`: find questions, places, papers and law by words."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_one_of

EXAMPLE: Final = "safehavens search can police ask my status"
_EACH: Final = 3
_ALONE: Final = 20


def run(
    words: Annotated[
        list[str],
        typer.Argument(
            help="What you look for: words, a bill, a law, a place, a paper, a question.",
            show_default=False,
        ),
    ],
    group: Annotated[
        str | None,
        typer.Option(
            "--in",
            autocompletion=complete_one_of(
                ("card", "ask", "place", "paper", "law", "ruling", "rule", "fact")
            ),
            metavar="GROUP",
            help="Show only this group: card, ask, place, paper, law, ruling, rule or fact.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            min=1,
            help=f"How many results to show of each group. If left out, {_EACH} are shown; with "
            f"--in, {_ALONE}.",
            show_default=False,
        ),
    ] = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Find questions, places, papers, laws, rulings and rules by words, in groups.

    Words may be English or Spanish. Where nothing is found, the exit status is 1.
    """
    query = " ".join(words)
    corpus = options.load_corpus(law, alone)
    most = limit or (_EACH if group is None else _ALONE)
    results = corpus.search(query, most, group=group)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(results)
    else:
        from safehavens.cli.show.law.search import show_results

        show_results(corpus, results)
    if not results.groups:
        raise typer.Exit(1)
