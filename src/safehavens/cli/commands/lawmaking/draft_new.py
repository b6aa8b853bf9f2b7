"""`safehavens draft new`: a law file for a new ordinance."""

from __future__ import annotations

from datetime import date
from typing import Final

from safehavens.cli import draft_options, options

EXAMPLE: Final = 'safehavens draft new "Marfa, TX" -o marfa.yaml'


def run(
    place: options.Place,
    start: draft_options.Start = None,
    out: draft_options.Out = None,
    force: draft_options.Force = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Write a commented law file for a new ordinance."""
    from safehavens.cli.output.place_notes import tell_places
    from safehavens.compare.drafting.draft_text import write_new_draft

    corpus = options.load_corpus(law, alone)
    tell_places(corpus, (place,))
    issuer = corpus.place(place).place
    day = draft_options.first_day(start)
    text = write_new_draft(corpus.engine, issuer, date.today(), day, draft_options.name_of(out))
    draft_options.write_draft(text, out, force)
