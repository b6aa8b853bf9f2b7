"""`safehavens timeline`: an index over time."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_place, complete_probe

EXAMPLE: Final = 'safehavens timeline "Cook County, IL" Texas -o timeline.svg'


def run(
    places: Annotated[
        list[str],
        typer.Argument(
            help="One to six places.", show_default=False, autocompletion=complete_place
        ),
    ],
    out: options.Picture,
    index: options.Index = "overall",
    probe: Annotated[
        str | None,
        typer.Option(
            "--probe",
            autocompletion=complete_probe,
            help="Draw the answers to this probe, instead of an index.",
            show_default=False,
        ),
    ] = None,
    start: options.FirstMonth = None,
    end: options.LastMonth = None,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Draw an index of places over time, or a probe's answers, with the laws that moved it."""
    from safehavens.cli.output.place_notes import tell_places
    from safehavens.cli.speech import say
    from safehavens.cli.terminal import tell
    from safehavens.pictures.style import check_picture_path
    from safehavens.pictures.timelines import draw_timeline

    check_picture_path(out)
    corpus = options.load_corpus(law, alone)
    tell_places(corpus, places)
    draw_timeline(corpus.engine, places, index, start, end, probe).write(out)
    tell(say("Wrote %(file)s.", file=out))
