"""Ask on a terminal for the missing facts, most useful first, until the answer is settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import typer

from safehavens.cli.speech import language, say
from safehavens.cli.terminal import plain_letters, tell
from safehavens.corpus.model import Fact, FactValue
from safehavens.corpus.reading.fact_values import wrong_value
from safehavens.corpus.words.word_reader import WordReader
from safehavens.decide.decision import Decision, Question
from safehavens.decide.facts.tied_facts import Contradiction

Facts = dict[str, FactValue | None]
_STOP: Final = frozenset({"q", "quit", "stop"})


def interview(words: WordReader, ask: Callable[[Facts], Decision], facts: Facts) -> Decision:
    """Ask until the answer is settled, the person stops, or nothing is left to ask.

    Parameters
    ----------
    words : WordReader
        Reads answers, and knows the lawbook that declares the facts.
    ask : callable
        Decides on facts.
    facts : dict
        What is known already; answers are added to it.
    """
    decision = ask(facts)
    if decision.verdict == "depends":
        tell(say("Press Enter if it is not known. Type q to stop and see the answer so far."))
        tell("")
    while decision.verdict == "depends":
        question = next((q for q in decision.questions if q.fact not in facts), None)
        if question is None:
            break
        answer = _answer(question, words)
        if isinstance(answer, _Stop):
            break
        try:
            decision = ask({**facts, question.fact: answer})
        except Contradiction as error:
            tell(f"  {error} " + say("Please answer again."))
            continue
        facts[question.fact] = answer
    tell("")
    return decision


class _Stop:
    """The person does not want to go on."""


def _answer(question: Question, words: WordReader) -> FactValue | _Stop | None:
    fact = words.lawbook.facts[question.fact]
    tell(say(question.ask))
    if question.private:
        note = say(
            "This is about the person's own status. It is used for this answer and never kept."
        )
        tell(f"  ({note})")
    for i, word in enumerate(fact.values, 1):
        tell(f"  {i} {_describe_value(fact, word)}")
    hint = {
        "bool": say("y/n"),
        "number": say(fact.unit or "number"),
        "enum": f"1–{len(fact.values)}",
    }
    while True:
        text = typer.prompt(f"  [{hint[fact.type]}]", default="", show_default=False, err=True)
        if text.strip().casefold() in _STOP:
            return _Stop()
        value = _chosen(text.strip(), fact, words)
        wrong = wrong_value(fact, value)
        if wrong is None:
            return value
        tell(f"  {wrong}")


def _chosen(text: str, fact: Fact, words: WordReader) -> FactValue | None:
    if fact.type == "enum" and text.isdecimal() and 1 <= int(text) <= len(fact.values):
        return fact.values[int(text) - 1]
    if fact.type == "bool" and plain_letters(text.casefold()) in _yes_words():
        return True
    return words.value(fact, text)


def _yes_words() -> tuple[str, str]:
    """How yes is written in the language chosen: in full, and by its first letter."""
    yes = plain_letters(say("yes"))
    return yes, yes[0]


def _describe_value(fact: Fact, word: str) -> str:
    """A value as it is typed, and in words where it has them and they are in another language."""
    label = fact.label(word)
    return word if label is None or language().code == "en" else f"{word} ({say(label)})"
