"""`safehavens ask`: one question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_action, complete_one_of
from safehavens.corpus.model import Verdict
from safehavens.decide.request import BadRequest

if TYPE_CHECKING:
    from safehavens.api import Corpus

EXAMPLE: Final = (
    'safehavens ask "Chicago, IL" hold --who police --on 2024-05-01 warrant=administrative'
)

_STATUS: Final[dict[Verdict, int]] = {
    "permitted": 0,
    "prohibited": 3,
    "required": 4,
    "depends": 5,
    "conflict": 6,
}


def run(
    words: options.AnyWords = None,
    who: options.Who = None,
    on: options.On = None,
    facts: options.FactFile = None,
    action: Annotated[
        str | None,
        typer.Option(
            "--action",
            autocompletion=complete_action,
            metavar="ACTIONS",
            help="Several actions to ask about, with commas between them, in place of the one "
            "among the words.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--as",
            autocompletion=complete_one_of(("text", "json", "markdown", "html")),
            metavar="FORM",
            help="How to give the answer: text, json, markdown (a memo for a file) or html (a page "
            "for a file). If left out, text is used.",
            show_default=False,
        ),
    ] = None,
    json: options.Json = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="The same as --as markdown.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Give the whole answer: every rule behind it in full.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also show every rule considered. Implies --full.")
    ] = False,
    exit_code: Annotated[
        bool,
        typer.Option(
            "--exit-code",
            help="Let the exit status tell the verdict: 0 permitted, 3 prohibited, 4 required, 5 "
            "depends, 6 conflict. Else it is 0; 2 is bad input, always.",
        ),
    ] = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Ask whether an agency may, must or must not do something.

    The answer comes first and fits on a screen; --full shows all that is behind it. In place of an
    action, name the paper that you have, such as I-247A: everything that it asks for is answered.
    On a terminal, without words, it asks for the place, the agency and what happened; if no facts
    are given, for those that matter, most useful question first.
    """
    from safehavens.cli.asking.agency import choose_who
    from safehavens.cli.asking.papers import find_paper, leave_out, put_action
    from safehavens.cli.asking.place_choice import choose_place
    from safehavens.cli.asking.request_words import sort_words, split_actions
    from safehavens.cli.show.answer.answer_forms import choose_form, print_answer, print_answers
    from safehavens.cli.terminal import is_interactive
    from safehavens.decide.beside.whole_answers import answer_request
    from safehavens.decide.decision import Decision
    from safehavens.decide.request import Given
    from safehavens.decide.request_reader import ReadRequest

    chosen = choose_form(form, json=json, markdown=markdown)
    corpus = options.load_corpus(law, alone)
    typed = words or _ask_words(corpus)
    paper = find_paper(corpus, typed) if action is None else None
    actions = [*paper.actions] if paper is not None else split_actions(corpus, action)
    if paper is not None:
        typed, told = put_action(corpus, typed, paper, actions[0]), paper.facts
    else:
        typed, told = leave_out(corpus, typed, bool(actions))
        typed += actions[:1]
    asked = sort_words(corpus, typed, who, facts)
    asked.place = choose_place(corpus, asked.place)
    asked.facts = {**told, **asked.facts}
    agency = asked.who or choose_who(corpus, asked, on)

    def read(one: str) -> ReadRequest:
        return corpus.reader.read(asked.place, agency, one, on, asked.facts)

    def decide(request: ReadRequest, given: Given) -> Decision:
        note = " ".join(request.notes) or None
        return answer_request(corpus.engine, replace(request.request, facts=given), note)

    if actions and exit_code:
        raise BadRequest("--exit-code is for one question; this asks several.")
    if actions:
        requests = [read(one) for one in actions]
        answers = [decide(request, request.request.facts) for request in requests]
        print_answers(answers, corpus.lawbook, chosen, paper)
        return
    request = read(asked.action or "")
    known = dict(request.request.facts)
    if is_interactive() and not known and chosen == "text":
        from safehavens.cli.asking.interview import interview

        decision = interview(corpus.reader.words, lambda given: decide(request, given), known)
    else:
        decision = decide(request, known)
    print_answer(decision, corpus.lawbook, chosen, full, explain)
    if exit_code:
        raise typer.Exit(_STATUS[decision.verdict])


def _ask_words(corpus: Corpus) -> list[str]:
    from safehavens.cli.asking.front_door import ask_words  # only who types no words needs it

    return ask_words(corpus)
