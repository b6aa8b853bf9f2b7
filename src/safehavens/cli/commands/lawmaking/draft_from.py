"""`safehavens draft from`: a law file after another place's instrument."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Final

import typer

from safehavens.cli import draft_options, options
from safehavens.cli.completion.completers import complete_place

if TYPE_CHECKING:
    from safehavens.api import Corpus
    from safehavens.corpus.model import Instrument

EXAMPLE: Final = 'safehavens draft from "Chicago, IL" --for "Peoria, IL" -o peoria.yaml'


def run(
    source: Annotated[
        str,
        typer.Argument(
            metavar="PLACE",
            help="The place whose law is the model.",
            show_default=False,
            autocompletion=complete_place,
        ),
    ],
    place: Annotated[
        str,
        typer.Option(
            "--for",
            help="The place that the draft is for.",
            show_default=False,
            autocompletion=complete_place,
        ),
    ],
    instrument: Annotated[
        str | None,
        typer.Option(
            "--instrument",
            metavar="ID",
            help="The id of the model law. If left out, the law with the most rules in force is "
            "used.",
            show_default=False,
        ),
    ] = None,
    start: draft_options.Start = None,
    out: draft_options.Out = None,
    force: draft_options.Force = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Write a law file modeled on another place's law."""
    from safehavens.cli.output.place_notes import tell_places
    from safehavens.compare.drafting.draft_text import write_draft_after

    corpus = options.load_corpus(law, alone)
    day = draft_options.first_day(start)
    model = _choose_model(corpus, source, instrument, day)
    tell_places(corpus, (place,))
    issuer = corpus.place(place).place
    text = write_draft_after(
        corpus.engine, model, issuer, date.today(), day, draft_options.name_of(out)
    )
    draft_options.write_draft(text, out, force)


def _choose_model(
    corpus: Corpus, place_name: str, instrument: str | None, start: date
) -> Instrument:
    """The instrument named, else the one of a place that has the most norms in force."""
    from safehavens.api import NotFound
    from safehavens.cli.speech import say
    from safehavens.cli.terminal import tell
    from safehavens.decide.request import BadRequest

    place = corpus.place(place_name).place
    own = [i for i in corpus.lawbook.instruments.values() if place.id in i.makers]
    if instrument is not None:
        if all(i.id != instrument for i in own):
            raise NotFound(
                f"{place.name} has no instrument {instrument!r}; it has {_list_ids(own) or 'none'}."
            )
        return corpus.instrument(instrument)
    current = [i for i in own if i.binding and _count_in_force(i, start)]
    if not current:
        raise BadRequest(f"{place.name} has no law of its own in force on {start}.")
    largest = max(current, key=lambda i: (_count_in_force(i, start), i.id))
    if len(current) > 1:
        tell(say("The model is %(id)s. To choose another, use --instrument with one of %(ids)s.",
                 id=largest.id, ids=_list_ids(current)))  # fmt: skip
    return largest


def _count_in_force(instrument: Instrument, on: date) -> int:
    return sum(any(spell.holds(on) for spell in norm.spells) for norm in instrument.norms)


def _list_ids(instruments: Iterable[Instrument]) -> str:
    return ", ".join(sorted(instrument.id for instrument in instruments))
