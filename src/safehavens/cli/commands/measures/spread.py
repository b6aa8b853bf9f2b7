"""`safehavens spread`: how far each rule has spread."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options

EXAMPLE: Final = "safehavens spread hold_clean --by population -o spread.svg"


def run(
    probe: Annotated[
        str,
        typer.Argument(
            help="A probe. `safehavens panel --list` prints all probes.", show_default=False
        ),
    ],
    out: options.Picture,
    places: Annotated[
        str, typer.Option("--places", help="Which places to count: counties or states.")
    ] = "counties",
    by: Annotated[
        str, typer.Option("--by", help="What to count: population or places.")
    ] = "population",
    start: Annotated[str, typer.Option("--from", metavar="YEAR", help="The first year.")] = "1985",
    end: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="YEAR",
            help="The last year. If left out, the current year is used.",
            show_default=False,
        ),
    ] = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Draw the share of people or places under each rule, by year."""
    from safehavens.cli.speech import say
    from safehavens.cli.terminal import tell
    from safehavens.pictures.spreading import draw_spread
    from safehavens.pictures.style import check_picture_path

    check_picture_path(out)
    first, last = _read_year(start), None if end is None else _read_year(end)
    corpus = options.load_corpus(law, alone)
    draw_spread(corpus.engine, probe, places, by, first, last).write(out)
    tell(say("Wrote %(file)s.", file=out))


def _read_year(text: str) -> int:
    from safehavens.decide.request import BadRequest

    if not (text.isdecimal() and len(text) == 4):
        raise BadRequest(f"{text!r} is not a valid year; write YYYY, such as 1985.")
    return int(text)
