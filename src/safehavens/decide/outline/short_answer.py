"""An answer that fits on one screen: what is so, what to do, and what must never be left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from safehavens.corpus.model import Basis, Lawbook
from safehavens.decide.beside.first_lines import explain_next, explain_trust
from safehavens.decide.cited import Citation
from safehavens.decide.coverage.level_coverage import LevelCoverage
from safehavens.decide.decision import Decision, Duty
from safehavens.decide.outline.definitions import tell_definitions
from safehavens.decide.outline.footer import tell_footer
from safehavens.decide.outline.section import Item, Outline, Section, paragraphs
from safehavens.decide.outline.whole_answer import (
    PRIVATE_ASKED,
    list_agency_sentences,
    list_outcomes,
    list_possible,
    name_request,
)
from safehavens.decide.summary import explain_decision, tell_answer
from safehavens.wording.agency_sentences import listing_sentence
from safehavens.wording.answers import (
    NOT_A_REQUEST,
    answer_kind,
    answer_words,
    conflict_sentence,
)
from safehavens.wording.coverage_sentences import enacted_sentence, level_sentence
from safehavens.wording.labels import N_
from safehavens.wording.languages import Language
from safehavens.wording.sentences import count_sentence, describe_confidence, typed_presumption
from safehavens.wording.time_limits import describe_clock
from safehavens.wording.translated.law_words import cite_rule, tell_rule
from safehavens.wording.translated.messages import tell_message

MOST_DUTIES: Final = 2
_MOST_QUESTIONS: Final = 3
_MOST_CITES: Final = 3
_RESTS_ON: Final[Mapping[Basis, str]] = {
    "rule": N_("a rule says so"),
    "power": N_("a rule grants it"),
    "no_duty": N_("no law found here demands it"),
}


def outline_short(
    language: Language,
    lawbook: Lawbook,
    decision: Decision,
    duties: int = MOST_DUTIES,
    neighbors: bool = True,
) -> Outline:
    """The answer in at most some twenty lines, if it is settled.

    In order: the answer, with what it rests on and how sure it is; the sentence; of an answer that
    depends, each outcome with the fact that leads to it; what to do now; what comes next; where it
    is written; the answers on neighboring actions. Then what is never cut: each presumption that
    would change the answer; and, in the last section, how the question was read, where the law was
    not searched, as of which day it is.

    Parameters
    ----------
    language : Language
    lawbook : Lawbook
        The one that was asked.
    decision : Decision
    duties : int
        As many of the related duties are told; of the others, how many there are.
    neighbors : bool
        Whether neighboring actions are told.
    """
    sections = [
        _open(language, lawbook, decision),
        _list_questions(language, lawbook, decision),
        _list_duties(language, decision, duties),
        paragraphs(
            explain_next(language, decision, decision.next) if decision.next is not None else None,
            _tell_where_written(language, decision),
            _tell_address(language, decision),
            _tell_neighbors(language, decision) if neighbors else None,
        ),
        paragraphs(*_qualify(language, decision)),
        paragraphs(*_tell_for_all(language, lawbook, decision)),
    ]
    return Outline(
        name_request(language, decision),
        decision.verdict,
        decision.basis,
        answer_words(language, decision.verdict, decision.basis),
        _tell_footing(language, decision),
        tuple(section for section in sections if section.items),
    )


def _tell_footing(language: Language, decision: Decision) -> str | None:
    """What a settled answer rests on, and how sure it is."""
    if decision.verdict == "depends" or decision.confidence is None:
        return None
    confidence = describe_confidence(language, decision.confidence)
    sure = language.gettext("confidence: %(confidence)s") % {"confidence": confidence}
    if decision.basis not in _RESTS_ON:
        return None
    if decision.verdict == "conflict":
        return sure
    return f"{language.gettext(_RESTS_ON[decision.basis])}; {sure}"


def _open(language: Language, lawbook: Lawbook, decision: Decision) -> Section:
    kind = answer_kind(decision.verdict, decision.basis)
    sentence = tell_answer(language, lawbook, decision)
    decides = [reason.considered.citation for reason in decision.because]
    if kind in ("prohibited", "required", "permitted") and decides:
        why = tell_rule(language, decides[0])
        if len(decides) > 1:
            more = count_sentence(
                language, "One other rule agrees.", "%(count)s other rules agree.",
                len(decides) - 1,
            )  # fmt: skip
            why = f"{why} {more}"
    elif kind == "conflict":
        why = conflict_sentence(language, [cite_rule(language, cited) for cited in decides])
    elif kind == "depends":
        why = list_possible(language, decision) or ""
        if not decision.questions:
            why = f"{explain_decision(language, lawbook, decision)} {why}"
    else:
        why = explain_decision(language, lawbook, decision)
    order = language.gettext(NOT_A_REQUEST) if decision.not_a_request else ""
    return paragraphs(" ".join(filter(None, (sentence, why, order))))


def _list_questions(language: Language, lawbook: Lawbook, decision: Decision) -> Section:
    items = []
    for question in decision.questions[:_MOST_QUESTIONS]:
        private = f" ({language.gettext(PRIVATE_ASKED)})" if question.private else ""
        text = f"{question.fact}: {language.gettext(question.ask)}{private}"
        meant = tell_definitions(language, lawbook, decision, question.fact)
        items.append(Item(" ".join((text, *meant)), list_outcomes(language, question)))
    left = len(decision.questions) - len(items)
    if left:
        items.append(
            Item(
                count_sentence(
                    language, "One more fact may decide it.",
                    "%(count)s more facts may decide it.", left,
                )
            )
        )  # fmt: skip
    return Section(language.gettext("It depends on this"), tuple(items))


def _list_duties(language: Language, decision: Decision, most: int) -> Section:
    certain = [duty for duty in decision.duties if duty.certain]
    told = _soonest_first(certain)[:most]
    items = [_tell_duty(language, duty) for duty in told]
    left = len(decision.duties) - len(told)
    if left and certain:
        more = count_sentence(
            language, "One more duty may apply.", "%(count)s more duties may apply.", left
        )
        items = [*items[:-1], f"{items[-1]} {more}"] if items else [more]
    return Section(language.gettext("What to do"), tuple(Item(item) for item in items))


def _soonest_first(duties: Sequence[Duty]) -> list[Duty]:
    """Duties under a clock before those without."""
    return sorted(duties, key=lambda duty: duty.citation.clock is None)


def _tell_duty(language: Language, duty: Duty) -> str:
    cited = duty.citation
    text = cite_rule(language, cited)
    return text if cited.clock is None else f"{text} {describe_clock(language, cited.clock)}"


def _tell_where_written(language: Language, decision: Decision) -> str | None:
    cites = [_name_pinpoint(reason.considered.citation) for reason in decision.because]
    if not cites or decision.verdict == "conflict":  # whose rules are told with their pinpoints
        return None
    more = len(cites) - _MOST_CITES
    told = {"cites": "; ".join(dict.fromkeys(cites[:_MOST_CITES])), "count": language.number(more)}
    if more > 0:
        return language.gettext("Written in: %(cites)s; and %(count)s more") % told
    return language.gettext("Written in: %(cites)s") % told


def _name_pinpoint(cited: Citation) -> str:
    """A pinpoint that says of which law it is: a bare section stands after the law's title."""
    return f"{cited.title}, {cited.cite}" if cited.cite.startswith("§") else cited.cite


def _tell_address(language: Language, decision: Decision) -> str | None:
    urls = [reason.considered.citation.url for reason in decision.because]
    return next((url for url in urls if url), None)


def _tell_neighbors(language: Language, decision: Decision) -> str | None:
    """The neighboring actions on which there is a rule, each with its answer."""
    answers = [
        f"{one.action} ({answer_words(language, one.verdict, one.basis).lower()})"
        for one in decision.see_also
    ]
    return (
        language.gettext("See also: %(answers)s") % {"answers": "; ".join(answers)}
        if answers
        else None
    )


def _lies_after(level: LevelCoverage, decision: Decision) -> bool:
    """Whether the day lies after the last one searched: `as_enacted_by` tells that."""
    return level.through is not None and decision.on > level.through


def _qualify(language: Language, decision: Decision) -> Iterator[str]:
    """What was assumed and would change the answer, and which rules were not read."""
    turning = [item for item in decision.presumed if item.otherwise]
    if turning:
        told = []
        listings = {item.fact: listing_sentence(language, item) for item in decision.listed}
        for item in turning:
            others = ", ".join(
                f"{other}: {answer_words(language, verdict, item.bases[other]).lower()}"
                for other, verdict in item.otherwise.items()
            )
            told.append(f"{item.fact} = {typed_presumption(language, item.value)} ({others})")
            if item.fact in listings:
                told[-1] += f" {listings[item.fact]}"
        yield language.gettext("Assumed: %(facts)s.") % {"facts": "; ".join(told).rstrip(".")}
    if decision.not_read:
        yield explain_trust(language, decision)


def _tell_for_all(language: Language, lawbook: Lawbook, decision: Decision) -> Iterator[str]:
    """What is the same for every question of one agency on one day."""
    if decision.note:
        yield tell_message(language, decision.note)
    yield from list_agency_sentences(language, lawbook, decision)
    not_whole = [
        level
        for level in decision.coverage
        if level.came != "coded" or not (level.searched or _lies_after(level, decision))
    ]
    if not_whole:
        yield " ".join(f"{level_sentence(language, level, decision.on)}." for level in not_whole)
    if decision.as_enacted_by is not None:
        yield enacted_sentence(language, decision.as_enacted_by)
    yield tell_footer(language, decision.corpus)
