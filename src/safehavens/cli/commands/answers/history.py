"""`safehavens history`: one answer over time."""

from __future__ import annotations

from typing import Final

from safehavens.cli import options

EXAMPLE: Final = 'safehavens history "Los Angeles" hold --who jail warrant=none'


def run(
    words: options.Words,
    who: options.Who = None,
    facts: options.FactFile = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Show how an answer changed over time, and what changed it."""
    from safehavens.cli.asking.agency import choose_who
    from safehavens.cli.asking.place_choice import choose_place
    from safehavens.cli.asking.request_words import sort_words
    from safehavens.decide.history import trace_history

    corpus = options.load_corpus(law, alone)
    asked = sort_words(corpus, words, who, facts)
    asked.place = choose_place(corpus, asked.place)
    agency = asked.who or choose_who(corpus, asked, None)
    read = corpus.reader.read(asked.place, agency, asked.action or "", None, asked.facts)
    spells = trace_history(corpus.engine, read.request)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(spells)
    else:
        from safehavens.cli.show.history import show_history

        show_history(corpus, read, spells)
