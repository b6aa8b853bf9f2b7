"""`safehavens ask`: one question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Final

import typer

from safehavens.cli import options

EXAMPLE: Final = (
    'safehavens ask "Chicago, IL" hold --who police --on 2024-05-01 warrant=administrative'
)


def run(
    words: options.Words,
    who: options.Who = None,
    on: options.On = None,
    facts: options.FactFile = None,
    json: options.Json = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print a memo for a file, in Markdown.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also show every rule considered.")
    ] = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Ask whether an agency may, must or must not do something.

    On a terminal, if no facts are given, it asks for those that matter, most useful question first.
    """
    from safehavens.cli.asking.agency import choose_who
    from safehavens.cli.asking.place_choice import choose_place
    from safehavens.cli.asking.request_words import sort_words
    from safehavens.cli.terminal import is_interactive
    from safehavens.decide.beside.whole_answers import answer_request
    from safehavens.decide.decision import Decision
    from safehavens.decide.request import Given

    options.check_one_format(json=json, markdown=markdown)
    corpus = options.load_corpus(law, alone)
    asked = sort_words(corpus, words, who, facts)
    asked.place = choose_place(corpus, asked.place)
    agency = asked.who or choose_who(corpus, asked, on)
    read = corpus.reader.read(asked.place, agency, asked.action or "", on, asked.facts)
    known = dict(read.request.facts)

    def decide(given: Given) -> Decision:
        request = replace(read.request, facts=given)
        return answer_request(corpus.engine, request, " ".join(read.notes) or None)

    if is_interactive() and not known and not json and not markdown:
        from safehavens.cli.asking.interview import interview

        decision = interview(corpus.reader.words, decide, known)
    else:
        decision = decide(known)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(decision)
    elif markdown:
        from safehavens.cli.show.memo import write_memo

        print(write_memo(decision, corpus.lawbook, date.today()), end="")
    else:
        from safehavens.cli.show.decision import show_decision

        show_decision(decision, corpus.lawbook, explain)
