"""A Decision as text for a terminal."""

from __future__ import annotations

from typing import Final

from safehavens.cli.output.footer import footer_text
from safehavens.cli.output.page import Page
from safehavens.cli.speech import language, say, say_answer, say_day, say_or, say_possible
from safehavens.corpus.model import Lawbook
from safehavens.decide.beside.first_lines import list_qualifications
from safehavens.decide.cited import Considered
from safehavens.decide.decision import Decision, Reason
from safehavens.decide.summary import explain_outside, name_because, summarize_decision
from safehavens.wording.agency_sentences import agency_sentences, listing_sentence
from safehavens.wording.answers import OUTSIDE_HEADING
from safehavens.wording.coverage_sentences import search_sentence
from safehavens.wording.labels import MODALITY, N_, RULE
from safehavens.wording.sentences import (
    capitalize,
    describe_became,
    describe_confidence,
    ruling_sentence,
    source_sentence,
    typed_value,
    unchanged_sentence,
    written_sentence,
)

PRIVATE_ASKED: Final = N_("about the person's own status: never stored")
PRIVATE_USED: Final = N_("about the person's own status: used for this answer, not kept")


def show_decision(decision: Decision, lawbook: Lawbook, explain: bool = False) -> None:
    """Write an answer: verdict, why, rules, presumptions, duties, date, sources.

    Parameters
    ----------
    decision : Decision
    lawbook : Lawbook
        The one that was asked.
    explain : bool
        Every rule considered, those that decide nothing included.
    """
    page = Page()
    page.answer(decision.verdict, decision.basis)
    page.line(summarize_decision(language(), lawbook, decision))
    if decision.verdict == "depends":
        page.line(say("It may be: %(answers)s.", answers=say_possible(decision)))
    for sentence in list_qualifications(language(), decision):
        page.line(sentence)
    if decision.note:
        page.line(decision.note)
    for sentence in agency_sentences(
        language(), lawbook.vocabulary, decision.place_name, decision.who, decision.agency,
        decision.given.get("ownership") == "private",
    ):  # fmt: skip
        page.line(sentence)
    _add_outside(page, decision, lawbook)
    _add_because(page, decision)
    _add_set_aside(page, decision)
    if explain:
        _add_others(page, decision)
    _add_questions(page, decision)
    _add_facts(page, decision)
    _add_duties(page, decision)
    _add_see_also(page, decision)
    _add_coverage(page, decision)
    _add_basis(page, decision)
    page.show()


def _add_because(page: Page, decision: Decision) -> None:
    if not decision.because:
        return
    page.heading(say(name_because(decision)))
    for reason in decision.because:
        _add_rule(page, reason)


def _add_outside(page: Page, decision: Decision, lawbook: Lawbook) -> None:
    if decision.verdict == "depends" or not decision.outside:
        return
    page.heading(say(OUTSIDE_HEADING))
    for outside in decision.outside:
        page.line(f"• {outside.norm}: {explain_outside(language(), lawbook, outside)}", 2)


def _add_rule(page: Page, reason: Reason) -> None:
    considered = reason.considered
    citation = considered.citation
    page.line(f"• {reason.norm} ({say(MODALITY[citation.modality])})", 2)
    page.line(citation.says, 4)
    page.line(_describe_written(considered), 4)
    page.line(source_sentence(language(), citation.seen, citation.checked, citation.url), 4)
    for touch in considered.rulings:
        page.line(ruling_sentence(language(), touch, touch.url), 4)
    if citation.note:
        page.line(say("Note: %(note)s", note=citation.note), 4)


def _add_set_aside(page: Page, decision: Decision) -> None:
    set_aside = [reason for reason in decision.reasons if reason.set_aside_by]
    suspended = [reason for reason in decision.reasons if reason.considered.taken_out]
    if not set_aside and not suspended:
        return
    page.heading(say("Set aside"))
    for reason in set_aside:
        for by in reason.set_aside_by:
            text = say("%(rule)s by %(other)s: %(why)s.", rule=reason.norm, other=by.by,
                       why=say(RULE[by.rule]))  # fmt: skip
            page.line(f"• {text}", 2)
    for reason in suspended:
        taken_out = reason.considered.taken_out
        assert taken_out is not None
        page.line(f"• {reason.norm}. {ruling_sentence(language(), taken_out, taken_out.url)}", 2)


def _add_others(page: Page, decision: Decision) -> None:
    page.heading(say("Every other rule considered"))
    others = [reason for reason in decision.reasons if not reason.decides]
    if not others:
        page.line(say("None."), 2)
    for reason in others:
        citation = reason.considered.citation
        page.line(f"• {reason.norm}: {_describe_became(reason)}", 2)
        page.line(citation.says, 4)
        page.line(_describe_written(reason.considered), 4)
        if citation.when is not None:
            page.line(say("When: %(condition)s", condition=citation.when), 4)
        if citation.unless is not None:
            page.line(say("Unless: %(condition)s", condition=citation.unless), 4)
        page.line(source_sentence(language(), citation.seen, citation.checked, citation.url), 4)


def _describe_became(reason: Reason) -> str:
    considered = reason.considered
    return describe_became(
        language(),
        considered.taken_out is not None,
        considered.citation.binding,
        reason.holds,
        bool(reason.set_aside_by),
    )


def _describe_written(considered: Considered) -> str:
    citation = considered.citation
    return written_sentence(
        language(), citation.title, citation.cite, considered.spell, citation.confidence
    )


def _add_questions(page: Page, decision: Decision) -> None:
    if not decision.questions:
        return
    page.heading(say("Facts still missing, most useful question first"))
    for question in decision.questions:
        private = f" ({say(PRIVATE_ASKED)})" if question.private else ""
        page.line(f"• {question.fact}: {say(question.ask)}{private}", 2)
        merged: dict[str, list[str]] = {}
        for answer, verdicts in question.leads_to.items():
            alternatives = say_or(
                say_answer(verdict, question.bases.get(answer)) for verdict in verdicts
            )
            merged.setdefault(alternatives, []).append(answer)
        for alternatives, values in merged.items():
            page.line(f"{', '.join(values)}: {alternatives}", 6)


def _add_facts(page: Page, decision: Decision) -> None:
    if decision.given or decision.private:
        page.heading(say("Given"))
        for name, given in decision.given.items():
            page.line(f"• {name} = {typed_value(given)}", 2)
        for name in decision.private:
            page.line(f"• {name} ({say(PRIVATE_USED)})", 2)
    turning = [item for item in decision.presumed if item.otherwise]
    told_below = {item.fact for item in turning}
    listed_above = [listed for listed in decision.listed if listed.fact not in told_below]
    if decision.implied or decision.fixed or listed_above:
        page.heading(say("Known without being asked"))
    for name, implied in decision.implied.items():
        page.line("• " + say("%(fact)s follows", fact=f"{name} = {typed_value(implied)}"), 2)
    for name, fixed in decision.fixed.items():
        text = say("%(fact)s, as the action says", fact=f"{name} = {typed_value(fixed)}")
        page.line(f"• {text}", 2)
    listings = {item.fact: listing_sentence(language(), item) for item in decision.listed}
    for listed in listed_above:
        page.line(f"• {listed.fact}: {listings[listed.fact]}", 2)
    idle = [i for i in decision.presumed if not i.otherwise and i.fact not in listings]
    if turning:
        page.heading(say("Assumed; another answer would change the verdict"))
        for item in turning:
            because = listings.get(item.fact) or say(item.ask)
            page.line(f"• {item.fact} = {typed_value(item.value)}: {because}", 2)
            for other, verdict in item.otherwise.items():
                page.line(f"{other}: {say_answer(verdict, item.bases[other])}", 6)
    if idle:
        page.heading(say("Assumed, with no effect on the verdict"))
        page.line(", ".join(f"{item.fact} = {typed_value(item.value)}" for item in idle), 2)


def _add_duties(page: Page, decision: Decision) -> None:
    if not decision.duties:
        return
    page.heading(say("Related duties"))
    condition = say("if its condition is met")
    for duty in decision.duties:
        unsure = "" if duty.certain else f" ({condition})"
        page.line(f"• {duty.citation.norm}{unsure}: {duty.citation.says}", 2)
        page.line(f"{duty.citation.title}, {duty.citation.cite}.", 4)


def _add_see_also(page: Page, decision: Decision) -> None:
    if not decision.see_also:
        return
    page.heading(say("See also"))
    for related in decision.see_also:
        answer, cited = capitalize(say_answer(related.verdict, related.basis)), related.citation
        page.line(f"• {related.action}: {answer}. {cited.says}", 2)
        page.line(f"{cited.norm}: {cited.title}, {cited.cite}.", 4)


def _add_coverage(page: Page, decision: Decision) -> None:
    if not decision.coverage:
        return
    page.heading(say("How far the law was searched"))
    for level in decision.coverage:
        page.line(f"• {level.place_name}: {search_sentence(language(), level, decision.on)}", 2)


def _add_basis(page: Page, decision: Decision) -> None:
    page.heading(say("What this answer is based on"))
    page.line(say("The law of %(date)s.", date=say_day(decision.on)), 2)
    page.line(unchanged_sentence(language(), decision.law_since, decision.law_until), 2)
    if decision.confidence is not None:
        confidence = describe_confidence(language(), decision.confidence)
        page.line(
            say("Lowest confidence of these rules: %(confidence)s.", confidence=confidence), 2
        )
    page.line(footer_text(decision.corpus), 2)
