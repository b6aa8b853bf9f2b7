"""All that an answer tells, section by section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from safehavens.corpus.model import Lawbook
from safehavens.decide.beside.first_lines import list_qualifications
from safehavens.decide.cited import Considered
from safehavens.decide.decision import Decision, Question, Reason
from safehavens.decide.outline.definitions import tell_definitions
from safehavens.decide.outline.footer import tell_footer, tell_mistake
from safehavens.decide.outline.section import Item, Outline, Section, paragraphs
from safehavens.decide.outline.told_facts import list_facts
from safehavens.decide.summary import explain_outside, name_because, summarize_decision
from safehavens.wording.agency_sentences import agency_sentences
from safehavens.wording.answers import (
    OUTSIDE_HEADING,
    answer_words,
    join_alternatives,
)
from safehavens.wording.coverage_sentences import level_sentence
from safehavens.wording.labels import MODALITY, N_, RULE
from safehavens.wording.languages import Language
from safehavens.wording.sentences import (
    capitalize,
    describe_became,
    describe_confidence,
    ruling_sentence,
    source_sentence,
    unchanged_sentence,
    written_sentence,
)
from safehavens.wording.time_limits import describe_clock, describe_notice, describe_remedy
from safehavens.wording.translated.law_words import tell_rule
from safehavens.wording.translated.messages import tell_message
from safehavens.wording.translated.place_words import name_place

PRIVATE_ASKED: Final = N_("about the person's own status: never stored")


def outline_whole(
    language: Language, lawbook: Lawbook, decision: Decision, explain: bool = False
) -> Outline:
    """All that an answer tells.

    Parameters
    ----------
    language : Language
    lawbook : Lawbook
        The one that was asked.
    decision : Decision
    explain : bool
        Every rule considered, those that decide nothing included.
    """
    sections = [
        _open(language, lawbook, decision),
        _list_questions(language, lawbook, decision),
        _list_outside(language, lawbook, decision),
        _list_because(language, decision),
        _list_set_aside(language, decision),
        _list_others(language, decision) if explain else None,
        *list_facts(language, decision),
        _list_duties(language, decision),
        _list_related(language, decision),
        _list_coverage(language, decision),
        _tell_footing(language, decision),
    ]
    return Outline(
        name_request(language, decision),
        decision.verdict,
        decision.basis,
        answer_words(language, decision.verdict, decision.basis),
        None,
        tuple(section for section in sections if section is not None and section.items),
    )


def name_request(language: Language, decision: Decision) -> str:
    """What was asked of whom, in the words of the vocabulary."""
    return f"{decision.action}: {name_place(language, decision.place_name)}, {decision.who}"


def list_agency_sentences(language: Language, lawbook: Lawbook, decision: Decision) -> list[str]:
    """Whose agency an answer is for, where that needs to be told."""
    private = decision.given.get("ownership") == "private"
    return list(
        agency_sentences(
            language, lawbook.vocabulary, decision.place_name, decision.who, decision.agency,
            private,
        )
    )  # fmt: skip


def list_possible(language: Language, decision: Decision) -> str | None:
    """The answers that facts not known leave open; None: it is settled."""
    if decision.verdict != "depends":
        return None
    answers = [
        answer_words(language, verdict, decision.bases[verdict]).lower()
        for verdict in decision.possible
    ]
    text = language.gettext("It may be: %(answers)s.")
    return text % {"answers": join_alternatives(language, answers)}


def list_outcomes(language: Language, question: Question) -> tuple[str, ...]:
    """What each value of a fact leads to: *none, administrative: prohibited*."""
    merged: dict[str, list[str]] = {}
    for value, verdicts in question.leads_to.items():
        words = [answer_words(language, v, question.bases.get(value)).lower() for v in verdicts]
        merged.setdefault(join_alternatives(language, words), []).append(value)
    return tuple(f"{', '.join(values)}: {answers}" for answers, values in merged.items())


def _open(language: Language, lawbook: Lawbook, decision: Decision) -> Section:
    return paragraphs(
        summarize_decision(language, lawbook, decision),
        list_possible(language, decision),
        *list_qualifications(language, decision),
        tell_message(language, decision.note) if decision.note else None,
        *list_agency_sentences(language, lawbook, decision),
    )


def _list_questions(language: Language, lawbook: Lawbook, decision: Decision) -> Section:
    items = []
    for question in decision.questions:
        private = f" ({language.gettext(PRIVATE_ASKED)})" if question.private else ""
        text = f"{question.fact}: {language.gettext(question.ask)}{private}"
        meant = tell_definitions(language, lawbook, decision, question.fact)
        items.append(Item(" ".join((text, *meant)), list_outcomes(language, question)))
    heading = language.gettext("Facts still missing, most useful question first")
    return Section(heading, tuple(items))


def _list_outside(language: Language, lawbook: Lawbook, decision: Decision) -> Section | None:
    if decision.verdict == "depends":
        return None
    items = (
        Item(f"{outside.norm}: {explain_outside(language, lawbook, outside)}")
        for outside in decision.outside
    )
    return Section(language.gettext(OUTSIDE_HEADING), tuple(items))


def _list_because(language: Language, decision: Decision) -> Section | None:
    if not decision.because:
        return None
    heading = language.gettext(name_because(decision))
    return Section(heading, tuple(_tell_rule(language, reason) for reason in decision.because))


def _tell_rule(language: Language, reason: Reason) -> Item:
    cited = reason.considered.citation
    modality = language.gettext(MODALITY[cited.modality])
    details = [
        tell_rule(language, cited),
        _tell_written(language, reason.considered),
        source_sentence(language, cited.seen, cited.checked, cited.url),
        *(ruling_sentence(language, touch, touch.url) for touch in reason.considered.rulings),
    ]
    if cited.note:
        details.append(language.gettext("Note: %(note)s") % {"note": cited.note})
    return Item(f"{reason.norm} ({modality})", tuple(details))


def _list_set_aside(language: Language, decision: Decision) -> Section:
    items = []
    for reason in decision.reasons:
        for by in reason.set_aside_by:
            text = language.gettext("%(rule)s by %(other)s: %(why)s.") % {
                "rule": reason.norm, "other": by.by, "why": language.gettext(RULE[by.rule]),
            }  # fmt: skip
            items.append(Item(text))
    for reason in decision.reasons:
        if (taken_out := reason.considered.taken_out) is not None:
            ruling = ruling_sentence(language, taken_out, taken_out.url)
            items.append(Item(f"{reason.norm}. {ruling}"))
    return Section(language.gettext("Set aside"), tuple(items))


def _list_others(language: Language, decision: Decision) -> Section:
    items = []
    for reason in decision.reasons:
        if reason.decides:
            continue
        cited = reason.considered.citation
        details = [tell_rule(language, cited), _tell_written(language, reason.considered)]
        if cited.when is not None:
            details.append(language.gettext("When: %(condition)s") % {"condition": cited.when})
        if cited.unless is not None:
            details.append(language.gettext("Unless: %(condition)s") % {"condition": cited.unless})
        details.append(source_sentence(language, cited.seen, cited.checked, cited.url))
        items.append(Item(f"{reason.norm}: {_tell_became(language, reason)}", tuple(details)))
    heading = language.gettext("Every other rule considered")
    return Section(heading, tuple(items) or (Item(language.gettext("None.")),))


def _tell_became(language: Language, reason: Reason) -> str:
    considered = reason.considered
    return describe_became(
        language,
        considered.taken_out is not None,
        considered.citation.binding,
        reason.holds,
        bool(reason.set_aside_by),
    )


def _tell_written(language: Language, considered: Considered) -> str:
    cited = considered.citation
    return written_sentence(language, cited.title, cited.cite, considered.spell, cited.confidence)


def _list_duties(language: Language, decision: Decision) -> Section:
    items = []
    condition = language.gettext("if its condition is met")
    for duty in decision.duties:
        cited = duty.citation
        unsure = "" if duty.certain else f" ({condition})"
        details = [f"{cited.title}, {cited.cite}."]
        if cited.clock is not None:
            details.append(describe_clock(language, cited.clock))
        if cited.notice is not None:
            details.append(describe_notice(language, cited.notice))
        details += [describe_remedy(language, remedy) for remedy in cited.remedies]
        items.append(Item(f"{cited.norm}{unsure}: {tell_rule(language, cited)}", tuple(details)))
    return Section(language.gettext("Related duties"), tuple(items))


def _list_related(language: Language, decision: Decision) -> Section:
    items = []
    for related in decision.see_also:
        answer = capitalize(answer_words(language, related.verdict, related.basis).lower())
        cited = related.citation
        items.append(
            Item(
                f"{related.action}: {answer}. {tell_rule(language, cited)}",
                (f"{cited.norm}: {cited.title}, {cited.cite}.",),
            )
        )
    return Section(language.gettext("See also"), tuple(items))


def _list_coverage(language: Language, decision: Decision) -> Section:
    items = (Item(level_sentence(language, level, decision.on)) for level in decision.coverage)
    return Section(language.gettext("How far the law was searched"), tuple(items))


def _tell_footing(language: Language, decision: Decision) -> Section:
    return paragraphs(
        *_list_footing(language, decision),
        heading=language.gettext("What this answer is based on"),
    )


def _list_footing(language: Language, decision: Decision) -> Iterator[str]:
    yield language.gettext("The law of %(date)s.") % {"date": language.day(decision.on)}
    yield unchanged_sentence(language, decision.law_since, decision.law_until)
    if decision.confidence is not None:
        confidence = describe_confidence(language, decision.confidence)
        text = language.gettext("Lowest confidence of these rules: %(confidence)s.")
        yield text % {"confidence": confidence}
    yield tell_footer(language, decision.corpus)
    yield tell_mistake(language, name_request(language, decision))
