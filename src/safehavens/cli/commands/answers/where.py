"""`safehavens where`: which places give an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from safehavens.cli import options
from safehavens.cli.completion.completers import complete_action_and_facts, complete_one_of
from safehavens.corpus.model import BASES, VERDICTS
from safehavens.decide.request import BadRequest
from safehavens.files.whole import check_target

EXAMPLE: Final = "safehavens where hold --who jail --verdict prohibited warrant=administrative"


def run(
    words: Annotated[
        list[str],
        typer.Argument(
            autocompletion=complete_action_and_facts,
            metavar="ACTION [FACT=VALUE]...",
            help="The action asked about, and known facts: hold warrant=none.",
            show_default=False,
        ),
    ],
    verdict: Annotated[
        str,
        typer.Option(
            "--verdict",
            autocompletion=complete_one_of(VERDICTS),
            help=f"The answer to look for: {', '.join(VERDICTS)}.",
            show_default=False,
        ),
    ],
    who: options.Who = None,
    basis: Annotated[
        str | None,
        typer.Option(
            "--basis",
            autocompletion=complete_one_of(BASES),
            help=f"What the answer must rest on: {', '.join(BASES)}. If left out, anything counts.",
            show_default=False,
        ),
    ] = None,
    level: Annotated[
        list[str] | None,
        typer.Option(
            "--level",
            autocompletion=complete_one_of(("state", "county", "place")),
            help="Which places to ask: state, county or place (cities and others with law of "
            "their own). Repeat for several. If left out, all are asked.",
            show_default=False,
        ),
    ] = None,
    own_agency: Annotated[
        bool,
        typer.Option(
            "--own-agency", help="Leave out places that have no such agency of their own."
        ),
    ] = False,
    on: options.On = None,
    beside: options.Beside = None,
    facts: options.FactFile = None,
    out: Annotated[
        Path | None,
        options.optional_file(
            "A file for the places: a table (.csv), or a map of the counties (.svg, .png, .html)."
        ),
    ] = None,
    json: options.Json = False,
    law: options.Law = None,
    alone: options.Alone = False,
) -> None:
    """Show which states, counties and places give an answer, how many, and their share of people.

    Every place is asked alike, whether or not it has such an agency of its own.
    """  # fmt: skip
    from safehavens.cli.asking.facts import BadFact, read_fact_file
    from safehavens.cli.output.progress import count_progress
    from safehavens.cli.speech import say, say_message
    from safehavens.cli.terminal import tell
    from safehavens.decide.survey.answer_places import (
        SURVEYED,
        find_answer_places,
        list_answered,
        read_basis,
        read_level,
        read_verdict,
    )

    given = dict(read_fact_file(facts))
    actions = [word for word in words if "=" not in word]
    typed = [word.partition("=") for word in words if "=" in word]
    if len(actions) != 1:
        raise BadRequest(
            "Write one action, such as hold, and facts as FACT=VALUE, such as warrant=none."
        )
    if who is None:
        raise BadRequest("Say which agency is asked about: --who police, sheriff, jail or school.")
    for name, _, value in typed:
        if [one[0] for one in typed].count(name) > 1:
            raise BadFact(f"The fact {name} is given twice.")
        given[name] = value
    looked_for = read_verdict(verdict)
    resting_on = None if basis is None else read_basis(basis)
    levels = SURVEYED if not level else tuple(read_level(one) for one in level)
    if out is not None:
        _check_name(out, levels)
    corpus = options.load_corpus(law, alone)
    read = corpus.reader.read("ocd-division/country:us", who, actions[0], on, given)
    for note in read.notes:
        tell(say_message(note))
    total = sum(len(list_answered(corpus.engine, one)) for one in levels)
    with count_progress(say("Asking every place"), total) as advance:
        answer = find_answer_places(
            corpus.engine, read.request, looked_for, resting_on, levels, advance, own_agency
        )
    answers = [answer]
    second = options.read_date(beside)
    if second is not None and second != answer.on:
        request = replace(read.request, on=second)
        with count_progress(say("Asking every place"), total) as advance:
            answers.append(
                find_answer_places(corpus.engine, request, looked_for, resting_on, levels, advance,
                                   own_agency)
            )  # fmt: skip
    if out is not None and out.suffix.lower() == ".csv":
        from safehavens.cli.show.law.answer_places import write_places

        write_places(answers, out)
    elif out is not None:
        from safehavens.pictures.maps.answer_map import AnswerMap

        AnswerMap(corpus.engine, answers).picture().write(out)
        tell(say("Wrote %(file)s.", file=out))
    if json:
        from safehavens.cli.output.json_text import print_json

        print_json(answer if len(answers) == 1 else {"on": answers[0], "beside": answers[1]})
    elif out is None:
        from safehavens.cli.show.law.answer_places import show_places

        show_places(corpus, answers, own_agency)


def _check_name(out: Path, levels: Sequence[str]) -> None:
    """Check the name of the file before any work. Raises BadRequest and CannotWrite."""
    check_target(out)
    pictures = (".svg", ".png", ".html")
    if out.suffix.lower() in pictures and "county" not in levels:
        raise BadRequest("A map shows counties, and they are not asked; add --level county.")
    if out.suffix.lower() not in (*pictures, ".csv"):
        raise BadRequest(
            f"{out} is not a valid name for the places; it must end in .csv, or for a map in "
            f"{', '.join(pictures[:-1])} or {pictures[-1]}."
        )
