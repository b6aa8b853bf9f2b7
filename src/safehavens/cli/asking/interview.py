"""Ask on a terminal for the missing facts, most useful first, until the answer is settled."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Final

import typer

from safehavens.cli.asking.stop_words import QUIT
from safehavens.cli.output.page import mark_answer
from safehavens.cli.speech import language, say, say_message, say_possible
from safehavens.cli.terminal import plain_letters, tell, tell_wrapped
from safehavens.corpus.model import Fact, FactValue
from safehavens.corpus.reading.fact_values import wrong_value
from safehavens.corpus.words.word_reader import WordReader
from safehavens.decide.decision import Decision, Question
from safehavens.decide.facts.tied_facts import Contradiction
from safehavens.decide.outline.definitions import tell_definitions

Facts = dict[str, FactValue | None]


class _Word(Enum):
    """What can be typed in place of an answer."""

    BACK = auto()
    WHY = auto()
    QUIT = auto()


_WORDS: Final = {
    "b": _Word.BACK, "back": _Word.BACK, "atras": _Word.BACK, "volver": _Word.BACK,
    "why": _Word.WHY, "por que": _Word.WHY, "porque": _Word.WHY,
    **dict.fromkeys(QUIT, _Word.QUIT),
}  # fmt: skip
_NOT_KNOWN: Final = frozenset({"", "dont know", "idk", "no se", "no lo se"})


def interview(words: WordReader, ask: Callable[[Facts], Decision], facts: Facts) -> Decision:
    """Ask until the answer is settled, the person stops, or nothing is left to ask.

    The answer so far stands above each question.

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
    given: list[str] = []
    if decision.verdict == "depends":
        tell_wrapped(say("Press Enter if it is not known. Type back, why, or q to stop."))
    while decision.verdict == "depends":
        question = next((q for q in decision.questions if q.fact not in facts), None)
        if question is None:
            break
        _show_so_far(decision)
        answer = _answer(question, words, decision)
        if answer is _Word.QUIT:
            break
        if answer is _Word.BACK:
            if given:
                del facts[given.pop()]
                decision = ask(facts)
            else:
                tell_wrapped("  " + say("This is the first question."))
            continue
        assert not isinstance(answer, _Word)
        try:
            decision = ask({**facts, question.fact: answer})
        except Contradiction as error:
            tell_wrapped(f"  {say_message(str(error))} " + say("Please answer again."))
            continue
        facts[question.fact] = answer
        given.append(question.fact)
    tell("")
    return decision


def _show_so_far(decision: Decision) -> None:
    """The answer so far, and what it may still be."""
    tell("")
    mark = mark_answer(decision.verdict, decision.basis)
    tell_wrapped(say("So far: %(answer)s. It may be %(possible)s.", answer=mark,
             possible=say_possible(decision)))  # fmt: skip


def _answer(question: Question, words: WordReader, decision: Decision) -> FactValue | _Word | None:
    fact = words.lawbook.facts[question.fact]
    tell_wrapped(say(question.ask))
    if question.private:
        note = say(
            "This is about the person's own status. It is used for this answer and never kept."
        )
        tell_wrapped(f"  ({note})")
    for meant in tell_definitions(language(), words.lawbook, decision, question.fact):
        tell_wrapped(f"  {meant}")
    for i, word in enumerate(fact.values, 1):
        tell_wrapped(f"  {i} {_describe_value(fact, word)}")
    hint = {
        "bool": say("y/n"),
        "number": say(fact.unit or "number"),
        "enum": f"1–{len(fact.values)}",
    }
    while True:
        try:
            text = typer.prompt(f"  [{hint[fact.type]}]", default="", show_default=False, err=True)
        except typer.Abort as ended:
            if isinstance(ended.__context__, EOFError):  # Ctrl-D: the answer so far, as q
                tell("")
                return _Word.QUIT
            raise
        typed = plain_letters(text.strip().casefold()).replace("'", "").strip("?")
        if typed in _NOT_KNOWN:
            return None
        word_typed = _WORDS.get(typed)
        if word_typed is _Word.WHY:
            _tell_why(question, decision)
            continue
        if word_typed is not None:
            return word_typed
        value = _chosen(text.strip(), fact, words)
        wrong = wrong_value(fact, value)
        if wrong is None:
            return value
        tell_wrapped(f"  {say_message(wrong)}")


def _tell_why(question: Question, decision: Decision) -> None:
    """What each answer leads to, and the rules that may decide."""
    from safehavens.decide.outline.whole_answer import list_outcomes
    from safehavens.wording.translated.law_words import cite_rule

    for outcome in list_outcomes(language(), question):
        tell_wrapped(f"  {outcome}")
    for reason in decision.because:
        cited = reason.considered.citation
        tell_wrapped(f"  • {cite_rule(language(), cited)}")


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
