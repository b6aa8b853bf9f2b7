"""Answers in words: one sentence for the answer, one for why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from safehavens.corpus.model import Verdict, Vocabulary
from safehavens.decide.decision import Question, Reason
from safehavens.decide.request import Request

VERDICT_WORDS: Final[dict[Verdict, str]] = {
    "prohibited": "Prohibited",
    "required": "Required",
    "permitted": "Permitted",
    "conflict": "Conflict",
    "depends": "Depends",
}
_MODALS: Final[dict[Verdict, str]] = {
    "prohibited": "must not",
    "required": "must",
    "permitted": "may",
}


def answer_sentence(
    vocabulary: Vocabulary, place_name: str, request: Request, verdict: Verdict
) -> str:
    """Who may, must or must not do what, where, and on which day's law."""
    agency = "an agency or employee" if request.who == "any_agency" else vocabulary.who[request.who]
    said = vocabulary.actions[request.action]
    if verdict == "conflict":
        clause = f"the law is unsettled on whether {agency} may {said}"
    elif verdict == "depends":
        clause = f"it turns on facts not known whether {agency} may {said}"
    else:
        clause = f"{agency} {_MODALS[verdict]} {said}"
    return f"In {place_name}, {clause} (law of {request.on})."


def why_sentence(verdict: Verdict, reasons: Sequence[Reason], questions: Sequence[Question]) -> str:
    """Why the verdict is what it is, in a sentence or two."""
    deciding = [reason for reason in reasons if reason.decides]
    if verdict == "depends":
        first = f" First: {questions[0].ask}" if questions else ""
        return f"{_capital(_count(len(questions), 'fact'))} may decide it.{first}"
    if not deciding:
        considered = sum(1 for reason in reasons if reason.considered.citation.binding)
        if not considered:
            return "No rule coded here speaks of it, so the law coded here leaves it open."
        return (
            f"{_capital(_count(considered, 'rule'))} coded here {_verb(considered)} of it, but "
            f"none that stands decides this case, so the law coded here leaves it open."
        )
    said = [_said(reason) for reason in deciding[: 2 if verdict == "conflict" else 1]]
    if verdict == "conflict":
        return "Two rules disagree, and which prevails is not settled. " + " ".join(said)
    more = len(deciding) - 1
    tail = f" {_capital(_count(more, 'more norm'))} {_verb(more, 'say')} so too." if more else ""
    return said[0] + tail


def _said(reason: Reason) -> str:
    citation = reason.considered.citation
    said = citation.says.rstrip()
    return f"{citation.title}, {citation.cite}: {said}" + ("" if said.endswith(".") else ".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _count(number: int, noun: str) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    said = words[number] if number < len(words) else str(number)
    return f"{said} {noun}{'' if number == 1 else 's'}"


def _verb(number: int, verb: str = "speak") -> str:
    return f"{verb}s" if number == 1 else verb
