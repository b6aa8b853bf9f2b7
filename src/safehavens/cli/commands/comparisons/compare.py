"""`safehavens compare`: two places, or one at two dates."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_action, complete_agency, complete_place

EXAMPLE: Final = "safehavens compare Illinois California --action hold"


def run(
    a: options.Place,
    b: Annotated[
        str | None,
        typer.Argument(
            autocompletion=complete_place,
            help="Another place. If left out, the same place is compared with itself at --on-b.",
            show_default=False,
        ),
    ] = None,
    action: Annotated[
        list[str] | None,
        typer.Option(
            "--action",
            autocompletion=complete_action,
            help="An action to compare. Repeat for each. If left out, all actions are compared.",
            show_default=False,
        ),
    ] = None,
    who: Annotated[
        list[str] | None,
        typer.Option(
            "--who",
            autocompletion=complete_agency,
            help="An agency to compare. Repeat for each. If left out, every agency that the law "
            "has rules for is compared.",
            show_default=False,
        ),
    ] = None,
    on: options.On = None,
    on_b: Annotated[
        str | None,
        typer.Option(
            "--on-b",
            metavar="DATE",
            help="The date for the second place, YYYY-MM-DD, if it differs.",
            show_default=False,
        ),
    ] = None,
    order: options.Order = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Prove everything a second time, with the solver Z3."),
    ] = False,
    full: Annotated[
        bool,
        typer.Option(
            "--full",
            help="Give the simplest request that shows each difference, and list which agencies "
            "have the same rules.",
        ),
    ] = False,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Compare two places, or one at two dates, for every request.

    For each action it is proved that one goes at least as far as the other; if neither does, the
    simplest request that shows it is given, with both answers. Where much differs, a summary comes
    first: who goes further, by action and agency; --full gives the requests.
    """
    from safehavens.cli.output.json_text import print_json
    from safehavens.cli.output.place_notes import tell_places
    from safehavens.cli.show.comparison import show_comparison
    from safehavens.decide.request import BadRequest

    if b is None and on_b is None:
        raise BadRequest("Compare with what? Name a second place, or a second date with --on-b.")
    corpus = options.load_corpus(law, alone)
    tell_places(corpus, (a, b))
    comparison = corpus.compare(
        a, b, action=action, who=who, on=on, on_b=on_b, order=order, check=check
    )
    if json:
        print_json(comparison)
    else:
        show_comparison(corpus, comparison, full)
