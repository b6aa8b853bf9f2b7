"""The sentences that qualify an answer, to stand right below it."""

from __future__ import annotations

from safehavens.decide.beside.next_answers import NextAnswer
from safehavens.decide.decision import Decision
from safehavens.wording.answers import answer_words
from safehavens.wording.coverage_sentences import enacted_sentence
from safehavens.wording.headline import next_sentence, unread_sentence
from safehavens.wording.languages import Language


def list_qualifications(language: Language, decision: Decision) -> tuple[str, ...]:
    """What comes next, whether the law was read, and as of when it is known, each if it matters."""
    sentences = []
    if decision.next is not None:
        sentences.append(explain_next(language, decision, decision.next))
    if decision.not_read:
        sentences.append(explain_trust(language, decision))
    if decision.as_enacted_by is not None:
        sentences.append(enacted_sentence(language, decision.as_enacted_by))
    return tuple(sentences)


def explain_next(language: Language, decision: Decision, later: NextAnswer) -> str:
    """What the answer changes to, when, and by which rule."""
    cited = later.citation
    return next_sentence(
        language,
        answer_words(language, later.verdict, later.basis),
        later.on,
        later.earliest,
        decision.on,
        None if cited is None else f"{cited.title}, {cited.cite}",
    )


def explain_trust(language: Language, decision: Decision) -> str:
    """How many of the rules on the path were not read, and how they are known."""
    seen = {reason.norm: reason.considered.citation.seen for reason in decision.reasons}
    recalled = sum(seen[norm] == "recalled" for norm in decision.not_read)
    described = len(decision.not_read) - recalled
    return unread_sentence(
        language, described, recalled, len(decision.path), bool(decision.because)
    )
