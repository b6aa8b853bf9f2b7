"""`safehavens history`: one answer over time."""

from __future__ import annotations

from datetime import date
from typing import Final

from safehavens.cli import options

EXAMPLE: Final = 'safehavens history "Los Angeles" hold --who jail warrant=none'


def run(
    place: options.Place,
    action: options.Action,
    fact: options.Facts = None,
    who: options.Who = None,
    facts: options.FactFile = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Show how an answer changed over time, and what changed it."""
    from safehavens.cli.agency import choose_who
    from safehavens.cli.facts import read_facts

    corpus = options.load_corpus(law, alone)
    agency = who or choose_who(corpus, place, action, date.today())
    known = read_facts(fact or (), facts, corpus.lawbook.facts)
    spells = corpus.history(place, action, who=agency, facts=known)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(spells)
    else:
        from safehavens.cli.show.history import show_history

        show_history(corpus, place, action, agency, spells)
