"""A decision in a few sentences, in any language: the answer, and why."""

from __future__ import annotations

from collections.abc import Sequence

from safehavens.corpus.model import Verdict, Vocabulary
from safehavens.decide.decision import Decision, Question, Reason
from safehavens.decide.request import Request
from safehavens.wording.languages import Language
from safehavens.wording.sentences import answer_sentence, quote_rule, why_sentence


def summarize(
    language: Language,
    vocabulary: Vocabulary,
    place_name: str,
    request: Request,
    verdict: Verdict,
    reasons: Sequence[Reason],
    questions: Sequence[Question],
) -> str:
    """Who may, must or must not do what, where, on which day's law, and why."""
    answer = answer_sentence(
        language, vocabulary, place_name, request.who, request.action, request.on, verdict
    )
    return f"{answer} {_why(language, verdict, reasons, questions)}"


def summarize_decision(language: Language, vocabulary: Vocabulary, decision: Decision) -> str:
    """What `Decision.summary` says, in another language."""
    answer = answer_sentence(
        language,
        vocabulary,
        decision.place_name,
        decision.who,
        decision.action,
        decision.on,
        decision.verdict,
    )
    why = _why(language, decision.verdict, decision.reasons, decision.questions)
    return f"{answer} {why}"


def _why(
    language: Language, verdict: Verdict, reasons: Sequence[Reason], questions: Sequence[Question]
) -> str:
    citations = [reason.considered.citation for reason in reasons if reason.decides]
    return why_sentence(
        language,
        verdict,
        [quote_rule(citation.title, citation.cite, citation.says) for citation in citations],
        sum(1 for reason in reasons if reason.considered.citation.binding),
        [language.gettext(question.ask) for question in questions],
    )
