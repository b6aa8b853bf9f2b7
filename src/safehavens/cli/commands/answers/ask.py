"""`safehavens ask`: one question."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

import typer

from safehavens.cli import options

EXAMPLE: Final = (
    'safehavens ask "Chicago, IL" hold --who police --on 2024-05-01 warrant=administrative'
)


def run(
    place: options.Place,
    action: options.Action,
    fact: options.Facts = None,
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
    from safehavens.cli.agency import choose_who
    from safehavens.cli.facts import read_facts
    from safehavens.cli.terminal import is_interactive
    from safehavens.decide.decision import Decision
    from safehavens.decide.request import Given, read_day

    options.check_one_format(json=json, markdown=markdown)
    corpus = options.load_corpus(law, alone)
    day = read_day(on)
    agency = who or choose_who(corpus, place, action, day)
    known = read_facts(fact or (), facts, corpus.lawbook.facts)

    def decide(given: Given) -> Decision:
        return corpus.ask(place, action, who=agency, on=day, facts=given)

    if is_interactive() and not known and not json and not markdown:
        from safehavens.cli.interview import interview

        decision = interview(corpus.lawbook, decide, known)
    else:
        decision = decide(known)
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(decision)
    elif markdown:
        from safehavens.cli.show.memo import write_memo

        print(write_memo(decision, corpus.lawbook.vocabulary, date.today()), end="")
    else:
        from safehavens.cli.show.decision import show_decision

        show_decision(decision, corpus.lawbook.vocabulary, explain)
