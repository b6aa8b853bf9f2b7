"""`safehavens order`: who goes further than whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_action, complete_place

if TYPE_CHECKING:
    from safehavens.api import Corpus
    from safehavens.compare.hasse import PartialOrder
    from safehavens.compare.strictness import Strictness

EXAMPLE: Final = "safehavens order Illinois California Texas --action hold"


def run(
    places: Annotated[
        list[str],
        typer.Argument(
            autocompletion=complete_place,
            help="Places. The word states stands for every state of the United States.",
            show_default=False,
        ),
    ],
    action: Annotated[
        str,
        typer.Option(
            "--action",
            autocompletion=complete_action,
            help="The action asked about: hold, inquire_status…",
            show_default=False,
        ),
    ],
    who: options.Who = None,
    on: options.On = None,
    beside: options.Beside = None,
    order: options.Order = None,
    out: Annotated[
        Path | None,
        options.optional_file("Also draw the order as a picture: .svg."),
    ] = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Order places by strictness: which of them goes further.

    Places of which each goes further for some request cannot be compared.
    """
    from safehavens.cli.output.json_text import print_json
    from safehavens.cli.output.place_notes import tell_places
    from safehavens.cli.show.ordering import show_order
    from safehavens.compare.strictness import read_strictness
    from safehavens.decide.request import BadRequest, read_day

    if out is not None and out.suffix != ".svg":
        raise BadRequest(f"The picture is an SVG file; write -o {out.with_suffix('.svg')}.")
    corpus, day = options.load_corpus(law, alone), read_day(on)
    chosen = None if order is None else read_strictness(order)
    tell_places(corpus, places)
    ranking = order_places(corpus, places, action, who, day, chosen)
    second = options.read_date(beside)
    other = None
    if second is not None and second != day:
        other = order_places(corpus, places, action, who, second, chosen)
    if out is not None:
        from safehavens.files.whole import write_whole
        from safehavens.pictures.hasse_svg import draw_hasse

        write_whole(out, draw_hasse(ranking, other))
    if json:
        print_json(ranking if other is None else {"on": ranking, "beside": other})
    else:
        show_order(corpus, ranking, other)


def order_places(
    corpus: Corpus,
    places: Sequence[str],
    action: str,
    who: str | None,
    on: date,
    order: Strictness | None,
) -> PartialOrder:
    """The partial order of some places (`states`: every state of the United States)."""
    from safehavens.compare.comparison import Side
    from safehavens.compare.hasse import partial_order
    from safehavens.compare.strictness import usual_strictness

    by_id = {}
    for name in places:
        named = corpus.gazetteer.states() if name == "states" else [corpus.place(name).place]
        by_id.update({place.id: place for place in named})
    sides = [Side(corpus.engine, place.id, on, place.name) for place in by_id.values()]
    kind = None if who is None else corpus.reader.who(who)
    deed = corpus.reader.action(action)
    return partial_order(sides, kind, deed, order or usual_strictness(corpus.lawbook, deed))
