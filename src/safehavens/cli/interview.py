"""Ask on a terminal for the missing facts, most useful first, until the answer is settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import typer

from safehavens.corpus.model import Fact, FactValue, Lawbook
from safehavens.corpus.reading.fact_values import parse_value, wrong_value
from safehavens.decide.decision import Decision, Question
from safehavens.decide.facts.known_facts import Contradiction

Facts = dict[str, FactValue | None]
_STOP: Final = frozenset({"q", "quit", "stop"})


def interview(lawbook: Lawbook, ask: Callable[[Facts], Decision], facts: Facts) -> Decision:
    """Ask until the answer is settled, the person stops, or nothing is left to ask.

    Parameters
    ----------
    lawbook : Lawbook
        Declares the facts.
    ask : callable
        Decides on facts.
    facts : dict
        What is known already; answers are added to it.
    """
    decision = ask(facts)
    if decision.verdict == "depends":
        typer.echo(
            "Press Enter if it is not known. Type q to stop and see the answer so far.\n", err=True
        )
    while decision.verdict == "depends":
        question = next((q for q in decision.questions if q.fact not in facts), None)
        if question is None:
            break
        answer = _answer(question, lawbook.facts[question.fact])
        if isinstance(answer, _Stop):
            break
        try:
            decision = ask({**facts, question.fact: answer})
        except Contradiction as error:
            typer.echo(f"  {error} Please answer again.", err=True)
            continue
        facts[question.fact] = answer
    typer.echo("", err=True)
    return decision


class _Stop:
    """The person does not want to go on."""


def _answer(question: Question, fact: Fact) -> FactValue | _Stop | None:
    typer.echo(question.ask, err=True)
    if question.private:
        typer.echo(
            "  (This is about the person's own status. It is used for this answer and never kept.)",
            err=True,
        )
    for i, word in enumerate(fact.values, 1):
        typer.echo(f"  {i} {word}", err=True)
    hint = {"bool": "y/n", "number": fact.unit or "number", "enum": f"1–{len(fact.values)}"}
    while True:
        text = typer.prompt(f"  [{hint[fact.type]}]", default="", show_default=False, err=True)
        if text.strip().casefold() in _STOP:
            return _Stop()
        value = _chosen(text.strip(), fact)
        wrong = wrong_value(fact, value)
        if wrong is None:
            return value
        typer.echo(f"  {wrong}", err=True)


def _chosen(text: str, fact: Fact) -> FactValue | None:
    if fact.type == "enum" and text.isdecimal() and 1 <= int(text) <= len(fact.values):
        return fact.values[int(text) - 1]
    return parse_value(text, fact)
