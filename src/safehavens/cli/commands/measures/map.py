"""`safehavens map`: every county, colored."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_probe

EXAMPLE: Final = "safehavens map --on 2026-11-01 --index custody -o map.svg"


def run(
    out: options.Picture,
    on: options.On = None,
    index: options.Index = "overall",
    probe: Annotated[
        str | None,
        typer.Option(
            "--probe",
            autocompletion=complete_probe,
            help="Show the verdicts of this probe, instead of an index.",
            show_default=False,
        ),
    ] = None,
    beside: options.Beside = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Draw how far the law of the day was searched.")
    ] = False,
    probes: options.Probes = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Draw a map of every county, by an index or a probe's answer, on one date or two."""
    from safehavens.cli.speech import say
    from safehavens.cli.terminal import tell
    from safehavens.decide.request import read_day
    from safehavens.pictures.maps.county_map import draw_county_map
    from safehavens.pictures.style import check_picture_path

    check_picture_path(out)
    corpus = options.load_corpus(law, alone)
    draw_county_map(
        corpus.engine, read_day(on), index, probe, probes, options.read_date(beside),
        "coverage" if coverage else "answers",
    ).write(out)  # fmt: skip
    tell(say("Wrote %(file)s.", file=out))
